/** Deeper than any definition that can be read; the stack has room for it. */
const depthMax = 200;

/**
 * Whether two values out of JSON.parse are the same, whatever the order of their keys. It copies nothing and stops at the first
 * difference. What is nested deeper than can be compared is never the same.
 */
export function sameJson(a: unknown, b: unknown, depth = 0): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || depth > depthMax) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i += 1) if (!sameJson(a[i], b[i], depth + 1)) return false;
    return true;
  }
  if (Array.isArray(b)) return false;
  // safe because both are objects and neither is a list; only keys of their own are read
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  for (const key of keys) if (!Object.hasOwn(right, key) || !sameJson(left[key], right[key], depth + 1)) return false;
  return true;
}
