import { type Compiled, compile, type FactsAt, type KnownAttributes, type Scene } from "./condition/compile";
import { and, andAll, ERROR, FALSE, negate, negateAll, type Outcome, type Outcomes, TRUE } from "./condition/outcome";
import type { PolicyRef, PolicyResult } from "./decision";
import { type Caller, coversCaller, type Policy, type PolicyScope, toPolicyRef } from "./policy";

/** A policy made ready to be asked. */
export type Rule = {
  policy: Policy;
  ref: PolicyRef;
  deny: boolean;
  /** The lists of its scope about callers, each of them written out: scopes of many forms are slow to look at. Null where there are none. */
  callers: PolicyScope | null;
  when: Compiled | null;
  unless: Compiled | null;
};

export function toRule(policy: Policy): Rule {
  const { scope, when, unless } = policy;
  const { humans, groups, agents, agentTags, instances } = scope;
  const callers = { humans, groups, agents, agentTags, instances };
  return {
    policy,
    ref: toPolicyRef(policy),
    deny: policy.effect === "deny",
    callers: Object.values(callers).some((list) => list) ? callers : null,
    when: when && compile(when),
    unless: unless && compile(unless),
  };
}

export const coversCall = (rule: Rule, caller: Caller): boolean =>
  rule.callers === null || coversCaller(rule.callers, caller);

/** Outcome of the whole rule: `when` and not `unless`. Throws OutOfFuel. */
export function outcomeOf({ when, unless }: Rule, scene: Scene): Outcome {
  const held = when === null ? TRUE : when.evaluate(scene);
  return unless === null || held === FALSE ? held : and(held, negate(unless.evaluate(scene)));
}

/** Every outcome that the rule may have for arguments of which facts are known. */
export function possibleOutcomes({ when, unless }: Rule, factsAt: FactsAt, attributes: KnownAttributes): Outcomes {
  const held = when === null ? TRUE : when.possible(factsAt, attributes);
  return unless === null ? held : andAll(held, negateAll(unless.possible(factsAt, attributes)));
}

/** INVARIANT: a deny that errs applies, an allow that errs does not. What cannot be told counts against the caller. */
export const applies = (rule: Rule, outcome: Outcome): boolean => (rule.deny ? outcome !== FALSE : outcome === TRUE);

export function resultOf(rule: Rule, outcome: Outcome): PolicyResult {
  if (outcome === ERROR) return rule.deny ? "applies_on_error" : "skipped_on_error";
  return outcome === TRUE ? "applies" : "does_not_apply";
}

/** Whether policies let a call pass: deny overrides, default deny. Throws OutOfFuel. */
export function permits(denies: readonly Rule[], allows: readonly Rule[], scene: Scene): boolean {
  const holds = (rule: Rule): boolean => applies(rule, outcomeOf(rule, scene));
  return !denies.some(holds) && allows.some(holds);
}
