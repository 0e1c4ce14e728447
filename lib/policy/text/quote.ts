/** What the eye cannot see or cannot tell from something else: controls, turned writing direction, odd spaces, line ends. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/**
 * A string as the text form writes it: JSON, on one line, and with everything invisible escaped, so that a reviewer sees
 * what a policy compares with (Unicode TR 36 §2.5, bidirectional text).
 */
export const quote = (value: string): string => JSON.stringify(value).replaceAll(unseen, escapeUnits);

function escapeUnits(character: string): string {
  let escaped = "";
  for (let i = 0; i < character.length; i += 1)
    escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`;
  return escaped;
}

/** The same for what stands in an error: no longer than a line. */
export const quoteShort = (value: string): string => quote(value.length > 60 ? `${value.slice(0, 60)}…` : value);
