import { z } from "zod";
import { invalid } from "@/lib/kernel/errors";

const entries = (what: string) =>
  z
    .array(z.string().min(1).max(300))
    .min(1, `Leave the list out to cover any ${what}; an empty one would cover none.`)
    .max(200)
    .optional();

/** Whom and what a policy covers. An absent list means any. Unknown lists are refused, because dropping one would widen the policy. */
export const PolicyScopeInput = z.strictObject({
  /** Keys. */
  servers: entries("server"),
  /** Names of tools, where `*` stands for any run of characters. */
  tools: entries("tool"),
  /** Keys, ids or e-mails; kept as keys. */
  humans: entries("human"),
  /** Slugs. */
  agents: entries("agent"),
  /** Ids. */
  instances: entries("instance"),
});
export type PolicyScopeInput = z.infer<typeof PolicyScopeInput>;

/** What can be said of a policy. */
export const policyFields = {
  name: z.string().trim().min(1).max(120),
  description: z.string().trim().max(1000),
  effect: z.enum(["allow", "deny"]),
  status: z.enum(["draft", "shadow", "active", "disabled"]),
  scope: PolicyScopeInput,
  /** Why it was saved; kept with the version. */
  note: z.string().trim().max(500),
  when: z.unknown(),
  unless: z.unknown(),
};

/** Throws `invalid` when a condition is given: a policy that ignored it would not be the one that was asked for. */
export function refuseConditions(input: { when?: unknown; unless?: unknown }): void {
  const message = "Argument conditions are not available yet; they come with the next release.";
  const issues = (["when", "unless"] as const)
    .filter((field) => input[field] !== undefined && input[field] !== null)
    .map((path) => ({ path, message }));
  if (issues.length > 0) throw invalid(message, issues);
}
