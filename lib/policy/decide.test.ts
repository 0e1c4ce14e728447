import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { classify } from "./buckets";
import { decide } from "./decide";
import { explain } from "./explain";
import { aPolicy, aQuestion, type QuestionCase } from "./fixture";
import { levels, minLevel, reaches } from "./level";
import type { Policy } from "./policy";
import { toPolicySet } from "./policy-set";
import type { Question } from "./question";
import { checks } from "./runs";
import { derivationCells } from "./trust";

type Case = QuestionCase & {
  name: string;
  expect: "allow" | "deny";
  code: string;
  policy?: string;
  bucket?: "allowed" | "denied" | "conditional";
};

for (const file of ["gates", "trust", "policies", "conditions"]) {
  // safe because these files are ours, and a wrong one fails its test
  const { cases } = JSON.parse(readFileSync(`lib/policy/cases/${file}.json`, "utf8")) as { cases: Case[] };
  test.describe(`cases/${file}.json`, () => {
    for (const one of cases)
      test(one.name, () => {
        const question = aQuestion(one);
        const decided = explain(question);
        expect({ decision: decided.decision, code: decided.reason.code }).toEqual({
          decision: one.expect,
          code: one.code,
        });
        const failed = decided.chain.filter((step) => !step.passed);
        expect(failed.length, "exactly the step that denied has failed").toBe(one.expect === "deny" ? 1 : 0);
        expect(decided.chain.at(-1)?.passed).toBe(one.expect === "allow");
        expect(decided.policySetVersion).toBe(7);
        if (one.policy !== undefined) expect(decided.policy.id).toBe(one.policy);
        if (one.bucket !== undefined) expect(classify(question).bucket, "known before it is called").toBe(one.bucket);
      });
  });
}

const level = fc.constantFrom(...levels);
const scope = fc.record(
  {
    tools: fc.array(fc.constantFrom("*", "create_*", "delete_*", "create_issue"), { maxLength: 2 }),
    agents: fc.array(fc.constantFrom("cursor", "codex"), { maxLength: 2 }),
    humans: fc.array(fc.constantFrom("human|alice", "human|bob"), { maxLength: 2 }),
    servers: fc.array(fc.constantFrom("linear", "github"), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const anyPolicies = fc
  .array(
    fc.record({
      effect: fc.constantFrom("allow", "deny"),
      status: fc.constantFrom("draft", "shadow", "active", "disabled"),
      scope,
    }),
    { maxLength: 6 },
  )
  // safe because the arbitraries above only make values of these unions
  .map((all) => all.map((p, i) => aPolicy(p as Partial<Policy>, i)));

const withPolicies = (policies: Policy[]): Question => ({ ...aQuestion(), policies: toPolicySet(1, policies) });

test("for all 27 combinations the level is min(ceiling, consent), and exactly one derivation holds", () => {
  for (const ceiling of levels)
    for (const consent of levels)
      for (const required of levels) {
        const decided = decide(aQuestion({ ceiling, consent, level: required }));
        expect(decided.decision).toBe(reaches(minLevel(ceiling, consent), required) ? "allow" : "deny");
        const holding = derivationCells(ceiling, consent).filter((cell) => cell.holds);
        expect(holding.map((cell) => cell.derives)).toEqual([minLevel(ceiling, consent)]);
      }
});

test("lowering a ceiling or a consent never allows more", () => {
  fc.assert(
    fc.property(level, level, level, level, (ceiling, consent, lower, required) => {
      fc.pre(reaches(ceiling, lower));
      const before = decide(aQuestion({ ceiling, consent, level: required }));
      const after = decide(aQuestion({ ceiling: lower, consent, level: required }));
      return before.decision === "allow" || after.decision === "deny";
    }),
    checks(100, 4_000),
  );
});

test("the order of policies never changes a decision", () => {
  fc.assert(
    fc.property(anyPolicies, (policies) => {
      const one = decide(withPolicies(policies));
      const other = decide(withPolicies([...policies].reverse()));
      expect(other).toEqual(one);
    }),
    checks(100, 4_000),
  );
});

test("adding a deny never allows, adding an allow never denies", () => {
  fc.assert(
    fc.property(anyPolicies, scope, (policies, more) => {
      const before = decide(withPolicies(policies)).decision;
      // safe as above
      const extra = (effect: "allow" | "deny") => aPolicy({ effect, scope: more as Policy["scope"] }, 99);
      if (before === "deny") expect(decide(withPolicies([...policies, extra("deny")])).decision).toBe("deny");
      else expect(decide(withPolicies([...policies, extra("allow")])).decision).toBe("allow");
    }),
    checks(100, 4_000),
  );
});

test("drafts, disabled and shadow policies never change a decision; shadows are reported", () => {
  fc.assert(
    fc.property(anyPolicies, (policies) => {
      const all = decide(withPolicies(policies));
      const active = decide(withPolicies(policies.filter((p) => p.status === "active")));
      expect({ ...all, chain: undefined }).toEqual({ ...active, chain: undefined });
    }),
    checks(100, 4_000),
  );
  const decided = decide(withPolicies([aPolicy(), aPolicy({ effect: "deny", status: "shadow" }, 1)]));
  const step = decided.chain.find((s) => s.stage === "policies");
  expect(step?.stage === "policies" && step.shadow.map((s) => s.policy.id)).toEqual(["pol_1"]);
});

test("a denial always names a policy, the seeds' own words included", () => {
  const trust = decide(aQuestion({ ceiling: "low", level: "high" }));
  expect(trust.reason.text).toBe("No permission for 'create_issue'");
  expect(trust.policy.id).toBe("builtin:trust-ceiling");
  expect(decide(aQuestion({ agent: null })).reason.text).toBe("User not found");
  expect(decide(aQuestion({ server: null })).reason.text).toBe("Resource not found");
  expect(decide(aQuestion({ policies: [] })).policy.id).toBe("builtin:default-deny");
});

test("arguments beyond the bounds are refused in bounded time, however they are built", () => {
  const deep: Record<string, unknown> = {};
  let at = deep;
  for (let i = 0; i < 100; i += 1) {
    const next: Record<string, unknown> = {};
    at["a"] = next;
    at = next;
  }
  expect(decide(aQuestion({ arguments: deep })).reason.code).toBe("ARGUMENTS_TOO_LARGE");
  expect(decide(aQuestion({ arguments: { list: Array.from({ length: 20_001 }, () => 1) } })).reason.code).toBe(
    "ARGUMENTS_TOO_LARGE",
  );
  expect(decide(aQuestion({ arguments: { text: "x".repeat(1_048_577) } })).reason.code).toBe("ARGUMENTS_TOO_LARGE");
  expect(decide(aQuestion({ arguments: JSON.parse('{"__proto__": {"admin": true}}') })).reason.code).toBe(
    "ARGUMENTS_FORBIDDEN_KEY",
  );
});
