import { type PathStep, readPath } from "./json-path";

/**
 * What becomes of a value. `keep`: as it is, but for secrets, which are never stored. `mask`: its structure and types stay, its
 * values do not. `drop`: nothing of it stays, not even its name.
 */
export const payloadActions = ["keep", "mask", "drop"] as const;
export type PayloadAction = (typeof payloadActions)[number];

export const payloadParts = ["arguments", "results"] as const;
export type PayloadPartName = (typeof payloadParts)[number];

/** One path of a rule, as its author wrote it. */
export type PathRule = { of: PayloadPartName; path: string; action: PayloadAction };

/** What an environment, a server or a tool says. null: as it is said above it. */
export type PayloadRule = {
  arguments: PayloadAction | null;
  results: PayloadAction | null;
  paths: readonly PathRule[];
};

/** What happens where nobody said anything. */
export const builtinRule = { arguments: "keep", results: "drop" } as const satisfies Partial<PayloadRule>;

/** The rules for one part of one tool's calls, ready to be applied. `paths`: the first that names a value decides. */
export type PartRules = {
  base: PayloadAction;
  paths: readonly { steps: readonly PathStep[]; action: PayloadAction }[];
};

export const keepAll: PartRules = { base: "keep", paths: [] };

/**
 * The rules that hold for one part, out of the levels that say something, the most specific first: tool, server, environment.
 * The first level with a base gives it; paths of all levels hold. A path that cannot be read any more names nothing, but then
 * the part is dropped as a whole: what it was meant to protect is not known.
 */
export function partRules(part: PayloadPartName, levels: readonly PayloadRule[]): PartRules {
  const paths: { steps: readonly PathStep[]; action: PayloadAction }[] = [];
  for (const level of levels)
    for (const { of, path, action } of level.paths) {
      if (of !== part) continue;
      const read = readPath(path);
      if ("problem" in read) return { base: "drop", paths: [] };
      paths.push({ steps: read.steps, action });
    }
  const base = levels.map((level) => level[part]).find((action) => action !== null) ?? builtinRule[part];
  return { base, paths };
}

/** How far paths have come on the way to a value: pairs of path and step, as one number each. */
export type Progress = readonly number[];

const stepBits = 5;

export const startOf = ({ paths }: PartRules): Progress => paths.map((_, path) => path << stepBits);

/**
 * One step down from a value, to its member `key` (a text) or its element (a number; `"*"`: any). Says which rule names what is
 * there, and how far the others are.
 */
export function descend(
  rules: PartRules,
  progress: Progress,
  key: string | number,
): { progress: Progress; action: PayloadAction | undefined } {
  const next: number[] = [];
  let decisive = rules.paths.length;
  for (const state of progress) {
    const path = state >> stepBits;
    const at = state & ((1 << stepBits) - 1);
    const steps = rules.paths[path]?.steps ?? [];
    const step = steps[at];
    if (step === undefined) continue;
    if (step.kind === "name" && step.deep) add(next, state);
    if (!names(step, key)) continue;
    if (at + 1 === steps.length) decisive = Math.min(decisive, path);
    else add(next, state + 1);
  }
  return { progress: next, action: rules.paths[decisive]?.action };
}

const add = (states: number[], state: number): void => {
  if (!states.includes(state)) states.push(state);
};

function names(step: PathStep, key: string | number): boolean {
  switch (step.kind) {
    case "any":
      return true;
    case "index":
      return key === step.index || key === "*";
    case "name":
      return key === step.name;
  }
}

/**
 * Whether the value at a path of plain keys is kept as it is, with all that is in it: what is shown of it elsewhere (in the chain
 * of the decision) may be shown. An element of a list stands there as `*` or by its number. In doubt it is not.
 */
export function isKeptAt(rules: PartRules, path: readonly string[]): boolean {
  let action = rules.base;
  let progress = startOf(rules);
  for (const key of path) {
    const asElement = /^\d{1,9}$/.test(key) ? descend(rules, progress, Number(key)) : undefined;
    const asMember = descend(rules, progress, key);
    const both = [...new Set([...asMember.progress, ...(asElement?.progress ?? [])])];
    action = asMember.action ?? asElement?.action ?? action;
    if (asElement?.action !== undefined && asElement.action !== "keep") action = asElement.action;
    progress = both;
  }
  return action === "keep" && progress.length === 0;
}
