import { ConditionError, conditionLimits } from "../condition/condition";
import { quote } from "./quote";

/** `text` is what was written; `at` where it begins. */
export type Token = { text: string; at: number } & (
  | { kind: "name" | "symbol" | "end" }
  | { kind: "string"; value: string }
  | { kind: "number"; value: number }
);

/** Longer ones first: `<=` is not `<` and `=`. */
const symbols = ["&&", "||", "==", "!=", "<=", ">=", "(", ")", "[", "]", ",", ".", "!", "<", ">"];

const escapes = new Map([
  ['"', '"'],
  ["'", "'"],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** Characters that people write for something else. */
const instead = new Map([
  ["=", 'Write "==" to compare.'],
  ["&", 'Write "&&" where both have to hold.'],
  ["|", 'Write "||" where one of them has to hold.'],
  ["-", 'A minus stands in front of a number; a name with one is written in brackets: args["user-id"].'],
  ...[..."“”„‘’`"].map((mark): [string, string] => [mark, `Write texts in straight quotes: "…" or '…'.`]),
]);

/**
 * The tokens of a condition's text, the last of them its end. One pass, nothing is read twice.
 * Throws ConditionError with the position of what is no token.
 */
export function lex(text: string): Token[] {
  if (text.length > conditionLimits.textMax)
    throw new ConditionError(
      `A condition has at most ${conditionLimits.textMax} characters; write several policies instead.`,
      conditionLimits.textMax,
    );
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const token = readToken(text, at);
    tokens.push(token);
    at = skipSpace(text, at + token.text.length);
  }
  return [...tokens, { kind: "end", text: "", at: text.length }];
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1;
  return at;
}

function readToken(text: string, at: number): Token {
  const first = text.charAt(at);
  if (first === '"' || first === "'") return readString(text, at);
  if (/[0-9]/.test(first) || (first === "-" && /[0-9]/.test(text.charAt(at + 1)))) return readNumber(text, at);
  const name = /[A-Za-z_][A-Za-z0-9_]*/y;
  const word = matchAt(name, text, at);
  if (word !== undefined) return { kind: "name", text: word, at };
  const symbol = symbols.find((one) => text.startsWith(one, at));
  if (symbol !== undefined) return { kind: "symbol", text: symbol, at };
  throw new ConditionError(strange(String.fromCodePoint(text.codePointAt(at) ?? 0)), at);
}

function matchAt(sticky: RegExp, text: string, at: number): string | undefined {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0];
}

function strange(character: string): string {
  if (/\p{L}/u.test(character)) return 'Write a name with other letters in brackets and quotes: args["…"].';
  return instead.get(character) ?? `${quote(character)} means nothing here; take it out, or put a text in quotes.`;
}

/** As in JSON. Never so large that doubles do not hold it exactly. */
function readNumber(text: string, at: number): Token {
  const written = matchAt(/-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y, text, at) ?? "";
  if (/[A-Za-z0-9_.]/.test(text.charAt(at + written.length)))
    throw new ConditionError("Write a number in digits, such as 5, 0.5 or 1e6.", at);
  const value = Number(written);
  if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER))
    throw new ConditionError("Write a number between -(2^53-1) and 2^53-1; beyond them numbers are not exact.", at);
  // A negative zero is a zero.
  return { kind: "number", text: written, at, value: value === 0 ? 0 : value };
}

function readString(text: string, at: number): Token {
  const mark = text.charAt(at);
  let value = "";
  let i = at + 1;
  while (text.charAt(i) !== mark) {
    const { character, length } = readCharacter(text, i, at);
    value += character;
    i += length;
  }
  if (value.length > conditionLimits.stringMax)
    throw new ConditionError(`A text has at most ${conditionLimits.stringMax} characters.`, at);
  return { kind: "string", text: text.slice(at, i + 1), at, value };
}

/** One character of a string that began at `from`: itself, or an escape as in JSON. */
function readCharacter(text: string, at: number, from: number): { character: string; length: number } {
  const character = text.charAt(at);
  if (character === "") throw new ConditionError(`Close this text with ${text.charAt(from)}.`, from);
  if (character === "\n" || character === "\r")
    throw new ConditionError("A text ends on the line where it begins; write \\n for a line break.", at);
  if (character !== "\\") return { character, length: 1 };

  const escaped = escapes.get(text.charAt(at + 1));
  if (escaped !== undefined) return { character: escaped, length: 2 };
  const hex = matchAt(/u[0-9A-Fa-f]{4}/y, text, at + 1);
  if (hex === undefined)
    throw new ConditionError("Write \\\\ for a backslash; escapes are those of JSON, such as \\n and \\u00e9.", at);
  return { character: String.fromCharCode(Number.parseInt(hex.slice(1), 16)), length: 6 };
}
