import { ConditionError, conditionLimits, type Scalar, weekdays } from "../condition/condition";
import { nearest } from "../nearest";
import { type Cursor, expect, peek, take, takeIf } from "./cursor";
import { type Literals, usualZone } from "./notation";
import { quoteShort } from "./quote";

/** Reads what an operator takes. `operator`: as it is written, for the error that says what belongs here. */
type Reader<Value> = (cursor: Cursor, operator: string) => Value;

const words = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** One reader for each kind of literal. Each throws ConditionError at the literal that does not fit. */
export const readLiteral: { [Name in keyof Literals]: Reader<Literals[Name]> } = {
  scalar: readScalar,
  number: readNumber,
  text: readText,
  texts: (cursor, operator) => readList(cursor, operator, readText),
  value: readValue,
  values: (cursor, operator) => readList(cursor, operator, readValue),
  times: readTimes,
  days: readDays,
};

function readScalar(cursor: Cursor, operator: string): Scalar {
  const token = peek(cursor);
  const word = token.kind === "name" ? words.get(token.text) : undefined;
  if (word === undefined && token.kind !== "string" && token.kind !== "number")
    throw new ConditionError(scalarExpected(token.kind === "name", operator), token.at);
  cursor.next += 1;
  return token.kind === "string" || token.kind === "number" ? token.value : (word ?? null);
}

const scalarExpected = (isName: boolean, operator: string): string =>
  isName
    ? `"${operator}" compares a field with a value, not with another field; write a text in quotes, a number, true, false or null here.`
    : `"${operator}" compares with one value; write a text in quotes, a number, true, false or null here.`;

function readNumber(cursor: Cursor, operator: string): number {
  const token = take(cursor);
  if (token.kind === "number") return token.value;
  throw new ConditionError(`"${operator}" compares numbers; write a number here.`, token.at);
}

function readText(cursor: Cursor, operator: string): string {
  const token = take(cursor);
  if (token.kind === "string") return token.value;
  throw new ConditionError(`"${operator}" takes texts; write one in quotes here.`, token.at);
}

function readValue(cursor: Cursor, operator: string): string | number {
  const token = take(cursor);
  if (token.kind === "string" || token.kind === "number") return token.value;
  throw new ConditionError(`"${operator}" takes texts and numbers; write one here.`, token.at);
}

function readList<Value>(cursor: Cursor, operator: string, readOne: Reader<Value>): Value[] {
  expect(cursor, "[", `"${operator}" takes a list; write it in brackets: ["a", "b"].`);
  const values: Value[] = [];
  do {
    const { at } = peek(cursor);
    if (values.length === conditionLimits.valuesMax)
      throw new ConditionError(`A list has at most ${conditionLimits.valuesMax} values.`, at);
    if (values.length === 0 && takeIf(cursor, "]"))
      throw new ConditionError(`"${operator}" needs at least one value in its list.`, at);
    values.push(readOne(cursor, operator));
  } while (takeIf(cursor, ","));
  expect(cursor, "]", "Separate values with a comma, or close the list with ].");
  return values;
}

function readTimes(cursor: Cursor, operator: string): Literals["times"] {
  const from = readText(cursor, operator);
  expect(cursor, ",", 'Write two times of day: between("09:00", "17:00").');
  const to = readText(cursor, operator);
  return { from, to, zone: readZone(cursor, operator) };
}

function readDays(cursor: Cursor, operator: string): Literals["days"] {
  const days = readList(cursor, operator, readDay);
  return { days, zone: readZone(cursor, operator) };
}

function readDay(cursor: Cursor, operator: string): Literals["days"]["days"][number] {
  const { at } = peek(cursor);
  const written = readText(cursor, operator);
  const day = weekdays.find((one) => one === written);
  if (day !== undefined) return day;
  const meant = nearest(written.slice(0, 3), weekdays);
  const instead = meant === undefined ? `write one of ${weekdays.join(", ")}.` : `did you mean "${meant}"?`;
  throw new ConditionError(`There is no weekday ${quoteShort(written)}; ${instead}`, at);
}

const readZone: Reader<string> = (cursor, operator) => (takeIf(cursor, ",") ? readText(cursor, operator) : usualZone);
