// Not `expect`: each of its calls is a step of the report, and these are hundreds of thousands.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import fc from "fast-check";
import { checkArguments } from "./arguments";
import { classify, factsUnder } from "./buckets";
import { compile } from "./condition/compile";
import type { Condition } from "./condition/condition";
import { readCondition } from "./condition/read-condition";
import { decide } from "./decide";
import type { PolicyResult, ReasonCode } from "./decision";
import { classifyWithExamples } from "./examples/classify-with-examples";
import { put } from "./examples/complete";
import { explain } from "./explain";
import { aPolicy, aQuestion, type PolicyCase } from "./fixture";
import { impactOn } from "./impact";
import type { Policy, PolicyStatus } from "./policy";
import { toPolicySet } from "./policy-set";
import { attributesOf, enforcedSchema, type Question } from "./question";
import { replay } from "./replay";
import { checks } from "./runs";
import { argumentValues, argumentValuesFor, schemas, someNumbers, someTexts } from "./schema/arbitrary";
import { type Change, waysOut } from "./ways-out";

/*
 * What is promised for every policy, schema and call (research: policy engine §5). `npm run test:deep` runs each 40,000 times.
 */

const text = fc.constantFrom(...someTexts);
const number = fc.constantFrom(...someNumbers);
const missing = fc.constantFrom("error", "match", "noMatch");
const path = fc.constantFrom(["a"], ["b"], ["c"], ["m", "x"], ["m", "y"]);

/** A test of whatever `at` says, with constants that schemas and arguments here are likely to meet. */
const leafOn = (at: fc.Arbitrary<object>): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      at,
      missing,
      fc.oneof(
        fc.record({ op: fc.constantFrom("eq", "ne"), value: fc.oneof(text, number, fc.boolean(), fc.constant(null)) }),
        fc.record({
          op: fc.constant("in"),
          value: fc.oneof(
            fc.array(text, { minLength: 1, maxLength: 3 }),
            fc.array(number, { minLength: 1, maxLength: 3 }),
          ),
        }),
        fc.record({ op: fc.constantFrom("lt", "lte", "gt", "gte"), value: number }),
        fc.record({
          op: fc.constantFrom("startsWith", "endsWith", "contains"),
          value: fc.constantFrom("x", "/srv", "e", "@corp.example"),
        }),
        fc.record({ op: fc.constant("glob"), value: fc.constantFrom("*x*", "x*", "/srv/*/a") }),
        fc.record({ op: fc.constant("regex"), value: fc.constantFrom("^C[0-9]$", "x+") }),
        fc.record({ op: fc.constant("underPath"), value: fc.constantFrom("/srv/data", "/srv") }),
        fc.constant({ op: "emailDomainIn", value: ["corp.example"] }),
        fc.constant({ op: "urlHostIn", value: ["ok.example"] }),
        fc.record({ op: fc.constantFrom("sizeLte", "sizeGte"), value: fc.constantFrom(0, 1, 3) }),
        fc.constant({ op: "exists" }),
      ),
    )
    .map(([subject, onMissing, operation]) => ({
      ...subject,
      ...operation,
      ...(operation.op !== "exists" && { onMissing }),
    }));

const listLeaf = fc.oneof(
  fc
    .tuple(
      missing,
      fc.constantFrom("hasAny", "hasAll"),
      fc.oneof(fc.array(text, { minLength: 1, maxLength: 2 }), fc.array(number, { minLength: 1, maxLength: 2 })),
    )
    .map(([onMissing, op, value]) => ({ arg: ["l"], op, value, onMissing })),
  fc
    .tuple(missing, fc.constantFrom("every", "some"), leafOn(fc.constant({ item: [] })))
    .map(([onMissing, word, where]) => ({ [word]: ["l"], where, onMissing })),
  fc
    .tuple(missing, fc.constantFrom("every", "some"), leafOn(fc.constant({ item: ["k"] })))
    .map(([onMissing, word, where]) => ({ [word]: ["o"], where, onMissing })),
);

const attributeLeaf = fc.constantFrom(
  { attr: "agent.slug", op: "eq", value: "cursor" },
  { attr: "human.groups", op: "has", value: "finance" },
  { attr: "tool.level", op: "in", value: ["medium", "high"] },
  { attr: "request.ip", op: "ipIn", value: ["203.0.113.0/24"] },
  { attr: "request.time", op: "timeBetween", value: { from: "09:00", to: "17:00", zone: "UTC" } },
);

const argumentLeaf = fc.oneof(
  { arbitrary: leafOn(path.map((arg) => ({ arg }))), weight: 6 },
  { arbitrary: listLeaf, weight: 2 },
);
const anyLeaf = fc.oneof({ arbitrary: argumentLeaf, weight: 8 }, { arbitrary: attributeLeaf, weight: 1 });

const treeOf = (leaf: fc.Arbitrary<unknown>): fc.Arbitrary<Condition> =>
  fc
    .letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        leaf,
        fc.record({ all: fc.array(tie("node"), { minLength: 1, maxLength: 3 }) }),
        fc.record({ any: fc.array(tie("node"), { minLength: 1, maxLength: 3 }) }),
        fc.record({ not: tie("node") }),
      ),
    }))
    .node.map((tree) => readCondition(tree, "when"));

const condition = treeOf(anyLeaf);
const statuses: PolicyStatus[] = ["active", "active", "active", "draft", "shadow", "disabled"];

const policiesOf = (when: fc.Arbitrary<Condition>): fc.Arbitrary<Policy[]> =>
  fc
    .array(
      fc.record({
        effect: fc.constantFrom("allow" as const, "deny" as const),
        status: fc.constantFrom(...statuses),
        when: fc.option(when, { freq: 5 }),
        unless: fc.option(when, { freq: 2 }),
      }),
      { minLength: 1, maxLength: 5 },
    )
    .map((all) => all.map((one: PolicyCase, i) => aPolicy(one, i)));
const policies = policiesOf(condition);

const question = (over: { policies: Policy[]; schema?: unknown; enforce?: boolean; args?: unknown }): Question => ({
  ...aQuestion({
    tool: { inputSchema: over.schema },
    server: { enforceSchema: over.enforce ?? over.schema !== undefined },
    arguments: over.args,
  }),
  policies: toPolicySet(1, over.policies),
});

/** A schema with calls, of which about half fit it. */
const schemaAndCalls = schemas().chain((schema) =>
  fc.record({
    schema: fc.constant(schema),
    calls: fc.array(fc.oneof(argumentValuesFor(schema), argumentValues()), { minLength: 8, maxLength: 8 }),
  }),
);

/** Refusals before policies are asked say nothing about policies. */
const ofPolicies: ReadonlySet<ReasonCode> = new Set([
  "ALLOWED",
  "BLOCKED_BY_POLICY",
  "BLOCKED_BY_POLICY_INDETERMINATE",
  "NO_MATCHING_POLICY",
]);

test("what a condition yields is always among what it was said to be able to yield", () => {
  fc.assert(
    fc.property(condition, schemaAndCalls, fc.boolean(), (tree, { schema, calls }, enforce) => {
      const compiled = compile(tree);
      const asked = question({ policies: [], schema, enforce });
      const enforced = enforcedSchema(asked);
      const attributes = attributesOf(asked);
      const possible = compiled.possible(factsUnder(enforced), {
        ...attributes,
        "request.ip": undefined,
        "request.time": undefined,
      });
      const unknown = compiled.possible(factsUnder(enforced), null);
      for (const args of calls) {
        if (checkArguments(args, enforced).code !== undefined) continue;
        const outcome = compiled.evaluate({ args, attributes, item: undefined, fuel: { left: 1e6 } });
        assert.ok(outcome & possible, JSON.stringify({ tree, schema, args }));
        assert.ok(outcome & unknown, "with no attribute known either");
      }
    }),
    checks(800),
  );
});

test("a bucket is never contradicted by a call, examples decide as they claim, and the short chain decides as the whole", () => {
  fc.assert(
    fc.property(policies, schemaAndCalls, fc.boolean(), (all, { schema, calls }, enforce) => {
      const asked = question({ policies: all, schema, enforce });
      const { bucket } = classify(asked);
      const known = classifyWithExamples(asked);
      if (bucket !== "conditional") assert.equal(known.bucket, bucket);
      const timed = all.some(({ when, unless }) => JSON.stringify([when, unless]).includes("request."));
      if (known.passes) assert.equal(decide({ ...asked, arguments: known.passes }).decision, "allow");
      if (known.fails) {
        const refused = decide({ ...asked, arguments: known.fails });
        assert.equal(refused.decision, "deny");
        assert.equal(ofPolicies.has(refused.reason.code), true);
      }
      for (const args of calls) {
        const one = { ...asked, arguments: args };
        const short = decide(one);
        const whole = explain(one);
        assert.deepEqual({ ...short, chain: 0 }, { ...whole, chain: 0 });
        const step = whole.chain.at(-1);
        if (step?.stage !== "policies") continue;
        const applying: PolicyResult[] = ["applies", "applies_on_error"];
        if (short.decision === "deny" && step.determining.length > 0)
          for (const id of step.determining)
            assert.ok(
              applying.includes(step.evaluated.find(({ policy }) => policy.id === id)?.result ?? "does_not_apply"),
            );
        if (step.determining.length > 0) assert.equal(step.determining[0], short.policy.id);
        for (const said of timed ? [bucket] : [bucket, known.bucket])
          if (said !== "conditional")
            assert.equal(
              short.decision,
              said === "allowed" ? "allow" : "deny",
              JSON.stringify({ all, schema, args, said }),
            );
      }
    }),
    checks(500),
  );
});

test("on flat schemas and comparisons the bucket is exactly what trying everything finds", () => {
  const at = fc.constantFrom(["a"], ["b"]);
  const leaf = fc
    .tuple(
      at,
      missing,
      fc.oneof(
        fc.record({
          op: fc.constantFrom("lt", "lte", "gt", "gte", "eq", "ne"),
          value: fc.constantFrom(0, 1, 5, 5.5, 10),
        }),
        fc.record({ op: fc.constantFrom("eq", "ne"), value: fc.constantFrom("x", "y", true) }),
        fc.record({ op: fc.constant("in"), value: fc.subarray(["x", "y", "zz"], { minLength: 1 }) }),
        fc.constant({ op: "exists" }),
      ),
    )
    .map(([arg, onMissing, operation]) => ({ arg, ...operation, ...(operation.op !== "exists" && { onMissing }) }));
  const tree = fc
    .oneof(
      leaf,
      fc.record({ all: fc.array(leaf, { minLength: 1, maxLength: 2 }) }),
      fc.record({ any: fc.array(leaf, { minLength: 1, maxLength: 2 }) }),
      fc.record({ not: leaf }),
    )
    .map((one) => readCondition(one, "when"));
  const property = fc.constantFrom<object>(
    { type: "integer" },
    { type: "number" },
    { type: "string" },
    { type: "boolean" },
    { type: "string", enum: ["x", "y"] },
    { type: "integer", minimum: 1, maximum: 10 },
    { type: "number", minimum: 0 },
    { type: ["integer", "null"] },
    {},
  );
  const values = [
    null,
    true,
    false,
    "x",
    "y",
    "zz",
    "q",
    -1,
    0,
    0.25,
    1,
    2,
    5,
    5.25,
    5.5,
    6,
    7,
    10,
    11,
    1e9,
    [],
    {},
    undefined,
  ];
  const rules = fc.array(
    fc.record({ effect: fc.constantFrom("allow" as const, "deny" as const), when: fc.option(tree, { freq: 8 }) }),
    { minLength: 1, maxLength: 3 },
  );
  let proved = 0;
  fc.assert(
    fc.property(rules, property, property, fc.subarray(["a", "b"]), fc.boolean(), (all, a, b, required, enforce) => {
      const schema = { type: "object", properties: { a, b }, required };
      const asked = question({ policies: all.map((one, i) => aPolicy(one, i)), schema, enforce });
      const known = classifyWithExamples(asked);
      const seen = new Set<string>();
      for (const x of values)
        for (const y of values) {
          const args = { ...(x !== undefined && { a: x }), ...(y !== undefined && { b: y }) };
          const { decision, reason } = decide({ ...asked, arguments: args });
          if (ofPolicies.has(reason.code)) seen.add(decision);
        }
      if (seen.size === 0) return;
      const truth = seen.size === 2 ? "conditional" : seen.has("allow") ? "allowed" : "denied";
      if (known.proved) {
        proved += 1;
        assert.equal(known.bucket, truth, JSON.stringify({ all, schema, enforce }));
      } else assert.equal(known.bucket, "conditional");
    }),
    checks(300, 6_000),
  );
  assert.ok(proved > checks(300, 6_000).numRuns * 0.8, "most are proved, or this says little");
});

test("losing or mistyping arguments only loses permission, unless the policy says otherwise", () => {
  // Nothing here says what missing means, asks whether something exists, or for null: those are the ways to say otherwise.
  const strict = treeOf(
    argumentLeaf
      .filter((leaf) => !JSON.stringify(leaf).includes('"exists"') && !JSON.stringify(leaf).includes("null"))
      .map(
        (leaf) => JSON.parse(JSON.stringify(leaf).replaceAll(/"onMissing":"\w+"/g, '"onMissing":"error"')) as unknown,
      ),
  );
  fc.assert(
    fc.property(
      policiesOf(strict),
      argumentValues(),
      fc.subarray(["a", "b", "c", "m", "l", "o"], { minLength: 1 }),
      fc.constantFrom("lost", "mistyped"),
      (all, args, names, how) => {
        const poorer = structuredClone(args);
        for (const name of names)
          if (how === "lost") delete poorer[name];
          else if (name in poorer) poorer[name] = { weird: [{}] };
        const before = decide(question({ policies: all, args }));
        if (before.decision === "deny")
          assert.equal(
            decide(question({ policies: all, args: poorer })).decision,
            "deny",
            JSON.stringify({ all, args, poorer }),
          );
      },
    ),
    checks(2_000),
  );
});

test("order never matters; a deny more never allows, an allow more never denies", () => {
  fc.assert(
    fc.property(policies, policies, argumentValues(), (all, more, args) => {
      const before = decide(question({ policies: all, args }));
      assert.deepEqual(decide(question({ policies: [...all].reverse(), args })), before);
      const extra = (effect: "allow" | "deny") => more.map((one, i) => ({ ...one, id: `more_${i}`, effect }));
      const effect = before.decision === "deny" ? "deny" : "allow";
      assert.equal(decide(question({ policies: [...all, ...extra(effect)], args })).decision, before.decision);
    }),
    checks(1_000, 5_000),
  );
});

test("drafts, disabled and shadow policies never change a decision; shadows are reported", () => {
  fc.assert(
    fc.property(policies, policies, argumentValues(), (all, more, args) => {
      const active = all.filter(({ status }) => status === "active");
      const idle = (["draft", "disabled", "shadow"] as const).flatMap((status) =>
        more.map((one, i) => ({ ...one, id: `${status}_${i}`, status })),
      );
      const alone = decide(question({ policies: active, args }));
      const beside = decide(question({ policies: [...active, ...idle], args }));
      assert.deepEqual({ ...beside, chain: 0 }, { ...alone, chain: 0 });
      const step = beside.chain.at(-1);
      assert.equal(step?.stage === "policies" && step.shadow.length, more.length);
    }),
    checks(1_000, 3_000),
  );
});

test("a call of which something was masked is replayed as it was, or is said to be undetermined", () => {
  const masked = fc.subarray(["a", "b", "c", "m", "l", "o"]);
  fc.assert(
    fc.property(policies, argumentValues(), masked, (all, args, names) => {
      const asked = question({ policies: all, args });
      const truth = decide(asked);
      if (!ofPolicies.has(truth.reason.code)) return;
      const hidden = names.filter((name) => args[name] !== undefined && args[name] !== null);
      const left = { ...args, ...Object.fromEntries(hidden.map((name) => [name, "[masked]"])) };
      const replayed = replay({ ...asked, arguments: left }, { masked: hidden.map((name) => [name]) });
      if (replayed !== "undetermined") assert.equal(replayed.decision, truth.decision);
      if (hidden.length === 0) assert.notEqual(replayed, "undetermined");
      const blind = replay({ ...asked, arguments: undefined }, "nothing");
      if (blind !== "undetermined") assert.equal(blind.decision, truth.decision);
    }),
    checks(1_000),
  );
});

test("every example of an impact is decided as it says by both sets", () => {
  fc.assert(
    fc.property(policies, policies, schemaAndCalls, (all, more, { schema, calls }) => {
      const asked = question({ policies: all, schema });
      const next = toPolicySet(2, [...all.slice(1), ...more.map((one, i) => ({ ...one, id: `more_${i}` }))]);
      const impact = impactOn(asked, next);
      const by = (set: Question["policies"], args: unknown) => decide({ ...asked, policies: set, arguments: args });
      if (impact?.opens) {
        assert.equal(by(asked.policies, impact.opens).decision, "deny");
        assert.equal(by(next, impact.opens).decision, "allow");
      }
      if (impact?.closes) {
        assert.equal(by(asked.policies, impact.closes).decision, "allow");
        assert.equal(by(next, impact.closes).decision, "deny");
      }
      const timed = JSON.stringify([all, more]).includes("request.");
      if (impact !== undefined || timed) return;
      for (const args of calls)
        assert.equal(by(next, args).decision, by(asked.policies, args).decision, "no impact means none");
    }),
    checks(300, 10_000),
  );
});

/** The question as it is after a change. Only changes that questions here can need. */
function changed(at: Question, change: Change): Question {
  const { policies: set, trust, tool } = at;
  const withPolicies = (all: readonly Policy[]): Question => ({ ...at, policies: toPolicySet(set.version, all) });
  switch (change.kind) {
    case "ceiling":
    case "consent":
      return { ...at, trust: { ...trust, [change.kind]: change.to } };
    case "tool_level":
      return { ...at, tool: tool && { ...tool, level: change.to } };
    case "disable_policy":
      return withPolicies(set.policies.filter(({ id }) => id !== change.policy.id));
    case "activate_policy":
      return withPolicies(
        set.policies.map((one) => (one.id === change.policy.id ? { ...one, status: "active" as const } : one)),
      );
    case "allow_policy":
      return withPolicies([...set.policies, aPolicy({ id: "new" })]);
    case "argument": {
      const args = structuredClone(at.arguments ?? {});
      // safe because the arguments of questions here are objects
      assert.ok(put(args as Record<string, unknown>, change.path, change.example));
      return { ...at, arguments: args };
    }
    default:
      throw new Error(`No question here needs ${change.kind}.`);
  }
}

test("every way out allows the call when its changes are made, none can be left out, and all are as short as the shortest found", () => {
  const level = fc.constantFrom("low" as const, "medium" as const, "high" as const);
  const orNone = fc.option(level);
  fc.assert(
    fc.property(policies, argumentValues(), orNone, orNone, level, (all, args, ceiling, consent, needed) => {
      const asked: Question = {
        ...question({ policies: all, args }),
        trust: { ceiling, consent, consentExpiresAtMs: null, excluded: false },
      };
      const at = { ...asked, tool: asked.tool && { ...asked.tool, level: needed } };
      const ways = waysOut(at);
      const { decision, reason } = decide(at);
      if (decision === "allow") assert.deepEqual(ways, []);
      const enforced = all.filter(({ status }) => status === "active");
      const needs = Number(ceiling === null) + Number(consent === null) + enforced.length;
      if (decision === "deny" && !reason.code.startsWith("ARGUMENTS_") && needs <= 1)
        assert.ok(ways.length > 0, reason.code);
      const sizes = new Set(ways.map((way) => way.length));
      assert.ok(sizes.size <= 1, "the smallest only");
      for (const way of ways) {
        assert.equal(decide(way.reduce(changed, at)).decision, "allow", JSON.stringify({ all, args, way }));
        for (const change of way) {
          const others = way.filter((one) => one !== change);
          assert.equal(decide(others.reduce(changed, at)).decision, "deny", "none of them can be left out");
        }
      }
    }),
    checks(200, 4_000),
  );
});
