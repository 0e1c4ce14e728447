import { z } from "zod";

/** One field of a schema as a page shows it. */
export type FieldRow = { name: string; type: string; meaning: string; optional: boolean };

/** The fields of a schema with their meanings, which are the schema's own descriptions. */
export function toFieldRows(schema: z.ZodObject): FieldRow[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    type: toTypeWords(property),
    meaning: typeof property === "object" ? (property.description ?? "") : "",
    optional: !required.includes(name),
  }));
}

type JsonSchema = z.core.JSONSchema._JSONSchema;

function toTypeWords(schema: JsonSchema | undefined): string {
  if (typeof schema !== "object") return "any value";
  if (schema.enum) return schema.enum.map(String).join(" | ");
  if (schema.anyOf) return [...new Set(schema.anyOf.map(toTypeWords))].join(" or ");
  switch (schema.type) {
    case "array":
      return `list of ${toTypeWords(Array.isArray(schema.items) ? undefined : schema.items)}`;
    case "integer":
      return "whole number";
    case "string":
      return "text";
    case "boolean":
      return "true or false";
    case undefined:
      return "any value";
    default:
      return [schema.type].flat().join(" or ");
  }
}
