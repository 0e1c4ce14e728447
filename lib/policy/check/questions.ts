import type { Condition, Leaf, Quantifier, Scalar } from "../condition/condition";
import { membersOf } from "../condition/normalize";
import { toPredicate } from "../condition/predicate";
import type { Effect } from "../decision";
import { ANY_TYPE, LIST } from "../schema/argument-facts";
import { functions, notation, quantifiers } from "../text/notation";

/** What of a policy is checked. */
export type Rule = { effect: Effect; when: Condition | null; unless: Condition | null };

export type Path = readonly string[];
export type Test = Leaf | Quantifier;

/** One test of a condition, and what of it is the same for every tool. */
export type Question = {
  at: string;
  test: Test;
  /** Where a schema says something of what it looks at; undefined for an attribute. */
  path: Path | undefined;
  /** The list whose elements it looks at. */
  list: Path | undefined;
  /** Types that it can judge. */
  needed: number;
  /** Whether a test for existence beside it settles what happens without a value. */
  guarded: boolean;
};

type Place = { at: string; list: Path | undefined; guards: readonly Path[] };

/** A rule holds where `when` does and `unless` does not: a guard at the top of one of them is one for both. */
export function questionsOf({ when, unless }: Rule): Question[] {
  const guards = [...guardsIn(when, "all", undefined), ...guardsIn(unless, "any", undefined)];
  const of = (condition: Condition | null, at: string): Question[] =>
    condition === null ? [] : collect(condition, { at, list: undefined, guards });
  return [...of(when, "when"), ...of(unless, "unless")];
}

function collect(condition: Condition, place: Place): Question[] {
  if ("all" in condition) return collectGroup(condition, "all", place);
  if ("any" in condition) return collectGroup(condition, "any", place);
  if ("not" in condition) return collect(condition.not, { ...place, at: `${place.at}.not` });
  const { at, list, guards } = place;
  const path = pathOf(condition, list);
  const guarded = path !== undefined && guards.some((guard) => path.every((key, i) => key === guard[i]));
  const question: Question = { at, test: condition, path, list, needed: neededTypes(condition), guarded };
  if (!("where" in condition)) return [question];
  return [question, ...collect(condition.where, { at: `${at}.where`, list: path, guards })];
}

function collectGroup(group: Condition, word: "all" | "any", place: Place): Question[] {
  const guards = [...place.guards, ...guardsIn(group, word, place.list)];
  const members = membersOf(group, word) ?? [];
  return members.flatMap((member, i) => collect(member, { ...place, at: `${place.at}.${word}.${i}`, guards }));
}

/** Paths without a value at which the group is settled whatever its other members say: `has(x) && …`, `!has(x) || …`. */
function guardsIn(condition: Condition | null, word: "all" | "any", list: Path | undefined): Path[] {
  if (condition === null) return [];
  return (membersOf(condition, word) ?? [condition]).flatMap((member) => {
    const test = word === "all" ? member : "not" in member ? member.not : undefined;
    const path = test && "op" in test && test.op === "exists" ? pathOf(test, list) : undefined;
    return path ? [path] : [];
  });
}

function pathOf(test: Test, list: Path | undefined): Path | undefined {
  if ("every" in test) return test.every;
  if ("some" in test) return test.some;
  if ("arg" in test) return test.arg;
  return "item" in test && list ? [...list, "*", ...test.item] : undefined;
}

function neededTypes(test: Test): number {
  if ("where" in test) return LIST;
  return test.op === "exists" ? ANY_TYPE : toPredicate(test).types;
}

/** The test as the text form writes it, without its operands. */
export function nameOf(test: Test): string {
  if ("where" in test) return "every" in test ? quantifiers.every : quantifiers.some;
  if (test.op === "exists") return functions.exists;
  const { form, written } = notation[test.op];
  return form === "size" ? functions.size : written;
}

/** The values that a test compares with. */
export function literalsOf(test: Test): readonly Scalar[] {
  if ("where" in test) return [];
  if (test.op === "in") return test.value;
  return test.op === "eq" || test.op === "ne" ? [test.value] : [];
}
