import canonicalize from "canonicalize";

/** The one byte form of a JSON value (RFC 8785), for hashing and diffing. Throws on what JSON cannot hold (NaN, functions, cycles). */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("This value has no JSON form.");
  return text;
}
