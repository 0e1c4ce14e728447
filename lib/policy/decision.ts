import type { ConditionTrace } from "./condition/explained";
import type { Level } from "./level";

/** Stable names of why; the sentence beside them may change (research: policy engine §4.6). */
export type ReasonCode =
  | "ALLOWED"
  | "USER_NOT_FOUND"
  | "HUMAN_NOT_FOUND"
  | "PRINCIPAL_SUSPENDED"
  | "RESOURCE_NOT_FOUND"
  | "RESOURCE_DISABLED"
  | "TOOL_NOT_FOUND"
  | "TOOL_DISABLED"
  | "TOOL_QUARANTINED"
  | "TOOL_EXCLUDED"
  | "NO_GRANT"
  | "NO_CONSENT"
  | "CONSENT_EXPIRED"
  | "TRUST_TOO_LOW"
  | "ARGUMENTS_TOO_LARGE"
  | "ARGUMENTS_FORBIDDEN_KEY"
  | "ARGUMENTS_INVALID"
  | "BLOCKED_BY_POLICY"
  | "BLOCKED_BY_POLICY_INDETERMINATE"
  | "NO_MATCHING_POLICY"
  | "ENGINE_ERROR"
  | "ENGINE_BUDGET";

/** What `error.type` says of a denial; `blocked_by_policy` is the seeds' own spelling (S54). */
export type DenialType =
  | "unauthorized"
  | "not_found"
  | "disabled"
  | "invalid_arguments"
  | "blocked_by_policy"
  | "policy_error";

export type Effect = "allow" | "deny";

/** A policy as it was when it decided. `builtin:*` ids stand for the gates that no policy can lift, so a denial always names something. */
export type PolicyRef = { id: string; name: string; description: string; version: number; effect: Effect };

/** One of the nine derivations "ceiling × consent ⇒ level"; exactly one holds when both facts exist. */
export type DerivationCell = { ceiling: Level; consent: Level; derives: Level; holds: boolean; why: string };

/** The two on error: a condition that cannot be told makes a deny apply, and an allow not. */
export type PolicyResult = "applies" | "does_not_apply" | "applies_on_error" | "skipped_on_error";
/** One policy as it came out, with its condition part by part where the whole chain was asked for. */
export type EvaluatedPolicy = {
  policy: PolicyRef;
  result: PolicyResult;
  when?: ConditionTrace;
  unless?: ConditionTrace;
};

/** One stage of the chain, in order. The first that fails ends it. */
export type Step =
  | {
      stage: "identity";
      passed: boolean;
      text: string;
      agent: string | null;
      human: string | null;
      instance: string | null;
    }
  | { stage: "resource"; passed: boolean; text: string; server: string; tool: string }
  | {
      stage: "trust";
      passed: boolean;
      text: string;
      required: Level;
      ceiling: Level | null;
      consent: Level | null;
      effective: Level | null;
    }
  | { stage: "arguments"; passed: boolean; text: string; violations: string[] }
  | {
      stage: "policies";
      passed: boolean;
      text: string;
      /** All enforced policies that cover the call; in the short form those that determined the decision. */
      evaluated: EvaluatedPolicy[];
      determining: string[];
      shadow: EvaluatedPolicy[];
    };

/**
 * A step as people read it: the trust step with its nine derivations. They follow from the two levels, so a decision does
 * not carry them and the log does not store them (`explainStep`).
 */
export type ExplainedStep =
  | Exclude<Step, { stage: "trust" }>
  | (Extract<Step, { stage: "trust" }> & { cells: DerivationCell[] });

export type Decision = {
  decision: "allow" | "deny";
  reason: { code: ReasonCode; text: string };
  /** What determined it; on allow the policy that allowed. */
  policy: PolicyRef;
  /** Version of the tenant's policy set that was asked. */
  policySetVersion: number;
  chain: Step[];
};

/** How a denial is typed on its event and in the answer to the agent. */
export const denialType = {
  ALLOWED: "policy_error",
  USER_NOT_FOUND: "unauthorized",
  HUMAN_NOT_FOUND: "unauthorized",
  PRINCIPAL_SUSPENDED: "disabled",
  RESOURCE_NOT_FOUND: "not_found",
  RESOURCE_DISABLED: "disabled",
  TOOL_NOT_FOUND: "not_found",
  TOOL_DISABLED: "disabled",
  TOOL_QUARANTINED: "disabled",
  TOOL_EXCLUDED: "blocked_by_policy",
  NO_GRANT: "blocked_by_policy",
  NO_CONSENT: "blocked_by_policy",
  CONSENT_EXPIRED: "blocked_by_policy",
  TRUST_TOO_LOW: "blocked_by_policy",
  ARGUMENTS_TOO_LARGE: "invalid_arguments",
  ARGUMENTS_FORBIDDEN_KEY: "invalid_arguments",
  ARGUMENTS_INVALID: "invalid_arguments",
  BLOCKED_BY_POLICY: "blocked_by_policy",
  BLOCKED_BY_POLICY_INDETERMINATE: "blocked_by_policy",
  NO_MATCHING_POLICY: "blocked_by_policy",
  ENGINE_ERROR: "policy_error",
  ENGINE_BUDGET: "policy_error",
} as const satisfies Record<ReasonCode, DenialType>;

const builtin = (id: string, name: string, description: string, effect: Effect = "deny"): PolicyRef => ({
  id: `builtin:${id}`,
  name,
  description,
  version: 1,
  effect,
});

/** The gates of the product itself, in the form of policies. */
export const builtinPolicies = {
  identity: builtin("identity", "Known principal", "The agent instance and its human must be known and not suspended."),
  resource: builtin(
    "resource",
    "Known resource",
    "The server must be imported and enabled, and the tool known, enabled and not quarantined.",
  ),
  trust: builtin(
    "trust-ceiling",
    "Trust ceiling",
    "The lower of the human's ceiling and the consent must reach the tool's level.",
  ),
  arguments: builtin(
    "arguments",
    "Argument bounds",
    "Arguments must be a JSON object within the size, depth and key limits, and fit the tool's input schema where the server enforces it.",
  ),
  defaultDeny: builtin("default-deny", "Default deny", "A call that no active policy allows is denied."),
  engineBudget: builtin(
    "engine-budget",
    "Evaluation budget",
    "A decision that costs more than one call may spend is a denial.",
  ),
  engineError: builtin("engine-error", "Fail closed", "A decision that could not be made is a denial."),
} as const;
