/*
 * JSON taken apart without reading what is in it. Only for text without blanks between its tokens, as the log writes it: for any
 * other text there is no answer, and whoever asks reads it the ordinary way.
 */

/** The members of a JSON object as texts, by name. Undefined where the text is written in another way. */
export function membersOf(text: string): Map<string, string> | undefined {
  const members = new Map<string, string>();
  const end = text.length - 1;
  if (text.charCodeAt(0) !== openBrace || text.charCodeAt(end) !== closeBrace) return undefined;
  for (let at = 1; at < end; at += 1) {
    const colon = endOfValue(text, at);
    if (text.charCodeAt(at) !== quote || text.charCodeAt(colon) !== colonSign) return undefined;
    const name = text.slice(at + 1, colon - 1);
    const comma = endOfValue(text, colon + 1);
    if (comma < 0 || name.includes("\\")) return undefined;
    members.set(name, text.slice(colon + 1, comma));
    at = comma;
  }
  return members;
}

/** The elements of a JSON array as texts. Undefined where the text is written in another way. */
export function elementsOf(text: string): string[] | undefined {
  const elements: string[] = [];
  const end = text.length - 1;
  if (text.charCodeAt(0) !== openBracket || text.charCodeAt(end) !== closeBracket) return undefined;
  for (let at = 1; at < end; at += 1) {
    const comma = endOfValue(text, at);
    if (comma < 0) return undefined;
    elements.push(text.slice(at, comma));
    at = comma;
  }
  return elements;
}

const [quote, backslash, comma, colonSign] = [0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const blank = 0x20;

/** The place behind the value that begins at `from`: of what separates it from the next, or of the bracket around it. -1: there is none. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === quote) {
      at = endOfString(text, at);
      if (at < 0) return -1;
    } else if (char === openBrace || char === openBracket) depth += 1;
    else if (char === closeBrace || char === closeBracket) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (depth === 0 && (char === comma || char === colonSign)) return at;
    else if (char <= blank) return -1;
  }
  return -1;
}

/** The place of the quotation mark that ends the string which begins at `from`. */
function endOfString(text: string, from: number): number {
  let at = text.indexOf('"', from + 1);
  while (isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at;
}

/** Whether an odd number of backslashes stands before a place. */
function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === backslash) before -= 1;
  return (at - before) % 2 === 0;
}
