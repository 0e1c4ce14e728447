import { checkArguments } from "./arguments";
import { fuelPerDecision, OutOfFuel, type Scene } from "./condition/compile";
import {
  builtinPolicies,
  type Decision,
  type EvaluatedPolicy,
  type PolicyRef,
  type ReasonCode,
  type Step,
} from "./decision";
import { passGates } from "./gates";
import { attributesOf, callerOf, enforcedSchema, type Question, targetOf } from "./question";
import { applies, coversCall, outcomeOf, type Rule, resultOf } from "./rule";

/**
 * Decides one call through the five stages of DESIGN §3, each a step of the chain; the first that fails ends it.
 * Policies: deny overrides, order-free, default deny. Never throws: what cannot be decided is denied.
 *
 * The last step is short: it names the first policy that determined the decision. `explain` gives the whole chain.
 */
export function decide(question: Question): Decision {
  const chain: Step[] = [];
  const end = (code: ReasonCode, text: string, policy: PolicyRef): Decision => ({
    decision: code === "ALLOWED" ? "allow" : "deny",
    reason: { code, text },
    policy,
    policySetVersion: question.policies.version,
    chain,
  });
  try {
    const { steps, refused } = passGates(question);
    chain.push(...steps);
    if (refused) return end(refused.code, refused.text, refused.policy);

    const { code, text, violations } = checkArguments(question.arguments, enforcedSchema(question));
    chain.push({ stage: "arguments", passed: code === undefined, text, violations });
    if (code !== undefined) return end(code, text, builtinPolicies.arguments);

    const ruled = applyPolicies(question);
    chain.push(ruled.step);
    return end(ruled.code, ruled.text, ruled.policy);
  } catch (error) {
    return error instanceof OutOfFuel
      ? end("ENGINE_BUDGET", "Policy evaluation exceeded its budget", builtinPolicies.engineBudget)
      : end("ENGINE_ERROR", "Policy evaluation failed", builtinPolicies.engineError);
  }
}

/** What policies are asked about: the call's own arguments, and what is known besides. */
export const sceneOf = (question: Question): Scene => ({
  args: question.arguments ?? {},
  attributes: attributesOf(question),
  item: undefined,
  fuel: { left: fuelPerDecision },
});

type Ruled = { step: Step; code: ReasonCode; text: string; policy: PolicyRef };

/** Denies first, and the first that applies is the answer; else the first allow that applies. */
function applyPolicies(question: Question): Ruled {
  const scene = sceneOf(question);
  const caller = callerOf(question);
  const { denies, allows, shadow } = question.policies.rulesFor(targetOf(question));
  const firstOf = (rules: readonly Rule[]): EvaluatedPolicy | undefined => {
    for (const rule of rules) {
      if (!coversCall(rule, caller)) continue;
      const outcome = outcomeOf(rule, scene);
      if (applies(rule, outcome)) return { policy: rule.ref, result: resultOf(rule, outcome) };
    }
    return undefined;
  };
  const determining = firstOf(denies) ?? firstOf(allows);
  const inShadow = shadow
    .filter((rule) => coversCall(rule, caller))
    .map((rule) => ({ policy: rule.ref, result: resultOf(rule, outcomeOf(rule, scene)) }));

  const step = (passed: boolean, text: string): Step => ({
    stage: "policies",
    passed,
    text,
    evaluated: determining ? [determining] : [],
    determining: determining ? [determining.policy.id] : [],
    shadow: inShadow,
  });
  if (!determining) {
    const text = `No policy allows '${question.toolName}'`;
    return { code: "NO_MATCHING_POLICY", text, policy: builtinPolicies.defaultDeny, step: step(false, text) };
  }
  const { policy, result } = determining;
  if (policy.effect === "allow")
    return { code: "ALLOWED", text: "Allowed", policy, step: step(true, `Allowed by policy '${policy.name}'`) };
  const text = `Blocked by policy '${policy.name}'`;
  const code = result === "applies_on_error" ? "BLOCKED_BY_POLICY_INDETERMINATE" : "BLOCKED_BY_POLICY";
  return { code, text, policy, step: step(false, text) };
}
