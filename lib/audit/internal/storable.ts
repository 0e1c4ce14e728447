/** Longest text that an event keeps of one field; more is cut and says so. */
const charsMax = 4_000;

/**
 * A value as PostgreSQL's jsonb can hold it: no NUL, no lone surrogate, no endless text. What an agent or an upstream
 * says of itself ends up in events, and must never be able to make one unwritable. The value itself where it is fine.
 */
export const storable = (value: unknown): unknown => (isFine(value) ? value : mended(value));

function isFine(value: unknown): boolean {
  if (typeof value === "string") return isFineText(value);
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(isFine);
  for (const [key, child] of Object.entries(value)) if (!isFineText(key) || !isFine(child)) return false;
  return true;
}

/**
 * The JSON of a value as PostgreSQL can hold it, written by `write`. Nearly always the value is fine, and its text shows it for less
 * than a walk through its parts would: no text in it can be too long, and what JSON has to write as a number of a character
 * (NUL and lone surrogates among them) is not there.
 */
export function storableJson(value: unknown, write: (value: unknown) => string): string {
  try {
    const text = write(value);
    if (text.length <= charsMax && !text.includes("\\u")) return text;
  } catch {
    // A number that is not finite.
  }
  return write(storable(value));
}

const isFineText = (text: string): boolean => text.length <= charsMax && text.isWellFormed() && !text.includes("\0");

function mended(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(mended);
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [storableText(key), mended(child)]));
}

export function storableText(text: string): string {
  if (isFineText(text)) return text;
  const cut = text.length > charsMax ? `${text.slice(0, charsMax)}… (${text.length} characters)` : text;
  return cut.toWellFormed().replaceAll("\0", "\uFFFD");
}
