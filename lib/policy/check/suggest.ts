import { nearest } from "../nearest";
import { readDemands, resolveReference, writtenKey } from "../schema/validate";

type Path = readonly string[];

/** What a tool's input schema calls its arguments, and what is inside them; `*` is the element of a list. */
export type NamedArguments = {
  paths: readonly Path[];
  /** Keys (`keyOf`) of the places whose keys the schema names. */
  described: ReadonlySet<string>;
};

/** Bounds of one look for names, in a schema that an upstream wrote. Names beyond them are not suggested. */
const limits = { stepsMax: 1_000, pathsMax: 200, depthMax: 12, segmentsMax: 4, slipsMax: 3 } as const;

export const keyOf = (path: Path): string => path.join("\0");

/** The arguments that a schema names, also through references and combinations. Bounded whatever the schema. */
export function namedArguments(schema: unknown): NamedArguments {
  const paths = new Map<string, Path>();
  const described = new Set<string>();
  let stepsLeft: number = limits.stepsMax;
  visit(schema, [], 0);
  return { paths: [...paths.values()], described };

  function visit(one: unknown, path: Path, depth: number): void {
    stepsLeft -= 1;
    const demands = readDemands(one);
    if (demands === undefined || stepsLeft < 0 || depth > limits.depthMax) return;
    const { properties, items, ref, all, choices } = demands;
    if (properties !== undefined) described.add(keyOf(path));
    if (path.length < limits.segmentsMax) {
      for (const key of Object.keys(properties ?? {}).slice(0, limits.pathsMax)) {
        const below = [...path, key];
        if (paths.size < limits.pathsMax) paths.set(keyOf(below), below);
        visit(properties?.[key], below, depth + 1);
      }
      if (items !== undefined) visit(items, [...path, "*"], depth + 1);
    }
    if (ref !== undefined) visit(resolveReference(schema, ref), path, depth + 1);
    for (const branches of [all, ...choices])
      for (const branch of branches) if (stepsLeft > 0) visit(branch, path, depth + 1);
  }
}

/**
 * The named argument that was probably meant, as it is written behind `args.` (or behind the element, inside a list);
 * undefined where none is near.
 */
export function suggestArgument(asked: Path, { paths }: NamedArguments): string | undefined {
  const start = asked.lastIndexOf("*") + 1;
  const list = keyOf(asked.slice(0, start));
  const names = paths
    .filter((path) => path.lastIndexOf("*") + 1 === start && keyOf(path.slice(0, start)) === list)
    .map((path) => path.slice(start).join("."));
  return nearest(asked.slice(start).join("."), names, limits.slipsMax);
}

/** A path as the text form writes it, with `[*]` for an element. */
export const writtenPath = (path: Path): string =>
  `args${path.map((key) => (key === "*" ? "[*]" : writtenKey(key))).join("")}`;
