import type { PolicyRef } from "@/lib/policy/decision";

/** What a call names that a limit refused, in the form of a policy. No policy is asked about limits, and none lifts them. */
export const limitsPolicy: PolicyRef = {
  id: "builtin:limits",
  name: "Limits",
  description: "A call that is allowed is made as long as no limit of the environment is reached.",
  version: 1,
  effect: "deny",
};
