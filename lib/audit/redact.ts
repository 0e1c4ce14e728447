import type { ConditionTrace } from "@/lib/policy/condition/explained";
import type { EvaluatedPolicy, Step } from "@/lib/policy/decision";
import { keepValue } from "./payload/keep-value";
import { isKeptAt, keepAll, type PartRules } from "./payload/rules";
import { isSecretName, mask } from "./payload/secret-shapes";

export { mask, maskName, maskShapes } from "./payload/secret-shapes";

export type Redacted = {
  value: unknown /** Dotted paths of what was masked; `*` for all of it. Bounded. */;
  paths: string[];
};

/**
 * A copy of `value` with everything that looks like a secret masked, by the name of its field or by its own shape.
 * Redacting twice is redacting once.
 */
export function redact(value: unknown): Redacted {
  const { value: kept, redacted } = keepValue(keepAll, value);
  return { value: kept, paths: redacted };
}

/**
 * A chain whose conditions show no value that the stored arguments would not: masked by the argument's name, by its own shape, or
 * because `rules` do not keep the argument.
 */
export const redactChain = (chain: readonly Step[], rules: PartRules = keepAll): Step[] =>
  chain.map((step) =>
    step.stage === "policies"
      ? {
          ...step,
          evaluated: step.evaluated.map((one) => redactEvaluated(one, rules)),
          shadow: step.shadow.map((one) => redactEvaluated(one, rules)),
        }
      : step,
  );

const redactEvaluated = (one: EvaluatedPolicy, rules: PartRules): EvaluatedPolicy => ({
  ...one,
  ...(one.when && { when: redactTrace(one.when, rules, { secret: false, items: undefined }) }),
  ...(one.unless && { unless: redactTrace(one.unless, rules, { secret: false, items: undefined }) }),
});

/** `secret`: something above it has the name of a secret. `items`: the list whose elements the paths below begin at. */
type Above = { secret: boolean; items: readonly string[] | undefined };

function redactTrace(trace: ConditionTrace, rules: PartRules, { secret, items }: Above): ConditionTrace {
  const { path, actual, children } = trace;
  const isSecret = secret || (path ?? []).some(isSecretName);
  // Below a list a path may begin at its elements or at the arguments, and does not say where.
  const places = path === undefined ? [] : items === undefined ? [path] : [path, [...items, ...path]];
  const shown = !isSecret && places.every((place) => isKeptAt(rules, place));
  const below = { secret: isSecret, items: path === undefined ? items : [...(items ?? []), ...path, "*"] };
  return {
    ...trace,
    ...(actual !== undefined && { actual: shown ? redact(actual).value : mask }),
    ...(children && { children: children.map((child) => redactTrace(child, rules, below)) }),
  };
}

/** A chain that says what came out of every condition, without the values that it looked at. */
export const withoutValues = (chain: readonly Step[]): Step[] =>
  chain.map((step) =>
    step.stage === "policies" ? { ...step, evaluated: step.evaluated.map(bare), shadow: step.shadow.map(bare) } : step,
  );

const bare = (one: EvaluatedPolicy): EvaluatedPolicy => ({
  ...one,
  ...(one.when && { when: bareTrace(one.when) }),
  ...(one.unless && { unless: bareTrace(one.unless) }),
});

const bareTrace = ({ actual: _, ...trace }: ConditionTrace): ConditionTrace => ({
  ...trace,
  ...(trace.children && { children: trace.children.map(bareTrace) }),
});
