import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import { checks } from "@/lib/policy/runs";
import { storable, storableJson } from "./storable";

/** Texts as nobody sends them who means well: half characters, NUL, backslashes before a `u`, too long. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("\0", "\ud800", "\udc00", "\\", "u", "0", "a", "\u001f", "\u2028", "😀") }),
  fc.integer({ min: 3_990, max: 4_010 }).map((chars) => "a".repeat(chars)),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    ...[text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null)],
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4 }),
  ),
}));

test("the short way to a storable text gives what the long way gives", () => {
  fc.assert(
    fc.property(value, (any) => {
      for (const write of [canonicalJson, JSON.stringify]) expect(storableJson(any, write)).toBe(write(storable(any)));
    }),
    checks(500),
  );
});

test("what is storable has no half characters, no NUL, no endless text, and stays as it is the second time", () => {
  fc.assert(
    fc.property(value, (any) => {
      const written = storableJson(any, canonicalJson);
      expect(written.isWellFormed()).toBe(true);
      expect(/(?<!\\)(\\\\)*\\u(0000|d[89a-f])/i.test(written)).toBe(false);
      const again: unknown = JSON.parse(written);
      if (written.length <= 4_000) expect(storable(again)).toBe(again);
    }),
    checks(500),
  );
});
