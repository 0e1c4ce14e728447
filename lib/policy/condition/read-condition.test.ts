import { expect, test } from "@playwright/test";
import { ConditionError, conditionLimits } from "./condition";
import { readCondition } from "./read-condition";

const small = { arg: "amount", op: "lt", value: 500 };
const deep = (levels: number): unknown => (levels === 0 ? small : { not: deep(levels - 1) });

/** Trees that are refused, where, and a part of what is said. */
const refused: [string, unknown, string, string][] = [
  ["no tree", "args.amount < 500", "when", "Write an object"],
  ["nothing to look at", { op: "lt", value: 5 }, "when", "looks at one thing"],
  ["two things to look at", { arg: "a", attr: "agent.slug", op: "eq", value: "x" }, "when", "looks at one thing"],
  ["a field too many", { ...small, unit: "EUR" }, "when.unit", '"unit" does not belong here'],
  ["a misspelt field", { ...small, onMising: "match" }, "when.onMising", "does not belong here"],
  ["a field too many in a group", { all: [small], any: [small] }, "when.any", "does not belong here"],
  ["a field too many in a test of existence", { arg: "a", op: "exists", value: 1 }, "when.value", "does not belong"],
  ["a misspelt choice", { ...small, onMissing: "nomatch" }, "when.onMissing", "Choose one of"],
  ["an empty group", { all: [] }, "when.all", "at least one condition"],
  ["an operator that there is not", { ...small, op: "below" }, "when.op", "There is no operator"],
  ["a key of prototypes", { ...small, arg: "a.__proto__" }, "when.arg", "cannot be part"],
  ["another one", { ...small, arg: ["constructor"] }, "when.arg", "cannot be part"],
  ["all elements at once", { ...small, arg: ["to", "*"] }, "when.arg", "cannot be part"],
  ["no name at all", { ...small, arg: [] }, "when.arg", "Write the name"],
  ["an element outside a list", { item: "", op: "eq", value: 1 }, "when.item", "inside the"],
  [
    "a quantifier in a quantifier",
    { every: "a", where: { some: "b", where: { item: "", op: "eq", value: 1 } } },
    "when.where",
    "cannot stand inside",
  ],
  ["an attribute that there is not", { attr: "agent.role", op: "eq", value: "x" }, "when.attr", "no such attribute"],
  ["an operator that does not fit", { attr: "agent.slug", op: "lt", value: 1 }, "when.op", "does not fit agent.slug"],
  ["a value that does not fit", { attr: "agent.slug", op: "eq", value: 1 }, "when.value", "is a string"],
  ["a time of an argument", { arg: "a", op: "weekdayIn", value: { days: ["mon"] } }, "when.op", "request.time"],
  ["a text for a number", { ...small, value: "500" }, "when.value", "Write a number"],
  ["a number that doubles do not hold", { ...small, value: 2 ** 53 }, "when.value", "2^53-1"],
  ["no number", { ...small, value: Number.NaN }, "when.value", "Write a number"],
  ["an empty list", { arg: "a", op: "in", value: [] }, "when.value", "at least one value"],
  ["a size that is none", { arg: "a", op: "sizeLte", value: 1.5 }, "when.value", "whole number"],
  ["a path that climbs", { arg: "a", op: "underPath", value: "/srv/.." }, "when.value", "without . and .."],
  ["a relative path", { arg: "a", op: "underPath", value: "srv" }, "when.value", "absolute path"],
  [
    "a domain with an @",
    { arg: "a", op: "emailDomainIn", value: ["@corp.example"] },
    "when.value.0",
    "is not a domain",
  ],
  [
    "a host that is a URL",
    { arg: "a", op: "urlHostIn", value: ["https://ok.example"] },
    "when.value.0",
    "is not a host",
  ],
  ["a wildcard inside", { arg: "a", op: "urlHostIn", value: ["ok.*.example"] }, "when.value.0", "is not a host"],
  ["half an address", { arg: "a", op: "ipIn", value: ["10.1"] }, "when.value.0", "is not an address"],
  ["a pattern that looks around", { arg: "a", op: "regex", value: "(?=a)" }, "when.value", "RE2"],
  [
    "hours that are none",
    { attr: "request.time", op: "timeBetween", value: { from: "9", to: "17:00" } },
    "when.value.from",
    "time of day",
  ],
  [
    "hours of no length",
    { attr: "request.time", op: "timeBetween", value: { from: "09:00", to: "09:00" } },
    "when.value.to",
    "never hold",
  ],
  [
    "a zone that there is not",
    { attr: "request.time", op: "weekdayIn", value: { days: ["mon"], zone: "Mars/Olympus" } },
    "when.value.zone",
    "time zone",
  ],
  [
    "too deep",
    deep(conditionLimits.depthMax + 1),
    `when${".not".repeat(conditionLimits.depthMax + 1)}`,
    "nested deeper",
  ],
  [
    "too many parts",
    { all: Array.from({ length: conditionLimits.nodesMax }, () => small) },
    "when.all.255",
    "more than 256 parts",
  ],
];

for (const [name, tree, at, says] of refused)
  test(`refused: ${name}`, () => {
    let thrown: unknown;
    try {
      readCondition(tree, "when");
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ConditionError);
    expect(thrown).toMatchObject({ at, message: expect.stringContaining(says) });
  });

test("what is left out is filled in, and what is read is read as it was", () => {
  const read = readCondition(
    { any: [small, { attr: "request.time", op: "weekdayIn", value: { days: ["mon"] } }] },
    "when",
  );
  expect(read).toEqual({
    any: [
      { arg: ["amount"], op: "lt", value: 500, onMissing: "error" },
      { attr: "request.time", op: "weekdayIn", value: { days: ["mon"], zone: "UTC" }, onMissing: "error" },
    ],
  });
  expect(readCondition(read, "when")).toEqual(read);
  expect(readCondition(deep(conditionLimits.depthMax), "when")).toBeTruthy();
});
