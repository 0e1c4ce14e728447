/*
 * Arguments that a policy asks about are a few of those that a schema requires. These fill in the others.
 */

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const depthMax = 6;

/** Puts a value at a path, making objects on the way; false where something else is in the way. */
export function put(into: Fields, path: readonly string[], value: unknown): boolean {
  let at = into;
  for (const key of path.slice(0, -1)) {
    const next = Object.hasOwn(at, key) ? at[key] : undefined;
    if (next === undefined) {
      const made: Fields = {};
      at[key] = made;
      at = made;
    } else if (isFields(next)) at = next;
    else return false;
  }
  const last = path.at(-1);
  if (last === undefined) return false;
  at[last] = value;
  return true;
}

/** Gives every required property that is not there some valid simple value, in place. Nothing is promised: whoever uses it validates. */
export function fillRequired(into: unknown, schema: unknown, depth = 0): void {
  if (depth > depthMax || !isFields(into) || !isFields(schema)) return;
  const properties = isFields(schema["properties"]) ? schema["properties"] : {};
  const required: unknown[] = Array.isArray(schema["required"]) ? schema["required"] : [];
  for (const key of required)
    if (typeof key === "string" && !Object.hasOwn(into, key))
      into[key] = someValue(Object.hasOwn(properties, key) ? properties[key] : undefined);
  for (const key of Object.keys(into))
    if (Object.hasOwn(properties, key)) fillRequired(into[key], properties[key], depth + 1);
}

function someValue(schema: unknown): unknown {
  if (!isFields(schema)) return {};
  if (Object.hasOwn(schema, "const")) return schema["const"];
  if (Array.isArray(schema["enum"]) && schema["enum"].length > 0) return schema["enum"][0];
  const types: unknown = schema["type"];
  const type: unknown = Array.isArray(types) ? types[0] : types;
  switch (type) {
    case "string":
      return "example";
    case "number":
    case "integer":
      return typeof schema["minimum"] === "number"
        ? schema["minimum"]
        : typeof schema["maximum"] === "number"
          ? schema["maximum"]
          : 0;
    case "boolean":
      return false;
    case "array":
      return [];
    case "null":
      return null;
    default:
      return {};
  }
}
