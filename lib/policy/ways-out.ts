import { factsUnder, rulesFor } from "./buckets";
import type { Condition, Leaf } from "./condition/condition";
import { partsOf } from "./condition/parts";
import { decide } from "./decide";
import type { PolicyRef } from "./decision";
import { fillRequired, put } from "./examples/complete";
import { absent, representatives } from "./examples/representatives";
import { type Level, levels, reaches } from "./level";
import { type Policy, toPolicyRef } from "./policy";
import { toPolicySet } from "./policy-set";
import { enforcedSchema, type Question } from "./question";
import type { Rule } from "./rule";
import { printCondition } from "./text/print";

/** One thing that could be different. Levels are named from what is to what would do. */
export type Change =
  | { kind: "ceiling"; from: Level | null; to: Level }
  | { kind: "consent"; from: Level | null; to: Level }
  | { kind: "consent_expiry" }
  | { kind: "include_tool" }
  | { kind: "tool_level"; from: Level; to: Level }
  | { kind: "enable_tool" }
  | { kind: "accept_tool" }
  | { kind: "enable_server" }
  | { kind: "resume"; who: "human" | "agent" | "instance" }
  | { kind: "disable_policy"; policy: PolicyRef }
  | { kind: "activate_policy"; policy: PolicyRef }
  | { kind: "allow_policy" }
  /** `test`: the operand of the policy that the argument would have to meet; `example` a value that does, for the first of them. */
  | { kind: "argument"; path: string[]; test: string; policy: PolicyRef; example: unknown };

/** Changes that together would have allowed the call; none of them is enough without the others. */
export type WayOut = Change[];

/** Changes that are combined at most, and ways that are given at most. */
const changesMax = 3;
const waysMax = 8;
/** Unfinished ways that are gone on with, and tests of arguments that are tried. */
const openMax = 50;
const testsMax = 60;

/**
 * The smallest changes under which a denied call would have been allowed. Every way that is given has been decided: with its
 * changes the answer is allow. Bounded; for people who ask why, never on the path of a call.
 */
export function waysOut(question: Question): WayOut[] {
  let open: WayOut[] = [[]];
  for (let size = 1; size <= changesMax; size += 1) {
    const next = open.flatMap((way) => changesFor(withAll(question, way)).map((change) => [...way, change]));
    const allowing = next.filter((way) => allows(question, way)).map((way) => withoutSuperfluous(question, way));
    if (allowing.length > 0) {
      const smallest = Math.min(...allowing.map(({ length }) => length));
      return distinct(allowing.filter(({ length }) => length === smallest)).slice(0, waysMax);
    }
    open = next.slice(0, openMax);
  }
  return [];
}

const allows = (question: Question, way: WayOut): boolean => decide(withAll(question, way)).decision === "allow";

/** A change may settle what an earlier one was made for: that one is left out again. */
const withoutSuperfluous = (question: Question, way: WayOut): WayOut =>
  way.reduce<WayOut>((needed, change) => {
    const others = needed.filter((one) => one !== change);
    return allows(question, others) ? others : needed;
  }, way);

const withAll = (question: Question, way: WayOut): Question => way.reduce(withChange, question);

/** The call as it would be asked after a change. */
export function withChange(question: Question, change: Change): Question {
  const { trust, tool, server } = question;
  const withPolicies = (change: (policies: readonly Policy[]) => Policy[]): Question => ({
    ...question,
    policies: toPolicySet(question.policies.version, change(question.policies.policies)),
  });
  switch (change.kind) {
    case "ceiling":
    case "consent":
      return { ...question, trust: { ...trust, [change.kind]: change.to } };
    case "consent_expiry":
      return { ...question, trust: { ...trust, consentExpiresAtMs: null } };
    case "include_tool":
      return { ...question, trust: { ...trust, excluded: false } };
    case "tool_level":
      return { ...question, tool: tool && { ...tool, level: change.to } };
    case "enable_tool":
      return { ...question, tool: tool && { ...tool, enabled: true } };
    case "accept_tool":
      return { ...question, tool: tool && { ...tool, quarantined: false } };
    case "enable_server":
      return { ...question, server: server && { ...server, enabled: true } };
    case "resume": {
      const principal = question[change.who];
      return { ...question, [change.who]: principal && { ...principal, suspended: false } };
    }
    case "disable_policy":
      return withPolicies((policies) => policies.filter(({ id }) => id !== change.policy.id));
    case "activate_policy":
      return withPolicies((policies) =>
        policies.map((policy) => (policy.id === change.policy.id ? { ...policy, status: "active" } : policy)),
      );
    case "allow_policy":
      return withPolicies((policies) => [...policies, allowEverything]);
    case "argument": {
      const args: unknown = structuredClone(question.arguments ?? {});
      if (!isFields(args) || !put(args, change.path, structuredClone(change.example))) return question;
      fillRequired(args, enforcedSchema(question));
      return { ...question, arguments: args };
    }
  }
}

const allowEverything: Policy = {
  id: "new",
  version: 1,
  name: "",
  description: "",
  effect: "allow",
  status: "active",
  scope: {},
  when: null,
  unless: null,
};

/** What could be changed about the stage that refused; nothing where none did. */
function changesFor(question: Question): Change[] {
  const { reason, policy } = decide(question);
  const { trust, tool } = question;
  const required = tool?.level ?? "high";
  switch (reason.code) {
    case "PRINCIPAL_SUSPENDED":
      return (["human", "agent", "instance"] as const)
        .filter((who) => question[who]?.suspended)
        .map((who) => ({ kind: "resume", who }));
    case "RESOURCE_DISABLED":
      return [{ kind: "enable_server" }];
    case "TOOL_DISABLED":
      return [{ kind: "enable_tool" }];
    case "TOOL_QUARANTINED":
      return [{ kind: "accept_tool" }];
    case "TOOL_EXCLUDED":
      return [{ kind: "include_tool" }];
    case "CONSENT_EXPIRED":
      return [{ kind: "consent_expiry" }];
    case "NO_GRANT":
    case "NO_CONSENT":
    case "TRUST_TOO_LOW":
      return [
        ...(["ceiling", "consent"] as const)
          .filter((what) => trust[what] === null || !reaches(trust[what], required))
          .map((what) => ({ kind: what, from: trust[what], to: required })),
        ...lowerTool(question),
      ];
    case "BLOCKED_BY_POLICY":
    case "BLOCKED_BY_POLICY_INDETERMINATE":
      return [...changeArguments(question), { kind: "disable_policy", policy }];
    case "NO_MATCHING_POLICY":
      return [...changeArguments(question), ...activate(question), { kind: "allow_policy" }];
    default:
      return [];
  }
}

/** To the highest level that the present ceiling and consent reach. */
function lowerTool({ tool, trust: { ceiling, consent } }: Question): Change[] {
  if (!tool || ceiling === null || consent === null) return [];
  const to = [...levels].reverse().find((level) => reaches(ceiling, level) && reaches(consent, level));
  return to === undefined || reaches(to, tool.level) ? [] : [{ kind: "tool_level", from: tool.level, to }];
}

/** Allows that are in shadow. */
const activate = ({ policies }: Question): Change[] =>
  policies.policies
    .filter(({ status, effect }) => status === "shadow" && effect === "allow")
    .map((policy) => ({ kind: "activate_policy", policy: toPolicyRef(policy) }));

/** One argument at a time, to the first value that makes the difference. */
function changeArguments(question: Question): Change[] {
  const { denies, allows: allowing } = rulesFor(question);
  const factsAt = factsUnder(enforcedSchema(question));
  const asked = [...denies, ...allowing].flatMap((rule) => testsOf(rule).map((test) => ({ rule, test })));
  const found = new Map<string, Change>();
  for (const { rule, test } of asked.slice(0, testsMax)) {
    const key = test.arg.join("\0");
    if (found.has(key)) continue;
    for (const example of representatives(factsAt(test.arg, key), [test])) {
      if (example === absent) continue;
      const change: Change = {
        kind: "argument",
        path: test.arg,
        test: printCondition(test),
        policy: rule.ref,
        example,
      };
      if (!allows(question, [change])) continue;
      found.set(key, change);
      break;
    }
  }
  return [...found.values()];
}

type ArgumentTest = Extract<Leaf, { arg: string[] }>;

const testsOf = ({ policy: { when, unless } }: Rule): ArgumentTest[] =>
  [when, unless].flatMap((condition: Condition | null) =>
    condition === null ? [] : [...partsOf(condition)].filter((part): part is ArgumentTest => "arg" in part),
  );

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The same changes in another order are the same way. */
function distinct(ways: readonly WayOut[]): WayOut[] {
  const seen = new Set<string>();
  return ways.filter((way) => {
    const key = way
      .map((change) => JSON.stringify(change))
      .sort()
      .join();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
