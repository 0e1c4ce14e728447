import type { ToolDefinition } from "../servers/definition";
import { type Findings, quote } from "./finding";
import { isObject, withoutUndefined } from "./read-definition";
import { marksOf, readMax } from "./text-marks";

/** Most texts of one definition, and characters of them, that are looked at. */
const textsMax = 4_000;
const charactersMax = 200_000;

/**
 * Every text of a definition is something that the model reads: descriptions, but names, examples and defaults as well. What is in
 * one of them now and was not in the same place before. `before` null: everything is new.
 */
export function compareTexts(before: ToolDefinition | null, after: ToolDefinition, findings: Findings): void {
  const known = new Map<string, string>();
  if (before !== null) walk(withoutUndefined(before), (path, text) => void known.set(path, text));
  let characters = 0;
  const whole = walk(withoutUndefined(after), (path, text) => {
    const was = known.get(path);
    if (text === was) return true;
    const key = path.slice(path.lastIndexOf(".") + 1);
    if (was !== undefined && (key === "description" || key === "title"))
      findings.add(`${key}_changed`, path, `has another ${key}${whoseOf(path)}: ${quote(text)}`, false);
    characters += text.length;
    if (characters > charactersMax || text.length > readMax) return false;
    const already = new Set(was === undefined ? [] : marksOf(was).map(({ said }) => said));
    for (const { kind, what, said, steers } of marksOf(text))
      if (!already.has(said)) findings.add(kind, path, `holds ${what}`, before !== null || !steers);
    return true;
  });
  if (before !== null)
    for (const key of ["title", "description"] as const)
      if ((before[key] === undefined) !== (after[key] === undefined))
        findings.add(
          `${key}_changed`,
          key,
          after[key] === undefined ? `has no ${key} any more` : `has a ${key} now`,
          false,
        );
  if (!whole) findings.add("not_compared", "", "holds more text than is read", true);
}

/** Whose text it is, where it is not the tool's own. */
function whoseOf(path: string): string {
  const parts = path.split(".");
  return parts.length < 3 ? "" : ` of ${quote(parts.at(-2) ?? "", 40)}`;
}

/** Every text with its place, and every name as a text. False where there was more than is looked at, or `each` had enough. */
function walk(root: unknown, each: (path: string, text: string) => unknown): boolean {
  let texts = 0;
  const open: { path: string; value: unknown }[] = [{ path: "", value: root }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { path, value } = at;
    texts += 1;
    if (texts > textsMax) return false;
    if (typeof value === "string") {
      if (each(path, value) === false) return false;
    } else if (Array.isArray(value))
      for (const [i, child] of value.slice(0, textsMax).entries()) open.push({ path: `${path}[${i}]`, value: child });
    else if (isObject(value))
      for (const [name, child] of Object.entries(value).slice(0, textsMax)) {
        const place = path === "" ? name : `${path}.${name}`;
        if (name.length > 2 && each(`${place}#name`, name) === false) return false;
        open.push({ path: place, value: child });
      }
  }
  return true;
}
