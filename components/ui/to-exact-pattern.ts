/** Matches exactly `text` in an input's `pattern`, whatever characters it is made of. */
export const toExactPattern = (text: string): string =>
  Array.from(text, (char) => (/[a-z0-9]/i.test(char) ? char : `\\u{${char.codePointAt(0)?.toString(16)}}`)).join("");
