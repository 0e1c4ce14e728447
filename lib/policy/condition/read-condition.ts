import { RE2JS } from "re2js";
import { isTimeZone, toMinutes } from "./clock-time";
import {
  type Attribute,
  attributeTypes,
  bannedKeys,
  type Condition,
  ConditionError,
  conditionLimits,
  type Leaf,
  type Missing,
  missingChoices,
  type Operation,
  type Operator,
  type Scalar,
  type Subject,
  type Weekday,
  weekdays,
} from "./condition";
import { toIpRange } from "./ip-range";
import { nfc } from "./texts";

type Fields = Record<string, unknown>;
type Place = { at: string; depth: number; inItem: boolean; budget: { nodes: number } };

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A condition as it is stored, made of a tree that somebody wrote. Paths may be written with dots (`"meta.cost"`) or as
 * lists of keys; `onMissing` may be left out and is then `error`. Whatever it returns can be compiled.
 * `at`: what the tree is called in errors, `when` or `unless`. Throws ConditionError with the path to the wrong place.
 */
export function readCondition(input: unknown, at: string): Condition {
  return readNode(input, { at, depth: 0, inItem: false, budget: { nodes: 0 } });
}

function readNode(input: unknown, place: Place): Condition {
  const { at, depth, budget } = place;
  if (depth > conditionLimits.depthMax) throw wrong(at, `It is nested deeper than ${conditionLimits.depthMax} levels.`);
  budget.nodes += 1;
  if (budget.nodes > conditionLimits.nodesMax)
    throw wrong(at, `It has more than ${conditionLimits.nodesMax} parts; write several policies instead.`);
  if (!isFields(input))
    throw wrong(
      at,
      'Write an object: {"all": […]}, {"any": […]}, {"not": …} or a test such as {"arg": "amount", "op": "lt", "value": 500}.',
    );

  const below = (name: string): Place => ({ ...place, at: `${at}.${name}`, depth: depth + 1 });
  if ("all" in input) return { all: readGroup(only(input, at, ["all"])["all"], below("all")) };
  if ("any" in input) return { any: readGroup(only(input, at, ["any"])["any"], below("any")) };
  if ("not" in input) return { not: readNode(only(input, at, ["not"])["not"], below("not")) };
  if ("every" in input || "some" in input) return readQuantifier(input, place);
  return readLeaf(input, place);
}

function readGroup(input: unknown, place: Place): Condition[] {
  if (!Array.isArray(input) || input.length === 0) throw wrong(place.at, "Write a list with at least one condition.");
  return input.map((child, i) => readNode(child, { ...place, at: `${place.at}.${i}` }));
}

function readQuantifier(input: Fields, place: Place): Condition {
  const { at } = place;
  if (place.inItem) throw wrong(at, "A test of every or some element cannot stand inside another one.");
  const word = "every" in input ? "every" : "some";
  const fields = only(input, at, [word, "where", "onMissing"]);
  const path = readPath(fields[word], `${at}.${word}`, 1);
  const where = readNode(fields["where"], { ...place, at: `${at}.where`, depth: place.depth + 1, inItem: true });
  const onMissing = readMissing(fields["onMissing"], at);
  return word === "every" ? { every: path, where, onMissing } : { some: path, where, onMissing };
}

function readLeaf(input: Fields, place: Place): Leaf {
  const { at } = place;
  const subject = readSubject(input, place);
  const name = "arg" in subject ? "arg" : "item" in subject ? "item" : "attr";
  if (input["op"] === "exists") {
    only(input, at, [name, "op"]);
    return { ...subject, op: "exists" };
  }
  const fields = only(input, at, [name, "op", "value", "onMissing"]);
  const operation = readOperation(fields, at);
  if ("attr" in subject) checkAttribute(subject.attr, operation, at);
  else if (operation.op === "timeBetween" || operation.op === "weekdayIn")
    throw wrong(`${at}.op`, `${operation.op} is about request.time, not about an argument.`);
  return { ...subject, ...operation, onMissing: readMissing(fields["onMissing"], at) };
}

function readSubject(input: Fields, { at, inItem }: Place): Subject {
  const named = ["arg", "item", "attr"].filter((name) => name in input);
  if (named.length !== 1)
    throw wrong(
      at,
      'A test looks at one thing: give "arg" (an argument), "item" (an element) or "attr" (an attribute).',
    );
  if ("arg" in input) return { arg: readPath(input["arg"], `${at}.arg`, 1) };
  if ("item" in input) {
    if (!inItem) throw wrong(`${at}.item`, '"item" stands inside the "where" of "every" or "some" only.');
    return { item: readPath(input["item"], `${at}.item`, 0) };
  }
  const attr = input["attr"];
  if (typeof attr !== "string" || !isAttribute(attr))
    throw wrong(`${at}.attr`, `There is no such attribute; there are ${Object.keys(attributeTypes).join(", ")}.`);
  return { attr };
}

const isAttribute = (name: string): name is Attribute => Object.hasOwn(attributeTypes, name);

function readPath(input: unknown, at: string, min: number): string[] {
  const path = typeof input === "string" ? (input === "" ? [] : input.split(".")) : input;
  if (!Array.isArray(path) || path.length < min || path.length > conditionLimits.pathSegmentsMax)
    throw wrong(at, "Write the name of an argument, with dots for what is inside it, or a list of keys.");
  return path.map((key: unknown) => {
    if (typeof key !== "string" || bannedKeys.has(key) || key.length > 200)
      throw wrong(at, `${JSON.stringify(key)} cannot be part of an argument's name.`);
    return key;
  });
}

function readMissing(input: unknown, at: string): Missing {
  if (input === undefined) return "error";
  const choice = missingChoices.find((one) => one === input);
  if (choice === undefined) throw wrong(`${at}.onMissing`, `Choose one of ${missingChoices.join(", ")}.`);
  return choice;
}

const numeric: readonly Operator[] = ["lt", "lte", "gt", "gte"];

/** Operators that fit an attribute of each type. `eq`, `ne` and `in` compare strings there, and `eq`, `ne` booleans. */
const fitting: Record<(typeof attributeTypes)[Attribute], readonly Operator[]> = {
  string: ["eq", "ne", "in", "startsWith", "endsWith", "contains", "glob", "regex", "emailDomainIn"],
  list: ["has", "hasAny", "hasAll", "sizeLte", "sizeGte"],
  boolean: ["eq", "ne"],
  ip: ["ipIn"],
  time: ["timeBetween", "weekdayIn"],
};

function checkAttribute(attr: Attribute, operation: Operation, at: string): void {
  const operators = fitting[attributeTypes[attr]];
  if (!operators.includes(operation.op))
    throw wrong(`${at}.op`, `${operation.op} does not fit ${attr}; use ${operators.join(", ")}.`);
  const type = attributeTypes[attr];
  if ((operation.op === "eq" || operation.op === "ne") && typeof operation.value !== type)
    throw wrong(`${at}.value`, `${attr} is a ${type}; compare it with one.`);
}

function readOperation(fields: Fields, at: string): Operation {
  const { op } = fields;
  const value = fields["value"];
  const here = `${at}.value`;
  switch (op) {
    case "eq":
    case "ne":
      return { op, value: readScalar(value, here) };
    case "in":
    case "hasAny":
    case "hasAll":
      return { op, value: readValues(value, here) };
    case "lt":
    case "lte":
    case "gt":
    case "gte":
      return { op, value: readNumber(value, here) };
    case "startsWith":
    case "endsWith":
    case "contains":
    case "glob":
      return { op, value: readString(value, here) };
    case "regex":
      return { op, value: readRegex(value, here) };
    case "underPath":
      return { op, value: readAbsolutePath(value, here) };
    case "emailDomainIn":
      return { op, value: readStrings(value, here, isDomain, "a domain such as corp.example") };
    case "urlHostIn":
      return {
        op,
        value: readStrings(
          value,
          here,
          (host) => isDomain(host.startsWith("*.") ? host.slice(2) : host),
          "a host such as api.example.com or *.example.com",
        ),
      };
    case "ipIn":
      return {
        op,
        value: readStrings(
          value,
          here,
          (range) => toIpRange(range) !== undefined,
          "an address or a block such as 10.0.0.0/8",
        ),
      };
    case "has": {
      if (typeof value === "string") return { op, value: readString(value, here) };
      return { op, value: readNumber(value, here) };
    }
    case "sizeLte":
    case "sizeGte": {
      const size = readNumber(value, here);
      if (!Number.isInteger(size) || size < 0) throw wrong(here, "A size is a whole number, 0 or more.");
      return { op, value: size };
    }
    case "timeBetween":
      return { op, value: readTimes(value, here) };
    case "weekdayIn":
      return { op, value: readDays(value, here) };
    default:
      throw wrong(`${at}.op`, `There is no operator ${JSON.stringify(op)}; there are ${operators.join(", ")}.`);
  }
}

const operators: readonly Operator[] = [
  ...(["eq", "ne", "in"] as const),
  ...numeric,
  ...([
    "startsWith",
    "endsWith",
    "contains",
    "glob",
    "regex",
    "underPath",
    "emailDomainIn",
    "urlHostIn",
    "ipIn",
  ] as const),
  ...(["has", "hasAny", "hasAll", "sizeLte", "sizeGte", "exists", "timeBetween", "weekdayIn"] as const),
];

function readScalar(value: unknown, at: string): Scalar {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return readString(value, at);
  return readNumber(value, at);
}

/** No larger than what doubles hold exactly: rounding of a huge argument can then never cross it. */
function readNumber(value: unknown, at: string): number {
  if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER)
    throw wrong(at, "Write a number between -(2^53-1) and 2^53-1.");
  // A negative zero is a zero: JSON and the text form know one.
  return value === 0 ? 0 : value;
}

function readString(value: unknown, at: string): string {
  if (typeof value !== "string") throw wrong(at, "Write a text.");
  if (value.length > conditionLimits.stringMax)
    throw wrong(at, `A text has at most ${conditionLimits.stringMax} characters.`);
  return value;
}

function readValues(value: unknown, at: string): (string | number)[] {
  return readList(value, at).map((one, i) =>
    typeof one === "string" ? readString(one, `${at}.${i}`) : readNumber(one, `${at}.${i}`),
  );
}

function readStrings(value: unknown, at: string, fits: (text: string) => boolean, what: string): string[] {
  return readList(value, at).map((one, i) => {
    const text = readString(one, `${at}.${i}`);
    if (!fits(text)) throw wrong(`${at}.${i}`, `${JSON.stringify(text)} is not ${what}.`);
    return text;
  });
}

function readList(value: unknown, at: string): unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw wrong(at, "Write a list with at least one value.");
  if (value.length > conditionLimits.valuesMax)
    throw wrong(at, `A list has at most ${conditionLimits.valuesMax} values.`);
  return value;
}

/** Letters, digits and hyphens between dots; an internationalized name stands in its ASCII form (`xn--…`). */
const isDomain = (text: string): boolean =>
  text.length <= 253 && text.split(".").every((label) => /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label));

function readRegex(value: unknown, at: string): string {
  const pattern = readString(value, at);
  if (pattern.length > conditionLimits.regexMax)
    throw wrong(at, `A regular expression has at most ${conditionLimits.regexMax} characters.`);
  try {
    RE2JS.compile(nfc(pattern));
    return pattern;
  } catch (error) {
    const why = error instanceof Error ? error.message : "it is not understood";
    throw wrong(at, `It is not a regular expression in RE2 syntax (no lookaround, no backreferences): ${why}.`);
  }
}

function readAbsolutePath(value: unknown, at: string): string {
  const path = readString(value, at);
  const climbs = path.split("/").some((segment) => segment === "." || segment === "..");
  if (!path.startsWith("/") || climbs || path.includes("//") || path.includes("\\") || path.includes("\0"))
    throw wrong(at, "Write an absolute path such as /srv/data, without . and ..");
  return path;
}

function readZone(value: unknown, at: string): string {
  if (value === undefined) return "UTC";
  if (typeof value !== "string" || value.length > 60 || !isTimeZone(value))
    throw wrong(at, "It is not a time zone; write a name such as Europe/Berlin or UTC.");
  return value;
}

function readTimes(value: unknown, at: string): { from: string; to: string; zone: string } {
  if (!isFields(value)) throw wrong(at, 'Write {"from": "09:00", "to": "17:00", "zone": "Europe/Berlin"}.');
  const { from, to, zone } = only(value, at, ["from", "to", "zone"]);
  for (const [name, time] of [
    ["from", from],
    ["to", to],
  ] as const)
    if (typeof time !== "string" || toMinutes(time) === undefined)
      throw wrong(`${at}.${name}`, "Write a time of day such as 09:00.");
  if (from === to) throw wrong(`${at}.to`, "The two times are the same; that would never hold.");
  return { from: String(from), to: String(to), zone: readZone(zone, `${at}.zone`) };
}

function readDays(value: unknown, at: string): { days: Weekday[]; zone: string } {
  if (!isFields(value)) throw wrong(at, 'Write {"days": ["mon", "tue"], "zone": "Europe/Berlin"}.');
  const { days, zone } = only(value, at, ["days", "zone"]);
  const known = readList(days, `${at}.days`).map((day, i) => {
    const found = weekdays.find((one) => one === day);
    if (found === undefined) throw wrong(`${at}.days.${i}`, `Write one of ${weekdays.join(", ")}.`);
    return found;
  });
  return { days: [...new Set(known)], zone: readZone(zone, `${at}.zone`) };
}

/** The fields, when there are no others. A misspelt one would be dropped, and dropping it could widen the policy. */
function only(input: Fields, at: string, names: readonly string[]): Fields {
  const other = Object.keys(input).find((name) => !names.includes(name));
  if (other !== undefined)
    throw wrong(`${at}.${other}`, `"${other}" does not belong here; there may be ${names.join(", ")}.`);
  return input;
}

const wrong = (at: string, message: string): ConditionError => new ConditionError(message, at);
