import type { Condition, Leaf, Quantifier } from "@/lib/policy/condition/condition";
import { type GroupDraft, type NodeDraft, noOperand, type Operand, type TestDraft } from "./draft";

/** A condition to build on. Its root is a group, so that something can be added beside what is there. */
export function toDraft(condition: Condition | null): GroupDraft {
  let last = 0;
  const number = (): number => {
    last += 1;
    return last;
  };
  const root = condition === null ? undefined : toNode(condition, number);
  if (root?.kind === "group") return root;
  return { id: 0, kind: "group", not: false, word: "all", members: root ? [root] : [] };
}

type Counter = () => number;

function toNode(condition: Condition, number: Counter): NodeDraft {
  if ("all" in condition) return toGroup("all", condition.all, number);
  if ("any" in condition) return toGroup("any", condition.any, number);
  if (!("not" in condition)) return toTest(condition, number);
  const inner = toNode(condition.not, number);
  // Of a double negation the outer one becomes a group of its own.
  return inner.not
    ? { id: number(), kind: "group", not: true, word: "all", members: [inner] }
    : { ...inner, not: true };
}

const toGroup = (word: "all" | "any", members: readonly Condition[], number: Counter): GroupDraft => ({
  id: number(),
  kind: "group",
  not: false,
  word,
  members: members.map((member) => toNode(member, number)),
});

function toTest(test: Leaf | Quantifier, number: Counter): TestDraft {
  const base = { id: number(), kind: "test", not: false, operand: noOperand, where: undefined } as const;
  if ("where" in test) {
    const [op, path] = "every" in test ? (["every", test.every] as const) : (["some", test.some] as const);
    const inner = toNode(test.where, number);
    const where: GroupDraft =
      inner.kind === "group" ? inner : { id: number(), kind: "group", not: false, word: "all", members: [inner] };
    return { ...base, subject: { kind: "arg", path }, op, onMissing: test.onMissing, where };
  }
  const subject =
    "attr" in test
      ? ({ kind: "attr", attr: test.attr } as const)
      : "arg" in test
        ? ({ kind: "arg", path: test.arg } as const)
        : ({ kind: "item", path: test.item } as const);
  if (test.op === "exists") return { ...base, subject, op: test.op, onMissing: "error" };
  return { ...base, subject, op: test.op, onMissing: test.onMissing, operand: toOperand(test.value) };
}

function toOperand(value: Extract<Leaf, { value: unknown }>["value"]): Operand {
  if (value === null) return { ...noOperand, as: "null" };
  if (Array.isArray(value)) return { ...noOperand, list: value };
  if (value === "") return { ...noOperand, as: "empty" };
  switch (typeof value) {
    case "string":
      return { ...noOperand, text: value };
    case "number":
      return { ...noOperand, as: "number", text: String(value) };
    case "boolean":
      return { ...noOperand, as: value ? "true" : "false" };
    default:
      return { ...noOperand, ...value };
  }
}
