import { type Bucket, classify, rulesFor } from "./buckets";
import { searchExamples } from "./examples/search";
import { passGates } from "./gates";
import type { PolicySet } from "./policy-set";
import type { Circumstances } from "./question";
import { permits, type Rule } from "./rule";

/** What a change of policies means for one tool of one caller. `unproved`: it may differ, and no example was found. */
export type Verdict = "wider" | "narrower" | "mixed" | "unproved";

export type Impact = {
  verdict: Verdict;
  from: Bucket;
  to: Bucket;
  /** Arguments of a call that only the new set allows, and of one that only the old set does. */
  opens?: Record<string, unknown>;
  closes?: Record<string, unknown>;
};

const reach: Record<Bucket, number> = { denied: 0, conditional: 1, allowed: 2 };

/**
 * What calls of one tool are decided otherwise under `next` than under `from.policies`. undefined: none is (proved, by the rules
 * being the same, by what they can yield, or by every class of arguments having been tried). Examples have been decided by both.
 */
export function impactOn(from: Circumstances, next: PolicySet): Impact | undefined {
  if (passGates(from).refused) return undefined;
  const then: Circumstances = { ...from, policies: next };
  const before = rulesFor(from);
  const after = rulesFor(then);
  if (same(before.denies, after.denies) && same(before.allows, after.allows)) return undefined;

  const now = classify(from).bucket;
  const later = classify(then).bucket;
  if (now === later && now !== "conditional") return undefined;
  const { examples, complete } = searchExamples(
    from,
    unique([...before.denies, ...before.allows, ...after.denies, ...after.allows]),
    (scene): "allow>allow" | "allow>deny" | "deny>allow" | "deny>deny" =>
      `${word(permits(before.denies, before.allows, scene))}>${word(permits(after.denies, after.allows, scene))}`,
    4,
  );
  const opens = examples.get("deny>allow");
  const closes = examples.get("allow>deny");
  const verdict = toVerdict(opens !== undefined, closes !== undefined, reach[later] - reach[now]);
  if (verdict === "unproved" && complete) return undefined;
  return { verdict, from: now, to: later, ...(opens && { opens }), ...(closes && { closes }) };
}

function toVerdict(opens: boolean, closes: boolean, step: number): Verdict {
  if (opens && closes) return "mixed";
  if (opens || (!closes && step > 0)) return "wider";
  if (closes || step < 0) return "narrower";
  return "unproved";
}

const word = (permitted: boolean): "allow" | "deny" => (permitted ? "allow" : "deny");

/** The same versions of the same policies, in force alike. */
const same = (a: readonly Rule[], b: readonly Rule[]): boolean =>
  a.length === b.length && a.every((rule, i) => rule.policy === b[i]?.policy || keyOf(rule) === keyOf(b[i]));
const keyOf = (rule: Rule | undefined): string =>
  rule === undefined
    ? ""
    : `${rule.ref.id} ${rule.ref.version} ${JSON.stringify([rule.policy.when, rule.policy.unless])}`;

const unique = (rules: readonly Rule[]): Rule[] => [...new Map(rules.map((rule) => [keyOf(rule), rule])).values()];
