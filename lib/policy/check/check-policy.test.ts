import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { conditions } from "../condition/arbitrary";
import type { Condition } from "../condition/condition";
import { schemas } from "../schema/arbitrary";
import { parseCondition } from "../text/parse";
import { checkPolicy } from "./check-policy";
import { blocksActivation, type CoveredTool, type Finding } from "./finding";

const object = (properties: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  type: "object",
  properties,
  ...more,
});
const closed = { additionalProperties: false };
const tool = (name: string, inputSchema: unknown): CoveredTool => ({ server: "bank", name, inputSchema });

const pay = tool(
  "pay",
  object(
    {
      amount: { type: "number", minimum: 0 },
      currency: { type: "string", enum: ["EUR", "USD"] },
      title: { type: "string" },
      memo: { type: ["string", "null"] },
      code: { type: ["string", "number"] },
      count: { type: "integer", minimum: 1, maximum: 5 },
      labels: { type: "array", items: { type: "string", enum: ["prod", "dev"] } },
      to: {
        type: "array",
        items: object({ iban: { type: "string" }, note: { type: "string" } }, { required: ["iban"] }),
      },
      meta: object({ cost: { type: "number" } }),
      free: { type: "object" },
    },
    { required: ["amount", "currency", "title", "labels", "to", "memo", "code", "count", "free"], ...closed },
  ),
);
const open = tool("open", object({ amount: { type: "number" } }, { required: ["amount"] }));
const other = tool("other", object({ title: { type: "string" } }, { required: ["title"], ...closed }));
const silent = tool("silent", { type: "object" });
const unpublished = tool("unpublished", undefined);

type Written = { deny?: string; allow?: string; unless?: string };

function findingsOf({ deny, allow, unless }: Written, tools: readonly CoveredTool[]): Finding[] {
  const when = deny ?? allow;
  const read = (text: string | undefined): Condition | null => (text ? parseCondition(text) : null);
  return checkPolicy({ effect: allow === undefined ? "deny" : "allow", when: read(when), unless: read(unless) }, tools);
}

/** What each finding says in short: level, code and place. */
const short = (findings: readonly Finding[]): string[] =>
  findings.map(({ level, code, at }) => `${level} ${code}${at === "" ? "" : ` at ${at}`}`);

const table: [string, Written, CoveredTool[], string[]][] = [
  ["nothing to say", { deny: "args.amount > 500" }, [pay], []],
  ["a misspelt argument", { deny: "args.ammount > 500" }, [pay], ["error unknown_argument at when"]],
  [
    "one that a tool may take all the same",
    { deny: "args.ammount > 500" },
    [open],
    ["warning unknown_argument at when"],
  ],
  ["one that one of the tools has", { deny: "args.amount > 500" }, [pay, other], ["warning unknown_argument at when"]],
  ["one inside another", { deny: "args.meta.cots > 5" }, [pay], ["warning unknown_argument at when"]],
  ["one inside a text", { deny: "args.title.en == 'x'" }, [pay], ["error unknown_argument at when"]],
  ["one inside what may hold anything", { deny: "args.free.cost > 5" }, [pay], ["info no_schema at when"]],
  [
    "an element's misspelt key",
    { deny: "args.to.exists(t, t.ibna == 'x')" },
    [pay],
    ["warning unknown_argument at when.where"],
  ],
  [
    "an unknown list, and nothing about its elements",
    { deny: "args.lables.all(l, l < 5)" },
    [pay],
    ["error unknown_argument at when"],
  ],
  ["no schema", { deny: "args.amount > 500" }, [unpublished], ["info no_schema at when"]],
  [
    "a schema without names",
    { deny: "args.amount > 500 && args.title == 'x'" },
    [silent],
    ["info no_schema at when.all.0"],
  ],
  ["another type", { deny: "args.title < 5" }, [pay], ["error type_mismatch at when"]],
  ["another type of literal", { deny: 'args.amount == "500"' }, [pay], ["error type_mismatch at when"]],
  ["elements of another type", { deny: "args.labels.all(l, l < 5)" }, [pay], ["error type_mismatch at when.where"]],
  ["every element of what is no list", { deny: "args.title.all(l, l == 'x')" }, [pay], ["error type_mismatch at when"]],
  ["a list where it is of no use", { deny: "args.labels == 'x'" }, [pay], ["error type_mismatch at when"]],
  ["one of several types", { deny: "args.code == 'x'" }, [pay], ["info may_mismatch at when"]],
  [
    "a value that is not listed",
    { deny: 'args.currency == "GBP" || args.amount > 5' },
    [pay],
    ["warning never at when.any.0"],
  ],
  ["values that are not listed", { deny: 'args.currency in ["EUR", "GBP"]' }, [pay], ["warning never at when"]],
  ["a number beyond the bounds", { deny: "args.count in [1, 6, 1.5]" }, [pay], ["warning never at when"]],
  ["an element that is not listed", { deny: '"prdo" in args.labels' }, [pay], ["warning never at when"]],
  ["what may be missing, in a deny", { deny: "args.meta.cost > 5" }, [pay], ["warning optional_argument at when"]],
  ["in an allow", { allow: "args.meta.cost > 5" }, [pay], ["info optional_argument at when"]],
  ["where it was said what is wanted", { deny: "ifMissing(args.meta.cost > 5, false)" }, [pay], []],
  ["what may be null", { deny: 'args.memo == "x"' }, [pay], ["warning optional_argument at when"]],
  ["a test for null", { deny: "args.memo == null" }, [pay], []],
  ["behind a test for existence", { deny: "has(args.meta.cost) && args.meta.cost > 5" }, [pay], []],
  ["beside its negation", { deny: "!has(args.meta.cost) || args.meta.cost > 5" }, [pay], []],
  [
    "beside a test for existence, which does not help",
    { deny: "has(args.meta.cost) || args.meta.cost > 5" },
    [pay],
    ["warning optional_argument at when.any.1"],
  ],
  ["behind one in the other part", { deny: "has(args.meta.cost)", unless: "args.meta.cost < 5" }, [pay], []],
  [
    "missing in an element",
    { deny: "args.to.exists(t, t.note == 'x')" },
    [pay],
    ["warning optional_argument at when.where"],
  ],
  ["there in every element", { deny: "args.to.exists(t, t.iban == 'x')" }, [pay], []],
  ["what always holds", { deny: "args.amount >= 0" }, [pay], ["warning always_true at when"]],
  [
    "what never holds",
    { deny: 'args.currency == "GBP"' },
    [pay],
    ["warning never at when", "warning always_false at when"],
  ],
  [
    "an exception that always holds",
    { deny: "args.amount > 5", unless: "args.count > 0" },
    [pay],
    ["warning always_true at unless"],
  ],
  [
    "an exception that never holds",
    { deny: "args.amount > 5", unless: "args.count > 5" },
    [pay],
    ["warning always_false at unless"],
  ],
  ["no tool", { deny: "args.amount > 5" }, [], ["warning no_tool at scope"]],
  ["a level that there is not", { deny: 'tool.level in ["high", "hihg"]' }, [pay], ["warning never at when"]],
  [
    "an attribute that fits",
    { deny: 'tool.level == "high" && "ops" in human.groups && !(agent.slug == "x")' },
    [pay],
    [],
  ],
];

test.describe("what is said of a policy", () => {
  for (const [name, policy, tools, expected] of table)
    test(name, () => expect(short(findingsOf(policy, tools))).toEqual(expected));
});

const sentences: [string, Written, CoveredTool[], Partial<Finding>][] = [
  [
    "a misspelt argument is named with the one that was meant",
    { deny: "args.ammount > 500" },
    [pay],
    {
      message: 'There is no argument args.ammount (bank/pay). Did you mean "amount"?',
      tool: "bank/pay",
      suggestion: "amount",
    },
  ],
  [
    "inside a list, too",
    { deny: "args.to.exists(t, t.ibna == 'x')" },
    [pay],
    { message: 'There is no argument args.to[*].ibna (bank/pay). Did you mean "iban"?', suggestion: "iban" },
  ],
  [
    "types",
    { deny: "args.title < 5" },
    [pay],
    { message: "args.title is a string; < needs a number (bank/pay).", tool: "bank/pay" },
  ],
  [
    "values",
    { deny: 'args.currency in ["EUR", "GBP"]' },
    [pay],
    { message: 'args.currency is never "GBP": it is one of "EUR", "USD" (bank/pay).' },
  ],
  [
    "bounds",
    { deny: "args.count in [1, 6]" },
    [pay],
    { message: "args.count is never 6: it is a whole number from 1 to 5 (bank/pay)." },
  ],
  [
    "what may be missing",
    { deny: "args.meta.cost > 5" },
    [pay],
    {
      message:
        "args.meta.cost may be missing (bank/pay). A deny blocks such a call: say with ifMissing(…, true) or ifMissing(…, false) whether that is wanted.",
    },
  ],
  [
    "two tools of which something different is said are one finding",
    { deny: 'args.title == "x"' },
    [tool("a", object({ title: { type: "number" } })), tool("b", object({ title: { type: "boolean" } }))],
    { message: "== needs args.title to be a string, which it is not (bank/a, bank/b)." },
  ],
];

test.describe("how it is said", () => {
  for (const [name, policy, tools, expected] of sentences)
    test(name, () => expect(findingsOf(policy, tools)[0]).toMatchObject(expected));
});

test("an operator that does not fit its attribute is an error, and nothing else is said", () => {
  const when: Condition = { all: [{ attr: "agent.slug", op: "lt", value: 5, onMissing: "error" }] };
  const findings = checkPolicy({ effect: "deny", when, unless: null }, [pay]);
  expect(short(findings)).toEqual(["error invalid at when.all.0.op"]);
  expect(blocksActivation(findings)).toBe(true);
});

test("only errors keep a policy from being activated", () => {
  expect(blocksActivation(findingsOf({ deny: "args.ammount > 500" }, [pay]))).toBe(true);
  expect(blocksActivation(findingsOf({ deny: "args.ammount > 500" }, [pay, open]))).toBe(false);
  expect(blocksActivation([])).toBe(false);
});

test("what is said of many tools is one finding with five of them", () => {
  const tools = Array.from({ length: 9 }, (_, i) => tool(`t${i}`, object({}, closed)));
  const [finding, ...others] = findingsOf({ deny: "args.amount > 5" }, [pay, ...tools]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ level: "warning", code: "unknown_argument" });
  expect(finding?.message).toContain("(bank/t0, bank/t1, bank/t2, bank/t3, bank/t4 and 4 other tools)");
  expect(finding?.tool).toBeUndefined();
  expect(findingsOf({ deny: "args.amount > 5" }, tools)[0]?.message).toContain("(all 9 tools)");
});

test("500 tools and many tests: at most 50 findings", () => {
  const tools = Array.from({ length: 500 }, (_, i) => {
    const own = { [`only${i}`]: { type: "string" } };
    return tool(`t${i}`, object({ ...own, amount: { type: "number" }, title: { type: "string" } }, closed));
  });
  const usual =
    'args.amount > 500 && args.title.startsWith("x") && !(args.currency in ["EUR", "USD"]) && tool.readOnly == true';
  expect(findingsOf({ deny: usual }, tools).length).toBeLessThan(10);

  const many = Array.from({ length: 80 }, (_, i) => `args.only${i} > ${i}`).join(" || ");
  const findings = findingsOf({ deny: many }, tools);
  expect(findings).toHaveLength(50);
  expect(findings[0]?.level, "errors first").toBe("error");
  expect(findings.at(-1)).toMatchObject({ level: "info", code: "more" });
});

test("where tools times tests are too many, the first tools are checked and a warning says so", () => {
  const any = Array.from(
    { length: 250 },
    (): Condition => ({ arg: ["amount"], op: "gt", value: 5, onMissing: "error" }),
  );
  const tools = Array.from({ length: 1_000 }, (_, i) => ({ ...pay, name: `t${i}` }));
  expect(checkPolicy({ effect: "deny", when: { any }, unless: null }, tools)).toEqual([
    { level: "warning", code: "unchecked", at: "scope", message: "Only the first 800 of 1000 tools were checked." },
  ]);
});

test("a schema that cannot be looked into is said to be so, and asked once", () => {
  const hostile = object({ a: { anyOf: [{ $ref: "#/properties/a" }, { $ref: "#/properties/a" }] } });
  const tools = Array.from({ length: 100 }, (_, i) => tool(`t${i}`, hostile));
  const from = performance.now();
  const findings = findingsOf({ deny: "args.a.b == 1 && args.a.c == 2 && args.a == 3" }, tools);
  expect(short(findings)).toEqual(["info schema_too_complex at scope"]);
  expect(performance.now() - from).toBeLessThan(30_000);
});

test("whatever the condition and the schemas, it answers, within its bounds and always the same", () => {
  const paths = fc.constantFrom(...["a", "b", "m", "m.x", "m.z", "l", "o", "k", "z"].map((path) => path.split(".")));
  const any = fc.oneof(conditions({ paths }), conditions());
  fc.assert(
    fc.property(any, fc.option(any), fc.array(schemas(), { maxLength: 3 }), (when, unless, all) => {
      const tools = all.map((schema, i) => tool(`t${i}`, schema));
      const findings = checkPolicy({ effect: "deny", when, unless }, tools);
      expect(findings.length).toBeLessThanOrEqual(50);
      for (const { message } of findings) expect(message).toMatch(/^\S.{10,2000}[.?]$/s);
      expect(checkPolicy({ effect: "deny", when, unless }, tools)).toEqual(findings);
    }),
    { seed: 20_261_122, numRuns: 500 },
  );
});
