import type { BuiltInTool } from "@/lib/registry/tenants/tenant-settings";

/** What each of the gateway's own tools does, for whoever switches it. */
export const builtInWords: Record<BuiltInTool, string> = {
  countersign_whoami: "Tells an agent for whom it acts, and up to which level on each server.",
  countersign_can_i: "Tells an agent whether a call would be allowed, and why not, without making it.",
  countersign_request_access: "Lets an agent leave a request for administrators. It changes nothing by itself.",
};
