import {
  type Attribute,
  attributeTypes,
  bannedKeys,
  ConditionError,
  conditionLimits,
  type Subject,
} from "../condition/condition";
import { nearest } from "../nearest";
import { type Cursor, expect, peek, sees, take, takeIf } from "./cursor";
import { elementName, functions } from "./notation";
import { quoteShort } from "./quote";

export type Field = { subject: Subject; at: number };
type Key = { name: string; at: number };

const attributes = Object.keys(attributeTypes);
const isAttribute = (name: string): name is Attribute => Object.hasOwn(attributeTypes, name);
const rootOf = (attribute: string): string => attribute.slice(0, attribute.indexOf("."));

const keywords: ReadonlySet<string> = new Set(["true", "false", "null", "in"]);

/** Names that mean something already, so that no element can be called like them. */
export const reservedNames: ReadonlySet<string> = new Set([
  ...keywords,
  "args",
  ...attributes.map(rootOf),
  ...Object.values(functions),
]);

/** Whether a method comes next: `.name(`. */
export const seesMethod = (cursor: Cursor): boolean =>
  sees(cursor, ".") && peek(cursor, 1).kind === "name" && sees(cursor, "(", 2);

/**
 * A field, up to its method if there is one: `args.meta.cost`, `args["a.b"]`, `agent.slug`, the element of a quantifier.
 * Throws ConditionError at the name that is not one.
 */
export function readField(cursor: Cursor): Field {
  const root = take(cursor);
  if (root.kind !== "name" || keywords.has(root.text))
    throw new ConditionError("Write a field here, such as args.amount or agent.slug.", root.at);
  const keys: Key[] = [];
  while (sees(cursor, "[") || (sees(cursor, ".") && !seesMethod(cursor))) keys.push(readKey(cursor));
  return { at: root.at, subject: toSubject({ name: root.text, at: root.at }, keys, cursor.element) };
}

function readKey(cursor: Cursor): Key {
  const bracket = takeIf(cursor, "[");
  if (!bracket) cursor.next += 1;
  const token = take(cursor);
  if (token.kind === "number")
    throw new ConditionError("Ask about the elements of a list with .all(…) or .exists(…), not by number.", token.at);
  if (!bracket) {
    if (token.kind === "name") return { name: token.text, at: token.at };
    throw new ConditionError('Write a name after the dot, or in brackets without one: args["…"].', token.at);
  }
  if (token.kind !== "string") throw new ConditionError('Write the name in quotes: args["…"].', token.at);
  expect(cursor, "]", "Close the name with ].");
  return { name: token.value, at: token.at };
}

function toSubject(root: Key, keys: Key[], element: string | undefined): Subject {
  const [first, ...below] = keys;
  if (root.name === element) return { item: toPath(keys) };
  if (root.name === "args") return { arg: toArgument(root, keys) };
  if (root.name === "request" && first?.name === "args") return { arg: toArgument(root, below) };
  const name = [root, ...keys].map((key) => key.name).join(".");
  if (isAttribute(name)) return { attr: name };
  throw new ConditionError(`There is no field ${quoteShort(name)}; ${meantBy(root.name, name, element)}`, root.at);
}

function toArgument(root: Key, keys: Key[]): string[] {
  if (keys.length === 0) throw new ConditionError("Name an argument: args.…", root.at);
  return toPath(keys);
}

function toPath(keys: Key[]): string[] {
  return keys.map(({ name, at }, i) => {
    if (i >= conditionLimits.pathSegmentsMax)
      throw new ConditionError(`A path has at most ${conditionLimits.pathSegmentsMax} names.`, at);
    if (bannedKeys.has(name)) throw new ConditionError(`${quoteShort(name)} cannot be part of a field's name.`, at);
    return name;
  });
}

function meantBy(root: string, name: string, element: string | undefined): string {
  const meant = nearest(name, attributes) ?? (nearest(root, ["args"]) && `args${name.slice(root.length)}`);
  if (meant !== undefined) return `did you mean ${quoteShort(meant)}?`;
  const siblings = attributes.filter((attribute) => rootOf(attribute) === root);
  if (siblings.length > 0) return `there are ${siblings.join(", ")}.`;
  if (element !== undefined) return `the element is called "${element}" here, and arguments begin with "args.".`;
  if (root === elementName) return "an element has a name inside .all(…) and .exists(…) only.";
  return `arguments begin with "args.", such as args.amount.`;
}
