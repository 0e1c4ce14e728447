import { type FindingKind, quote } from "./finding";
import { sameJson } from "./same-json";

/** A schema as far as this is concerned: keywords and values (JSON Schema 2020-12). */
export type Schema = Record<string, unknown>;

/** One difference in what a single place of a schema takes, in the words that follow the tool's name. */
export type RuleChange = { kind: FindingKind; keyword: string; text: string; widens: boolean };

/** Raised they let more in; lowered, less. */
const upper = ["maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties", "maxContains"];
const lower = ["minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties", "minContains"];
/** Of two of them nobody can tell which lets more in; having one lets less in than having none. */
const exact = ["pattern", "format", "multipleOf", "uniqueItems", "contentMediaType", "contentEncoding"];

export const ruleKeywords: readonly string[] = ["type", "enum", "const", ...upper, ...lower, ...exact];

/** What the rules about a single value let in that they did not before, and the other way round. `whose`: " in “memo”". */
export function compareRules(before: Schema, after: Schema, whose: string): RuleChange[] {
  return [
    ...compareTypes(before, after, whose),
    ...compareValues(before, after, whose),
    ...upper.flatMap((keyword) => compareBound(keyword, before, after, 1, whose)),
    ...lower.flatMap((keyword) => compareBound(keyword, before, after, -1, whose)),
    ...exact.flatMap((keyword) => compareExact(keyword, before, after, whose)),
  ];
}

const everyType = ["null", "boolean", "object", "array", "number", "string"];

function typesOf({ type }: Schema): string[] {
  if (typeof type === "string") return [type];
  return Array.isArray(type) ? type.filter((one) => typeof one === "string").slice(0, 10) : everyType;
}

function compareTypes(before: Schema, after: Schema, whose: string): RuleChange[] {
  const [had, has] = [typesOf(before), typesOf(after)];
  const takes = (types: string[], one: string) =>
    types.includes(one) || (one === "integer" && types.includes("number"));
  const more = has.filter((one) => !takes(had, one));
  const less = had.filter((one) => !takes(has, one));
  const say = (types: string[]) => types.map((one) => one.slice(0, 20)).join(", ");
  return [
    ...(more.length > 0
      ? [{ kind: "type_widened" as const, keyword: "type", text: `takes ${say(more)}${whose}, too`, widens: true }]
      : []),
    ...(less.length > 0
      ? [{ kind: "type_narrowed" as const, keyword: "type", text: `takes ${say(less)} no more${whose}`, widens: false }]
      : []),
  ];
}

/** Most values of an enumeration that are compared one by one. */
const valuesMax = 1_000;

/** The values that are listed; undefined where any may come. */
function valuesOf(schema: Schema): Set<string> | undefined {
  const listed = "const" in schema ? [schema["const"]] : schema["enum"];
  return Array.isArray(listed) ? new Set(listed.slice(0, valuesMax).map((value) => JSON.stringify(value))) : undefined;
}

function compareValues(before: Schema, after: Schema, whose: string): RuleChange[] {
  const [had, has] = [valuesOf(before), valuesOf(after)];
  const keyword = "const" in after || "const" in before ? "const" : "enum";
  if (had === undefined && has === undefined) return [];
  if (has === undefined)
    return [{ kind: "values_widened", keyword, text: `takes any value${whose} instead of listed ones`, widens: true }];
  if (had === undefined)
    return [{ kind: "values_narrowed", keyword, text: `takes listed values only${whose}`, widens: false }];
  const more = [...has].filter((value) => !had.has(value));
  const less = [...had].filter((value) => !has.has(value));
  const tooMany = [before["enum"], after["enum"]].some((list) => Array.isArray(list) && list.length > valuesMax);
  return [
    ...(more.length > 0 || (tooMany && !sameJson(before["enum"], after["enum"]))
      ? [{ kind: "values_widened" as const, keyword, text: `takes more values${whose}${some(more)}`, widens: true }]
      : []),
    ...(less.length > 0
      ? [{ kind: "values_narrowed" as const, keyword, text: `takes fewer values${whose}${some(less)}`, widens: false }]
      : []),
  ];
}

const some = (values: readonly string[]): string =>
  values.length === 0
    ? ""
    : `: ${values
        .slice(0, 3)
        .map((value) => quote(value.replace(/^"|"$/g, ""), 40))
        .join(", ")}${values.length > 3 ? ` and ${values.length - 3} more` : ""}`;

const loosened = (keyword: string, text: string): RuleChange => ({ kind: "loosened", keyword, text, widens: true });
const tightened = (keyword: string, text: string): RuleChange => ({ kind: "tightened", keyword, text, widens: false });

function compareBound(keyword: string, before: Schema, after: Schema, sign: 1 | -1, whose: string): RuleChange[] {
  const [was, is] = [before[keyword], after[keyword]];
  if (sameJson(was, is)) return [];
  if (is === undefined) return [loosened(keyword, `has no ${keyword} any more${whose}`)];
  if (typeof is !== "number" || (was !== undefined && typeof was !== "number"))
    return [loosened(keyword, `has another ${keyword}${whose}`)];
  if (was === undefined) return [tightened(keyword, `has a ${keyword} of ${is}${whose} now`)];
  const text = `has a ${keyword} of ${is} instead of ${was}${whose}`;
  return [(is - was) * sign > 0 ? loosened(keyword, text) : tightened(keyword, text)];
}

function compareExact(keyword: string, before: Schema, after: Schema, whose: string): RuleChange[] {
  const off = (value: unknown) => (keyword === "uniqueItems" && value === false ? undefined : value);
  const [was, is] = [off(before[keyword]), off(after[keyword])];
  if (sameJson(was, is)) return [];
  if (is === undefined) return [loosened(keyword, `has no ${keyword} any more${whose}`)];
  if (was === undefined) return [tightened(keyword, `has a ${keyword}${whose} now`)];
  return [loosened(keyword, `has another ${keyword}${whose}`)];
}
