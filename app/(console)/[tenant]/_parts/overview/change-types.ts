import { catalog, type Family, type WrittenType, writtenTypes } from "@/lib/audit/catalog";

const ofConfiguration: ReadonlySet<Family> = new Set([
  "Resources",
  "Policies",
  "Grants",
  "Limits",
  "Humans",
  "Members",
  "Keys",
  "Tenant",
]);

/** Asked for, tried out, or found: nothing was changed. */
const noChange: ReadonlySet<string> = new Set(["access.requested", "resource.tested", "policy.check_failed"]);

/** Changes of what there is and of who may do what, by people or by servers that changed their tools. */
export const changeTypes: readonly WrittenType[] = writtenTypes.filter(
  (type) => ofConfiguration.has(catalog[type].family) && !noChange.has(type),
);
