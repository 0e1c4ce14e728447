import "server-only";

/** What a tenant's registry holds was changed, in whichever process: a hint, see there. */
export { onTenantChanged } from "@/lib/db/changes";
