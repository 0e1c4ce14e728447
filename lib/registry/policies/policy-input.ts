import { z } from "zod";
import { conditionLimits } from "@/lib/policy/condition/condition";
import { Word } from "../internal/words";

const entries = (what: string, entry: z.ZodType<string, string> = z.string().min(1).max(300)) =>
  z.array(entry).min(1, `Leave the list out to cover any ${what}; an empty one would cover none.`).max(200).optional();

/** Whom and what a policy covers. An absent list means any. Unknown lists are refused, because dropping one would widen the policy. */
export const PolicyScopeInput = z.strictObject({
  /** Keys. */
  servers: entries("server"),
  /** Servers that carry one of them. */
  serverTags: entries("server", Word),
  /** Names of tools, where `*` stands for any run of characters. */
  tools: entries("tool"),
  /** Keys, ids or e-mails; kept as keys. */
  humans: entries("human"),
  /** Humans who are in one of them. */
  groups: entries("human", Word),
  /** Slugs. */
  agents: entries("agent"),
  /** Agents that carry one of them. */
  agentTags: entries("agent", Word),
  /** Ids. */
  instances: entries("instance"),
});
export type PolicyScopeInput = z.infer<typeof PolicyScopeInput>;

/** An argument condition as it may be written; `readConditions` reads it. */
export const ConditionInput = z
  .union([z.string().max(conditionLimits.textMax), z.record(z.string(), z.unknown()), z.null()], {
    error: "Write a condition as text, as a tree, or null for none.",
  })
  .meta({
    description:
      'A condition as text (`args.amount < 500 && has(args.to)`) or as a tree (`{"arg": "amount", "op": "lt", "value": 500}`); null or an empty text: no condition.',
  });
export type ConditionInput = z.infer<typeof ConditionInput>;

/** What can be said of a policy. */
export const policyFields = {
  name: z.string().trim().min(1).max(120),
  description: z.string().trim().max(1000),
  effect: z.enum(["allow", "deny"]),
  status: z.enum(["draft", "shadow", "active", "disabled"]),
  scope: PolicyScopeInput,
  /** Why it was saved; kept with the version. */
  note: z.string().trim().max(500),
  /** The policy applies where this holds. */
  when: ConditionInput,
  /** The policy does not apply where this holds. */
  unless: ConditionInput,
};
