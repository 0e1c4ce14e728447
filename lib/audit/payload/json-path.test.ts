import assert from "node:assert/strict";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { type PathStep, readPath } from "./json-path";

const name = (text: string, deep = false): PathStep => ({ kind: "name", name: text, deep });

for (const [text, steps] of [
  ["$.a", [name("a")]],
  ["$.a.b_1.ñame", [name("a"), name("b_1"), name("ñame")]],
  ["$.items[*].card", [name("items"), { kind: "any" }, name("card")]],
  ["$.items[0]", [name("items"), { kind: "index", index: 0 }]],
  ["$.*.x", [{ kind: "any" }, name("x")]],
  ["$..token", [name("token", true)]],
  ["$.a..token.b", [name("a"), name("token", true), name("b")]],
  [`$["first-name"]['it\\'s']`, [name("first-name"), name("it's")]],
  [`$..["card number"]`, [name("card number", true)]],
  [`$["\\u00e9\\n"]`, [name("é\n")]],
  ["$[ 'a' ][ 12 ]", [name("a"), { kind: "index", index: 12 }]],
] as [string, PathStep[]][])
  test(`${text} is read`, () => expect(readPath(text)).toEqual({ steps }));

for (const [text, position, problem] of [
  ["", 0, /begins with/],
  ["a.b", 0, /begins with/],
  ["$", 1, /everything/],
  ["$.", 2, /name/],
  ["$.first-name", 7, /\$\["…"\]/],
  ["$.a b", 3, /around the name/],
  ["$.0", 2, /name/],
  ["$.a[", 4, /number/],
  ["$.a[1", 5, /"\]"/],
  ["$.a[-1]", 4, /from the front/],
  ["$.a[01]", 5, /"\]"/],
  ["$.a[0:2]", 5, /Ranges/],
  ["$['a','b']", 5, /a path for each/i],
  ["$[?@.a]", 2, /Filters/],
  ["$['a", 2, /closing quote/],
  ["$['\\x']", 4, /escape/],
  ["$..*", 3, /stands a name/],
  ["$..[0]", 3, /stands a name/],
  ["$...a", 3, /name/],
  ["$a", 1, /Expected/],
  [`$${".a".repeat(21)}`, 41, /20 steps/],
  [`$.${"a".repeat(300)}`, 300, /300 characters/],
] as [string, number, RegExp][])
  test(`${text.slice(0, 30)} is refused at ${position}`, () => {
    const read = readPath(text);
    expect(read).toEqual({ position, problem: expect.stringMatching(problem) });
  });

test("every list of steps can be written, and is read back as it was", () => {
  const plain = { noNullPrototype: true } as const;
  const step = fc.oneof(
    fc.record({ kind: fc.constant("name" as const), name: fc.string({ maxLength: 8 }), deep: fc.boolean() }, plain),
    fc.record({ kind: fc.constant("index" as const), index: fc.nat(999_999) }, plain),
    fc.constant({ kind: "any" as const }),
  );
  const written = (one: PathStep): string => {
    if (one.kind === "any") return "[*]";
    if (one.kind === "index") return `[${one.index}]`;
    return `${one.deep ? ".." : ""}[${JSON.stringify(one.name)}]`;
  };
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 10 }), (steps) => {
      const read = readPath(`$${steps.map(written).join("")}`);
      // A name with many escapes may be too long; nothing else may be wrong.
      if ("problem" in read) assert.match(read.problem, /characters/);
      else assert.deepEqual(read.steps, steps);
    }),
  );
});

test("whatever is typed, the answer is steps or a place in the text", () => {
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom("$", ".", "..", "[", "]", "'", '"', "*", "a", "0", "\\")).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(text, (typed) => {
      const read = readPath(typed);
      if ("problem" in read) assert.ok(read.position >= 0 && read.position <= Math.max(typed.length, 0));
      else assert.ok(read.steps.length > 0);
    }),
  );
});
