import { operandHints, operatorWords } from "@/components/policies/condition/operators";
import type { FindingCode } from "@/lib/policy/check/finding";
import type { Attribute, conditionLimits, Operation } from "@/lib/policy/condition/condition";
import { functions, notation, quantifiers } from "@/lib/policy/text/notation";

/*
 * What the reference of the policy language says beside the language's own tables. Each record has the keys of such a table, so
 * an operator, attribute, limit or finding that is added does not compile until it is described; the examples are read by the
 * real parser in the test beside this file.
 */

type Op = Operation["op"];

/** One condition for each operator, in the text form. */
export const operatorExamples: Record<Op, string> = {
  eq: 'args.currency == "EUR"',
  ne: "tool.readOnly != true",
  lt: "args.amount < 500",
  lte: 'args["meta.cost"] <= 5',
  gt: "args.amount > 0",
  gte: "args.priority >= 3",
  in: 'args.currency in ["EUR", "USD"]',
  has: '"finance" in human.groups',
  hasAny: 'args.labels.hasAny(["bug", "urgent"])',
  hasAll: 'agent.tags.hasAll(["reviewed", "internal"])',
  startsWith: 'args.branch.startsWith("feature/")',
  endsWith: 'args.file.endsWith(".csv")',
  contains: 'args.query.contains("LIMIT")',
  glob: 'args.repository.glob("acme/*")',
  regex: 'args.name.matches("^T-[0-9]+$")',
  underPath: 'args.path.underPath("/srv/data")',
  emailDomainIn: 'args.to.all(r, r.emailDomainIn(["corp.example"]))',
  urlHostIn: 'args.url.urlHostIn(["*.example.com"])',
  ipIn: 'request.ip.inRange(["10.0.0.0/8"])',
  timeBetween: 'request.time.between("09:00", "17:00", "Europe/Berlin")',
  weekdayIn: '!request.time.weekdayIn(["sat", "sun"])',
  sizeLte: "size(args.to) <= 5",
  sizeGte: "size(args.message) >= 20",
};

/** What an operator asks, beyond its words in the builder. */
const furtherWords: Partial<Record<Op, string>> = {
  underPath: "A path that climbs (..), is encoded, or has a backslash in it is an error.",
  emailDomainIn: "The domain exactly. A text with two addresses in it is an error.",
  urlHostIn: "http and https only. A URL with a user name is an error.",
  ipIn: "A short form such as 10.1.2 is an error, because programs disagree on it.",
  timeBetween: "From the first, until the second; over midnight where that is the earlier. Without a zone: UTC.",
  weekdayIn: "mon, tue, wed, thu, fri, sat, sun. Without a zone: UTC.",
};

/** How an operator stands to its field: `field < …`, `field.startsWith(…)`. */
function writtenForm(op: Op): string {
  const { form, written } = notation[op];
  switch (form) {
    case "infix":
      return `field ${written} …`;
    case "member":
      return `… ${written} field`;
    case "method":
      return `field.${written}(…)`;
    case "size":
      return `${functions.size}(field) ${written} …`;
  }
}

const sentence = (words: string): string => `The value ${words} …`;

/** Every operator: how it is written, what it asks, an example. */
export const operatorReference = (Object.keys(notation) as Op[]).map((op) => ({
  op,
  written: writtenForm(op),
  means: [sentence(operatorWords[op]), operandHints[op], furtherWords[op]].filter(Boolean).join(" "),
  example: operatorExamples[op],
}));

/** Every function that is no operator on one value. */
export const functionReference = [
  {
    written: `${functions.exists}(field)`,
    means: "The field is there and not null. Never an error.",
    example: "has(args.cc) || size(args.to) <= 5",
  },
  {
    written: `${functions.onMissing}(test, true)`,
    means:
      "What the test yields where its field is missing or null: true or false. Around one test, not around a group.",
    example: 'ifMissing(args.assignee == "me", false)',
  },
  {
    written: `field.${quantifiers.every}(name, …)`,
    means: "Every element of the list passes what is inside. Of an empty list that is true.",
    example: "args.items.all(item, item.price < 5)",
  },
  {
    written: `field.${quantifiers.some}(name, …)`,
    means: "At least one element passes what is inside. One list at a time: these do not stand inside each other.",
    example: 'args.attachments.exists(a, a.type == "pdf")',
  },
] as const;

/** What stands for what in the attributes of a call. */
export const attributeMeanings: Record<Attribute, string> = {
  "agent.slug": "The agent: claude-code.",
  "agent.tags": "Tags that administrators gave the agent.",
  "human.key": "The human under whose authority the agent acts: human|alice.",
  "human.email": "The human's e-mail address.",
  "human.groups": "Groups that the human is in.",
  "instance.id": "The one client of the one human: ins_….",
  "server.key": "The server: linear.",
  "server.tags": "Tags that administrators gave the server.",
  "tool.name": "The tool, as the server calls it.",
  "tool.level": "low, medium or high.",
  "tool.readOnly": "Whether the server says that the tool only reads.",
  "request.ip": "The client's address. Known when a call is made, not before.",
  "request.time": "When the call is made. Not known before.",
};

/** What is bounded, in words. */
export const limitMeanings: Record<keyof typeof conditionLimits, string> = {
  nodesMax: "Parts of one condition: tests and groups",
  depthMax: "Levels of groups in groups",
  valuesMax: "Values in one list of constants",
  stringMax: "Characters of one constant",
  regexMax: "Characters of one regular expression",
  pathSegmentsMax: "Names in one path (args.a.b.c)",
  textMax: "Characters of one condition's text",
  elementsMax: "Elements of a list in the arguments that a test walks",
  charactersMax: "Characters of a text in the arguments that a pattern, path, address or URL test reads",
};

/** What the check says of a policy before it counts. */
export const findingMeanings: Record<FindingCode, string> = {
  syntax: "The text cannot be read. The finding says at which character.",
  unchecked: "Not all, or none, of the tools was held against the policy.",
  invalid: "A test cannot be: an operator that does not fit its attribute, a pattern that is none.",
  unknown_argument: "A tool's schema knows no argument of this name.",
  type_mismatch: "The argument is of another type than the test asks for.",
  may_mismatch: "The argument may be of another type than the test asks for.",
  never: "The value compared with is one that the argument or attribute never has.",
  optional_argument: "The argument may be missing, and then counts against the call.",
  always_true: "A condition that always holds narrows nothing; an exception that always holds switches the policy off.",
  always_false: "A condition that never holds switches the policy off; an exception that never holds exempts nothing.",
  no_tool: "The policy covers no tool today.",
  no_schema: "A tool has no input schema, so its arguments cannot be checked.",
  schema_too_complex: "A tool's input schema is too complex to be looked into.",
  more: "There is more to say than is shown.",
};
