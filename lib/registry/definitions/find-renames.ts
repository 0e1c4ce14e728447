import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import type { ToolDefinition } from "../servers/definition";
import { isObject } from "./read-definition";

/** From this score on (0 to 1) a new tool counts as one that is gone, under another name. */
export const renameScoreMin = 0.7;

/** Most pairs that are compared one by one. */
const pairsMax = 40_000;

export type Rename = { from: string; to: string };

type Looks = {
  name: string;
  letters: Map<string, number>;
  words: Map<string, number>;
  parameters: Map<string, number>;
  rules: string;
};

/**
 * Which of the new tools are nearly what one of those that are gone was: the same input, a similar name, similar words. Each tool
 * has one partner at most, the best first; the same question gives the same answer. `undecided`: there were too many to say.
 */
export function findRenames(
  gone: readonly ToolDefinition[],
  added: readonly ToolDefinition[],
): { renamed: Rename[]; undecided: boolean } {
  if (gone.length === 0 || added.length === 0) return { renamed: [], undecided: false };
  if (gone.length * added.length > pairsMax) return { renamed: [], undecided: true };
  const olds = gone.map(looksOf);
  const pairs = added
    .map(looksOf)
    .flatMap((to) => olds.map((from) => ({ from: from.name, to: to.name, score: likeness(from, to) })))
    .filter(({ score }) => score >= renameScoreMin)
    .sort((a, b) => b.score - a.score || compareText(a.from, b.from) || compareText(a.to, b.to));
  const taken = { from: new Set<string>(), to: new Set<string>() };
  const renamed: Rename[] = [];
  for (const { from, to } of pairs) {
    if (taken.from.has(from) || taken.to.has(to)) continue;
    taken.from.add(from);
    taken.to.add(to);
    renamed.push({ from, to });
  }
  return { renamed, undecided: false };
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The input says most, where there is any: many tools take nothing, or only an id. */
function likeness(a: Looks, b: Looks): number {
  const name = dice(a.letters, b.letters);
  const words = a.words.size === 0 && b.words.size === 0 ? name : dice(a.words, b.words);
  if (a.parameters.size === 0 || b.parameters.size === 0)
    return a.parameters.size === b.parameters.size ? 0.5 * name + 0.5 * words : 0.3 * name + 0.3 * words;
  const input = a.rules === b.rules ? 1 : 0.8 * dice(a.parameters, b.parameters);
  // Three parameters or more in common, to the letter of their rules, are no coincidence.
  const telling = a.rules === b.rules && a.parameters.size >= 3 ? 0.75 : 0.5;
  return telling * input + (1 - telling) * (0.6 * name + 0.4 * words);
}

function looksOf({ name, description = "", inputSchema }: ToolDefinition): Looks {
  const properties = isObject(inputSchema["properties"]) ? inputSchema["properties"] : {};
  const plain = name
    .slice(0, 100)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
  const letters = Array.from({ length: Math.max(1, plain.length - 1) }, (_, i) => plain.slice(i, i + 2));
  return {
    name,
    letters: countOf(letters),
    words: countOf(
      description
        .slice(0, 1_000)
        .toLowerCase()
        .match(/[\p{L}\p{N}]{1,40}/gu) ?? [],
    ),
    parameters: countOf(
      Object.entries(properties)
        .slice(0, 100)
        .map(([key, value]) => `${key} ${isObject(value) ? JSON.stringify(value["type"] ?? null).slice(0, 100) : ""}`),
    ),
    rules: createHash("sha256")
      .update(canonicalJson(withoutTexts(inputSchema)))
      .digest("hex"),
  };
}

function withoutTexts(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutTexts);
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !(typeof value === "string" && (key === "title" || key === "description")))
      .map(([key, value]) => [key, withoutTexts(value)]),
  );
}

const countOf = (items: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
};

/** Sørensen and Dice: twice what both have, of all that they have. */
function dice(a: Map<string, number>, b: Map<string, number>): number {
  let [shared, all] = [0, 0];
  for (const [item, count] of a) {
    shared += Math.min(count, b.get(item) ?? 0);
    all += count;
  }
  for (const count of b.values()) all += count;
  return all === 0 ? 0 : (2 * shared) / all;
}
