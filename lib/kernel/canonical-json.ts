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

/** The value with its keys in the order of their UTF-16 code units. What is in order already is not copied. */
function sorted(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError("A number is not finite.");
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return sortedItems(value);
  const source = value as Record<string, unknown>; // safe because it is an object, and only its own keys are read
  const keys = Object.keys(source);
  let last = "";
  let isInOrder = true;
  for (const key of keys) {
    const first = key.charCodeAt(0);
    if ((first >= 48 && first <= 57) || key === "__proto__") return unsortable;
    if (key < last) isInOrder = false;
    last = key;
  }
  let copy: Record<string, unknown> | undefined = isInOrder ? undefined : {};
  if (!isInOrder) keys.sort();
  for (const [i, key] of keys.entries()) {
    const child = source[key];
    const inOrder = sorted(child);
    if (inOrder === unsortable) return unsortable;
    if (copy === undefined && inOrder !== child) {
      copy = {};
      for (const before of keys.slice(0, i)) copy[before] = source[before];
    }
    if (copy !== undefined) copy[key] = inOrder;
  }
  return copy ?? source;
}

function sortedItems(items: readonly unknown[]): unknown {
  let copy: unknown[] | undefined;
  for (const [i, item] of items.entries()) {
    const inOrder = sorted(item);
    if (inOrder === unsortable) return unsortable;
    if (copy === undefined && inOrder !== item) copy = items.slice(0, i);
    copy?.push(inOrder);
  }
  return copy ?? items;
}
