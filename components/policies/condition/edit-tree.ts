import type { Missing } from "@/lib/policy/condition/condition";
import {
  type DraftSubject,
  type GroupDraft,
  isQuantifier,
  type NodeDraft,
  noOperand,
  sameSubject,
  type TestDraft,
} from "./draft";

/*
 * Edits of a draft. Pure: each gives a new tree and leaves the old one alone, and a part keeps its number for its whole life.
 * What an edit does not find it leaves as it is.
 */

/** A new part at the end of a group. A new group begins with a test, because an empty one says nothing. */
export function addTo(root: GroupDraft, group: number, kind: NodeDraft["kind"]): GroupDraft {
  const id = 1 + highest(root);
  const made = kind === "test" ? newTest(id) : newGroup(id);
  return changeNode(root, group, (node) =>
    node.kind === "group" ? { ...node, members: [...node.members, made] } : node,
  );
}

export const newTest = (id: number, subject: DraftSubject = { kind: "arg", path: [] }): TestDraft => ({
  ...{ id, kind: "test", not: false, subject, op: "eq" },
  ...{ operand: noOperand, onMissing: undefined, where: undefined },
});

const newGroup = (id: number, subject?: DraftSubject): GroupDraft => ({
  ...{ id, kind: "group", not: false, word: "any" },
  members: [newTest(id + 1, subject)],
});

/** Removes a part and everything in it. The root stays. */
export function removeNode(root: GroupDraft, id: number): GroupDraft {
  const without = (group: GroupDraft): GroupDraft => ({
    ...group,
    members: group.members
      .filter((member) => member.id !== id)
      .map((member) => (member.kind === "group" ? without(member) : withWhere(member, without))),
  });
  return without(root);
}

/** Changes one test; one that becomes a quantifier gets something to ask of its elements. */
export const changeTest = (root: GroupDraft, id: number, change: Partial<Omit<TestDraft, "id" | "kind">>): GroupDraft =>
  changeNode(root, id, (node) => {
    if (node.kind !== "test") return node;
    const next = { ...node, ...change };
    if (!isQuantifier(next.op) || next.where) return next;
    return { ...next, where: { ...newGroup(1 + highest(root), { kind: "item", path: [] }), word: "all" } };
  });

export const changeGroup = (root: GroupDraft, id: number, change: Pick<GroupDraft, "word" | "not">): GroupDraft =>
  changeNode(root, id, (node) => (node.kind === "group" ? { ...node, ...change } : node));

export const chooseMissing = (root: GroupDraft, id: number, onMissing: Missing): GroupDraft =>
  changeTest(root, id, { onMissing });

/** Lets every test that looks at one thing look at another. `list`: the list whose elements it is about, inside a quantifier. */
export function renameSubject(
  root: GroupDraft,
  from: DraftSubject,
  to: DraftSubject,
  list: readonly string[] | undefined,
): GroupDraft {
  const walk = (group: GroupDraft, inside: readonly string[] | undefined): GroupDraft => ({
    ...group,
    members: group.members.map((member) => {
      if (member.kind === "group") return walk(member, inside);
      const isIt = sameSubject(member.subject, from) && (from.kind !== "item" || samePath(inside, list));
      const below = member.subject.kind === "arg" ? member.subject.path : undefined;
      const next = withWhere(member, (where) => walk(where, below));
      return isIt ? { ...next, subject: to } : next;
    }),
  });
  return walk(root, undefined);
}

/** Where a part stands. */
export type Found = {
  node: NodeDraft;
  /** The list whose elements it is about, inside a quantifier. */
  list: readonly string[] | undefined;
};

/**
 * The part that a path into the tree of `toCondition` leads to (`all.1.where`); the nearest one above it where it leads
 * further than the draft does.
 */
export function findByPath(root: GroupDraft, path: readonly string[]): Found {
  return find({ node: root, list: undefined }, path);
}

function find(found: Found, path: readonly string[]): Found {
  const { node, list } = found;
  if (node.not && path[0] !== "not") return found;
  const [step, ...rest] = node.not ? path.slice(1) : path;
  if (node.kind === "test") {
    if (step !== "where" || !node.where) return found;
    return find({ node: node.where, list: node.subject.kind === "arg" ? node.subject.path : list }, rest);
  }
  const [only] = node.members;
  if (only !== undefined && node.members.length === 1)
    return find({ node: only, list }, node.not ? path.slice(1) : path);
  const member = step === node.word ? node.members[Number(rest[0])] : undefined;
  return member === undefined ? found : find({ node: member, list }, rest.slice(1));
}

/** Every test, those inside quantifiers too. */
export function* testsOf(root: GroupDraft): Generator<TestDraft> {
  for (const member of root.members)
    if (member.kind === "group") yield* testsOf(member);
    else {
      yield member;
      if (member.where) yield* testsOf(member.where);
    }
}

function changeNode(root: GroupDraft, id: number, change: (node: NodeDraft) => NodeDraft): GroupDraft {
  const inGroup = (group: GroupDraft): GroupDraft => {
    const changed = group.id === id ? change(group) : group;
    if (changed !== group) return changed.kind === "group" ? changed : group;
    return { ...group, members: group.members.map(inNode) };
  };
  const inNode = (node: NodeDraft): NodeDraft => {
    if (node.kind === "group") return inGroup(node);
    return node.id === id ? change(node) : withWhere(node, inGroup);
  };
  return inGroup(root);
}

const withWhere = (test: TestDraft, change: (where: GroupDraft) => GroupDraft): TestDraft =>
  test.where ? { ...test, where: change(test.where) } : test;

/** The highest number in use, so that a new part never takes that of another. */
function highest(node: NodeDraft): number {
  const below = node.kind === "group" ? node.members : node.where ? [node.where] : [];
  return below.reduce((most, child) => Math.max(most, highest(child)), node.id);
}

const samePath = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
