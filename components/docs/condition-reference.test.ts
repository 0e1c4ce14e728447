import { expect, test } from "@playwright/test";
import type { Condition } from "@/lib/policy/condition/condition";
import { readCondition } from "@/lib/policy/condition/read-condition";
import { notation } from "@/lib/policy/text/notation";
import { parseCondition } from "@/lib/policy/text/parse";
import { functionReference, operatorReference } from "./condition-reference";
import { policyExamples } from "./policy-examples";

const opsOf = (condition: Condition): string[] => {
  if ("all" in condition) return condition.all.flatMap(opsOf);
  if ("any" in condition) return condition.any.flatMap(opsOf);
  if ("not" in condition) return opsOf(condition.not);
  if ("every" in condition) return ["every", ...opsOf(condition.where)];
  if ("some" in condition) return ["some", ...opsOf(condition.where)];
  return [condition.op];
};

test("every operator has an example that the language reads as that operator", () => {
  expect(operatorReference.map(({ op }) => op)).toEqual(Object.keys(notation));
  for (const { op, example } of operatorReference)
    expect(opsOf(readCondition(parseCondition(example), "when")), example).toContain(op);
});

test("every function's example can be read, and uses the function", () => {
  for (const { written, example } of functionReference) {
    expect(() => readCondition(parseCondition(example), "when"), example).not.toThrow();
    expect(example).toContain(written.match(/\w+(?=\()/)?.[0] ?? "?");
  }
});

test("every condition of the examples can be read", () => {
  expect(policyExamples.length).toBeGreaterThan(3);
  for (const { body } of policyExamples)
    for (const part of ["when", "unless"] as const) {
      const text = body[part];
      if (text !== undefined) expect(() => readCondition(parseCondition(text), part), text).not.toThrow();
    }
});
