import { type Condition, conditionLimits, type Leaf, type Quantifier, type Scalar } from "../condition/condition";
import { partsOf } from "../condition/parts";
import { type ArgumentFacts, BOOLEAN, LIST, NULL, NUMBER, OBJECT, STRING } from "../schema/argument-facts";

/** Stands for an argument that is not there. */
export const absent = Symbol("absent");

/** Operators whose outcome depends on nothing but where a value lies among the constants: representatives cover them wholly. */
const partitioning: ReadonlySet<string> = new Set(["eq", "ne", "in", "lt", "lte", "gt", "gte", "exists"]);
export const isPartitioning = (part: Leaf | Quantifier): boolean => "op" in part && partitioning.has(part.op);

/**
 * Values worth trying for one argument: what its schema lists, the constants it is compared with, their neighbours and
 * what lies between them, values that texts and lists tests like and dislike, one of every other type, and none at all.
 */
export function representatives(facts: ArgumentFacts, parts: readonly (Leaf | Quantifier)[]): unknown[] {
  const found: unknown[] = [];
  const add = (...values: unknown[]): void => {
    for (const value of values) if (!found.some((known) => Object.is(known, value))) found.push(value);
  };
  const numbers: number[] = [];
  if (facts.values) add(...facts.values);
  for (const part of parts) {
    if ("every" in part || "some" in part) {
      add([], ...elementsFor(part.where).map((element) => [element]), ["example"]);
    } else if (part.op !== "exists") {
      for (const value of constantsOf(part)) {
        if (part.op === "sizeLte" || part.op === "sizeGte") add(...ofSizes(Number(value), facts.types));
        else if (typeof value === "number") numbers.push(value);
        else add(value);
      }
      add(...samples(part));
    }
  }
  if (numbers.length > 0 || facts.types & NUMBER) add(...numbersAround(numbers, facts));
  if (facts.types & STRING) add(unlike(parts), "~");
  if (facts.types & BOOLEAN) add(false, true);
  if (facts.types & NULL) add(null);
  if (facts.types & LIST) add([]);
  if (facts.types & OBJECT) add({});
  if (facts.missing) add(absent);
  return found;
}

function constantsOf(part: Exclude<Leaf, { op: "exists" }>): Scalar[] {
  if (part.op === "timeBetween" || part.op === "weekdayIn") return [];
  if (part.op === "has" || part.op === "hasAny" || part.op === "hasAll") return [];
  const value: unknown = part.value;
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter(isScalar);
}

const isScalar = (value: unknown): value is Scalar => value === null || typeof value !== "object";

/** Each constant, what lies beside it and between it and the next; whole ones only where the argument is whole. */
function numbersAround(constants: readonly number[], { min, max, integer }: ArgumentFacts): number[] {
  const bounds = [min, max].filter(Number.isFinite);
  const sorted = [...new Set([...constants, ...bounds, ...(constants.length > 0 ? [] : [0])])].sort((a, b) => a - b);
  return sorted.flatMap((n, i) => {
    const next = sorted[i + 1];
    const middle = next === undefined ? [] : [(n + next) / 2];
    const whole = [n, ...middle].flatMap((x) => [Math.floor(x) - 1, Math.floor(x), Math.ceil(x), Math.ceil(x) + 1]);
    return integer ? whole : [...whole, n, ...middle];
  });
}

function ofSizes(size: number, types: number): unknown[] {
  const lengths = [size - 1, size, size + 1].filter((length) => length >= 0 && length <= 100);
  return lengths.flatMap((length) => [
    ...(types & STRING ? ["x".repeat(length)] : []),
    ...(types & LIST ? [Array.from({ length }, () => "x")] : []),
  ]);
}

/** Values that a test likes, and some that it does not. */
function samples(part: Exclude<Leaf, { op: "exists" }>): unknown[] {
  switch (part.op) {
    case "startsWith":
      return [`${part.value}x`];
    case "endsWith":
      return [`x${part.value}`];
    case "contains":
      return [`x${part.value}x`];
    case "glob":
      return [part.value.replaceAll("*", ""), part.value.replaceAll("*", "x")];
    case "underPath":
      return [`${part.value.replace(/\/$/, "")}/example`, "/example"];
    case "emailDomainIn":
      return [...part.value.slice(0, 2).map((domain) => `someone@${domain}`), "someone@other.example"];
    case "urlHostIn":
      return [
        ...part.value.slice(0, 2).map((host) => `https://${host.replace("*", "www")}/`),
        "https://other.example/",
      ];
    case "ipIn":
      return [];
    case "has":
      return [[part.value]];
    case "hasAny":
      return part.value.slice(0, 2).map((value) => [value]);
    case "hasAll":
      return part.value.length <= conditionLimits.nodesMax ? [[...part.value]] : [];
    default:
      return [];
  }
}

/** Elements worth trying in a list that a quantifier walks. */
function elementsFor(where: Condition): unknown[] {
  return [...partsOf(where)].flatMap((part) => {
    if (!("item" in part) || part.op === "exists") return [];
    const values = [
      ...constantsOf(part).flatMap((value): unknown[] =>
        typeof value === "number" ? [value - 1, value, value + 1] : [value],
      ),
      ...samples(part),
    ];
    return values.map((value) => part.item.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value));
  });
}

/** A text that equals no constant. */
function unlike(parts: readonly (Leaf | Quantifier)[]): string {
  const taken = new Set(
    parts
      .flatMap((part) => ("op" in part && part.op !== "exists" ? constantsOf(part) : []))
      .filter((v) => typeof v === "string"),
  );
  let text = "example";
  for (let i = 2; taken.has(text); i += 1) text = `example ${i}`;
  return text;
}
