import "server-only";
import type { z } from "zod";
import { HouseError, type Issue } from "@/lib/kernel/errors";

/**
 * Reads a form by the schema that also reads the API's JSON. A form knows only texts, so what the schema complains about
 * is looked at again: a ticked box is `true`, digits are a number, one of several is a list of one, and a field that was
 * left empty counts as absent where the schema refuses the empty text. Names may be dotted (`auth.kind`,
 * `consents.0.level`); a name ending in `[]` is always a list. Of a repeated plain name the last counts, so that a hidden
 * `false` may stand before a box. Throws `invalid` with a sentence for each field.
 */
export function readForm<T>(schema: z.ZodType<T>, form: FormData): T {
  const raw = toTree(form);
  const first = schema.safeParse(raw);
  if (first.success) return first.data;
  for (const issue of first.error.issues) repair(raw, issue);
  const second = schema.safeParse(raw);
  if (second.success) return second.data;
  throw new HouseError("invalid", "Some fields need another look.", {
    issues: second.error.issues.flatMap((issue) => toIssues(issue, raw)),
  });
}

type Tree = { [name: string]: unknown };

function toTree(form: FormData): Tree {
  const tree: Tree = Object.create(null);
  for (const [name, value] of form) {
    if (name.startsWith("$ACTION") || typeof value !== "string") continue;
    const isList = name.endsWith("[]");
    const path = (isList ? name.slice(0, -2) : name).split(".");
    if (path.some((part) => part === "__proto__") || path.length > 5) continue;
    const [holder, last] = reach(tree, path);
    if (isList) holder[last] = [...(Array.isArray(holder[last]) ? holder[last] : []), value];
    else holder[last] = value;
  }
  return toLists(tree);
}

/** The object that holds the last part of a path, made on the way. */
function reach(tree: Tree, path: readonly string[]): [Tree, string] {
  let holder = tree;
  for (const part of path.slice(0, -1)) {
    const next = holder[part];
    if (isTree(next)) holder = next;
    else {
      const made: Tree = Object.create(null);
      holder[part] = made;
      holder = made;
    }
  }
  return [holder, path.at(-1) ?? ""];
}

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/** `{0: …, 1: …}` is a list. */
function toLists(tree: Tree): Tree {
  for (const [name, value] of Object.entries(tree)) {
    if (!isTree(value)) continue;
    const inner = toLists(value);
    const names = Object.keys(inner);
    tree[name] = names.length > 0 && names.every((n) => /^\d{1,3}$/.test(n)) ? Object.values(inner) : inner;
  }
  return tree;
}

function repair(raw: Tree, issue: z.core.$ZodIssue): void {
  const holder = at(raw, issue.path.slice(0, -1));
  const last = issue.path.at(-1);
  if (!isHolder(holder) || last === undefined) return;
  const name = String(last);
  const value = holder[name];
  const expected = issue.code === "invalid_type" ? issue.expected : undefined;
  if (expected === "array" && typeof value === "string") holder[name] = value === "" ? [] : [value];
  else if (value === "") delete holder[name];
  else if (expected === "boolean" && (value === "on" || value === "true")) holder[name] = true;
  else if (expected === "boolean" && value === "false") holder[name] = false;
  else if (expected === "number" && typeof value === "string" && Number.isFinite(Number(value)))
    holder[name] = Number(value);
}

const at = (raw: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((holder, part) => (isHolder(holder) ? holder[String(part)] : undefined), raw);

const isHolder = (value: unknown): value is Tree => typeof value === "object" && value !== null;

function toIssues(issue: z.core.$ZodIssue, raw: Tree): Issue[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: [...issue.path, key].join("."), message: "is not a field." }));
  const isMissing = issue.code === "invalid_type" && at(raw, issue.path) === undefined;
  return [{ path: issue.path.join("."), message: isMissing ? "Fill in this field." : issue.message }];
}
