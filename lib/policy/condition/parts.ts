import { attributeTypes, type Condition, type Leaf, type Quantifier } from "./condition";

/** The tests and quantifiers of a condition, without those inside quantifiers. */
export function* partsOf(condition: Condition): Generator<Leaf | Quantifier> {
  if ("all" in condition) for (const child of condition.all) yield* partsOf(child);
  else if ("any" in condition) for (const child of condition.any) yield* partsOf(child);
  else if ("not" in condition) yield* partsOf(condition.not);
  else yield condition;
}

/** Whether a part asks what is known only once there is a call: where it comes from, and when. */
export function asksOfRequest(part: Leaf | Quantifier): boolean {
  if ("every" in part || "some" in part) return [...partsOf(part.where)].some(asksOfRequest);
  if (!("attr" in part)) return false;
  const type = attributeTypes[part.attr];
  return type === "ip" || type === "time";
}
