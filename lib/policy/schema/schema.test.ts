import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import { checks } from "../runs";
import { argumentValues, argumentValuesFor, schemas } from "./arbitrary";
import { ANY_TYPE, type ArgumentFacts, BOOLEAN, LIST, NULL, NUMBER, OBJECT, STRING } from "./argument-facts";
import { anyArgument, argumentFacts, tooComplex } from "./facts";
import { typeOf, validateArguments } from "./validate";

const transfer = {
  type: "object",
  properties: {
    amount: { type: "number", minimum: 0, maximum: 1_000 },
    currency: { type: "string", enum: ["EUR", "USD"] },
    title: { type: "string", maxLength: 5 },
    note: { anyOf: [{ type: "string", enum: ["gift", "rent"] }, { type: "null" }] },
    count: { type: "integer" },
    to: { type: "array", items: { $ref: "#/$defs/Account" }, minItems: 1 },
    meta: { type: "object", properties: { cost: { type: ["number", "null"] } }, required: ["cost"] },
    kind: { const: "transfer" },
    "odd key": { type: "boolean" },
  },
  required: ["amount", "title"],
  additionalProperties: false,
  $defs: { Account: { type: "object", properties: { iban: { type: "string" } }, required: ["iban"] } },
};
const good = { amount: 5, title: "Rent" };

const violations: [string, unknown, string[]][] = [
  ["arguments that fit", good, []],
  ["no arguments", undefined, ["args.amount is required.", "args.title is required."]],
  ["arguments that are no object", [], ["args must be an object."]],
  ["a wrong type", { ...good, amount: "5" }, ["args.amount must be a number."]],
  ["null", { ...good, amount: null }, ["args.amount must be a number."]],
  ["a number too small", { ...good, amount: -0.5 }, ["args.amount must be at least 0."]],
  ["a number too large", { ...good, amount: 1e9 }, ["args.amount must be at most 1000."]],
  ["a number that is not whole", { ...good, count: 1.5 }, ["args.count must be a whole number."]],
  ["1.0, which is whole", { ...good, count: 1.0 }, []],
  ["a value that is not listed", { ...good, currency: "GBP" }, ['args.currency must be one of "EUR", "USD".']],
  ["not the constant", { ...good, kind: "gift" }, ['args.kind must be "transfer".']],
  ["a text too long", { ...good, title: "Rental" }, ["args.title must have at most 5 characters."]],
  ["five characters of two units each", { ...good, title: "😀😀😀😀😀" }, []],
  ["six of them", { ...good, title: "😀😀😀😀😀😀" }, ["args.title must have at most 5 characters."]],
  ["a key too many", { ...good, extra: 1 }, ["args.extra is not an argument of this tool."]],
  ["an odd key too many", { ...good, 'a"b\n': 1 }, ['args["a\\"b\\n"] is not an argument of this tool.']],
  ["an odd key", { ...good, "odd key": 1 }, ['args["odd key"] must be true or false.']],
  ["an empty list", { ...good, to: [] }, ["args.to must have at least 1 entry."]],
  [
    "inside a list",
    { ...good, to: [{ iban: "x" }, {}, { iban: 1 }] },
    ["args.to[1].iban is required.", "args.to[2].iban must be a string."],
  ],
  ["inside an object", { ...good, meta: { cost: "1" } }, ["args.meta.cost must be a number or null."]],
  ["the one branch that takes its type", { ...good, note: "cash" }, ['args.note must be one of "gift", "rent".']],
  ["no branch", { ...good, note: 5 }, ["args.note must be a string or null."]],
];

test.describe("what is wrong with arguments is said in a sentence", () => {
  for (const [name, value, expected] of violations)
    test(name, () => expect(validateArguments(transfer, value)).toEqual(expected));
});

const property = (schema: unknown) => ({ type: "object", properties: { a: schema } });

/** Schemas of `a`, a value that fits and one that does not. */
const keywords: [string, unknown, unknown, unknown][] = [
  ["a type out of several", { type: ["string", "null"] }, null, 1],
  ["integer or number", { type: ["integer", "number"] }, 1.5, "x"],
  ["nullable, which is OpenAPI's", { type: "string", nullable: true }, null, 1],
  ["enum with objects, keys in any order", { enum: [{ x: 1, y: [2] }] }, { y: [2], x: 1 }, { x: 1, y: [3] }],
  ["const null", { const: null }, null, 0],
  ["an empty enum", { type: "string", enum: [] }, undefined, "x"],
  ["false", false, undefined, 1],
  ["allOf", { allOf: [{ type: "number" }, { maximum: 5 }] }, 5, 6],
  ["anyOf", { anyOf: [{ type: "number" }, { const: "x" }] }, "x", "y"],
  ["oneOf as anyOf", { oneOf: [{ type: "number" }, { minimum: 0 }] }, 5, undefined],
  ["a keyword beside anyOf", { minimum: 3, anyOf: [{ type: "number" }, { type: "string" }] }, 3, 2],
  ["additionalProperties with a schema", { additionalProperties: { type: "number" } }, { k: 1 }, { k: "1" }],
  ["required without properties", { required: ["k"] }, { k: null }, {}],
  ["required of what is no object", { required: ["k"] }, "text", {}],
  ["items", { items: { type: "number" } }, [1, 2], [1, "2"]],
  ["items after prefixItems", { prefixItems: [{ type: "string" }], items: { type: "number" } }, ["x", 1], undefined],
  [
    "additional properties beside patternProperties",
    { type: "object", patternProperties: { "^x-": {} }, additionalProperties: false },
    { "x-id": 1 },
    undefined,
  ],
  ["a pattern, which is not enforced", { type: "string", pattern: "^x$" }, "y", 1],
];

test.describe("keywords", () => {
  for (const [name, schema, fits, doesNot] of keywords)
    test(name, () => {
      if (fits !== undefined) expect(validateArguments(property(schema), { a: fits })).toEqual([]);
      if (doesNot !== undefined) expect(validateArguments(property(schema), { a: doesNot })).not.toEqual([]);
    });

  test("local references are followed, all others and those that lead nowhere say nothing", () => {
    const schema = {
      properties: {
        a: { $ref: "#/$defs/Word" },
        b: { $ref: "#/definitions/a~1b%20c" },
        c: { $ref: "#/properties/a" },
        d: { $ref: "https://elsewhere.example/schema" },
        e: { $ref: "#/$defs/constructor" },
        f: { $ref: "#/%" },
        child: { $ref: "#" },
      },
      $defs: { Word: { type: "string" } },
      definitions: { "a/b c": { type: "number" } },
    };
    expect(validateArguments(schema, { a: "x", b: 1, c: "x", d: 1, e: 1, f: 1, child: { a: "x" } })).toEqual([]);
    expect(validateArguments(schema, { a: 1, b: "x", c: 1, child: { child: { a: 1 } } })).toEqual([
      "args.a must be a string.",
      "args.b must be a number.",
      "args.c must be a string.",
      "args.child.child.a must be a string.",
    ]);
  });
});

test("at most six values are listed, and at most eight violations", () => {
  const many = Array.from({ length: 20 }, (_, i) => `v${i}`);
  expect(validateArguments(property({ enum: many }), { a: "x" })).toEqual([
    'args.a must be one of "v0", "v1", "v2", "v3", "v4", "v5" or 14 others.',
  ]);
  const required = { type: "object", required: many };
  expect(validateArguments(required, {})).toHaveLength(8);
});

test("a sentence never holds a value that was sent", () => {
  const secret = "hunter2-hunter2";
  const values = { amount: secret, currency: secret, title: secret, note: secret, count: secret, to: secret };
  const texts = validateArguments(transfer, { ...values, meta: { cost: secret }, kind: secret });
  expect(texts).toHaveLength(8);
  expect(texts.join(" ")).not.toContain("hunter2");
});

test("what a prototype holds is neither a keyword nor an argument", () => {
  const own = JSON.parse(
    '{"type": "object", "properties": {"__proto__": {"type": "string"}}, "required": ["toString"]}',
  );
  expect(validateArguments(own, JSON.parse('{"__proto__": 1, "toString": 1}'))).toEqual([
    "args.__proto__ must be a string.",
  ]);
  expect(validateArguments(own, {})).toEqual(["args.toString is required."]);
  expect(validateArguments(Object.create({ type: "array" }), {})).toEqual([]);
  expect(validateArguments({ properties: {}, additionalProperties: false }, JSON.parse('{"__proto__": 1}'))).toEqual([
    "args.__proto__ is not an argument of this tool.",
  ]);
  expect(argumentFacts({ type: "object", properties: {} }, ["constructor"]).declared).toBe(false);
  expect(argumentFacts(own, ["__proto__"])).toMatchObject({ types: STRING, declared: true });
});

const unknown: Partial<ArgumentFacts> = { types: ANY_TYPE, missing: true, values: undefined };

const facts: [string, unknown, string[], Partial<ArgumentFacts>][] = [
  [
    "a number between bounds",
    transfer,
    ["amount"],
    { types: NUMBER, missing: false, min: 0, max: 1_000, simple: true },
  ],
  ["an enum", transfer, ["currency"], { types: STRING, missing: true, values: ["EUR", "USD"], simple: true }],
  ["maxLength in units of UTF-16", transfer, ["title"], { types: STRING, lengthMax: 10, simple: false }],
  ["an enum or null", transfer, ["note"], { types: STRING | NULL, values: ["gift", "rent", null], simple: false }],
  ["whole numbers", transfer, ["count"], { types: NUMBER, integer: true, simple: true }],
  ["a constant", transfer, ["kind"], { types: STRING, values: ["transfer"] }],
  ["a list", transfer, ["to"], { types: LIST, itemsMin: 1, missing: true, simple: false }],
  ["its elements: the list may be absent, they may not", transfer, ["to", "*"], { types: OBJECT, missing: false }],
  [
    "inside an element",
    transfer,
    ["to", "*", "iban"],
    { types: STRING, missing: false, declared: true, simple: false },
  ],
  ["required inside what is not", transfer, ["meta", "cost"], { types: NUMBER | NULL, missing: true, simple: false }],
  ["what cannot be there", transfer, ["extra"], { types: 0, missing: true, declared: false }],
  ["below a number", transfer, ["amount", "cents"], { types: 0, missing: true }],
  ["a key where a list is", transfer, ["to", "iban"], { types: 0, missing: true }],
  ["an element where an object is", transfer, ["meta", "*"], { types: 0 }],
  ["a key that is not named in an open schema", property({}), ["b"], { ...unknown, declared: false, simple: true }],
  ["a key with an empty schema", property({}), ["a"], { ...unknown, declared: true, simple: true }],
  [
    "additional ones with a schema",
    { additionalProperties: { type: "number" } },
    ["a"],
    { types: NUMBER, missing: true },
  ],
  ["no schema", undefined, ["a"], { ...unknown, declared: false, simple: true }],
  ["true", true, ["a"], { ...unknown, declared: false }],
  ["no schema at all", "garbage", ["a", "b"], { ...unknown, declared: false }],
  [
    "a union of numbers",
    property({
      anyOf: [
        { type: "integer", minimum: 5 },
        { type: "number", maximum: 2 },
      ],
    }),
    ["a"],
    {
      types: NUMBER,
      integer: false,
      min: Number.NEGATIVE_INFINITY,
      max: Number.POSITIVE_INFINITY,
    },
  ],
  [
    "a union where one is no number",
    property({ anyOf: [{ type: "integer", minimum: 5 }, { type: "string" }] }),
    ["a"],
    {
      types: NUMBER | STRING,
      integer: true,
      min: 5,
    },
  ],
  [
    "allOf narrows",
    property({ allOf: [{ type: "number" }, { minimum: 1 }, { maximum: 5 }] }),
    ["a"],
    {
      ...{ types: NUMBER, min: 1, max: 5, simple: false },
    },
  ],
  [
    "values that the type rules out",
    property({ type: "string", enum: ["a", 1, null] }),
    ["a"],
    { values: ["a"], types: STRING },
  ],
  ["values that bounds rule out", property({ enum: [1, 50, "x"], maximum: 10 }), ["a"], { values: [1, "x"] }],
  [
    "bounds that nothing is between",
    property({ type: ["number", "null"], minimum: 5, maximum: 1 }),
    ["a"],
    { types: NULL },
  ],
  [
    "values in common",
    property({ enum: ["a", "b"], anyOf: [{ const: "b" }, { const: "c" }] }),
    ["a"],
    { values: ["b"] },
  ],
  [
    "objects in common, without a look inside",
    property({ enum: [{ x: 1 }, "b"], anyOf: [{ enum: [{ x: 1 }, "c"] }] }),
    ["a"],
    { values: [{ x: 1 }] },
  ],
  [
    "required in another part",
    { allOf: [property({ type: "object" }), { required: ["a"] }, { type: "object" }] },
    ["a"],
    {
      ...{ types: OBJECT, missing: false, declared: true, simple: false },
    },
  ],
  [
    "only the branch that is an object counts",
    property({
      anyOf: [{ type: "null" }, { type: "object", properties: { k: { type: "boolean" } }, required: ["k"] }],
    }),
    ["a", "k"],
    { types: BOOLEAN, missing: true },
  ],
  [
    "an untyped object may be something else",
    { properties: { a: { type: "string" } }, required: ["a"] },
    ["a"],
    {
      ...{ types: STRING, missing: true },
    },
  ],
  [
    "items that prefixItems soften",
    property({ prefixItems: [{}], items: { type: "number" } }),
    ["a", "*"],
    { types: ANY_TYPE },
  ],
];

test.describe("what is certain of an argument", () => {
  for (const [name, schema, path, expected] of facts)
    test(name, () => expect(argumentFacts(schema, path)).toMatchObject(expected));

  test("nothing, where nothing is known", () => {
    expect(anyArgument).toMatchObject({ ...unknown, declared: false, simple: true });
    expect(argumentFacts(undefined, ["a"])).toEqual(anyArgument);
  });
});

const repeated = (times: number, wrap: (inner: unknown) => unknown, innermost: unknown): unknown => {
  let made = innermost;
  for (let i = 0; i < times; i += 1) made = wrap(made);
  return made;
};
const deep = (): unknown => repeated(20_000, (inner) => [inner], 1);
const circle = { A: { $ref: "#/$defs/B" }, B: { $ref: "#/$defs/A" } };
const neverFits = { allOf: [{}, { type: "null" }] };

/** Schemas that would take for ever, or more stack than there is, with arguments, and whether looking at `a` is too much too. */
const hostile: [string, unknown, unknown, boolean][] = [
  ["a reference to itself", { $ref: "#" }, {}, true],
  ["references in a circle", { ...property({ $ref: "#/$defs/A" }), $defs: circle }, { a: 1 }, true],
  ["branches that double with every level", { anyOf: [{ $ref: "#" }, { $ref: "#" }] }, {}, true],
  ["parts that double with every level", { allOf: [{ $ref: "#" }, { $ref: "#" }] }, {}, true],
  ["allOf 20,000 deep", repeated(20_000, (inner) => ({ allOf: [inner] }), { type: "object" }), {}, true],
  ["anyOf 20,000 deep", repeated(20_000, (inner) => ({ anyOf: [inner, inner] }), { type: "null" }), {}, true],
  ["100,000 branches", { anyOf: Array.from({ length: 100_000 }, () => neverFits) }, {}, true],
  ["1,000,000 required keys", { required: Array.from({ length: 1_000_000 }, () => 1) }, {}, true],
  ["a deep value in an enum", property({ enum: [deep()] }), { a: deep() }, false],
  ["a deep value", property({ $ref: "#/$defs/L" }), { a: deep() }, false],
  [
    "a long list of what has many forms",
    property({ items: { anyOf: [...Array.from({ length: 200 }, () => neverFits), {}] } }),
    { a: Array.from({ length: 20_000 }, () => 1) },
    false,
  ],
];

test.describe("what cannot be checked to its end is refused, and nothing is claimed of it", () => {
  for (const [name, schema, value, isTooComplex] of hostile)
    test(name, () => {
      const from = performance.now();
      const [violation] = validateArguments(
        { $defs: { L: { items: { $ref: "#/$defs/L" } } }, ...Object(schema) },
        value,
      );
      expect(violation).toContain("too many steps");
      expect(argumentFacts(schema, ["a"]) === tooComplex).toBe(isTooComplex);
      expect(performance.now() - from).toBeLessThan(30_000);
    });

  test("depth where no value is, is never looked at", () => {
    const schema = repeated(20_000, property, { type: "string" });
    expect(validateArguments(schema, { a: { a: {} } })).toEqual([]);
    expect(argumentFacts(schema, ["a", "a", "a"])).toMatchObject({ types: OBJECT, missing: true });
  });
});

test("a keyword with a value that it cannot have demands nothing", () => {
  const broken = {
    ...{ type: 5, required: "x", enum: {}, properties: [], additionalProperties: "no", items: "x", $ref: 5 },
    ...{ anyOf: {}, oneOf: [], allOf: "x", minimum: "1", maximum: null, maxLength: {}, minItems: "2" },
  };
  for (const schema of [broken, { ...broken, type: [] }, { ...broken, type: ["string", "text"] }]) {
    for (const value of [{}, [], "", 0, false, null]) expect(validateArguments(schema, value)).toEqual([]);
    expect(argumentFacts(schema, ["a"])).toMatchObject(unknown);
  }
});

/** Every value at the path: of all elements, where it goes through a list. `undefined` where there is none. */
function* valuesAt(value: unknown, [step, ...rest]: readonly string[]): Generator<unknown> {
  if (step === undefined) yield value;
  else if (step === "*") {
    if (Array.isArray(value)) for (const element of value) yield* valuesAt(element, rest);
  } else if (typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, step))
    yield* valuesAt(Object.entries(value).find(([key]) => key === step)?.[1], rest);
  else if (!rest.includes("*")) yield undefined;
}

/** What the value contradicts. */
function contradictions(known: ArgumentFacts, value: unknown): string[] {
  if (value === undefined) return known.missing ? [] : ["missing"];
  const wrong: Partial<Record<keyof ArgumentFacts, boolean>> = {
    types: (known.types & typeOf(value)) === 0,
    values: known.values?.some((one) => canonicalJson(one) === canonicalJson(value)) === false,
    min: typeof value === "number" && value < known.min,
    max: typeof value === "number" && value > known.max,
    integer: typeof value === "number" && known.integer && !Number.isInteger(value),
    lengthMax: typeof value === "string" && value.length > known.lengthMax,
    itemsMin: Array.isArray(value) && value.length < known.itemsMin,
  };
  return Object.entries(wrong).flatMap(([name, is]) => (is ? [name] : []));
}

function expectAmongFacts(schema: unknown, value: unknown, paths: readonly string[][]): void {
  for (const path of paths) {
    const known = argumentFacts(schema, path);
    for (const one of valuesAt(value, path)) {
      const wrong = contradictions(known, one);
      if (wrong.length > 0) expect({ schema, value, path, known, wrong }).toBe("a value among the facts");
    }
  }
}

const usualPaths = [["a"], ["b"], ["c"], ["m"], ["m", "x"], ["m", "y"], ["m", "z"], ["z"]];
const listPaths = [["l"], ["l", "*"], ["o"], ["o", "*"], ["o", "*", "k"], ["o", "*", "z"]];

test("arguments that are accepted are among the facts", () => {
  const runs = checks(2_000);
  let accepted = 0;
  const pair = schemas().chain((schema) =>
    fc.tuple(fc.constant(schema), fc.oneof({ weight: 3, arbitrary: argumentValuesFor(schema) }, argumentValues())),
  );
  fc.assert(
    fc.property(pair, ([schema, value]) => {
      if (validateArguments(schema, value).length > 0) return;
      accepted += 1;
      expectAmongFacts(schema, value, [...usualPaths, ...listPaths]);
    }),
    runs,
  );
  expect(accepted, "the property is asked of many").toBeGreaterThan(runs.numRuns / 4);
});

const wildValues: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, 0, 1, 1.5, 2, "", "a", "😀"),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("a", "b"), tie("value"), { maxKeys: 2, noNullPrototype: true }),
  ),
})).value;

const typeNames = ["object", "array", "string", "number", "integer", "boolean", "null"];

/** Schemas of any shape out of all keywords, some with values that they cannot have. Everything is called a or b. */
const wildSchemas: fc.Arbitrary<unknown> = fc.letrec<{ schema: unknown }>((tie) => {
  const schema = tie("schema");
  const schemaList = fc.array(schema, { maxLength: 3 });
  const keywordValues: Record<string, fc.Arbitrary<unknown>> = {
    type: fc.oneof(fc.constantFrom<unknown>(...typeNames, "text", 5), fc.subarray(typeNames)),
    enum: fc.oneof(fc.constant({}), fc.array(wildValues, { maxLength: 4 })),
    const: wildValues,
    minimum: fc.constantFrom<unknown>(0, 1, "1"),
    maximum: fc.constantFrom<unknown>(1, 2, null),
    maxLength: fc.constantFrom<unknown>(0, 1, {}),
    minItems: fc.constantFrom<unknown>(0, 1, []),
    nullable: fc.boolean(),
    properties: fc.oneof(fc.constant([]), fc.dictionary(fc.constantFrom("a", "b"), schema, { noNullPrototype: true })),
    required: fc.oneof(fc.constant("a"), fc.subarray<unknown>(["a", "b", 1])),
    additionalProperties: schema,
    patternProperties: fc.constant({ a: false }),
    items: fc.oneof(schema, schemaList),
    prefixItems: schemaList,
    $ref: fc.constantFrom<unknown>("#", "#/$defs/A", "#/$defs/B", "#/$defs/A/properties/a", "#/nowhere", 5),
    anyOf: schemaList,
    oneOf: schemaList,
    allOf: schemaList,
  };
  const some = fc.subarray(Object.keys(keywordValues), { maxLength: 4 });
  return {
    schema: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom<unknown>(true, {}, false, null, "garbage"),
      some.chain((names) =>
        fc.record(Object.fromEntries(names.map((name) => [name, keywordValues[name] ?? schema])), {
          noNullPrototype: true,
        }),
      ),
    ),
  };
}).schema;

test("so are those of schemas that nobody would write", () => {
  const runs = checks(10_000, 100_000);
  let accepted = 0;
  const deeper = [
    ["a", "a"],
    ["a", "b"],
    ["a", "*"],
    ["*", "a"],
    ["a", "*", "b"],
    ["a", "a", "a"],
  ];
  fc.assert(
    fc.property(wildSchemas, wildSchemas, wildSchemas, wildValues, (schema, A, B, value) => {
      const whole = typeof schema === "object" ? { ...schema, $defs: { A, B } } : schema;
      if (validateArguments(whole, value).length > 0) return;
      accepted += 1;
      expectAmongFacts(whole, value, [[], ["a"], ["b"], ["*"], ...deeper]);
    }),
    runs,
  );
  expect(accepted, "the property is asked of many").toBeGreaterThan(runs.numRuns / 5);
});
