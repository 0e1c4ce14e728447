import { expect, test } from "@playwright/test";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { canonicalJson } from "./canonical-json";

test("it is what the reference implementation of RFC 8785 writes, for any JSON value", () => {
  const key = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("__proto__", "10", "9", "a", "€", "\u{1F600}", "é"),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      fc.string({ unit: "binary" }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(key, tie("value"), { maxKeys: 5, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(value, (given) => canonicalJson(given) === canonicalize(given)),
    { numRuns: 2_000 },
  );
});

test("the order in which keys were set does not matter; absent and undefined are the same", () => {
  expect(canonicalJson({ b: 1, a: [{ d: 1, c: 2 }], e: undefined })).toBe('{"a":[{"c":2,"d":1}],"b":1}');
});

test("what JSON cannot hold is refused", () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined, { a: Number.NaN }])
    expect(() => canonicalJson(value)).toThrow();
});
