import type { Condition, Leaf, Operation, Subject } from "@/lib/policy/condition/condition";
import { type Literals, notation } from "@/lib/policy/text/notation";
import {
  type DraftSubject,
  type GroupDraft,
  isQuantifier,
  type NodeDraft,
  type Operand,
  type TestDraft,
} from "./draft";

export type Finished = {
  /** Null where nothing is asked. What is unfinished in it makes a text that cannot be read, so it is never stored. */
  condition: Condition | null;
  /** What is still to be filled in, by the number of the part. */
  unfinished: ReadonlyMap<number, string>;
};

/** The tree of a draft. A group of one is its member, as the text form has it. */
export function toCondition(root: GroupDraft): Finished {
  const unfinished = new Map<number, string>();
  const isEmpty = root.members.length === 0;
  return { condition: isEmpty ? null : toTree(root, unfinished), unfinished };
}

type Notes = Map<number, string>;

function toTree(node: NodeDraft, notes: Notes): Condition {
  const tree = node.kind === "group" ? toGroup(node, notes) : toTest(node, notes);
  return node.not ? { not: tree } : tree;
}

function toGroup({ id, word, members }: GroupDraft, notes: Notes): Condition {
  const [only] = members;
  if (only === undefined) notes.set(id, "Add a test to this group, or remove it.");
  if (only !== undefined && members.length === 1) return toTree(only, notes);
  const trees = members.map((member) => toTree(member, notes));
  return word === "all" ? { all: trees } : { any: trees };
}

function toTest(test: TestDraft, notes: Notes): Condition {
  const { id, subject, op, operand, onMissing = "error" } = test;
  const wrong = wrongWith(test);
  if (wrong !== undefined) notes.set(id, wrong);
  if (isQuantifier(op)) {
    const path = subject.kind === "attr" ? [] : [...subject.path];
    const where: Condition = test.where ? toGroup(test.where, notes) : { all: [] };
    const asked = test.where?.not ? { not: where } : where;
    return op === "every" ? { every: path, where: asked, onMissing } : { some: path, where: asked, onMissing };
  }
  const about = toSubject(subject);
  if (op === "exists") return { ...about, op };
  // safe because `toValue` gives each operator what the notation says that it takes
  return { ...about, op, value: toValue(op, operand), onMissing } as Leaf;
}

const toSubject = (subject: DraftSubject): Subject =>
  subject.kind === "attr"
    ? { attr: subject.attr }
    : subject.kind === "arg"
      ? { arg: [...subject.path] }
      : { item: [...subject.path] };

type Op = Operation["op"];

function toValue(op: Op, operand: Operand): Literals[keyof Literals] {
  const { text, list, from, to, days, zone } = operand;
  switch (notation[op].takes) {
    case "scalar":
      return toScalar(operand);
    case "number":
      return toNumber(text);
    case "text":
      return text;
    case "value":
      return operand.as === "number" || (operand.as === "text" && text === "") ? toNumber(text) : text;
    case "texts":
    case "values":
      return [...list];
    case "times":
      return { from, to, zone };
    case "days":
      return { days: [...days], zone };
  }
}

function toScalar({ as, text }: Operand): Literals["scalar"] {
  if (as === "null") return null;
  if (as === "number") return toNumber(text);
  if (as === "empty") return "";
  // A text that nobody has written yet is not the empty one.
  return as === "text" ? text || Number.NaN : as === "true";
}

/** Not a number where it is none: its text cannot be read, which is what keeps it from being saved. */
function toNumber(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : Number.NaN;
}

/** What is still to be filled in. */
function wrongWith({ subject, op, operand }: TestDraft): string | undefined {
  if (subject.kind === "arg" && subject.path.length === 0) return "Choose what to look at.";
  if (subject.kind !== "attr" && subject.path.some((key) => key === "")) return "Write the name of the argument.";
  if (isQuantifier(op) || op === "exists") return undefined;
  const { as, text, list, from, to, days } = operand;
  switch (notation[op].takes) {
    case "scalar":
    case "value":
      if (as === "number") return wrongNumber(text, false);
      return as === "text" && text === "" ? "Write a value." : undefined;
    case "number":
      return wrongNumber(text, op === "sizeLte" || op === "sizeGte");
    case "text":
      return text === "" ? "Write a text." : undefined;
    case "texts":
    case "values":
      return list.length === 0 ? "Add at least one value." : undefined;
    case "times":
      return from === "" || to === "" ? "Give both times." : from === to ? "Give two different times." : undefined;
    case "days":
      return days.length === 0 ? "Choose at least one day." : undefined;
  }
}

function wrongNumber(text: string, isSize: boolean): string | undefined {
  const value = toNumber(text);
  if (Number.isNaN(value)) return "Write a number.";
  return isSize && !(Number.isInteger(value) && value >= 0) ? "Write a whole number, 0 or more." : undefined;
}
