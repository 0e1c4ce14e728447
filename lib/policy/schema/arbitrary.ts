// biome-ignore lint/style/noRestrictedImports: made for tests, and imported by tests only.
import fc from "fast-check";

/*
 * Input schemas as upstreams write them, and arguments that fit them, nearly fit them, or do not. All schemas have the same
 * arguments: a, b, c are primitive, m is an object with x and y, l a list of primitives, o a list of objects with k.
 */

type Schema = Record<string, unknown>;

export const someTexts = [
  "x",
  "y",
  "/srv/data",
  "/srv/data/a",
  "a@corp.example",
  "https://ok.example/q",
  "C1",
  "zz",
  "é😀",
];
export const someNumbers = [-1, 0, 0.5, 1, 2, 3, 5, 5.5, 7, 10, 11];

const text = fc.constantFrom(...someTexts);
const number = fc.constantFrom(...someNumbers);

const primitive: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    {},
    true,
    { type: "string" },
    { type: "string", maxLength: 2 },
    { type: "string", pattern: "^x" },
    { type: "number" },
    { type: "integer" },
    { type: "boolean" },
    { type: ["string", "null"] },
    { type: ["number", "string"] },
    { type: "string", nullable: true },
    { const: "x" },
    { $ref: "#/$defs/Short" },
    { anyOf: [{ type: "string" }, { type: "null" }] },
    { anyOf: [{ type: "string", enum: ["x", "zz"] }, { type: "null" }] },
    {
      oneOf: [
        { type: "integer", minimum: 5 },
        { type: "string", enum: ["x", "y"] },
      ],
    },
    { allOf: [{ type: "number" }, { maximum: 5 }] },
  ),
  fc.subarray(someTexts, { minLength: 1 }).map((values) => ({ type: "string", enum: values })),
  fc
    .subarray<unknown>([...someTexts, ...someNumbers, null, true], { minLength: 1 })
    .map((values) => ({ enum: values })),
  fc
    .tuple(fc.constantFrom("number", "integer"), fc.constantFrom(0, 1, 5), fc.constantFrom(5, 10))
    .map(([type, minimum, maximum]) => ({ type, minimum, maximum })),
);

/** The object m, in the forms in which schemas put objects together. */
function formsOf(object: Schema, required: string[]): fc.Arbitrary<Schema> {
  const { required: _, ...loose } = object;
  return fc.constantFrom<Schema>(
    object,
    { allOf: [loose, { required }] },
    { anyOf: [object, { type: "object", properties: { x: { type: "string" } } }] },
    { anyOf: [{ type: "null" }, { ...object, type: "object" }] },
    { $ref: "#/$defs/M" },
  );
}

/** Objects at the top, each keyword of which `validateArguments` knows or ignores. */
export function schemas(): fc.Arbitrary<Schema> {
  return fc
    .record({
      ...{ a: primitive, b: primitive, c: primitive, x: primitive, y: primitive, element: primitive, k: primitive },
      required: fc.subarray(["a", "b", "c", "m", "l", "o"]),
      requiredOfM: fc.subarray(["x", "y"]),
      typeOfM: fc.constantFrom({}, { type: "object" }),
      closed: fc.constantFrom<Schema>({}, { additionalProperties: false }, { additionalProperties: true }),
      least: fc.constantFrom<Schema>({}, { minItems: 1 }),
    })
    .chain((of) => {
      const m = { ...of.typeOfM, properties: { x: of.x, y: of.y }, required: of.requiredOfM };
      return formsOf(m, of.requiredOfM).map((form) => ({
        type: "object",
        properties: {
          ...{ a: of.a, b: of.b, c: of.c, m: form },
          l: { type: "array", items: of.element, ...of.least },
          o: { type: "array", items: { type: "object", properties: { k: of.k } } },
        },
        required: of.required,
        ...of.closed,
        $defs: { Short: { type: "string", enum: ["x", "zz"] }, M: m },
      }));
    });
}

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: text },
  { weight: 5, arbitrary: number },
  fc.boolean(),
  fc.constantFrom<unknown>(null, {}, [], 1e308, 2 ** 53),
);
const orElse = (usual: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 5, arbitrary: usual }, scalar);

/** Arguments made without regard to a schema. */
export function argumentValues(): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(
    {
      ...{ a: scalar, b: scalar, c: scalar },
      m: orElse(fc.record({ x: scalar, y: scalar }, { requiredKeys: [] })),
      l: orElse(fc.array(scalar, { maxLength: 3 })),
      o: orElse(fc.array(fc.record({ k: scalar }, { requiredKeys: [] }), { maxLength: 3 })),
    },
    { requiredKeys: [], noNullPrototype: true },
  );
}

/** Arguments made along a schema of `schemas()`, so that most of them fit. */
export function argumentValuesFor(schema: unknown): fc.Arbitrary<unknown> {
  return valuesFor(schema, schema);
}

function valuesFor(schema: unknown, root: unknown): fc.Arbitrary<unknown> {
  if (!isSchema(schema)) return scalar;
  const { $ref, enum: values, anyOf, oneOf, allOf, type } = schema;
  if (Object.hasOwn(schema, "const")) return fc.constant(schema["const"]);
  if (typeof $ref === "string") return valuesFor(definition(root, $ref), root);
  if (isList(values)) return fc.constantFrom(...values);
  const branches = isList(anyOf) ? anyOf : isList(oneOf) ? oneOf : undefined;
  if (branches) return fc.oneof(...branches.map((branch) => valuesFor(branch, root)));
  if (isList(allOf)) return valuesFor(Object.assign({}, ...allOf), root);
  if (type === undefined && schema["properties"] !== undefined) return fc.oneof(objectsFor(schema, root), scalar);
  const types = isList(type) ? type : [type];
  const nullable = schema["nullable"] === true ? [fc.constant(null)] : [];
  return fc.oneof(...types.map((one) => valuesOfType(one, schema, root)), ...nullable);
}

function valuesOfType(type: unknown, schema: Schema, root: unknown): fc.Arbitrary<unknown> {
  const { minimum, maximum, maxLength, minItems } = schema;
  switch (type) {
    case "string":
      return text.filter((one) => typeof maxLength !== "number" || [...one].length <= maxLength);
    case "number":
    case "integer":
      return number.filter(
        (n) =>
          !(typeof minimum === "number" && n < minimum) &&
          !(typeof maximum === "number" && n > maximum) &&
          (type === "number" || Number.isInteger(n)),
      );
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(valuesFor(schema["items"], root), {
        minLength: typeof minItems === "number" ? minItems : 0,
        maxLength: 3,
      });
    case "object":
      return objectsFor(schema, root);
    default:
      return scalar;
  }
}

function objectsFor({ properties, required }: Schema, root: unknown): fc.Arbitrary<unknown> {
  const entries = isSchema(properties) ? Object.entries(properties) : [];
  const keys = isList(required) ? required.filter((key) => entries.some(([name]) => name === key)) : [];
  return fc.record(Object.fromEntries(entries.map(([key, schema]) => [key, valuesFor(schema, root)])), {
    requiredKeys: keys.map(String),
    noNullPrototype: true,
  });
}

function definition(root: unknown, ref: string): unknown {
  const definitions = isSchema(root) ? root["$defs"] : undefined;
  return isSchema(definitions) ? definitions[ref.slice("#/$defs/".length)] : undefined;
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
