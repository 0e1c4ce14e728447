import type { ReasonCode } from "./decision";
import { validateArguments } from "./schema/validate";

/** Bounds of one call's arguments. A walk over them is bounded whatever was sent. */
export const argumentLimits = { depthMax: 48, nodesMax: 20_000, charsMax: 1_048_576 } as const;

const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

export type ArgumentOutcome = { code: ReasonCode | undefined; text: string; violations: string[] };

/**
 * Stage 4: arguments are a plain object of finite size with no key that could reach a prototype, and fit `schema` (the
 * tool's inputSchema) where one is given. No arguments sent are an empty object (MCP: `arguments` is optional).
 */
export function checkArguments(value: unknown, schema: unknown): ArgumentOutcome {
  const bounds = checkBounds(value === undefined ? {} : value);
  if (bounds.code !== undefined || schema === undefined) return bounds;
  const violations = validateArguments(schema, value === undefined ? {} : value);
  if (violations.length === 0) return { ...bounds, text: "Arguments are within bounds and fit the input schema." };
  return { code: "ARGUMENTS_INVALID", text: violations.join(" "), violations };
}

/** Iterative, so that depth cannot exhaust the stack. */
function checkBounds(value: unknown): ArgumentOutcome {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    return failed("ARGUMENTS_INVALID", "Arguments must be a JSON object.");

  let nodes = 0;
  let chars = 0;
  // Two stacks side by side: every call is walked, and an object for each of its values would be most of the cost.
  const values: unknown[] = [value];
  const depths: number[] = [1];
  for (let depth = depths.pop(); depth !== undefined; depth = depths.pop()) {
    nodes += 1;
    if (nodes > argumentLimits.nodesMax)
      return failed("ARGUMENTS_TOO_LARGE", `More than ${argumentLimits.nodesMax} values.`);
    if (depth > argumentLimits.depthMax)
      return failed("ARGUMENTS_TOO_LARGE", `Nested deeper than ${argumentLimits.depthMax} levels.`);
    const item = values.pop();
    if (typeof item === "string") chars += item.length;
    else if (typeof item === "number" && !Number.isFinite(item))
      return failed("ARGUMENTS_INVALID", "A number is not finite.");
    else if (Array.isArray(item))
      for (const child of item) {
        values.push(child);
        depths.push(depth + 1);
      }
    else if (isFields(item))
      for (const key of Object.keys(item)) {
        if (forbiddenKeys.has(key)) return failed("ARGUMENTS_FORBIDDEN_KEY", `The key "${key}" is not allowed.`);
        chars += key.length;
        values.push(item[key]);
        depths.push(depth + 1);
      }
    if (chars > argumentLimits.charsMax)
      return failed("ARGUMENTS_TOO_LARGE", `More than ${argumentLimits.charsMax} characters.`);
  }
  return { code: undefined, text: "Arguments are within bounds.", violations: [] };
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const failed = (code: ReasonCode, text: string): ArgumentOutcome => ({ code, text, violations: [text] });
