import { ConditionError } from "../condition/condition";
import type { Token } from "./lex";
import { quoteShort } from "./quote";

/** Where the parser is. `element`: what the element is called inside a quantifier. */
export type Cursor = {
  readonly tokens: readonly Token[];
  readonly end: Token;
  next: number;
  element: string | undefined;
  /** Parentheses, negations and calls around this place. */
  nesting: number;
};

export const peek = (cursor: Cursor, ahead = 0): Token => cursor.tokens[cursor.next + ahead] ?? cursor.end;

export function take(cursor: Cursor): Token {
  const token = peek(cursor);
  cursor.next += 1;
  return token;
}

/** Whether this symbol comes next. A string that reads the same is not it. */
export const sees = (cursor: Cursor, symbol: string, ahead = 0): boolean => {
  const token = peek(cursor, ahead);
  return token.kind === "symbol" && token.text === symbol;
};

/** Whether this name comes next, or one of these calls: a name with a parenthesis. */
export const seesName = (cursor: Cursor, name: string): boolean =>
  peek(cursor).kind === "name" && peek(cursor).text === name;
export const seesCall = (cursor: Cursor, name: string): boolean => seesName(cursor, name) && sees(cursor, "(", 1);

/** Takes the symbol if it comes next. */
export function takeIf(cursor: Cursor, symbol: string): boolean {
  if (!sees(cursor, symbol)) return false;
  cursor.next += 1;
  return true;
}

/** Takes the symbol. Throws what to do instead when something else comes. */
export function expect(cursor: Cursor, symbol: string, otherwise: string): void {
  if (!takeIf(cursor, symbol)) throw unexpected(cursor, otherwise);
}

const words = new Map([
  ["and", "&&"],
  ["or", "||"],
  ["not", "!( … )"],
]);

/** The error at what comes next: what to write instead of a word of other languages, or else this sentence. */
export function unexpected(cursor: Cursor, otherwise: string): ConditionError {
  const token = peek(cursor);
  const symbol = token.kind === "name" ? words.get(token.text.toLowerCase()) : undefined;
  if (symbol !== undefined)
    return new ConditionError(`Write ${symbol} instead of ${quoteShort(token.text)}.`, token.at);
  return new ConditionError(otherwise, token.at);
}
