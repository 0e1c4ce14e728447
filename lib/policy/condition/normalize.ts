import type { Condition } from "./condition";

/**
 * The same condition in normal form: a group has two members or more, and none that is a group of its own kind. Conditions
 * that differ only in how they are grouped are then equal. An empty group, which `readCondition` refuses, stays one.
 */
export function normalize(condition: Condition): Condition {
  if ("all" in condition) return regroup("all", condition.all);
  if ("any" in condition) return regroup("any", condition.any);
  if ("not" in condition) return { not: normalize(condition.not) };
  if ("where" in condition) return { ...condition, where: normalize(condition.where) };
  return condition;
}

function regroup(word: "all" | "any", members: readonly Condition[]): Condition {
  const flat = members.map(normalize).flatMap((member) => membersOf(member, word) ?? [member]);
  const [only] = flat;
  if (only !== undefined && flat.length === 1) return only;
  return word === "all" ? { all: flat } : { any: flat };
}

/** The members of a group of this kind; undefined for everything else. */
export function membersOf(condition: Condition, word: "all" | "any"): Condition[] | undefined {
  if (word === "all") return "all" in condition ? condition.all : undefined;
  return "any" in condition ? condition.any : undefined;
}
