import { type Attribute, attributeTypes, type Operator } from "@/lib/policy/condition/condition";
import type { JsonType } from "./argument-option";
import type { TestOp } from "./draft";

/** How operators are called in the builder. */
export const operatorWords: Record<TestOp, string> = {
  eq: "is",
  ne: "is not",
  in: "is one of",
  lt: "is less than",
  lte: "is at most",
  gt: "is more than",
  gte: "is at least",
  startsWith: "starts with",
  endsWith: "ends with",
  contains: "contains",
  glob: "matches the pattern",
  regex: "matches the regular expression",
  underPath: "is a path at or below",
  emailDomainIn: "is an e-mail address at",
  urlHostIn: "is a URL on the host",
  ipIn: "is an IP address in",
  has: "holds",
  hasAny: "holds any of",
  hasAll: "holds all of",
  sizeLte: "has a size of at most",
  sizeGte: "has a size of at least",
  every: "has only elements where",
  some: "has an element where",
  exists: "is there",
  timeBetween: "is between",
  weekdayIn: "is on",
};

/** What to write, where the word does not say it. */
export const operandHints: Partial<Record<TestOp, string>> = {
  glob: "* stands for any run of characters.",
  regex: "RE2 syntax; found anywhere in the value.",
  underPath: "An absolute path such as /srv/data.",
  emailDomainIn: "Domains, such as corp.example.",
  urlHostIn: "Hosts; *.example.com is every host below it.",
  ipIn: "Addresses or blocks, such as 10.0.0.0/8.",
  sizeLte: "Entries of a list, characters of a text.",
  sizeGte: "Entries of a list, characters of a text.",
};

const ofText: readonly Operator[] = [
  ...(["eq", "ne", "in", "startsWith", "endsWith", "contains", "glob", "regex"] as const),
  ...(["underPath", "emailDomainIn", "urlHostIn", "ipIn", "sizeLte", "sizeGte"] as const),
];

const byType: Record<JsonType, readonly TestOp[]> = {
  string: ofText,
  number: ["eq", "ne", "in", "lt", "lte", "gt", "gte"],
  boolean: ["eq", "ne"],
  list: ["has", "hasAny", "hasAll", "every", "some", "sizeLte", "sizeGte"],
  object: [],
  null: ["eq", "ne"],
};

const byAttribute: Record<(typeof attributeTypes)[Attribute], readonly TestOp[]> = {
  string: ["eq", "ne", "in", "startsWith", "endsWith", "contains", "glob", "regex", "emailDomainIn"],
  list: ["has", "hasAny", "hasAll", "sizeLte", "sizeGte"],
  boolean: ["eq", "ne"],
  ip: ["ipIn"],
  time: ["timeBetween", "weekdayIn"],
};

const always: readonly TestOp[] = ["exists"];
// safe because the record has these keys and no others
const order = Object.keys(operatorWords) as TestOp[];

/** Operators that fit an argument of one of these types; of which nothing is known, all that fit any. Quantifiers do not nest. */
export function operatorsFor(types: readonly JsonType[] | undefined, inElement: boolean): readonly TestOp[] {
  const known = types === undefined || types.length === 0 ? (Object.keys(byType) as JsonType[]) : types;
  const fitting = new Set([...known.flatMap((type) => byType[type]), ...always]);
  return order.filter((op) => fitting.has(op) && !(inElement && (op === "every" || op === "some")));
}

export const operatorsForAttribute = (attr: Attribute): readonly TestOp[] => [
  ...byAttribute[attributeTypes[attr]],
  ...always,
];

/** How attributes are called in the builder. */
export const attributeWords: Record<Attribute, string> = {
  "agent.slug": "Agent",
  "agent.tags": "Agent’s tags",
  "human.key": "Human",
  "human.email": "Human’s e-mail",
  "human.groups": "Human’s groups",
  "instance.id": "Instance",
  "server.key": "Server",
  "server.tags": "Server’s tags",
  "tool.name": "Tool",
  "tool.level": "Tool’s level",
  "tool.readOnly": "Tool reads only",
  "request.ip": "IP address of the call",
  "request.time": "Time of the call",
};
