import assert from "node:assert/strict";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { fitValue, payloadBytesMax } from "./fit-value";
import { keepValue } from "./keep-value";
import { isKeptAt, type PathRule, type PayloadAction, type PayloadRule, partRules } from "./rules";
import { withoutBlobs } from "./without-blobs";

const rule = (base: PayloadAction | null, ...paths: [string, PayloadAction][]): PayloadRule => ({
  arguments: base,
  results: null,
  paths: paths.map(([path, action]): PathRule => ({ of: "arguments", path, action })),
});
const rules = (...levels: PayloadRule[]) => partRules("arguments", levels);

const order = {
  customer: { name: "Ada", vat: "1", tags: ["a", "b"] },
  items: [
    { sku: "x", card: "4111", count: 2 },
    { sku: "y", card: "4222", count: 3 },
  ],
  gift: true,
  note: null,
};

test("without rules arguments are kept as they are, and results not at all", () => {
  expect(keepValue(partRules("arguments", []), order)).toEqual({ value: order, redacted: [], dropped: 0, cut: false });
  expect(keepValue(partRules("results", []), order)).toMatchObject({ value: undefined, dropped: 1 });
});

test("masking keeps structure, names and types, and no value", () => {
  expect(keepValue(rules(rule("mask")), order)).toEqual({
    value: {
      customer: { name: "[masked]", vat: "[masked]", tags: ["[masked]", "[masked]"] },
      items: [
        { sku: "[masked]", card: "[masked]", count: "[masked number]" },
        { sku: "[masked]", card: "[masked]", count: "[masked number]" },
      ],
      gift: "[masked boolean]",
      note: null,
    },
    ...{ redacted: ["*"], dropped: 0, cut: false },
  });
});

test("what a path drops leaves neither its value nor its name", () => {
  const kept = keepValue(rules(rule("keep", ["$.items[*].card", "drop"], ["$.customer", "drop"])), order);
  expect(kept.value).toEqual({
    items: [
      { sku: "x", count: 2 },
      { sku: "y", count: 3 },
    ],
    gift: true,
    note: null,
  });
  expect(kept.dropped).toBe(3);
  expect(JSON.stringify(kept)).not.toMatch(/card|customer|4111/);
});

test("a path that keeps something of what is dropped keeps the way to it, and nothing else", () => {
  const kept = keepValue(rules(rule("drop", ["$.items[*].sku", "keep"], ["$..vat", "mask"])), order);
  expect(kept.value).toEqual({ customer: { vat: "[masked]" }, items: [{ sku: "x" }, { sku: "y" }] });
  expect(keepValue(rules(rule("drop", ["$.missing", "keep"])), order)).toMatchObject({ value: undefined, dropped: 1 });
});

test("one element can be named, and names at any depth", () => {
  const kept = keepValue(rules(rule("keep", ["$.items[1]", "mask"], ["$..tags[0]", "drop"])), order);
  expect(kept.value).toMatchObject({ customer: { tags: ["b"] }, items: [{ sku: "x" }, { sku: "[masked]" }] });
  expect(kept.redacted).toEqual(["items.1.sku", "items.1.card", "items.1.count"]);
});

test("the tool's word counts before the server's, and that before the environment's; a nearer path before a base", () => {
  const environment = rule("drop", ["$..card", "drop"], ["$.note", "keep"]);
  const server = rule("mask", ["$.items[*].sku", "keep"]);
  const tool = rule(null, ["$.items[*].card", "mask"]);
  const { value } = keepValue(rules(tool, server, environment), order);
  expect(value).toMatchObject({ gift: "[masked boolean]", items: [{ sku: "x", card: "[masked]" }, { sku: "y" }] });
  // A tool that keeps what holds a value does not speak of the value that the environment names.
  expect(keepValue(rules(rule("keep", ["$.items", "keep"]), environment), order).value).toMatchObject({
    items: [{ sku: "x", count: 2 }, { sku: "y" }],
  });
  expect(keepValue(rules(rule(null, ["$..card", "keep"]), environment), order).value).toEqual({
    items: [{ card: "4111" }, { card: "4222" }],
    note: null,
  });
});

test("secrets are masked whatever a rule says, and what is below a secret's name too", () => {
  const secret = `ghp_${"a1".repeat(18)}`;
  const value = { token: { inner: "plain" }, text: `see ${secret}`, [secret]: 1 };
  const kept = keepValue(
    rules(rule("keep", ["$.token.inner", "keep"], ["$.token", "keep"], ["$.text", "keep"])),
    value,
  );
  expect(kept.value).toEqual({ token: "[masked]", text: "see [masked]", "[masked]": 1 });
  expect(kept.redacted).toEqual(["token", "text", "[masked]"]);
  expect(keepValue(rules(rule("keep", ["$.token", "drop"])), { token: "x" }).value).toEqual({});
});

test("a stored path that can no longer be read keeps nothing of its part", () => {
  expect(keepValue(rules(rule("keep", ["$.[", "mask"])), order).value).toBeUndefined();
});

test("a member called __proto__ is a member", () => {
  const value: unknown = JSON.parse('{"__proto__": {"a": 1}, "b": 2}');
  const kept = keepValue(rules(rule("keep")), value).value;
  expect(JSON.stringify(kept)).toBe('{"__proto__":{"a":1},"b":2}');
  expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
});

const json = fc.jsonValue({ maxDepth: 4 });
const action = fc.constantFrom<PayloadAction>("keep", "mask", "drop");
const path = fc
  .array(fc.constantFrom(".a", ".b", ".c", "..a", "..b", "[*]", "[0]", ".*"), { minLength: 1, maxLength: 4 })
  .map((steps) => `$${steps.join("")}`);
const level = fc.record(
  {
    arguments: fc.option(action),
    results: fc.constant(null),
    paths: fc.array(fc.record({ of: fc.constant("arguments" as const), path, action })),
  },
  { noNullPrototype: true },
);
const tree = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom("one", 2, true, null),
    fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { noNullPrototype: true }),
    fc.array(tie("value"), { maxLength: 3 }),
  ),
})).value;

/** The same decision, made for one value at a time out of the paths that name it. */
function actionOf(levels: readonly PayloadRule[], at: readonly (string | number)[]): PayloadAction {
  for (let depth = at.length; depth > 0; depth -= 1)
    for (const { paths } of levels)
      for (const one of paths) if (matches(one.path, at.slice(0, depth))) return one.action;
  return levels.map((one) => one.arguments).find((base) => base !== null) ?? "keep";
}

function matches(text: string, at: readonly (string | number)[]): boolean {
  const steps = text.slice(1).match(/\.\.[abc]|\.[abc*]|\[[*0]\]/g) ?? [];
  const from = (step: number, place: number): boolean => {
    const one = steps[step];
    if (one === undefined) return place === at.length;
    if (place >= at.length) return false;
    const key = at[place];
    const here = one === ".*" || one === "[*]" || (one === "[0]" ? key === 0 : key === one.replaceAll(".", ""));
    return (here && from(step + 1, place + 1)) || (one.startsWith("..") && from(step, place + 1));
  };
  return from(0, 0);
}

test("every value has the fate of the nearest rule that names it, the tool's before the environment's", () => {
  fc.assert(
    fc.property(fc.array(level, { maxLength: 3 }), tree, (levels, value) => {
      const expected = (item: unknown, at: (string | number)[]): unknown => {
        const own = actionOf(levels, at);
        if (typeof item !== "object" || item === null) {
          if (own === "drop") return undefined;
          if (own === "keep" || item === null) return item;
          return typeof item === "number"
            ? "[masked number]"
            : typeof item === "boolean"
              ? "[masked boolean]"
              : "[masked]";
        }
        const inside = Array.isArray(item)
          ? item.map((child, i) => expected(child, [...at, i])).filter((child) => child !== undefined)
          : Object.fromEntries(
              Object.entries(item)
                .map(([key, child]) => [key, expected(child, [...at, key])] as const)
                .filter(([, child]) => child !== undefined),
            );
        return own === "drop" && Object.keys(inside).length === 0 ? undefined : inside;
      };
      assert.deepEqual(keepValue(rules(...levels), value).value, expected(value, []));
    }),
    { numRuns: 500 },
  );
});

test("what the chain of a decision may show of a value is never more than what is kept of it", () => {
  fc.assert(
    fc.property(fc.array(level, { maxLength: 2 }), tree, (levels, value) => {
      const compiled = rules(...levels);
      const { value: kept } = keepValue(compiled, value);
      const walk = (item: unknown, stored: unknown, at: string[]): void => {
        if (isKeptAt(compiled, at)) assert.deepEqual(stored, item);
        if (typeof item !== "object" || item === null || Array.isArray(item)) return;
        for (const [key, child] of Object.entries(item))
          walk(child, (stored as Record<string, unknown> | undefined)?.[key], [...at, key]);
      };
      walk(value, kept, []);
    }),
    { numRuns: 500 },
  );
});

test("masking what was masked changes nothing", () => {
  fc.assert(
    fc.property(json, (value) => {
      const once = keepValue(rules(rule("keep")), value).value;
      assert.deepEqual(keepValue(rules(rule("keep")), once), { value: once, redacted: [], dropped: 0, cut: false });
    }),
  );
});

test("what is small enough is stored as it is", () => {
  fc.assert(
    fc.property(json, (value) => {
      const { value: fitted, truncated } = fitValue(value);
      assert.equal(fitted, value);
      assert.equal(truncated, 0);
    }),
  );
});

const big: [string, unknown][] = [
  ["a long text", { text: "a".repeat(200_000), other: "kept" }],
  ["a long text of wide characters", { text: "日".repeat(60_000), other: "kept" }],
  ["a long text of pairs", { text: "😀".repeat(60_000), other: "kept" }],
  ["many texts", Array.from({ length: 30_000 }, (_, i) => `row ${i}`)],
  ["many members", Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key ${i}`, i]))],
  [
    "a wide tree",
    [1, 2, 3, 4, 5, 6].reduce<unknown>((inner) => Array.from({ length: 7 }, () => inner), { a: "b".repeat(20) }),
  ],
  ["long names", Object.fromEntries(Array.from({ length: 9 }, (_, i) => [String(i).repeat(20_000), i]))],
];

for (const [what, value] of big)
  test(`${what} is cut to size, always in the same way, and says so`, () => {
    const fitted = fitValue(value);
    expect(Buffer.byteLength(fitted.text)).toBeLessThanOrEqual(payloadBytesMax);
    expect(fitted.text).toContain("[truncated: ");
    expect(fitted.truncated).toBeGreaterThan(0);
    expect(JSON.parse(fitted.text)).toEqual(fitted.value);
    expect(fitValue(structuredClone(value))).toEqual(fitted);
    if (what.includes("text of") || what === "a long text") expect(fitted.value).toMatchObject({ other: "kept" });
  });

test("of a mebibyte of texts only the beginning is looked at, and nothing unlooked is kept", () => {
  const secret = `ghp_${"a1".repeat(18)}`;
  const value = Array.from({ length: 40 }, () => `${"x ".repeat(30_000)} ${secret}`);
  const kept = keepValue(rules(rule("keep")), value);
  expect(kept.cut).toBe(true);
  expect(JSON.stringify(kept.value)).not.toContain(secret);
});

test("what is nested too deep is cut", () => {
  let deep: unknown = "bottom";
  for (let i = 0; i < 5_000; i += 1) deep = { deep };
  const kept = keepValue(rules(rule("keep")), deep);
  expect(kept.cut).toBe(true);
  expect(JSON.stringify(kept.value)).not.toContain("bottom");
});

test("binary content of a result is described, not kept", () => {
  const content = [
    { type: "text", text: "hello" },
    { type: "image", data: "AAAA", mimeType: "image/png" },
    { type: "audio", data: "AAAAAAAA" },
    { type: "resource", resource: { uri: "file:///a", blob: "AAAA", mimeType: "application/pdf" } },
    { type: "resource", resource: { uri: "file:///b", text: "text" } },
  ];
  expect(withoutBlobs({ content, structuredContent: { data: "AAAA" } })).toEqual({
    content: [
      { type: "text", text: "hello" },
      { type: "image", data: "[not kept: 3 bytes of image/png]", mimeType: "image/png" },
      { type: "audio", data: "[not kept: 6 bytes of binary content]" },
      {
        type: "resource",
        resource: { uri: "file:///a", blob: "[not kept: 3 bytes of application/pdf]", mimeType: "application/pdf" },
      },
      { type: "resource", resource: { uri: "file:///b", text: "text" } },
    ],
    structuredContent: { data: "AAAA" },
  });
  expect(withoutBlobs(null)).toBeNull();
});
