/*
 * A form made of a tool's input schema. A field's name is the place of its value in the arguments, as a JSON pointer
 * (RFC 6901), so that a query string can carry it. What a form cannot say (an empty text, a key that the schema does not
 * name) is written as JSON instead.
 */

type Schema = Record<string, unknown>;

type Named = { pointer: string; label: string; required: boolean; hint: string | undefined };

/** A field with one value. */
export type ValueField = Named &
  ({ kind: "text" | "number" | "boolean" | "texts" | "json" } | { kind: "choice"; choices: readonly string[] });
/** An object whose properties are fields of their own. */
export type GroupField = Named & { kind: "group"; fields: readonly ValueField[] };
export type ArgumentField = ValueField | GroupField;

/** What was typed, by pointer. */
export type Typed = (pointer: string) => string | undefined;
/** Arguments as far as they could be read, and what could not be, by pointer. */
export type ReadArguments = { args: Record<string, unknown>; problems: ReadonlyMap<string, string> };

const fieldsMax = 100;

/** The fields of a schema; undefined where no form says what it takes. */
export function toArgumentFields(schema: unknown): ArgumentField[] | undefined {
  if (!isObject(schema)) return undefined;
  const properties = propertiesOf(schema);
  if (properties === undefined) return schema["additionalProperties"] === false ? [] : undefined;
  if (Object.keys(properties).length > fieldsMax) return undefined;
  return toFields(schema, properties, "", (property, named): ArgumentField => {
    const inner = propertiesOf(property);
    if (typeOf(property) !== "object" || inner === undefined || Object.keys(inner).length > fieldsMax)
      return toValueField(property, named);
    return { ...named, kind: "group", fields: toFields(property, inner, named.pointer, toValueField) };
  });
}

function toFields<Field>(
  schema: Schema,
  properties: Schema,
  above: string,
  toField: (property: Schema, named: Named) => Field,
): Field[] {
  const required: unknown[] = Array.isArray(schema["required"]) ? schema["required"] : [];
  return Object.entries(properties).map(([key, property]) => {
    const known = isObject(property) ? property : {};
    const { title, description } = known;
    const hint = [description, boundsOf(known)].filter((text) => typeof text === "string" && text !== "").join(" · ");
    return toField(known, {
      pointer: `${above}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`,
      label: typeof title === "string" && title !== "" ? `${title} (${key})` : key,
      required: required.includes(key),
      hint: hint === "" ? undefined : hint,
    });
  });
}

function toValueField(schema: Schema, named: Named): ValueField {
  const choices = Object.hasOwn(schema, "const") ? [schema["const"]] : schema["enum"];
  if (Array.isArray(choices) && choices.length > 0 && choices.every(isScalar))
    return { ...named, kind: "choice", choices: choices.map((one) => JSON.stringify(one)) };
  switch (typeOf(schema)) {
    case "string":
      return { ...named, kind: "text" };
    case "number":
    case "integer":
      return { ...named, kind: "number" };
    case "boolean":
      return { ...named, kind: "boolean" };
    case "array":
      return { ...named, kind: isObject(schema["items"]) && typeOf(schema["items"]) === "string" ? "texts" : "json" };
    default:
      return { ...named, kind: "json" };
  }
}

/** What the schema asks of a value, in a few words. */
function boundsOf(schema: Schema): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, maxLength, minLength, pattern, format } = schema;
  return [
    typeOf(schema) === "integer" && "whole number",
    typeof minimum === "number" && `at least ${minimum}`,
    typeof exclusiveMinimum === "number" && `above ${exclusiveMinimum}`,
    typeof maximum === "number" && `at most ${maximum}`,
    typeof exclusiveMaximum === "number" && `below ${exclusiveMaximum}`,
    typeof minLength === "number" && minLength > 0 && `${minLength} characters or more`,
    typeof maxLength === "number" && `${maxLength} characters at most`,
    typeof pattern === "string" && pattern.length <= 80 && `matches ${pattern}`,
    typeof format === "string" && format,
  ]
    .filter((word) => typeof word === "string")
    .join(", ");
}

/** Reads what was typed. A field that is left empty is left out; a list that must be there is then an empty one. */
export function readArguments(fields: readonly ArgumentField[], typed: Typed): ReadArguments {
  const problems = new Map<string, string>();
  return { args: readInto(fields), problems };

  function readInto(some: readonly ArgumentField[]): Record<string, unknown> {
    return Object.fromEntries(
      some.flatMap((field): [string, unknown][] => {
        const value = field.kind === "group" ? readGroup(field) : readOne(field);
        return value === undefined ? [] : [[keyOf(field.pointer), value]];
      }),
    );
  }

  function readGroup({ fields: inner, required }: GroupField): unknown {
    const group = readInto(inner);
    return required || Object.keys(group).length > 0 ? group : undefined;
  }

  function readOne(field: ValueField): unknown {
    const text = (typed(field.pointer) ?? "").replaceAll("\r\n", "\n");
    if (field.kind === "texts") {
      const lines = text.split("\n").filter((line) => line !== "");
      return lines.length > 0 || field.required ? lines : undefined;
    }
    if (text === "") return undefined;
    switch (field.kind) {
      case "text":
        return text;
      case "boolean":
        return text === "true";
      case "number": {
        const value = text.trim() === "" ? Number.NaN : Number(text);
        if (Number.isFinite(value)) return value;
        problems.set(field.pointer, `"${text}" is not a number.`);
        return undefined;
      }
      case "choice":
        if (field.choices.includes(text)) return JSON.parse(text);
        problems.set(field.pointer, `${text} is none of the values that the tool takes.`);
        return undefined;
      case "json": {
        const read = readJson(text);
        if ("value" in read) return read.value;
        problems.set(field.pointer, read.problem);
        return undefined;
      }
    }
  }
}

/** What would have to be typed for these arguments; undefined where the form cannot say them. */
export function writeArguments(
  fields: readonly ArgumentField[],
  args: Readonly<Record<string, unknown>>,
): Map<string, string> | undefined {
  const typed = new Map<string, string>();
  write(fields, args);
  const again = readArguments(fields, (pointer) => typed.get(pointer));
  return again.problems.size === 0 && sameJson(again.args, args) ? typed : undefined;

  function write(some: readonly ArgumentField[], from: Readonly<Record<string, unknown>>): void {
    for (const field of some) {
      const key = keyOf(field.pointer);
      const value = Object.hasOwn(from, key) ? from[key] : undefined;
      if (value === undefined) continue;
      if (field.kind === "group") {
        if (isObject(value)) write(field.fields, value);
      } else typed.set(field.pointer, toText(field, value));
    }
  }
}

function toText({ kind }: ValueField, value: unknown): string {
  if (kind === "text") return typeof value === "string" && !/[\r\n]/.test(value) ? value : "";
  if (kind === "texts") return Array.isArray(value) ? value.join("\n") : "";
  return JSON.stringify(value);
}

/** A JSON text, or a sentence that says what is wrong with it. */
export function readJson(text: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : "it could not be read"}.` };
  }
}

const keyOf = (pointer: string): string =>
  pointer
    .slice(pointer.lastIndexOf("/") + 1)
    .replaceAll("~1", "/")
    .replaceAll("~0", "~");

const propertiesOf = (schema: Schema): Schema | undefined =>
  isObject(schema["properties"]) ? schema["properties"] : undefined;

/** The one type of a schema, null not counted. Where it says more (a union, a reference) there is none. */
function typeOf(schema: Schema): unknown {
  if (["$ref", "oneOf", "anyOf", "allOf"].some((word) => Object.hasOwn(schema, word))) return undefined;
  const types = [schema["type"]].flat().filter((type) => type !== "null");
  return types.length === 1 ? types[0] : undefined;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): boolean => value === null || ["string", "number", "boolean"].includes(typeof value);

/** Whether two JSON values are the same, whatever the order of their keys. */
function sameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => sameJson(one, b[i]));
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
    );
  }
  return a === b;
}
