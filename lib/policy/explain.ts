import { OutOfFuel, type Scene } from "./condition/compile";
import { ERROR } from "./condition/outcome";
import { decide, sceneOf } from "./decide";
import type { Decision, EvaluatedPolicy, PolicyResult, Step } from "./decision";
import { callerOf, type Question, targetOf } from "./question";
import { coversCall, outcomeOf, type Rule, resultOf } from "./rule";

type PoliciesStep = Extract<Step, { stage: "policies" }>;

/**
 * The decision of `decide` with its whole chain: every policy that covers the call, its conditions part by part, with the
 * values they looked at. Those values are the call's own: whoever stores the chain redacts them like the arguments.
 */
export function explain(question: Question): Decision {
  const decision = decide(question);
  const last = decision.chain.at(-1);
  return last?.stage === "policies"
    ? { ...decision, chain: [...decision.chain.slice(0, -1), explainPolicies(question, last)] }
    : decision;
}

function explainPolicies(question: Question, step: PoliciesStep): PoliciesStep {
  const caller = callerOf(question);
  const { denies, allows, shadow } = question.policies.rulesFor(targetOf(question));
  // One budget for the whole explanation: deciding leaves parts out that explaining walks.
  const scene = sceneOf(question);
  const decided = new Map([...step.evaluated, ...step.shadow].map(({ policy, result }) => [policy.id, result]));
  const of = (rules: readonly Rule[]): EvaluatedPolicy[] =>
    rules.filter((rule) => coversCall(rule, caller)).map((rule) => explainRule(rule, scene, decided.get(rule.ref.id)));
  const evaluated = [...of(denies), ...of(allows)];
  const denied = evaluated.filter(({ policy, result }) => policy.effect === "deny" && result !== "does_not_apply");
  const allowed = evaluated.filter(({ policy, result }) => policy.effect === "allow" && result === "applies");
  const determining = denied.length > 0 ? denied : allowed;
  return { ...step, evaluated, determining: determining.map(({ policy }) => policy.id), shadow: of(shadow) };
}

function explainRule(rule: Rule, scene: Scene, decided: PolicyResult | undefined): EvaluatedPolicy {
  try {
    const { when, unless } = rule;
    return {
      policy: rule.ref,
      result: decided ?? resultOf(rule, outcomeOf(rule, scene)),
      ...(when && { when: when.explain(scene) }),
      ...(unless && { unless: unless.explain(scene) }),
    };
  } catch (error) {
    if (!(error instanceof OutOfFuel)) throw error;
    const why = "the call is too large for every policy to be explained";
    return { policy: rule.ref, result: decided ?? resultOf(rule, ERROR), when: { text: "…", result: "error", why } };
  }
}
