import type { FactsAt } from "./condition/compile";
import { ERROR, FALSE, type Outcomes, TRUE } from "./condition/outcome";
import { builtinPolicies, type PolicyRef, type ReasonCode } from "./decision";
import { passGates } from "./gates";
import { attributesOf, type Circumstances, callerOf, enforcedSchema, targetOf } from "./question";
import { coversCall, possibleOutcomes, type Rule } from "./rule";
import type { ArgumentFacts } from "./schema/argument-facts";
import { anyArgument, argumentFacts } from "./schema/facts";

/** What can be said of a tool before it is called: allowed or denied whatever the arguments, or as they come. */
export type Bucket = "allowed" | "denied" | "conditional";

/** What an instance may do on its servers before it has asked for anything (seeds S38–S42). Names are `server/tool`. */
export type Buckets = { allowed: string[]; denied: string[]; conditional: string[] };

export type Classified = {
  bucket: Bucket;
  code: ReasonCode;
  /** What makes it so: the gate or the denies, the allows, or for a conditional tool every policy that is not settled. */
  policies: PolicyRef[];
};

/**
 * The bucket of one tool, with nothing known of the arguments but the schema that they must fit: the conditions are
 * evaluated over sets of outcomes. Sound: no arguments that pass stage 4 are decided otherwise than `allowed` or `denied`
 * says (research: policy engine §4.5; property-tested). Sizes and the evaluation budget are outside this claim.
 */
export function classify(from: Circumstances): Classified {
  const { refused } = passGates(from);
  if (refused) return { bucket: "denied", code: refused.code, policies: [refused.policy] };
  const { denies, allows } = rulesFor(from);
  const factsAt = factsUnder(enforcedSchema(from));
  // Where a call will come from, and when, is not known before it is made.
  const attributes = { ...attributesOf(from), "request.ip": undefined, "request.time": undefined };
  return settle(denies.map(ask), allows.map(ask));

  function ask(rule: Rule): Asked {
    return { rule, outcomes: possibleOutcomes(rule, factsAt, attributes) };
  }
}

/** Sorts tools by what can be said without arguments. */
export function toBuckets(tools: Iterable<Circumstances>): Buckets {
  const buckets: Buckets = { allowed: [], denied: [], conditional: [] };
  for (const tool of tools) buckets[classify(tool).bucket].push(`${tool.serverKey}/${tool.toolName}`);
  return buckets;
}

/** The enforced rules that cover these circumstances. */
export function rulesFor(from: Circumstances): { denies: Rule[]; allows: Rule[] } {
  const caller = callerOf(from);
  const { denies, allows } = from.policies.rulesFor(targetOf(from));
  const covering = (rules: readonly Rule[]): Rule[] => rules.filter((rule) => coversCall(rule, caller));
  return { denies: covering(denies), allows: covering(allows) };
}

export type Asked = { rule: Rule; outcomes: Outcomes };

/** What follows from what each rule may yield. */
export function settle(denies: readonly Asked[], allows: readonly Asked[]): Classified {
  const refs = (asked: readonly Asked[]): PolicyRef[] => asked.map(({ rule }) => rule.ref);
  const mustDeny = denies.filter(({ outcomes }) => !(outcomes & FALSE));
  if (mustDeny.length > 0) return { bucket: "denied", code: "BLOCKED_BY_POLICY", policies: refs(mustDeny) };
  const mayAllow = allows.filter(({ outcomes }) => outcomes & TRUE);
  if (mayAllow.length === 0)
    return { bucket: "denied", code: "NO_MATCHING_POLICY", policies: [builtinPolicies.defaultDeny] };
  const mayDeny = denies.filter(({ outcomes }) => outcomes & (TRUE | ERROR));
  const mustAllow = mayAllow.filter(({ outcomes }) => outcomes === TRUE);
  if (mustAllow.length > 0 && mayDeny.length === 0)
    return { bucket: "allowed", code: "ALLOWED", policies: refs(mustAllow) };
  const unsettled = mustAllow.length > 0 ? mayDeny : [...mayDeny, ...mayAllow];
  return { bucket: "conditional", code: "ALLOWED", policies: refs(unsettled) };
}

/** Facts by schema. A schema is an object that is loaded once and shared, so what was found out about it is kept with it. */
const remembered = new WeakMap<object, Map<string, ArgumentFacts>>();
/** Paths remembered of one schema; policies name few. */
const pathsMax = 2_000;

/** What may be expected at the paths of arguments that must fit `schema`; of anything, where none is enforced. */
export function factsUnder(schema: unknown): FactsAt {
  if (typeof schema !== "object" || schema === null) return () => anyArgument;
  const known = remembered.get(schema) ?? new Map<string, ArgumentFacts>();
  remembered.set(schema, known);
  return (path, key) => {
    const found = known.get(key);
    if (found) return found;
    const facts = argumentFacts(schema, path);
    if (known.size >= pathsMax) known.clear();
    known.set(key, facts);
    return facts;
  };
}
