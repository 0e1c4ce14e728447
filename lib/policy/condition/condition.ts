/*
 * What a policy may ask about a call: a typed tree, stored as JSON. Builder, text form (`../text`) and engine work on it.
 * `readCondition` makes one out of what somebody wrote; only what it returns is ever compiled.
 */

/** What a test yields where its subject is missing or null. `error` counts against the caller, whichever way the policy points. */
export const missingChoices = ["error", "match", "noMatch"] as const;
export type Missing = (typeof missingChoices)[number];

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof weekdays)[number];

/** What is known of a call besides its arguments, by the type of its value. `request.*` is known when a call is made, not before. */
export const attributeTypes = {
  "agent.slug": "string",
  "agent.tags": "list",
  "human.key": "string",
  "human.email": "string",
  "human.groups": "list",
  "instance.id": "string",
  "server.key": "string",
  "server.tags": "list",
  "tool.name": "string",
  "tool.level": "string",
  "tool.readOnly": "boolean",
  "request.ip": "ip",
  "request.time": "time",
} as const;
export type Attribute = keyof typeof attributeTypes;

/** Where a test looks. Paths are lists of keys, so a key may hold a dot; `item: []` is the element of a quantifier itself. */
export type Subject = { arg: string[] } | { item: string[] } | { attr: Attribute };

export type Scalar = string | number | boolean | null;

/** A test of one value. Strings are compared after NFC on both sides; nothing is ever coerced. */
export type Operation =
  | { op: "eq" | "ne"; value: Scalar }
  | { op: "in"; value: (string | number)[] }
  | { op: "lt" | "lte" | "gt" | "gte"; value: number }
  /** `glob`: `*` is any run of characters. `regex`: RE2 syntax, found anywhere in the value. */
  | { op: "startsWith" | "endsWith" | "contains" | "glob" | "regex"; value: string }
  /** An absolute path at or below `value`; one that climbs (`..`) or is encoded is an error. */
  | { op: "underPath"; value: string }
  /** Domains, exactly. */
  | { op: "emailDomainIn"; value: string[] }
  /** Hosts of http(s) URLs, exactly, or `*.example.com` for those below it. */
  | { op: "urlHostIn"; value: string[] }
  /** Addresses or CIDR blocks. */
  | { op: "ipIn"; value: string[] }
  | { op: "has"; value: string | number }
  | { op: "hasAny" | "hasAll"; value: (string | number)[] }
  /** Entries of a list, characters (UTF-16 units) of a string. */
  | { op: "sizeLte" | "sizeGte"; value: number }
  /** `HH:MM`, from inclusive, to exclusive; over midnight where `to` is the earlier. `zone`: IANA name. */
  | { op: "timeBetween"; value: { from: string; to: string; zone: string } }
  | { op: "weekdayIn"; value: { days: Weekday[]; zone: string } };

export type Operator = Operation["op"] | "exists";

/** `exists` is true of what is there and not null; it is never an error. */
export type Leaf = Subject & ((Operation & { onMissing: Missing }) | { op: "exists" });

/** Over the elements of a list; inside `where` they are `item`. Quantifiers do not nest. */
export type Quantifier =
  | { every: string[]; where: Condition; onMissing: Missing }
  | { some: string[]; where: Condition; onMissing: Missing };

export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Quantifier | Leaf;

/** Bounds of one condition and of what it looks at. What is larger cannot be written, or is an error when it is met. */
export const conditionLimits = {
  nodesMax: 256,
  depthMax: 10,
  valuesMax: 2_000,
  stringMax: 4_096,
  regexMax: 256,
  pathSegmentsMax: 16,
  textMax: 131_072,
  /** Elements of a list in the arguments that a test walks. */
  elementsMax: 5_000,
  /** Characters of a string in the arguments that a glob, regex, path, e-mail or URL test reads. */
  charactersMax: 65_536,
} as const;

/** A condition that cannot be used. `at`: a path into the tree (`when.all.1.value`), or the character position in its text. */
export class ConditionError extends Error {
  readonly at: string | number;

  constructor(message: string, at: string | number) {
    super(message);
    this.name = "ConditionError";
    this.at = at;
  }
}

/** Keys that no path may name: they could reach a prototype. `*` stands for the elements of a list in schema paths. */
export const bannedKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype", "*", ""]);
