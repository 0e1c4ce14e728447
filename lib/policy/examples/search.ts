import { checkArguments } from "../arguments";
import { factsUnder } from "../buckets";
import { fuelPerDecision, OutOfFuel, type Scene } from "../condition/compile";
import type { Leaf, Quantifier } from "../condition/condition";
import { asksOfRequest, partsOf } from "../condition/parts";
import { attributesOf, type Circumstances, enforcedSchema } from "../question";
import type { Rule } from "../rule";
import { fillRequired, put } from "./complete";
import { absent, isPartitioning, representatives } from "./representatives";

/** `complete`: every class of arguments that the rules can tell apart was tried, so what was not found does not exist. */
export type Found<Label extends string> = { examples: Map<Label, Record<string, unknown>>; complete: boolean };

/** Combinations tried at most. */
const triesMax = 2_048;
/** Arguments combined at most: more would be too many combinations to say anything. */
const pathsMax = 8;

/**
 * Looks for arguments that make a difference: combines values worth trying of every argument that the rules look at, and
 * keeps the first example of each label. Bounded, deterministic, and every example passes stage 4.
 * `enough`: how many labels there are; the search ends when each has an example.
 */
export function searchExamples<Label extends string>(
  from: Circumstances,
  rules: readonly Rule[],
  label: (scene: Scene) => Label,
  enough: number,
): Found<Label> {
  const parts = rules.flatMap(({ policy: { when, unless } }) =>
    [when, unless].flatMap((condition) => (condition === null ? [] : [...partsOf(condition)])),
  );
  const byPath = groupByPath(parts);
  const paths = [...byPath.values()].map(({ path }) => path);
  if (paths.length > pathsMax) return { examples: new Map(), complete: false };

  const schema = enforcedSchema(from);
  const factsAt = factsUnder(schema);
  const facts = paths.map((path) => factsAt(path, path.join("\0")));
  const choices = [...byPath.values()].map(({ path, parts: own }) =>
    representatives(factsAt(path, path.join("\0")), own),
  );
  let complete =
    parts.every((part) => ("attr" in part ? !asksOfRequest(part) : isPartitioning(part))) &&
    !overlapping(paths) &&
    (schema === undefined || facts.every(({ simple }) => simple));

  const attributes = attributesOf(from);
  const examples: Found<Label>["examples"] = new Map();
  for (const combination of combinations(choices)) {
    if (combination === "sampled") {
      complete = false;
      continue;
    }
    const args = toArguments(paths, combination);
    if (args === undefined) continue;
    fillRequired(args, schema);
    if (checkArguments(args, schema).code !== undefined) continue;
    try {
      const found = label({ args, attributes, item: undefined, fuel: { left: fuelPerDecision } });
      if (!examples.has(found)) examples.set(found, args);
      if (examples.size >= enough) break;
    } catch (error) {
      if (!(error instanceof OutOfFuel)) throw error;
      complete = false;
    }
  }
  return { examples, complete: complete && examples.size > 0 };
}

type Part = Leaf | Quantifier;

/** The parts that look at each argument. Attributes are known, and not tried. */
function groupByPath(parts: readonly Part[]): Map<string, { path: string[]; parts: Part[] }> {
  const groups = new Map<string, { path: string[]; parts: Part[] }>();
  for (const part of parts) {
    const path = "arg" in part ? part.arg : "every" in part ? part.every : "some" in part ? part.some : undefined;
    if (path === undefined) continue;
    const key = path.join("\0");
    const group = groups.get(key) ?? { path, parts: [] };
    group.parts.push(part);
    groups.set(key, group);
  }
  return groups;
}

const overlapping = (paths: readonly string[][]): boolean =>
  paths.some((a) => paths.some((b) => a !== b && a.length < b.length && a.every((key, i) => key === b[i])));

function toArguments(paths: readonly string[][], values: readonly unknown[]): Record<string, unknown> | undefined {
  const args: Record<string, unknown> = {};
  for (const [i, path] of paths.entries()) {
    const value = values[i];
    if (value === absent) continue;
    if (!put(args, path, typeof value === "object" && value !== null ? structuredClone(value) : value))
      return undefined;
  }
  return args;
}

/** Every combination, or where there are too many a fixed sample of them, which is announced first. */
function* combinations(choices: readonly unknown[][]): Generator<unknown[] | "sampled"> {
  const total = choices.reduce((product, { length }) => product * Math.max(1, length), 1);
  if (total > triesMax) yield "sampled";
  const tries = Math.min(total, triesMax);
  for (let n = 0; n < tries; n += 1) {
    // With a stride that shares no factor with the usual sizes a sample meets every value of every argument.
    let rest = total > triesMax ? (n * 7_919 + ((n * n) % 104_729)) % total : n;
    yield choices.map((values) => {
      const { length } = values;
      const value = values[rest % Math.max(1, length)];
      rest = Math.floor(rest / Math.max(1, length));
      return value;
    });
  }
}
