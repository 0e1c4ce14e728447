import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { matchesGlob } from "./glob";
import { checks } from "./runs";

const table: [string, string, boolean][] = [
  ["*", "", true],
  ["*", "anything", true],
  ["create_*", "create_issue", true],
  ["create_*", "recreate_issue", false],
  ["*_issue", "create_issue", true],
  ["*issue*", "create_issue_now", true],
  ["create", "create_issue", false],
  ["", "", true],
  ["", "x", false],
  ["a*b*c", "a1b2c", true],
  ["a*b*c", "a1c2b", false],
  ["a.c", "abc", false],
  ["Create", "create", false],
];

for (const [glob, text, matches] of table)
  test(`"${glob}" ${matches ? "matches" : "does not match"} "${text}"`, () =>
    expect(matchesGlob(glob, text)).toBe(matches));

test("a name matches itself, and any of its parts replaced by a star", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.nat(12), fc.nat(12), (raw, from, length) => {
      const text = raw.replaceAll("*", "_");
      const glob = `${text.slice(0, from)}*${text.slice(from + length)}`;
      return matchesGlob(text, text) && matchesGlob(glob, text);
    }),
    checks(1_000),
  );
});
