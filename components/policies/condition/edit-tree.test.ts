import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { conditions } from "@/lib/policy/condition/arbitrary";
import type { Condition } from "@/lib/policy/condition/condition";
import { normalize } from "@/lib/policy/condition/normalize";
import { readCondition } from "@/lib/policy/condition/read-condition";
import { parseCondition } from "@/lib/policy/text/parse";
import { printCondition } from "@/lib/policy/text/print";
import { emptyRoot, type GroupDraft, type NodeDraft, type TestDraft } from "./draft";
import { addTo, changeGroup, changeTest, findByPath, removeNode, renameSubject, testsOf } from "./edit-tree";
import { toCondition } from "./to-condition";
import { toDraft } from "./to-draft";

const draftOf = (text: string): GroupDraft => toDraft(parseCondition(text));
const textOf = (root: GroupDraft): string => {
  const { condition } = toCondition(root);
  return condition === null ? "" : printCondition(condition);
};

/** The test whose text begins like this. */
function testOf(root: GroupDraft, begins: string): TestDraft {
  const found = [...testsOf(root)].find((one) =>
    textOf({ ...emptyRoot, members: [{ ...one, not: false }] }).startsWith(begins),
  );
  if (!found) throw new Error(`There is no ${begins} in ${textOf(root)}.`);
  return found;
}

const numbersOf = (node: NodeDraft): number[] => [
  node.id,
  ...(node.kind === "group" ? node.members : node.where ? [node.where] : []).flatMap(numbersOf),
];

test("a condition comes out of the builder as it went in", () => {
  fc.assert(
    fc.property(conditions(), (written) => {
      const condition = readCondition(written, "when");
      const { condition: out, unfinished } = toCondition(toDraft(condition));
      expect(out && printCondition(out)).toBe(printCondition(normalize(condition)));
      // Texts that are empty are allowed in writing, and asked for again in the builder.
      for (const why of unfinished.values()) expect(why).toMatch(/Write a text|two different times/);
    }),
    { seed: 20261122, numRuns: 500 },
  );
});

test("nothing asked is no condition", () => {
  expect(toCondition(emptyRoot)).toEqual({ condition: null, unfinished: new Map() });
  expect(toDraft(null)).toEqual(emptyRoot);
});

test("every part has a number of its own, whatever is added", () => {
  let root = draftOf("args.a == 1 && (args.b == 2 || args.items.all(item, item.c == 3))");
  root = addTo(root, root.id, "group");
  root = addTo(root, root.id, "test");
  root = changeTest(root, testOf(root, "args.a").id, { op: "some" });
  const numbers = numbersOf(root);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test("a new test is unfinished until it asks something of something", () => {
  const root = addTo(emptyRoot, emptyRoot.id, "test");
  const [made] = testsOf(root);
  expect(made?.onMissing).toBeUndefined();
  const id = made?.id ?? 0;
  expect(toCondition(root).unfinished.get(id)).toBe("Choose what to look at.");
  const named = changeTest(root, id, { subject: { kind: "arg", path: ["amount"] }, op: "lt" });
  expect(toCondition(named).unfinished.get(id)).toBe("Write a number.");
  // What is unfinished cannot be read, and so it cannot be saved.
  expect(() => parseCondition(textOf(named))).toThrow();
  const operand = { ...(made as TestDraft).operand, text: "500" };
  expect(textOf(changeTest(named, id, { operand }))).toBe("args.amount < 500");
});

test("what is not finished never makes a text that can be read", () => {
  const start = addTo(emptyRoot, emptyRoot.id, "test");
  const [made] = testsOf(start);
  if (!made) throw new Error("There is no test.");
  const about = { kind: "arg", path: ["x"] } as const;
  for (const op of ["lt", "in", "hasAny", "ipIn", "sizeLte", "every"] as const) {
    const root = changeTest(start, made.id, { subject: about, op });
    expect(toCondition(root).unfinished.size, op).toBeGreaterThan(0);
    expect(() => parseCondition(textOf(root)), op).toThrow();
  }
  const number = changeTest(start, made.id, { subject: about, op: "eq", operand: { ...made.operand, as: "number" } });
  expect(() => parseCondition(textOf(number))).toThrow();
});

test("an operand is still there after a look at another operator", () => {
  const root = draftOf("args.amount < 500");
  const { id } = testOf(root, "args.amount");
  const away = changeTest(root, id, { op: "exists" });
  expect(textOf(away)).toBe("has(args.amount)");
  expect(textOf(changeTest(away, id, { op: "gte" }))).toBe("args.amount >= 500");
});

test("parts are negated, regrouped and removed", () => {
  const root = draftOf("args.a == 1 && (args.b == 2 || args.c == 3)");
  const group = root.members[1];
  expect(group?.kind).toBe("group");
  const none = changeGroup(root, group?.id ?? -1, { word: "any", not: true });
  expect(textOf(none)).toBe("args.a == 1 && !(args.b == 2 || args.c == 3)");
  const all = changeGroup(none, group?.id ?? -1, { word: "all", not: false });
  expect(textOf(all)).toBe("args.a == 1 && args.b == 2 && args.c == 3");
  const fewer = removeNode(all, testOf(all, "args.b").id);
  expect(textOf(fewer)).toBe("args.a == 1 && args.c == 3");
  expect(textOf(removeNode(fewer, group?.id ?? -1))).toBe("args.a == 1");
  expect(textOf(removeNode(root, 999))).toBe(textOf(root));
});

test("what stands inside a quantifier is changed and removed like the rest", () => {
  const root = draftOf("args.items.exists(item, item.price > 5 && item.kind == 'x')");
  const cheaper = changeTest(root, testOf(root, "item.price").id, { op: "gte" });
  expect(textOf(cheaper)).toBe('args.items.exists(item, item.price >= 5 && item.kind == "x")');
  expect(textOf(removeNode(cheaper, testOf(cheaper, "item.kind").id))).toBe("args.items.exists(item, item.price >= 5)");
});

test("one name is put in place of another wherever it stands, an element's in its own list only", () => {
  const root = draftOf("args.ammount > 5 && (args.ammount < 9 || args.other == 1)");
  const from = { kind: "arg", path: ["ammount"] } as const;
  expect(textOf(renameSubject(root, from, { kind: "arg", path: ["amount"] }, undefined))).toBe(
    "args.amount > 5 && (args.amount < 9 || args.other == 1)",
  );
  const lists = draftOf("args.a.all(item, item.x == 1) && args.b.all(item, item.x == 1)");
  const inA = renameSubject(lists, { kind: "item", path: ["x"] }, { kind: "item", path: ["y"] }, ["a"]);
  expect(textOf(inA)).toBe("args.a.all(item, item.y == 1) && args.b.all(item, item.x == 1)");
});

test("a path into the tree leads to the part of the draft that it came from", () => {
  fc.assert(
    fc.property(conditions(), (written) => {
      const root = toDraft(readCondition(written, "when"));
      const { condition } = toCondition(root);
      if (condition === null) return;
      for (const [path, tree] of partsAt(condition, [])) {
        const { node } = findByPath(root, path);
        const own = toCondition({ ...emptyRoot, members: [node] }).condition;
        // A group of one is its member, and what is negated is found with its negation.
        expect([printCondition(tree), printCondition({ not: tree })]).toContain(own && printCondition(own));
      }
    }),
    { seed: 20261122, numRuns: 300 },
  );
});

/** Every test of a tree with the path to it. */
function* partsAt(tree: Condition, path: string[]): Generator<[string[], Condition]> {
  if ("all" in tree) for (const [i, child] of tree.all.entries()) yield* partsAt(child, [...path, "all", String(i)]);
  else if ("any" in tree)
    for (const [i, child] of tree.any.entries()) yield* partsAt(child, [...path, "any", String(i)]);
  else if ("not" in tree) {
    if (!("not" in tree.not)) yield* partsAt(tree.not, [...path, "not"]);
  } else if ("where" in tree) yield* partsAt(tree.where, [...path, "where"]);
  else yield [path, tree];
}
