import { expect, test } from "@playwright/test";
import { conditionLimits } from "./condition/condition";
import { decide } from "./decide";
import { classifyWithExamples } from "./examples/classify-with-examples";
import { aPolicy, aQuestion, fixtureNowMs } from "./fixture";
import { impactOn } from "./impact";
import { toPolicySet } from "./policy-set";
import { runPolicyTest } from "./policy-test";
import type { Question } from "./question";
import { readStoredFacts, toStoredFacts } from "./stored-facts";

/* Edges that no case of JSON reaches: sizes, moments, what is remembered, what was kept. */

test("a consent ends at the moment at which it expires", () => {
  const at = (consentExpiresAtMs: number) => {
    const question = aQuestion();
    return decide({ ...question, trust: { ...question.trust, consentExpiresAtMs } }).reason.code;
  };
  expect(at(fixtureNowMs + 1)).toBe("ALLOWED");
  expect(at(fixtureNowMs)).toBe("CONSENT_EXPIRED");
});

test("without a grant or a consent no level is reached", () => {
  const effective = (of: Parameters<typeof aQuestion>[0]) => {
    const step = decide(aQuestion(of)).chain.find(({ stage }) => stage === "trust");
    return step?.stage === "trust" ? step.effective : "no such step";
  };
  expect(effective({ ceiling: null })).toBeNull();
  expect(effective({ consent: null })).toBeNull();
  expect(effective({ consentExpired: true })).toBeNull();
  expect(effective({ ceiling: "medium" })).toBe("medium");
});

test("keys count towards the size of arguments, and numbers have to be numbers", () => {
  const code = (args: unknown) => decide(aQuestion({ arguments: args })).reason.code;
  expect(code({ ["x".repeat(1_048_577)]: 1 })).toBe("ARGUMENTS_TOO_LARGE");
  expect(code({ ["x".repeat(1_000_000)]: 1 })).toBe("ALLOWED");
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) expect(code({ a: [value] })).toBe("ARGUMENTS_INVALID");
});

test("a list that is longer than what is walked is an error, whichever way the policy points", () => {
  const decided = (effect: "allow" | "deny", length: number) =>
    decide(
      aQuestion({
        policies: [
          { effect: "allow", ...(effect === "allow" && { when: "args.to.all(r, r == 1)" }) },
          { effect, when: "args.to.all(r, r == 1)" },
        ],
        arguments: { to: Array.from({ length }, () => (effect === "allow" ? 1 : 2)) },
      }),
    ).decision;
  expect(decided("allow", conditionLimits.elementsMax)).toBe("allow");
  expect(decided("allow", conditionLimits.elementsMax + 1)).toBe("deny");
  expect(decided("deny", conditionLimits.elementsMax)).toBe("allow");
  const first = decide(
    aQuestion({
      policies: [{}, { effect: "deny", when: "args.to.exists(r, r == 1)" }],
      arguments: { to: Array.from({ length: conditionLimits.elementsMax + 1 }, () => 2) },
    }),
  );
  expect(first.reason.code).toBe("BLOCKED_BY_POLICY_INDETERMINATE");
});

test("what fails while policies are asked is a denial", () => {
  const question: Question = {
    ...aQuestion(),
    policies: {
      version: 3,
      policies: [],
      rulesFor: () => {
        throw new Error("out of order");
      },
    },
  };
  expect(decide(question)).toMatchObject({ decision: "deny", reason: { code: "ENGINE_ERROR" }, policySetVersion: 3 });
});

test("a set remembers the rules of a tool apart for each server, its tags and the tool", () => {
  const set = toPolicySet(1, [
    aPolicy({ id: "internal", scope: { serverTags: ["internal"] } }),
    aPolicy({ id: "linear", scope: { servers: ["linear"] } }),
    aPolicy({ id: "create", scope: { tools: ["create_*"] } }),
  ]);
  const ids = (server: string, serverTags: string[], tool: string) =>
    set.rulesFor({ server, serverTags, tool }).allows.map(({ ref }) => ref.id);
  for (const _ of ["asked", "remembered"]) {
    expect(ids("linear", [], "list")).toEqual(["linear"]);
    expect(ids("linear", ["internal"], "list")).toEqual(["internal", "linear"]);
    expect(ids("github", ["internal"], "list")).toEqual(["internal"]);
    expect(ids("github", ["public"], "create_issue")).toEqual(["create"]);
    expect(ids("github", [], "list")).toEqual([]);
  }
});

test("where not every combination was tried, nothing is proved by what was not found", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const one = names.map((name, i) => `args.${name} == ${i + 100}`).join(" && ");
  const known = classifyWithExamples(aQuestion({ policies: [{ when: one }] }));
  expect(known.bucket).toBe("conditional");
  expect(known.proved).toBe(known.passes !== undefined && known.fails !== undefined);
});

/** Conditional tools of which an example search could believe too early that nothing else can come. */
const narrow: [string, string, object | undefined][] = [
  ["a number between two that are near each other", "args.a > 5 && args.a < 5.5", undefined],
  ["a text that meets two tests at once", 'args.a.startsWith("ab") && args.a.endsWith("cd")', undefined],
  [
    "a list of the size that a schema demands",
    "has(args.a)",
    { type: "array", items: { type: "number" }, minItems: 2 },
  ],
  ["an hour that is now and will not always be", 'request.time.between("09:00", "17:00")', undefined],
  ["a place where the call comes from now", 'request.ip.inRange(["203.0.113.0/24"])', undefined],
  ["a text of the length that a schema demands", 'args.a != "~"', { type: "string", maxLength: 2 }],
];

for (const [name, when, property] of narrow)
  test(`a tool stays conditional for ${name}`, () => {
    const inputSchema = property && { type: "object", properties: { a: property } };
    const tool = { level: "low" as const, enabled: true, quarantined: false, readOnly: null, inputSchema };
    expect(classifyWithExamples(aQuestion({ tool, policies: [{ when }] })).bucket).toBe("conditional");
  });

test("a policy that was changed is another one, though its id is the same", () => {
  const asked = aQuestion({ policies: [{ when: "args.amount < 5" }] });
  const next = toPolicySet(8, [aPolicy({ version: 2, when: "args.amount < 10" })]);
  expect(impactOn(asked, next)).toMatchObject({ verdict: "wider", opens: { amount: expect.any(Number) } });
  expect(impactOn(asked, toPolicySet(8, [aPolicy({ when: "args.amount < 5" })]))).toBeUndefined();
});

test("a policy's own test fails where the decision, the reason or the policy is another", () => {
  const set = toPolicySet(1, [aPolicy({ id: "small", name: "Small", when: "args.amount < 5" })]);
  const call = (amount: number) => ({
    agent: { slug: "cursor", tags: [] },
    human: { key: "human|alice", email: null, groups: [] },
    server: { key: "linear", tags: [], enforceSchema: true },
    tool: { name: "pay", level: "high" as const, readOnly: null, inputSchema: undefined },
    arguments: { amount },
    ip: null,
    timeMs: fixtureNowMs,
  });
  expect(runPolicyTest(set, call(4), { decision: "allow", code: "ALLOWED", policy: "small" })).toMatchObject({
    passed: true,
    why: "",
  });
  expect(runPolicyTest(set, call(6), { decision: "deny" })).toMatchObject({ passed: true });
  expect(runPolicyTest(set, call(4), { decision: "deny" }).why).toBe('It is allowed by "Small", not denied.');
  expect(runPolicyTest(set, call(6), { decision: "allow" }).why).toBe('It is denied by "Default deny", not allowed.');
  expect(runPolicyTest(set, call(6), { decision: "deny", code: "BLOCKED_BY_POLICY" }).why).toContain(
    "NO_MATCHING_POLICY",
  );
  expect(runPolicyTest(set, call(4), { decision: "allow", policy: "other" }).why).toContain("not other");
});

test("what a decision rested on is stored, and read again as it was", () => {
  const question = aQuestion({
    agent: { tags: ["ide"] },
    human: { groups: ["finance"] },
    server: { tags: ["internal"], enforceSchema: false },
    tool: { level: "low", enabled: true, quarantined: false, readOnly: false },
  });
  const facts = {
    agentTags: ["ide"],
    humanGroups: ["finance"],
    serverTags: ["internal"],
    readOnly: false,
    enforceSchema: false,
  };
  expect(toStoredFacts(question)).toEqual(facts);
  expect(readStoredFacts(JSON.parse(JSON.stringify(toStoredFacts(question))))).toEqual(facts);
  expect(toStoredFacts(aQuestion())).toEqual({});
  expect(readStoredFacts({ agentTags: "ide", readOnly: "no", enforceSchema: true })).toEqual({
    agentTags: [],
    humanGroups: [],
    serverTags: [],
  });
});
