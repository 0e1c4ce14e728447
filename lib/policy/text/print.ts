import type { Condition, Leaf, Operation, Quantifier, Subject } from "../condition/condition";
import { normalize } from "../condition/normalize";
import { elementName, functions, isPlainName, notation, quantifiers, usualZone } from "./notation";
import { quote } from "./quote";

/**
 * A condition as text on one line, in normal form: `parseCondition` gives the same condition back for everything that
 * `readCondition` returns, where it is no longer than a text may be. Equal conditions have equal texts. Never throws.
 */
export const printCondition = (condition: Condition): string => print(normalize(condition));

function print(condition: Condition): string {
  if ("any" in condition) return printGroup(condition.any, " || ");
  if ("all" in condition) return printGroup(condition.all, " && ");
  if ("not" in condition) return `!${isOpen(condition.not) ? inParentheses(condition.not) : print(condition.not)}`;
  const test = "where" in condition ? printQuantifier(condition) : printLeaf(condition);
  if (!("onMissing" in condition) || condition.onMissing === "error") return test;
  return `${functions.onMissing}(${test}, ${condition.onMissing === "match"})`;
}

const inParentheses = (condition: Condition): string => `(${print(condition)})`;

/** `&&` binds tighter than `||`, so only an `any` needs parentheses; a group that is empty while it is built shows as `()`. */
function printGroup(members: readonly Condition[], symbol: string): string {
  if (members.length === 0) return "()";
  const isLooser = (member: Condition) => "any" in member && member.any.length > 0;
  return members.map((member) => (isLooser(member) ? inParentheses(member) : print(member))).join(symbol);
}

/** Whether it ends in an operator, so that a `!` in front would not be about all of it. */
function isOpen(condition: Condition): boolean {
  if ("any" in condition || "all" in condition) return true;
  if (!("onMissing" in condition) || condition.onMissing !== "error" || "where" in condition) return false;
  return notation[condition.op].form !== "method";
}

function printQuantifier(quantifier: Quantifier): string {
  const [path, name] =
    "every" in quantifier ? [quantifier.every, quantifiers.every] : [quantifier.some, quantifiers.some];
  return `${printField({ arg: path })}.${name}(${elementName}, ${print(quantifier.where)})`;
}

function printLeaf(leaf: Leaf): string {
  const field = printField(leaf);
  if (leaf.op === "exists") return `${functions.exists}(${field})`;
  const { form, written } = notation[leaf.op];
  const value = printValue(leaf);
  switch (form) {
    case "infix":
      return `${field} ${written} ${value}`;
    case "member":
      return `${value} ${written} ${field}`;
    case "method":
      return `${field}.${written}(${value})`;
    case "size":
      return `${functions.size}(${field}) ${written} ${value}`;
  }
}

function printField(subject: Subject): string {
  if ("attr" in subject) return subject.attr;
  const [root, path] = "arg" in subject ? ["args", subject.arg] : [elementName, subject.item];
  return root + path.map((key) => (isPlainName(key) ? `.${key}` : `[${quote(key)}]`)).join("");
}

function printValue(operation: Operation): string {
  const { op, value } = operation;
  if (op === "timeBetween") return `${quote(value.from)}, ${quote(value.to)}${printZone(value.zone)}`;
  if (op === "weekdayIn") return printLiteral(value.days) + printZone(value.zone);
  return printLiteral(value);
}

const printZone = (zone: string): string => (zone === usualZone ? "" : `, ${quote(zone)}`);

function printLiteral(value: string | number | boolean | null | readonly (string | number)[]): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "object" && value !== null) return `[${value.map(printLiteral).join(", ")}]`;
  return String(value);
}
