import { expect, test } from "@playwright/test";
import { toChanges } from "./to-changes";

test("nested fields are compared leaf by leaf, lists whole", () => {
  expect(
    toChanges({
      before: { name: "a", scope: { tools: ["x"], servers: ["s"] }, gone: 1 },
      after: { name: "b", scope: { tools: ["x", "y"], servers: ["s"] }, fresh: null },
    }),
  ).toEqual({
    same: 1,
    changes: [
      { path: "name", before: "a", after: "b", kind: "changed" },
      { path: "scope.tools", before: ["x"], after: ["x", "y"], kind: "changed" },
      { path: "gone", before: 1, after: undefined, kind: "removed" },
      { path: "fresh", before: undefined, after: null, kind: "added" },
    ],
  });
});

test("a creation shows what was made, a deletion what is gone", () => {
  expect(toChanges({ before: null, after: { name: "a" } }).changes.map((c) => c.kind)).toEqual(["added"]);
  expect(toChanges({ before: { name: "a" }, after: null }).changes.map((c) => c.kind)).toEqual(["removed"]);
});
