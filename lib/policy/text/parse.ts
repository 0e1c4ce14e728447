import {
  type Condition,
  ConditionError,
  conditionLimits,
  type Leaf,
  type Missing,
  type Operation,
  type Quantifier,
} from "../condition/condition";
import { type Cursor, expect, peek, sees, seesCall, seesName, take, takeIf, unexpected } from "./cursor";
import { lex } from "./lex";
import { elementName, functions, infixes, type Literals, methods, notation, quantifiers } from "./notation";
import { group, measured, type Parsed, tooDeep } from "./parsed";
import { type Field, readField, reservedNames, seesMethod } from "./read-field";
import { readLiteral } from "./read-literal";
import { noFunction, noMethod } from "./unknown-function";

/** Everything that may meet a missing value, and so may stand in `ifMissing(…)`. */
type Asking = Exclude<Leaf, { op: "exists" }> | Quantifier;
type Test = Parsed<Asking | { all: Asking[] }>;

/** More than any tree needs, and few enough for every stack. */
const nestingMax = 4 * conditionLimits.depthMax;

const testExpected = "Write a test here, such as args.amount < 500.";

/**
 * A condition out of its text (see `notation.ts`; a syntactic subset of CEL, cel.dev, with functions of our own). Groups in
 * groups of their kind are one group, as `normalize` has it. Patterns, paths, ranges and zones are left to `readCondition`.
 * Throws ConditionError, and nothing else whatever the text, with the character position of the mistake.
 */
export function parseCondition(text: string): Condition {
  const tokens = lex(text);
  const end = { kind: "end", text: "", at: text.length } as const;
  const cursor: Cursor = { tokens, end, next: 0, element: undefined, nesting: 0 };
  const { tree } = readAny(cursor);
  if (sees(cursor, ")")) throw unexpected(cursor, 'There is no "(" for this ")".');
  if (peek(cursor).kind !== "end") throw unexpected(cursor, "Join tests with && or ||.");
  return tree;
}

const readAny = (cursor: Cursor): Parsed => readGroup(cursor, "any", "||", readAll);
const readAll = (cursor: Cursor): Parsed => readGroup(cursor, "all", "&&", readOne);

function readGroup(cursor: Cursor, word: "all" | "any", symbol: string, read: (cursor: Cursor) => Parsed): Parsed {
  const members = [read(cursor)];
  while (takeIf(cursor, symbol)) members.push(read(cursor));
  const [first] = members;
  return first !== undefined && members.length === 1 ? first : group(word, members);
}

function readOne(cursor: Cursor): Parsed {
  const { at } = peek(cursor);
  if (takeIf(cursor, "!")) return readNot(cursor, at);
  if (takeIf(cursor, "(")) {
    const inner = nested(cursor, at, readAny);
    expect(cursor, ")", 'Close the "(" with ")", or join tests with && or ||.');
    return { ...inner, at, open: false };
  }
  if (seesCall(cursor, functions.exists)) return readExists(cursor);
  if (seesCall(cursor, functions.onMissing)) return readMissing(cursor);
  return readTest(cursor);
}

/** In CEL `!a == b` is `(!a) == b`. What looks the same here means the same, so a comparison needs its parentheses. */
function readNot(cursor: Cursor, at: number): Parsed {
  const inner = nested(cursor, at, readOne);
  if (inner.open) throw new ConditionError("Put parentheses around what is negated: !( … ).", inner.at);
  return measured({ tree: { not: inner.tree }, at, nodes: inner.nodes + 1, depth: inner.depth + 1, open: false });
}

/** `has(field)`. */
function readExists(cursor: Cursor): Parsed {
  const { at } = take(cursor);
  const { subject } = readArgument(cursor, functions.exists);
  return { tree: { ...subject, op: "exists" }, at, nodes: 1, depth: 0, open: false };
}

/** `ifMissing(test, true)`: what the test yields where its field is missing or null. */
function readMissing(cursor: Cursor): Parsed {
  const { at } = take(cursor);
  cursor.next += 1;
  const inner = readMissable(cursor);
  expect(cursor, ",", "Say what a missing value yields: ifMissing(args.amount < 500, true), or false.");
  const answer = take(cursor);
  if (answer.kind !== "name" || (answer.text !== "true" && answer.text !== "false"))
    throw new ConditionError("Write true or false here.", answer.at);
  expect(cursor, ")", 'Close ifMissing with ")".');
  return { ...inner, at, open: false, tree: withMissing(inner.tree, answer.text === "true" ? "match" : "noMatch") };
}

function readMissable(cursor: Cursor): Test {
  const { at } = peek(cursor);
  if (seesCall(cursor, functions.exists))
    throw new ConditionError("has(…) knows its answer when the field is missing; write it without ifMissing.", at);
  if (sees(cursor, "(") || sees(cursor, "!") || seesCall(cursor, functions.onMissing))
    throw new ConditionError("ifMissing takes one test; write it around each test of a group.", at);
  return readTest(cursor);
}

function withMissing(tree: Test["tree"], onMissing: Missing): Condition {
  if ("all" in tree) return { all: tree.all.map((one) => ({ ...one, onMissing })) };
  return { ...tree, onMissing };
}

function readTest(cursor: Cursor): Test {
  const token = peek(cursor);
  if (seesCall(cursor, functions.size)) return readSize(cursor);
  if (token.kind === "string" || token.kind === "number") return readMember(cursor);
  if (token.kind !== "name") throw unexpected(cursor, testExpected);
  if (sees(cursor, "(", 1)) throw unexpected(cursor, noFunction(token.text));
  if (token.text === "true" || token.text === "false") throw unexpected(cursor, testExpected);
  const field = readField(cursor);
  return seesMethod(cursor) ? readMethod(cursor, field) : readInfix(cursor, field);
}

/** `size(field) <= 5`, and what else says it: `<` and `>` of whole numbers, `==` as both bounds. */
function readSize(cursor: Cursor): Test {
  const { at } = take(cursor);
  const { subject } = readArgument(cursor, functions.size);
  const operator = take(cursor);
  const bounds = operator.kind === "symbol" ? sizeBounds.get(operator.text) : undefined;
  if (bounds === undefined) throw new ConditionError("Compare a size with <=, >=, <, > or ==.", operator.at);
  const written = peek(cursor);
  const tests = bounds(readLiteral.number(cursor, operator.text)).map(({ op, value }): Asking => {
    if (Number.isSafeInteger(value) && value >= 0) return { ...subject, op, value, onMissing: "error" };
    throw new ConditionError("A size is a whole number, 0 or more; compare it with one.", written.at);
  });
  const [first] = tests;
  if (first !== undefined && tests.length === 1) return { tree: first, at, nodes: 1, depth: 0, open: true };
  return { tree: { all: tests }, at, nodes: 1 + tests.length, depth: 1, open: true };
}

type SizeBound = { op: "sizeLte" | "sizeGte"; value: number };
const atMost = (value: number): SizeBound => ({ op: "sizeLte", value });
const atLeast = (value: number): SizeBound => ({ op: "sizeGte", value });
const sizeBounds = new Map<string, (size: number) => SizeBound[]>([
  [notation.sizeLte.written, (size) => [atMost(size)]],
  [notation.sizeGte.written, (size) => [atLeast(size)]],
  ["<", (size) => [atMost(size - 1)]],
  [">", (size) => [atLeast(size + 1)]],
  ["==", (size) => [atMost(size), atLeast(size)]],
]);

/** `"prod" in args.tags`. */
function readMember(cursor: Cursor): Test {
  const { at } = peek(cursor);
  const { written } = notation.has;
  const value = readLiteral.value(cursor, written);
  if (!seesName(cursor, written))
    throw new ConditionError(
      'Write the field first, as in args.amount == 5; only "in" has it last: "a" in args.tags.',
      at,
    );
  cursor.next += 1;
  const { subject } = readField(cursor);
  return { tree: { ...subject, op: "has", value, onMissing: "error" }, at, nodes: 1, depth: 0, open: true };
}

/** `args.amount < 500`, `args.currency in ["EUR", "USD"]`. */
function readInfix(cursor: Cursor, field: Field): Test {
  const token = peek(cursor);
  const op = token.kind === "string" ? undefined : infixes.get(token.text);
  if (op === undefined)
    throw unexpected(cursor, 'Say what is asked of the field: == "text", < 500, in ["a", "b"] or .startsWith("text").');
  cursor.next += 1;
  return toAsking(cursor, field, op);
}

/** `.startsWith("text")`, `.all(item, …)`. */
function readMethod(cursor: Cursor, field: Field): Test {
  cursor.next += 1;
  const name = take(cursor);
  if (name.text === quantifiers.every || name.text === quantifiers.some)
    return readQuantifier(cursor, field, { word: name.text, at: name.at });
  const op = methods.get(name.text);
  if (op === undefined) throw new ConditionError(noMethod(name.text), name.at);
  cursor.next += 1;
  const { tree, ...rest } = toAsking(cursor, field, op);
  expect(cursor, ")", `Close "${name.text}" with ")"; it takes nothing more.`);
  return { tree, ...rest, open: false };
}

function toAsking(cursor: Cursor, { subject, at }: Field, op: Operation["op"]): Parsed<Asking> {
  const { written, takes } = notation[op];
  const value: Literals[keyof Literals] = readLiteral[takes](cursor, written);
  // safe because the table pairs every operator with the literal that its type asks for
  return { tree: { ...subject, op, value, onMissing: "error" } as Asking, at, nodes: 1, depth: 0, open: true };
}

function readQuantifier(cursor: Cursor, field: Field, { word, at }: { word: "all" | "exists"; at: number }): Test {
  if (cursor.element !== undefined)
    throw new ConditionError(`"${word}" cannot stand inside another test of a list's elements.`, at);
  if (!("arg" in field.subject))
    throw new ConditionError(`"${word}" is for lists in the arguments; use "in", hasAny or hasAll here.`, at);
  cursor.next += 1;
  cursor.element = readElementName(cursor);
  expect(cursor, ",", `Write a comma, then what to test: ${word}(${cursor.element}, …).`);
  const where = nested(cursor, at, readAny);
  cursor.element = undefined;
  expect(cursor, ")", `Close "${word}" with ")", or join tests with && or ||.`);
  const path = field.subject.arg;
  const tree: Quantifier =
    word === quantifiers.every
      ? { every: path, where: where.tree, onMissing: "error" }
      : { some: path, where: where.tree, onMissing: "error" };
  return measured({ tree, at: field.at, nodes: where.nodes + 1, depth: where.depth + 1, open: false });
}

function readElementName(cursor: Cursor): string {
  const token = take(cursor);
  if (token.kind !== "name")
    throw new ConditionError(`Name the element first: (${elementName}, ${elementName} == "a").`, token.at);
  if (reservedNames.has(token.text))
    throw new ConditionError(`"${token.text}" has a meaning already; call the element ${elementName}.`, token.at);
  return token.text;
}

/** The field between the parentheses of a function. */
function readArgument(cursor: Cursor, name: string): Field {
  cursor.next += 1;
  const field = readField(cursor);
  expect(cursor, ")", `"${name}" takes one field; close it with ")".`);
  return field;
}

function nested<Result>(cursor: Cursor, at: number, read: (cursor: Cursor) => Result): Result {
  cursor.nesting += 1;
  if (cursor.nesting > nestingMax) throw tooDeep(at);
  const result = read(cursor);
  cursor.nesting -= 1;
  return result;
}
