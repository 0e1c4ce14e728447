import { compareRules, ruleKeywords, type Schema } from "./compare-rules";
import { type Findings, quote } from "./finding";
import { isObject } from "./read-definition";
import { sameJson } from "./same-json";
import { isSensitive } from "./sensitive-names";

/** Deeper, and beyond so many places that differ, a schema is said to be not compared. */
const depthMax = 12;
const placesMax = 2_000;

/** Keywords that let nothing in and keep nothing out. Their texts are read elsewhere. */
const notes = ["title", "description", "examples", "deprecated", "readOnly", "writeOnly", "$comment", "default"];
const compared: ReadonlySet<string> = new Set([
  ...notes,
  ...ruleKeywords,
  ...["properties", "required", "additionalProperties", "items", "prefixItems", "anyOf", "oneOf", "allOf"],
  ...["$defs", "definitions"],
]);

/** `name`: what people call the place, "lines[].sku"; empty for the whole input. `path`: where it is in the definition. */
type At = { name: string; path: string; depth: number };
type Walk = { findings: Findings; places: number; turnsRound: boolean };

/**
 * What an input schema takes that it did not take before, and the other way round. Where it cannot tell, it says so and counts it as
 * more (references are not followed: what they refer to is compared where it stands).
 */
export function compareInput(before: Schema, after: Schema, findings: Findings): void {
  if (sameJson(before, after)) return;
  const walk: Walk = { findings, places: placesMax, turnsRound: false };
  // Under "not" and its like a definition that lets less in lets more in.
  walk.turnsRound = [before, after].some((schema) => /"(?:not|if|oneOf)":/.test(JSON.stringify(schema)));
  compare(before, after, { name: "", path: "inputSchema", depth: 0 }, walk);
}

function compare(was: unknown, is: unknown, at: At, walk: Walk): void {
  if (sameJson(was, is)) return;
  const { findings } = walk;
  walk.places -= 1;
  if (walk.places === -1 || (at.depth > depthMax && walk.places >= 0))
    findings.add("not_compared", at.path, `is too large or too deep to be compared${inside(at)}`, true);
  if (walk.places < 0 || at.depth > depthMax) return;

  const [before, after] = [toSchema(was), toSchema(is)];
  if (before === null || after === null) {
    if (before === null && after !== null) findings.add("loosened", at.path, `takes something${inside(at)} now`, true);
    if (before !== null && after === null) findings.add("tightened", at.path, `takes nothing more${inside(at)}`, false);
    return;
  }
  for (const { kind, keyword, text, widens } of compareRules(before, after, inside(at)))
    findings.add(kind, `${at.path}.${keyword}`, text, widens);
  if (!sameJson(before["default"], after["default"]))
    findings.add("default_changed", `${at.path}.default`, `has another default${inside(at)}`, isSensitive(at.name));
  compareProperties(before, after, at, walk);
  compareOthers(before, after, at, walk);
  compareItems(before, after, at, walk);
  for (const keyword of ["anyOf", "oneOf", "allOf"] as const) compareBranches(keyword, before, after, at, walk);
  for (const keyword of ["$defs", "definitions"] as const) compareParts(keyword, before, after, at, walk);
  for (const keyword of new Set([...Object.keys(before), ...Object.keys(after)]))
    if (!compared.has(keyword) && !sameJson(own(before, keyword), own(after, keyword)))
      findings.add(
        "loosened",
        `${at.path}.${cutName(keyword)}`,
        `has another ${quote(keyword, 40)}${inside(at)}`,
        true,
      );
}

/** A schema of `true` takes everything, as one without keywords does; null takes nothing. */
const toSchema = (value: unknown): Schema | null => (value === false ? null : isObject(value) ? value : {});

const inside = ({ name }: At): string => (name === "" ? "" : ` in ${quote(name, 60)}`);
const cutName = (name: string): string => name.slice(0, 60);
const own = (schema: Schema, key: string): unknown => (Object.hasOwn(schema, key) ? schema[key] : undefined);
const mapOf = (value: unknown): Schema => (isObject(value) ? value : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const below = (at: At, name: string, path: string): At => ({
  name: `${at.name}${name.startsWith("[") || at.name === "" ? "" : "."}${name}`.slice(0, 200),
  path: `${at.path}.${path}`.slice(0, 400),
  depth: at.depth + 1,
});

function compareProperties(before: Schema, after: Schema, at: At, walk: Walk): void {
  const { findings } = walk;
  const [had, has] = [mapOf(before["properties"]), mapOf(after["properties"])];
  const [needed, needs] = [new Set(listOf(before["required"])), new Set(listOf(after["required"]))];
  for (const name of Object.keys(has)) {
    const here = below(at, name, `properties.${cutName(name)}`);
    if (Object.hasOwn(had, name)) {
      compare(had[name], has[name], here, walk);
      continue;
    }
    const how = needs.has(name) ? "required" : "optional";
    findings.add("parameter_added", here.path, `takes the new ${how} parameter ${quote(here.name, 60)}`, true);
    if (isSensitive(name))
      findings.add(
        "sensitive_parameter",
        here.path,
        `can be told a new ${quote(here.name, 60)}: where to, what or how much`,
        true,
      );
  }
  for (const name of Object.keys(had))
    if (!Object.hasOwn(has, name)) {
      const here = below(at, name, `properties.${cutName(name)}`);
      findings.add("parameter_removed", here.path, `takes the parameter ${quote(here.name, 60)} no more`, false);
    }
  for (const name of needed)
    if (typeof name === "string" && !needs.has(name) && Object.hasOwn(had, name) === Object.hasOwn(has, name))
      findings.add(
        "became_optional",
        `${at.path}.required`,
        `does not need ${quote(name, 60)}${inside(at)} any more`,
        true,
      );
  for (const name of needs)
    if (typeof name === "string" && !needed.has(name) && Object.hasOwn(had, name) === Object.hasOwn(has, name))
      findings.add("became_required", `${at.path}.required`, `needs ${quote(name, 60)}${inside(at)} now`, false);
}

/** What else an object may have. */
function compareOthers(before: Schema, after: Schema, at: At, walk: Walk): void {
  const path = `${at.path}.additionalProperties`;
  const [was, is] = [before["additionalProperties"] ?? true, after["additionalProperties"] ?? true];
  if (sameJson(was, is)) return;
  if (was === false) walk.findings.add("loosened", path, `takes parameters that it does not name${inside(at)}`, true);
  else if (is === false)
    walk.findings.add("tightened", path, `takes only the parameters that it names${inside(at)}`, false);
  else compare(was, is, below(at, "*", "additionalProperties"), walk);
}

function compareItems(before: Schema, after: Schema, at: At, walk: Walk): void {
  const [was, is] = [before["items"], after["items"]];
  if (Array.isArray(was) || Array.isArray(is)) {
    if (!sameJson(was, is)) walk.findings.add("loosened", `${at.path}.items`, `takes other items${inside(at)}`, true);
  } else compare(was ?? true, is ?? true, below(at, "[]", "items"), walk);
  const [first, now] = [listOf(before["prefixItems"]), listOf(after["prefixItems"])];
  if (first.length !== now.length)
    walk.findings.add("loosened", `${at.path}.prefixItems`, `takes other items${inside(at)}`, true);
  else for (const [i, one] of now.entries()) compare(first[i], one, below(at, `[${i}]`, `prefixItems[${i}]`), walk);
}

/** Alternatives (one more takes more), or conditions that all have to hold (one more takes less). */
function compareBranches(
  keyword: "anyOf" | "oneOf" | "allOf",
  before: Schema,
  after: Schema,
  at: At,
  walk: Walk,
): void {
  const [had, has] = [before[keyword], after[keyword]];
  if (sameJson(had, has)) return;
  const path = `${at.path}.${keyword}`;
  const [were, are] = [listOf(had), listOf(has)];
  const isMore = keyword === "allOf" ? are.length < were.length : are.length > were.length;
  if (keyword !== "allOf" && were.length === 0)
    walk.findings.add("tightened", path, `takes only some kinds of input${inside(at)}`, false);
  else if (keyword !== "allOf" && are.length === 0)
    walk.findings.add("loosened", path, `takes every kind of input${inside(at)}`, true);
  else if (isMore) walk.findings.add("loosened", path, `takes another kind of input${inside(at)}`, true);
  else if (are.length !== were.length)
    walk.findings.add("tightened", path, `takes fewer kinds of input${inside(at)}`, false);
  const both = Math.min(were.length, are.length);
  for (let i = 0; i < both; i += 1)
    compare(were[i], are[i], { ...below(at, "", `${keyword}[${i}]`), name: at.name }, walk);
}

/** Parts that references lead to. One that is new does nothing until something refers to it, and that is a difference of its own. */
function compareParts(keyword: "$defs" | "definitions", before: Schema, after: Schema, at: At, walk: Walk): void {
  const [had, has] = [mapOf(before[keyword]), mapOf(after[keyword])];
  for (const name of Object.keys(has)) {
    if (!Object.hasOwn(had, name) || sameJson(had[name], has[name])) continue;
    const here = below(at, name, `${keyword}.${cutName(name)}`);
    if (walk.turnsRound) walk.findings.add("loosened", here.path, `has another definition of ${quote(name, 40)}`, true);
    else compare(had[name], has[name], here, walk);
  }
}
