import { hasMask } from "./payload/secret-shapes";

/**
 * Paths in a redacted value at which something was masked, wholly or in part; where the name of a field was, the path of what
 * holds it. Read off the value itself, because a dotted path cannot tell `a.b` from `a` and `b`.
 */
export function maskedPaths(value: unknown, at: readonly string[] = []): string[][] {
  if (typeof value === "string") return hasMask(value) ? [[...at]] : [];
  if (typeof value !== "object" || value === null) return [];
  const entries = Object.entries(value);
  if (entries.some(([key]) => hasMask(key))) return [[...at]];
  return entries.flatMap(([key, child]) => maskedPaths(child, [...at, key]));
}
