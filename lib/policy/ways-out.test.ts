import { expect, test } from "@playwright/test";
import { aQuestion } from "./fixture";
import { waysOut } from "./ways-out";

test("a change that a later one makes superfluous is left out", () => {
  const question = aQuestion({
    policies: [
      { effect: "deny", unless: 'args.list.hasAny(["x"])' },
      { effect: "deny" },
      { effect: "allow", when: 'args.list.hasAny(["x"])' },
    ],
    arguments: { list: ["y"] },
  });
  expect(waysOut(question).map((way) => way.map(({ kind }) => kind))).toEqual([["disable_policy", "argument"]]);
});
