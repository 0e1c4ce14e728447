import type { Schema } from "./schema-rows";

export type Named = Readonly<Record<string, Schema>>;

/**
 * A schema as it can be shown by itself. Pure. What it is all of is one object, what is referred to and has no fields (a level, an outcome)
 * stands where it is used, and what has fields is its name, as `title`: it is told once, elsewhere (`schemasIn`).
 */
export function writeOut(schema: Schema, named: Named): Schema {
  const { $ref, allOf, ...rest } = schema;
  if (typeof $ref === "string") {
    const found = named[nameOf($ref)];
    return found && !hasFields(found, named)
      ? { ...writeOut(found, named), ...rest }
      : { title: nameOf($ref), type: "object", ...rest };
  }
  const whole: Schema = allOf === undefined ? rest : { ...rest, ...asOne(list(allOf), named) };
  const inside = (value: unknown): unknown => (isSchema(value) ? writeOut(value, named) : value);
  return Object.fromEntries(
    Object.entries(whole).map(([key, value]) => {
      if (key === "properties" && isSchema(value)) return [key, mapped(value, inside)];
      if (key === "items") return [key, inside(value)];
      if (key === "anyOf" || key === "oneOf") return [key, list(value).map(inside)];
      return [key, value];
    }),
  );
}

/** Names of what has fields of its own in schemas, and in what they refer to, in the order in which they are met. Pure. */
export function schemasIn(schemas: readonly unknown[], named: Named): string[] {
  const names = new Set<string>();
  const seen = new Set<string>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) look(one);
    else if (isSchema(value))
      for (const [key, one] of Object.entries(value)) {
        if (key !== "$ref" || typeof one !== "string") look(one);
        else if (!seen.has(one)) {
          seen.add(one);
          const found = named[nameOf(one)];
          if (found && hasFields(found, named)) names.add(nameOf(one));
          look(found);
        }
      }
  };
  look(schemas);
  return [...names];
}

/** The fields of all of several objects, those that are referred to among them. */
function asOne(parts: readonly Schema[], named: Named): Schema {
  const resolved = parts.map((part) => {
    const { $ref, allOf, ...rest } = part;
    const found = typeof $ref === "string" ? named[nameOf($ref)] : undefined;
    if (found) return asOne([found], named);
    return allOf === undefined ? rest : { ...rest, ...asOne(list(allOf), named) };
  });
  return {
    type: "object",
    properties: Object.assign({}, ...resolved.map(({ properties }) => properties)),
    required: resolved.flatMap(({ required }) => (Array.isArray(required) ? required : [])),
  };
}

function hasFields(schema: Schema, named: Named): boolean {
  const { $ref, properties, allOf, anyOf } = schema;
  if (typeof $ref === "string") return hasFields(named[nameOf($ref)] ?? {}, named);
  return isSchema(properties) || [...list(allOf), ...list(anyOf)].some((one) => hasFields(one, named));
}

const nameOf = ($ref: string): string => $ref.slice($ref.lastIndexOf("/") + 1);
const mapped = (schema: Schema, change: (value: unknown) => unknown): Schema =>
  Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, change(value)]));
const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);
