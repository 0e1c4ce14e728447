import { deed } from "./deed";
import type { Kind, Sparse } from "./kind";
import { because, what, where } from "./words";

const thePolicy = (event: Sparse): string => `the policy ${what(event)}`;

/** Who changed access rules, and when (seeds S26–S29, S59). */
export const policies = {
  "policy.created": deed("Policies", { title: "Policy created", did: "created", could: "create", rest: thePolicy }),
  "policy.updated": deed("Policies", { title: "Policy updated", did: "updated", could: "update", rest: thePolicy }),
  "policy.deleted": deed("Policies", { title: "Policy deleted", did: "deleted", could: "delete", rest: thePolicy }),
  "policy.tests_changed": deed("Policies", {
    title: "Policy tests changed",
    did: "changed the tests of",
    could: "change the tests of",
    rest: thePolicy,
  }),
  "policy.check_failed": {
    family: "Policies",
    title: "Policy check failed",
    sentence: (event) => `The policy ${what(event)} no longer fits the tools of ${where(event)}${because(event)}`,
  },
} as const satisfies Record<string, Kind>;
