import { startOidc } from "@/lib/console/oidc-start";

export { startOidc as GET };
