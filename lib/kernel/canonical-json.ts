import canonicalize from "canonicalize";

/**
 * The one byte form of a JSON value (RFC 8785), for hashing and diffing. Throws on what JSON cannot hold (NaN, functions,
 * cycles).
 */
export function canonicalJson(value: unknown): string {
  // RFC 8785 is what JSON.stringify writes, with keys in order. Objects keep the order of their keys, but for those that
  // look like array indices; the library writes them one by one.
  const inOrder = sorted(value);
  const text = inOrder === unsortable ? canonicalize(value) : JSON.stringify(inOrder);
  if (text === undefined) throw new TypeError("This value has no JSON form.");
  return text;
}

const unsortable = Symbol("an object with keys that cannot be put in order");

/** A copy whose keys are in the order of their UTF-16 code units, without those that are undefined. */
function sorted(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError("A number is not finite.");
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) {
      const copy = sorted(item);
      if (copy === unsortable) return unsortable;
      items.push(copy);
    }
    return items;
  }
  const source = value as Record<string, unknown>; // safe because it is an object, and only its own keys are read
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(source).sort()) {
    const first = key.charCodeAt(0);
    if ((first >= 48 && first <= 57) || key === "__proto__") return unsortable;
    const child = source[key];
    if (child === undefined) continue;
    const inOrder = sorted(child);
    if (inOrder === unsortable) return unsortable;
    copy[key] = inOrder;
  }
  return copy;
}
