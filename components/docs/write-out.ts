import type { Schema } from "./schema-rows";

/**
 * A schema with what it refers to written where it stands, and what it is all of as one. Pure. What is part of itself (a condition among
 * conditions) is written once and is an object below.
 */
export function writeOut(
  schema: Schema,
  named: Readonly<Record<string, Schema>>,
  within: readonly string[] = [],
): Schema {
  const { $ref, allOf, ...rest } = schema;
  if (typeof $ref === "string") {
    const name = $ref.slice($ref.lastIndexOf("/") + 1);
    const found = within.includes(name) ? undefined : named[name];
    return found ? { ...writeOut(found, named, [...within, name]), ...rest } : { type: "object", ...rest };
  }
  const parts = list(allOf).map((part) => writeOut(part, named, within));
  const whole: Schema = {
    ...rest,
    ...(parts.length > 0 && {
      type: "object",
      properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
      required: parts.flatMap(({ required }) => (Array.isArray(required) ? required : [])),
    }),
  };
  return Object.fromEntries(
    Object.entries(whole).map(([key, value]) => {
      if (key === "properties" && isSchema(value))
        return [
          key,
          Object.fromEntries(
            Object.entries(value).map(([name, one]) => [name, isSchema(one) ? writeOut(one, named, within) : one]),
          ),
        ];
      if (key === "items" && isSchema(value)) return [key, writeOut(value, named, within)];
      if (key === "anyOf" || key === "oneOf") return [key, list(value).map((one) => writeOut(one, named, within))];
      return [key, value];
    }),
  );
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);
