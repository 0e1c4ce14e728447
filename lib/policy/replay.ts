import { checkArguments } from "./arguments";
import { factsUnder, rulesFor, settle } from "./buckets";
import type { FactsAt } from "./condition/compile";
import { typeOfValue } from "./condition/predicate";
import { decide, sceneOf } from "./decide";
import type { Decision } from "./decision";
import { attributesOf, enforcedSchema, type Question } from "./question";
import { outcomeOf, possibleOutcomes, type Rule } from "./rule";
import { type ArgumentFacts, NULL } from "./schema/argument-facts";

/** A recorded call under a set of policies. `undetermined`: what was not kept of its arguments could make the difference. */
export type Replayed = { decision: "allow" | "deny"; policy: Decision["policy"] } | "undetermined";

/** What was kept of a call's arguments: paths of values that were masked, or that nothing was kept at all. */
export type Kept = { masked: readonly (readonly string[])[] } | "nothing";

/**
 * Decides a recorded call again, with the facts it was recorded with, under the question's policies. Where the value that a
 * condition looks at was not kept, the condition is judged by the set of its possible outcomes: what follows whatever the
 * value was counts, the rest is undetermined, and nothing is guessed.
 */
export function replay(question: Question, kept: Kept): Replayed {
  if (kept !== "nothing" && kept.masked.length === 0) return ofDecision(decide(question));
  const masked: readonly (readonly string[])[] = kept === "nothing" ? [[]] : kept.masked;
  // What was masked had passed the bounds and the schema of its day; what is left of it may not.
  if (kept !== "nothing" && checkArguments(question.arguments, undefined).code !== undefined)
    return ofDecision(decide(question));

  const { denies, allows } = rulesFor(question);
  const scene = sceneOf(question);
  const factsAt = factsBehind(masked, question.arguments, factsUnder(enforcedSchema(question)));
  const attributes = attributesOf(question);
  const ask = (rule: Rule) => ({
    rule,
    outcomes: readsOf(rule).some((path) => masked.some((hidden) => overlap(path, hidden)))
      ? possibleOutcomes(rule, factsAt, attributes)
      : outcomeOf(rule, scene),
  });
  const { bucket, policies } = settle(denies.map(ask), allows.map(ask));
  const [policy] = policies;
  if (bucket === "conditional" || policy === undefined) return "undetermined";
  return { decision: bucket === "allowed" ? "allow" : "deny", policy };
}

const ofDecision = ({ decision, policy }: Decision): Replayed => ({ decision, policy });

const readsOf = ({ when, unless }: Rule): (readonly string[])[] => [...(when?.reads ?? []), ...(unless?.reads ?? [])];

/** Whether one path is the other, or leads to it. An element's number stands where a quantifier has a list. */
const overlap = (a: readonly string[], b: readonly string[]): boolean =>
  a.slice(0, Math.min(a.length, b.length)).every((key, i) => key === b[i]);

/** Facts about arguments of which some are masked: exact where a value was kept, what the schema says where it was not. */
function factsBehind(masked: readonly (readonly string[])[], args: unknown, otherwise: FactsAt): FactsAt {
  return (path, key) => {
    if (path.includes("*")) return otherwise(path, key);
    const hidden = masked.filter((one) => overlap(path, one));
    // What was masked was there, and so was what it stood in.
    if (hidden.some((one) => one.length > 0 && one.length >= path.length)) {
      const facts = otherwise(path, key);
      return { ...facts, missing: false, types: facts.types & ~NULL };
    }
    if (hidden.length > 0) return otherwise(path, key);
    const value = follow(args, path);
    return {
      ...unknownFacts,
      types: value === undefined ? 0 : typeOfValue(value),
      missing: value === undefined,
      values: value === undefined ? undefined : [value],
    };
  };
}

const unknownFacts: ArgumentFacts = {
  types: 0,
  missing: false,
  declared: true,
  integer: false,
  values: undefined,
  min: Number.NEGATIVE_INFINITY,
  max: Number.POSITIVE_INFINITY,
  lengthMax: Number.POSITIVE_INFINITY,
  itemsMin: 0,
  simple: false,
};

function follow(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null || Array.isArray(at) || !Object.hasOwn(at, key)) return undefined;
    // safe because the line above has found it to be an object with that key
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}
