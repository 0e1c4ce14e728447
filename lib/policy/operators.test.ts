import { expect, test } from "@playwright/test";
import type { Operation } from "./condition/condition";
import { decide } from "./decide";
import { aQuestion } from "./fixture";

type Row = {
  operation: Operation;
  /** A value for which the test is true. */
  met: unknown;
  /** A value of its type for which it is false. */
  unmet: unknown;
  /** Values of types that it cannot judge. */
  foreign: unknown[];
};

const scalars = [7, "x", true];
const notText = [7, true, ["x"], { a: 1 }];
const notNumber = ["7", true, [7], { a: 1 }];
const notList = [7, "x", true, { a: 1 }];

/** INVARIANT: every operator on arguments stands here (below). */
const rows: Row[] = [
  { operation: { op: "eq", value: "EUR" }, met: "EUR", unmet: "USD", foreign: notText },
  { operation: { op: "eq", value: 5 }, met: 5, unmet: 6, foreign: notNumber },
  { operation: { op: "eq", value: true }, met: true, unmet: false, foreign: ["true", 1, [true], {}] },
  { operation: { op: "ne", value: "EUR" }, met: "USD", unmet: "EUR", foreign: notText },
  { operation: { op: "ne", value: 5 }, met: 6, unmet: 5, foreign: notNumber },
  { operation: { op: "in", value: ["a", "b"] }, met: "b", unmet: "c", foreign: notText },
  { operation: { op: "in", value: [1, 2] }, met: 2, unmet: 3, foreign: notNumber },
  { operation: { op: "lt", value: 5 }, met: 4, unmet: 5, foreign: notNumber },
  { operation: { op: "lte", value: 5 }, met: 5, unmet: 6, foreign: notNumber },
  { operation: { op: "gt", value: 5 }, met: 6, unmet: 5, foreign: notNumber },
  { operation: { op: "gte", value: 5 }, met: 5, unmet: 4, foreign: notNumber },
  { operation: { op: "startsWith", value: "ab" }, met: "abc", unmet: "cab", foreign: notText },
  { operation: { op: "endsWith", value: "ab" }, met: "cab", unmet: "abc", foreign: notText },
  { operation: { op: "contains", value: "ab" }, met: "cabc", unmet: "acb", foreign: notText },
  { operation: { op: "glob", value: "a*c" }, met: "abc", unmet: "ab", foreign: notText },
  { operation: { op: "regex", value: "^C[0-9]+$" }, met: "C12", unmet: "c12", foreign: notText },
  {
    operation: { op: "underPath", value: "/srv" },
    met: "/srv/a",
    unmet: "/etc",
    foreign: [...notText, "srv/a", "/srv/../etc"],
  },
  {
    operation: { op: "emailDomainIn", value: ["corp.example"] },
    met: "a@corp.example",
    unmet: "a@evil.test",
    foreign: [...notText, "nobody", "a@corp.example@evil.test", "a@corp.example, b@evil.test"],
  },
  {
    operation: { op: "urlHostIn", value: ["ok.example"] },
    met: "https://ok.example/a",
    unmet: "https://evil.test/",
    foreign: [...notText, "ok.example", "ftp://ok.example/", "https://ok.example@evil.test/", "https:\\\\ok.example/"],
  },
  {
    operation: { op: "ipIn", value: ["10.0.0.0/8"] },
    met: "10.1.2.3",
    unmet: "192.0.2.1",
    foreign: [...notText, "10.1.2"],
  },
  { operation: { op: "has", value: "a" }, met: ["a", "b"], unmet: ["b"], foreign: notList },
  { operation: { op: "hasAny", value: ["a", "b"] }, met: ["b"], unmet: ["c"], foreign: [...notList, [{}]] },
  { operation: { op: "hasAll", value: ["a", "b"] }, met: ["b", "a"], unmet: ["a"], foreign: [...notList, [1]] },
  { operation: { op: "sizeLte", value: 2 }, met: ["a"], unmet: ["a", "b", "c"], foreign: [7, true, {}] },
  { operation: { op: "sizeGte", value: 2 }, met: "ab", unmet: "a", foreign: [7, true, {}] },
];

const decided = (effect: "allow" | "deny", operation: Operation, args: unknown) => {
  const rule = { effect, when: { arg: "a", ...operation } };
  const policies = effect === "deny" ? [{}, rule] : [rule];
  return decide(aQuestion({ policies, arguments: args })).decision;
};

const withProto = JSON.parse('{"a": "x", "__proto__": {"a": 1}}') as unknown;

for (const { operation, met, unmet, foreign } of rows) {
  const name = `${operation.op} ${JSON.stringify("value" in operation ? operation.value : null)}`;
  test(`${name}: a deny holds and an allow does not, where it cannot be told`, () => {
    const untold: [string, unknown][] = [
      ["no arguments", undefined],
      ["missing", {}],
      ["null", { a: null }],
      ["too large to be read", { a: "x".repeat(1_048_577) }],
      ["a key that reaches a prototype", withProto],
      ["a key that reaches a prototype, inside", { a: JSON.parse('{"constructor": 1}') }],
      ...foreign.map((value): [string, unknown] => [`foreign ${JSON.stringify(value)}`, { a: value }]),
    ];
    for (const [what, args] of untold) {
      expect(decided("deny", operation, args), `deny, ${what}`).toBe("deny");
      expect(decided("allow", operation, args), `allow, ${what}`).toBe("deny");
    }
  });
  test(`${name}: where it can be told, it is`, () => {
    expect(decided("deny", operation, { a: met })).toBe("deny");
    expect(decided("deny", operation, { a: unmet })).toBe("allow");
    expect(decided("allow", operation, { a: met })).toBe("allow");
    expect(decided("allow", operation, { a: unmet })).toBe("deny");
  });
}

test("a text beyond what is read is an error for every operator that reads it", () => {
  const long = `/srv/${"x".repeat(65_536)}`;
  for (const { operation } of rows.filter(({ operation: { op } }) =>
    ["glob", "regex", "underPath", "emailDomainIn", "urlHostIn", "ipIn"].includes(op),
  )) {
    expect(decided("deny", operation, { a: long }), operation.op).toBe("deny");
    expect(decided("allow", operation, { a: long }), operation.op).toBe("deny");
  }
});

test("the table above holds every operator on arguments", () => {
  const all: Record<Exclude<Operation["op"], "timeBetween" | "weekdayIn">, true> = {
    eq: true,
    ne: true,
    in: true,
    lt: true,
    lte: true,
    gt: true,
    gte: true,
    startsWith: true,
    endsWith: true,
    contains: true,
    glob: true,
    regex: true,
    underPath: true,
    emailDomainIn: true,
    urlHostIn: true,
    ipIn: true,
    has: true,
    hasAny: true,
    hasAll: true,
    sizeLte: true,
    sizeGte: true,
  };
  expect(new Set(rows.map(({ operation }) => operation.op))).toEqual(new Set(Object.keys(all)));
});

test("null is a value where null is asked for, and exists is never an error", () => {
  const isNull: Operation = { op: "eq", value: null };
  expect(decided("allow", isNull, { a: null })).toBe("allow");
  for (const value of scalars) expect(decided("allow", isNull, { a: value })).toBe("deny");
  expect(decided("deny", isNull, {}), "missing is not null").toBe("deny");
  const there = (effect: "allow" | "deny", args: unknown) =>
    decide(
      aQuestion({
        policies: [
          { effect: "allow", ...(effect === "allow" && { when: { arg: "a", op: "exists" } }) },
          { effect, when: { arg: "a", op: "exists" } },
        ],
        arguments: args,
      }),
    ).decision;
  expect(there("deny", { a: 1 })).toBe("deny");
  expect(there("deny", {})).toBe("allow");
  expect(there("allow", { a: null })).toBe("deny");
  expect(there("allow", { a: 0 })).toBe("allow");
});

test("what a text costs is known before it is read: no pattern and no text make a decision dear", () => {
  const code = (policies: object[], args: unknown) =>
    decide(aQuestion({ policies: [{}, ...policies], arguments: args })).reason.code;
  const denies = (count: number, operation: object) =>
    Array.from({ length: count }, () => ({ effect: "deny" as const, when: { arg: "a", ...operation } }));
  const started = performance.now();
  const long = "a".repeat(65_536);
  const huge = "a".repeat(1_000_000);
  expect(code(denies(40, { op: "glob", value: `*${"a".repeat(4_000)}b*` }), { a: long })).toBe("ENGINE_BUDGET");
  expect(code(denies(300, { op: "contains", value: `${"a".repeat(4_000)}b` }), { a: huge })).toBe("ENGINE_BUDGET");
  expect(code(denies(300, { op: "eq", value: "é" }), { a: "e\u0301".repeat(400_000) })).toBe("ALLOWED");
  expect(code(denies(300, { op: "regex", value: "(a*)*b" }), { a: long })).toBe("ENGINE_BUDGET");
  // Ordinary policies on ordinary texts are far from it.
  const ordinary = [
    ...denies(100, { op: "contains", value: "wire transfer" }),
    ...denies(100, { op: "glob", value: "*secret*" }),
  ];
  expect(code([...ordinary, ...denies(50, { op: "regex", value: "^DROP TABLE" })], { a: "x ".repeat(2_000) })).toBe(
    "ALLOWED",
  );
  // No target of speed: it tells bounded from minutes.
  expect(performance.now() - started).toBeLessThan(30_000);
});

test("hostile inputs cost bounded time", () => {
  const deny = (when: unknown, args: unknown) =>
    decide(aQuestion({ policies: [{}, { effect: "deny", when }], arguments: args })).decision;
  const started = performance.now();
  expect(deny({ arg: "a", op: "regex", value: "^(a+)+$" }, { a: `${"a".repeat(60_000)}!` })).toBe("allow");
  expect(deny({ arg: "a", op: "glob", value: "*a*b*a*b*a*b*c" }, { a: "ab".repeat(30_000) })).toBe("allow");
  let deep: unknown = 1;
  for (let i = 0; i < 20_000; i += 1) deep = { a: deep };
  expect(deny({ arg: "a", op: "exists" }, deep)).toBe("deny");
  const many = Array.from({ length: 10 }, (_, i) => ({
    effect: "deny" as const,
    when: {
      some: "list",
      where: { any: Array.from({ length: 80 }, (_n, k) => ({ item: "", op: "regex", value: `^x{${(i + k) % 50}}y` })) },
    },
  }));
  const costly = decide(
    aQuestion({ policies: [{}, ...many], arguments: { list: Array.from({ length: 5_000 }, () => "xxxxxxxxxx") } }),
  );
  expect(costly.reason.code).toBe("ENGINE_BUDGET");
  // No target of speed: it tells bounded from exponential, which would take years.
  expect(performance.now() - started).toBeLessThan(30_000);
});
