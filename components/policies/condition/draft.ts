import type { Attribute, Missing, Operator, Weekday } from "@/lib/policy/condition/condition";

/*
 * A condition while it is being built: the tree of `lib/policy/condition`, but every part has a number of its own and may
 * still be unfinished. `edit-tree.ts` changes it, `to-condition.ts` and `to-draft.ts` lead to the tree and back.
 */

/** A quantifier is one more operator to whoever builds a test. */
export type TestOp = Operator | "every" | "some";

/** `path`: keys, one a level. An argument without any is not chosen yet; an element without any is the element itself. */
export type DraftSubject = { kind: "arg" | "item"; path: readonly string[] } | { kind: "attr"; attr: Attribute };

export const valueKinds = ["text", "number", "true", "false", "null", "empty"] as const;
export type ValueKind = (typeof valueKinds)[number];

/** What a test is given, for every operator at once: what was typed for one is still there after a look at another. */
export type Operand = {
  as: ValueKind;
  text: string;
  list: readonly (string | number)[];
  from: string;
  to: string;
  days: readonly Weekday[];
  zone: string;
};

export type TestDraft = {
  id: number;
  kind: "test";
  not: boolean;
  subject: DraftSubject;
  op: TestOp;
  operand: Operand;
  /** Undefined: nobody has decided yet. */
  onMissing: Missing | undefined;
  /** What a quantifier asks of the elements. */
  where: GroupDraft | undefined;
};

export type GroupDraft = {
  id: number;
  kind: "group";
  not: boolean;
  word: "all" | "any";
  members: readonly NodeDraft[];
};

export type NodeDraft = TestDraft | GroupDraft;

export const noOperand: Operand = {
  ...{ as: "text", text: "", list: [] },
  ...{ from: "", to: "", days: [], zone: "UTC" },
};

export const emptyRoot: GroupDraft = { id: 0, kind: "group", not: false, word: "all", members: [] };

export const isQuantifier = (op: TestOp): op is "every" | "some" => op === "every" || op === "some";

/** Whether nothing has been chosen that the test would look at. */
export const isUnchosen = (subject: DraftSubject): boolean => subject.kind === "arg" && subject.path.length === 0;

export const sameSubject = (a: DraftSubject, b: DraftSubject): boolean => JSON.stringify(a) === JSON.stringify(b);
