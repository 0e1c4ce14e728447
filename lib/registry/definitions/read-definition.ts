import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import { isStorable } from "../internal/is-storable";
import type { ToolDefinition } from "../servers/definition";

/** Deeper nested than any schema that people write. */
const depthMax = 64;

const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;

/**
 * A tool of a `tools/list` answer (MCP 2025-11-25 and 2026-07-28, `Tool`) as far as its definition goes, the same whoever read the
 * answer: the SDK's client, which keeps of annotations what the revision names, or the relay, which keeps everything. Undefined
 * where it is no tool, cannot be stored, or is nested too deeply to be compared.
 */
export function readDefinition(tool: unknown): ToolDefinition | undefined {
  const picked = pickDefinition(tool);
  if (picked === undefined) return undefined;
  const { inputSchema, outputSchema } = picked;
  return isWithin(inputSchema, depthMax) && isWithin(outputSchema, depthMax) && isStorable(picked) ? picked : undefined;
}

/** The same without a look at what is in the schemas: to be compared with one that was read. */
export function pickDefinition(tool: unknown): ToolDefinition | undefined {
  if (!isObject(tool)) return undefined;
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  if (typeof name !== "string" || !isObject(inputSchema)) return undefined;
  if (title !== undefined && typeof title !== "string") return undefined;
  if (description !== undefined && typeof description !== "string") return undefined;
  if (outputSchema !== undefined && !isObject(outputSchema)) return undefined;
  if (annotations !== undefined && !isObject(annotations)) return undefined;
  return {
    name,
    title,
    // What is stored of a tool does not know the one from the other, so its hash must not.
    description: description === "" ? undefined : description,
    inputSchema,
    outputSchema,
    annotations: annotations && readAnnotations(annotations),
  };
}

/** SHA-256 over name, texts, schemas and annotations in canonical form, hexadecimal (DESIGN §8). */
export const definitionHash = (definition: ToolDefinition): string =>
  createHash("sha256")
    .update(canonicalJson(withoutUndefined(definition)))
    .digest("hex");

export const withoutUndefined = (definition: ToolDefinition): Record<string, unknown> =>
  Object.fromEntries(Object.entries(definition).filter(([, value]) => value !== undefined));

function readAnnotations(annotations: Record<string, unknown>): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  if (typeof annotations["title"] === "string") read["title"] = annotations["title"];
  for (const hint of hints) if (typeof annotations[hint] === "boolean") read[hint] = annotations[hint];
  return read;
}

function isWithin(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((child) => isWithin(child, depth - 1));
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
