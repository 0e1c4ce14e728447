/** Longest text that an event keeps of one field; more is cut and says so. */
const charsMax = 4_000;

/**
 * A value as PostgreSQL's jsonb can hold it: no NUL, no lone surrogate, no endless text. What an agent or an upstream
 * says of itself ends up in events, and must never be able to make one unwritable.
 */
export function storable(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (value !== null && typeof value === "object")
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, child]) =>
        child === undefined ? [] : [[storableText(key), storable(child)]],
      ),
    );
  if (typeof value === "number" && !Number.isFinite(value)) return null;
  return value;
}

export function storableText(text: string): string {
  const cut = text.length > charsMax ? `${text.slice(0, charsMax)}… (${text.length} characters)` : text;
  const whole = cut.isWellFormed() ? cut : cut.toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", "\uFFFD") : whole;
}
