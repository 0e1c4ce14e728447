import { isPlainName } from "../text/notation";
import { quoteShort } from "../text/quote";
import { ANY_TYPE, BOOLEAN, LIST, NULL, NUMBER, OBJECT, STRING } from "./argument-facts";

/** Bounds of one validation: the schema comes from an upstream and the value from an agent, and neither may stall a call. */
export const validationLimits = { violationsMax: 8, stepsMax: 200_000, depthMax: 256, valuesShownMax: 6 } as const;

type Fields = Readonly<Record<string, unknown>>;

/** What one schema demands of a value, in the keywords of JSON Schema 2020-12 that are enforced here. */
export type Demands = {
  types: number;
  /** Whether numbers must be whole. */
  whole: boolean;
  /** The values it may have (`enum`, `const`). */
  values: readonly unknown[] | undefined;
  min: number;
  max: number;
  /** In characters as JSON Schema counts them: code points. */
  charactersMax: number;
  itemsMin: number;
  properties: Fields | undefined;
  required: readonly unknown[];
  /** Schema of the properties that are not named; undefined where nothing is demanded of them. */
  others: unknown;
  items: unknown;
  ref: string | undefined;
  all: readonly unknown[];
  /** Lists of schemas; one of each list must accept the value (`anyOf`, and `oneOf` read as `anyOf`). */
  choices: readonly (readonly unknown[])[];
};

const noDemands: Demands = {
  types: ANY_TYPE,
  whole: false,
  values: undefined,
  min: Number.NEGATIVE_INFINITY,
  max: Number.POSITIVE_INFINITY,
  charactersMax: Number.POSITIVE_INFINITY,
  itemsMin: 0,
  properties: undefined,
  required: [],
  others: undefined,
  items: undefined,
  ref: undefined,
  all: [],
  choices: [],
};

/**
 * Reads a schema; undefined where it accepts nothing (`false`). What is no schema demands nothing, and so does a keyword
 * whose value it cannot have. Keywords that are not read here would make a schema stricter, but for two: properties that
 * match `patternProperties` are no additional ones, and `items` are those after `prefixItems`. Where these two stand, the
 * keyword that they soften is not enforced either, so that no call is refused which the tool would accept.
 *
 * INVARIANT: whoever reasons about a schema reads it with this function. What the validator ignores, facts ignore too.
 */
export function readDemands(schema: unknown): Demands | undefined {
  if (schema === false) return undefined;
  if (!isFields(schema)) return noDemands;
  const known = demandsOf.get(schema);
  if (known) return known;
  const read = readFields(schema);
  demandsOf.set(schema, read);
  return read;
}

/** Schemas are loaded once and shared: what each part of one demands is read once, too. */
const demandsOf = new WeakMap<object, Demands>();

function readFields(schema: Fields): Demands {
  const ref = own(schema, "$ref");
  const items = own(schema, "items");
  const properties = own(schema, "properties");
  const choices = [own(schema, "anyOf"), own(schema, "oneOf")].map(toList);
  const { types, whole } = readTypes(own(schema, "type"), own(schema, "nullable"));
  // Every key is written out: to add keys to a spread object takes V8 a hundred times as long, and this runs for every value.
  return {
    types,
    whole,
    values: Object.hasOwn(schema, "const") ? [schema["const"]] : listOrNone(own(schema, "enum")),
    min: numberOr(own(schema, "minimum"), noDemands.min),
    max: numberOr(own(schema, "maximum"), noDemands.max),
    charactersMax: numberOr(own(schema, "maxLength"), noDemands.charactersMax),
    itemsMin: numberOr(own(schema, "minItems"), noDemands.itemsMin),
    properties: isFields(properties) ? properties : undefined,
    required: toList(own(schema, "required")),
    others: own(schema, "patternProperties") === undefined ? own(schema, "additionalProperties") : undefined,
    items: own(schema, "prefixItems") === undefined && !Array.isArray(items) ? items : undefined,
    ref: typeof ref === "string" ? ref : undefined,
    all: toList(own(schema, "allOf")),
    choices: choices.filter((branches) => branches.length > 0),
  };
}

const typeBits: ReadonlyMap<unknown, number> = new Map([
  ["null", NULL],
  ["boolean", BOOLEAN],
  ["number", NUMBER],
  ["integer", NUMBER],
  ["string", STRING],
  ["array", LIST],
  ["object", OBJECT],
]);

/** `nullable` is OpenAPI's; schemas that were made from such documents still carry it. */
function readTypes(type: unknown, nullable: unknown): Pick<Demands, "types" | "whole"> {
  const names = Array.isArray(type) ? type : [type];
  if (names.length === 0 || names.length > typeBits.size || !names.every((name) => typeBits.has(name))) return anyType;
  const types = names.reduce((bits: number, name) => bits | (typeBits.get(name) ?? 0), nullable === true ? NULL : 0);
  return { types, whole: names.includes("integer") && !names.includes("number") };
}

const anyType = { types: ANY_TYPE, whole: false };

/**
 * What a local reference names (RFC 6901 pointer in a fragment, such as `#/$defs/Amount`). References to elsewhere are
 * never followed: they name `true`, and so does one that leads nowhere.
 */
export function resolveReference(root: unknown, ref: string): unknown {
  if (ref === "#") return root;
  if (!ref.startsWith("#/") || ref.length > 500) return true;
  let at = root;
  for (const escaped of ref.slice(2).split("/")) {
    const key = unescapePointer(escaped);
    if (key === undefined || typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return true;
    at = (at as Fields)[key]; // safe because the line above has found it to be an object with that key
  }
  return at;
}

function unescapePointer(escaped: string): string | undefined {
  try {
    return decodeURIComponent(escaped).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return undefined;
  }
}

type Work = { readonly root: unknown; stepsLeft: number; exhausted: boolean };

/** Where a value stands in the arguments. Links, so that nothing is built for a value that fits. */
type Place = { above: Place; key: string | number } | undefined;

type Violation = {
  at: Place;
  says: () => string;
  /** What it would have to be, where its type is wrong. */
  expected?: readonly string[];
};

/** A value on the way down: what is found wrong with it goes to `found`. */
type Visit = { work: Work; at: Place; found: Violation[]; depth: number };

/**
 * What is wrong with arguments under a tool's input schema, as at most eight sentences for the agent that sent them; none
 * where they fit. Sentences name arguments and what the schema allows, never a value that was sent: it may be a secret.
 * `value` is JSON; undefined (no arguments) is checked as `{}`. Own keys only, and no regular expression out of a schema.
 *
 * Bounded in steps and depth. What cannot be checked to its end is refused: policies and buckets rest on the claim that
 * accepted arguments are among the facts of the schema (`facts.ts`), and accepting unchecked ones would break it.
 */
export function validateArguments(schema: unknown, value: unknown): string[] {
  const work: Work = { root: schema, stepsLeft: validationLimits.stepsMax, exhausted: false };
  const visit: Visit = { work, at: undefined, found: [], depth: 0 };
  check(schema, value === undefined ? {} : value, visit);
  if (work.exhausted)
    return ["The arguments cannot be checked against this tool's input schema: it would take too many steps."];
  const sentences = new Set(visit.found.map(({ at, says }) => `${written(at)} ${says()}`));
  return [...sentences].slice(0, validationLimits.violationsMax);
}

/** INVARIANT: where nothing is found and the work is not exhausted, the value meets every demand. */
function check(schema: unknown, value: unknown, visit: Visit): void {
  if (!spend(visit) || isFull(visit)) return;
  const demands = readDemands(schema);
  if (demands === noDemands) return;
  if (demands === undefined) notAccepted(visit);
  else if (isOfType(demands, value)) checkDemands(demands, value, visit);
  else wrongType(visit, namesOf(demands));
}

const isOfType = ({ types, whole }: Demands, value: unknown): boolean =>
  (types & typeOf(value)) !== 0 && !(whole && typeof value === "number" && !Number.isInteger(value));

function checkDemands(demands: Demands, value: unknown, visit: Visit): void {
  checkValues(demands, value, visit);
  if (typeof value === "number") checkNumber(demands, value, visit);
  else if (typeof value === "string") checkText(demands, value, visit);
  else if (Array.isArray(value)) checkList(demands, value, visit);
  else if (isFields(value)) checkObject(demands, value, visit);
  checkCombined(demands, value, visit);
}

function checkValues({ values }: Demands, value: unknown, visit: Visit): void {
  if (values?.some((one) => isSame(one, value, visit)) === false) refuse(visit, () => `must be ${listed(values)}.`);
}

function checkNumber({ min, max }: Demands, value: number, visit: Visit): void {
  if (value < min) refuse(visit, () => `must be at least ${min}.`);
  if (value > max) refuse(visit, () => `must be at most ${max}.`);
}

function checkText({ charactersMax }: Demands, value: string, visit: Visit): void {
  if (value.length <= charactersMax) return;
  // Characters are one or two units: only in between do they have to be counted.
  const fits =
    value.length <= 2 * charactersMax && spend(visit, value.length >> 3) && [...value].length <= charactersMax;
  if (!fits) refuse(visit, () => `must have at most ${counted(charactersMax, "character", "characters")}.`);
}

function checkList({ items, itemsMin }: Demands, value: readonly unknown[], visit: Visit): void {
  if (value.length < itemsMin) refuse(visit, () => `must have at least ${counted(itemsMin, "entry", "entries")}.`);
  if (items === undefined) return;
  for (let i = 0; i < value.length && mayGoOn(visit); i += 1) check(items, value[i], below(visit, i));
}

function checkObject({ properties, required, others }: Demands, value: Fields, visit: Visit): void {
  for (const key of required) {
    if (!spend(visit) || isFull(visit)) return;
    if (typeof key === "string" && own(value, key) === undefined) refuse(below(visit, key), () => "is required.");
  }
  if (properties === undefined && others === undefined) return;
  for (const key of Object.keys(value)) {
    if (!spend(visit) || isFull(visit)) return;
    const schema = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : others;
    // A key without a value is what JSON cannot hold: conditions see it as missing, and so does this.
    if (schema !== undefined && value[key] !== undefined) check(schema, value[key], below(visit, key));
  }
}

function checkCombined({ ref, all, choices }: Demands, value: unknown, visit: Visit): void {
  const deeper: Visit = { ...visit, depth: visit.depth + 1 };
  if (ref !== undefined) check(resolveReference(visit.work.root, ref), value, deeper);
  for (const schema of all) if (mayGoOn(visit)) check(schema, value, deeper);
  for (const branches of choices) if (mayGoOn(visit)) checkChoice(branches, value, deeper);
}

/**
 * Says what is closest: where one branch alone takes values of this type, what is wrong by that branch; where none does,
 * the types that they take.
 */
function checkChoice(branches: readonly unknown[], value: unknown, visit: Visit): void {
  const expected = new Set<string>();
  let fitting = 0;
  let closest: Violation[] = [];
  for (const branch of branches) {
    const found: Violation[] = [];
    check(branch, value, { ...visit, found });
    const [first] = found;
    if (visit.work.exhausted || first === undefined) return;
    if (first.at === visit.at && first.expected) {
      for (const name of first.expected) expected.add(name);
      continue;
    }
    fitting += 1;
    closest = found;
  }
  if (fitting === 1) visit.found.push(...closest);
  else if (fitting === 0 && expected.size > 0) wrongType(visit, [...expected]);
  else refuse(visit, () => "fits none of the forms that the tool's input schema allows.");
}

/** Whether there are steps and depth left for one more look. */
function spend({ work, depth }: Visit, steps = 1): boolean {
  work.stepsLeft -= steps;
  if (work.stepsLeft < 0 || depth > validationLimits.depthMax) work.exhausted = true;
  return !work.exhausted;
}

const isFull = ({ found }: Visit): boolean => found.length >= validationLimits.violationsMax;
const mayGoOn = (visit: Visit): boolean => !visit.work.exhausted && !isFull(visit);
const below = (visit: Visit, key: string | number): Visit => ({
  ...visit,
  at: { above: visit.at, key },
  depth: visit.depth + 1,
});

/** Equality of JSON values: lists in order, objects in any. */
function isSame(a: unknown, b: unknown, visit: Visit): boolean {
  if (!spend(visit)) return false;
  if (a === b) return true;
  const deeper: Visit = { ...visit, depth: visit.depth + 1 };
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => isSame(item, b[i], deeper));
  if (!isFields(a) || !isFields(b)) return false;
  const keys = Object.keys(a);
  if (!spend(visit, keys.length) || keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key], deeper));
}

function refuse({ at, found }: Visit, says: () => string): void {
  found.push({ at, says });
}

function wrongType({ at, found }: Visit, expected: readonly string[]): void {
  found.push({ at, says: () => `must be ${expected.join(" or ")}.`, expected });
}

function notAccepted({ at, found }: Visit): void {
  const isArgument = typeof at?.key === "string";
  found.push({ at, says: () => (isArgument ? "is not an argument of this tool." : "is not accepted."), expected: [] });
}

const typeNames: readonly (readonly [number, string])[] = [
  [STRING, "a string"],
  [NUMBER, "a number"],
  [BOOLEAN, "true or false"],
  [LIST, "a list"],
  [OBJECT, "an object"],
  [NULL, "null"],
];

/** The types of a set of bits, as a person says them. */
export const namesOf = ({ types, whole }: { types: number; whole?: boolean }): string[] =>
  typeNames.filter(([bit]) => types & bit).map(([bit, name]) => (bit === NUMBER && whole ? "a whole number" : name));

/** Values of a schema in a row, as many as a sentence takes. */
export function listed(values: readonly unknown[]): string {
  const [only] = values;
  if (values.length === 1) return shown(only);
  const more = values.length - validationLimits.valuesShownMax;
  const some = values.slice(0, validationLimits.valuesShownMax).map(shown).join(", ");
  return `one of ${some}${more > 0 ? ` or ${counted(more, "other", "others")}` : ""}`;
}

/** A value of the schema, in a few words. */
export function shown(value: unknown): string {
  if (typeof value === "string") return quoteShort(value);
  if (Array.isArray(value)) return "a list";
  return isFields(value) ? "an object" : String(value);
}

export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function written(at: Place): string {
  if (at === undefined) return "args";
  return `${written(at.above)}${typeof at.key === "number" ? `[${at.key}]` : writtenKey(at.key)}`;
}

/** A key behind a path, as the text form of conditions writes it; no longer than a line. */
export const writtenKey = (key: string): string =>
  isPlainName(key) && key.length <= 60 ? `.${key}` : `[${quoteShort(key)}]`;

/** The type of a JSON value as a bit; 0 for what JSON cannot hold. */
export function typeOf(value: unknown): number {
  if (value === null) return NULL;
  if (Array.isArray(value)) return LIST;
  if (typeof value === "number") return Number.isFinite(value) ? NUMBER : 0;
  if (typeof value === "string") return STRING;
  if (typeof value === "boolean") return BOOLEAN;
  return typeof value === "object" ? OBJECT : 0;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const own = (fields: Fields, key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined);
const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const listOrNone = (value: unknown): readonly unknown[] | undefined => (Array.isArray(value) ? value : undefined);
const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === "number" && Number.isFinite(value) ? value : otherwise;
