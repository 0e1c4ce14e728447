import { factsUnder, rulesFor } from "./buckets";
import type { Condition, Leaf } from "./condition/condition";
import { partsOf } from "./condition/parts";
import { decide } from "./decide";
import type { Decision, PolicyRef } from "./decision";
import { fillRequired, put } from "./examples/complete";
import { absent, representatives } from "./examples/representatives";
import { type Level, levels, reaches } from "./level";
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

/**
 * The smallest changes under which a denied call would have been allowed. Every way that is given has been decided: with its
 * changes the answer is allow. Bounded; for people who ask why, never on the path of a call.
 */
export function waysOut(question: Question): WayOut[] {
  let open: { changes: WayOut; question: Question; decision: Decision }[] = [
    { changes: [], question, decision: decide(question) },
  ];
  for (let size = 1; size <= changesMax; size += 1) {
    const next = open.flatMap(({ changes, question: at, decision }) =>
      changesFor(at, decision).map(({ change, to }) => ({
        changes: [...changes, change],
        question: to,
        decision: decide(to),
      })),
    );
    const ways = next.filter(({ decision }) => decision.decision === "allow").map(({ changes }) => changes);
    if (ways.length > 0) return distinct(ways).slice(0, waysMax);
    open = next.slice(0, 50);
  }
  return [];
}

type Step = { change: Change; to: Question };

/** What could be changed about the stage that refused. */
function changesFor(question: Question, { reason }: Decision): Step[] {
  const { trust, tool } = question;
  const required = tool?.level ?? "high";
  switch (reason.code) {
    case "PRINCIPAL_SUSPENDED":
      return resume(question);
    case "RESOURCE_DISABLED":
      return question.server
        ? [{ change: { kind: "enable_server" }, to: { ...question, server: { ...question.server, enabled: true } } }]
        : [];
    case "TOOL_DISABLED":
      return tool ? [{ change: { kind: "enable_tool" }, to: { ...question, tool: { ...tool, enabled: true } } }] : [];
    case "TOOL_QUARANTINED":
      return tool
        ? [{ change: { kind: "accept_tool" }, to: { ...question, tool: { ...tool, quarantined: false } } }]
        : [];
    case "TOOL_EXCLUDED":
      return [{ change: { kind: "include_tool" }, to: { ...question, trust: { ...trust, excluded: false } } }];
    case "CONSENT_EXPIRED":
      return [
        { change: { kind: "consent_expiry" }, to: { ...question, trust: { ...trust, consentExpiresAtMs: null } } },
      ];
    case "NO_GRANT":
    case "NO_CONSENT":
    case "TRUST_TOO_LOW":
      return [...raise(question, "ceiling", required), ...raise(question, "consent", required), ...lowerTool(question)];
    case "BLOCKED_BY_POLICY":
    case "BLOCKED_BY_POLICY_INDETERMINATE":
    case "NO_MATCHING_POLICY":
      return [...changeArguments(question), ...changePolicies(question, reason.code === "NO_MATCHING_POLICY")];
    default:
      return [];
  }
}

function resume(question: Question): Step[] {
  return (["human", "agent", "instance"] as const).flatMap((who): Step[] => {
    const principal = question[who];
    return principal?.suspended
      ? [{ change: { kind: "resume", who }, to: { ...question, [who]: { ...principal, suspended: false } } }]
      : [];
  });
}

function raise(question: Question, what: "ceiling" | "consent", to: Level): Step[] {
  const from = question.trust[what];
  if (from !== null && reaches(from, to)) return [];
  return [{ change: { kind: what, from, to }, to: { ...question, trust: { ...question.trust, [what]: to } } }];
}

/** To the highest level that the present ceiling and consent reach. */
function lowerTool(question: Question): Step[] {
  const { tool, trust } = question;
  const { ceiling, consent } = trust;
  if (!tool || ceiling === null || consent === null) return [];
  const to = [...levels].reverse().find((level) => reaches(ceiling, level) && reaches(consent, level));
  if (to === undefined || reaches(to, tool.level)) return [];
  return [{ change: { kind: "tool_level", from: tool.level, to }, to: { ...question, tool: { ...tool, level: to } } }];
}

function changePolicies(question: Question, nothingAllows: boolean): Step[] {
  const { policies } = question;
  const without = (id: string): Question => ({
    ...question,
    policies: toPolicySet(
      policies.version,
      policies.policies.filter((policy) => policy.id !== id),
    ),
  });
  if (!nothingAllows) {
    const { policy } = decide(question);
    return [{ change: { kind: "disable_policy", policy }, to: without(policy.id) }];
  }
  const inShadow = policies.policies.filter(({ status, effect }) => status === "shadow" && effect === "allow");
  const activated = inShadow.map((policy): Step => {
    const set = policies.policies.map((one) => (one === policy ? { ...one, status: "active" as const } : one));
    const { id, name, description, version, effect } = policy;
    return {
      change: { kind: "activate_policy", policy: { id, name, description, version, effect } },
      to: { ...question, policies: toPolicySet(policies.version, set) },
    };
  });
  const everything = {
    id: "new",
    version: 1,
    name: "",
    description: "",
    effect: "allow",
    status: "active",
    scope: {},
    when: null,
    unless: null,
  } as const;
  return [
    ...activated,
    {
      change: { kind: "allow_policy" },
      to: { ...question, policies: toPolicySet(policies.version, [...policies.policies, everything]) },
    },
  ];
}

/** One argument at a time, to the first value that makes the difference. */
function changeArguments(question: Question): Step[] {
  const { denies, allows } = rulesFor(question);
  const schema = enforcedSchema(question);
  const factsAt = factsUnder(schema);
  const asked = [...denies, ...allows].flatMap((rule) => testsOf(rule).map((test) => ({ rule, test })));
  const found: Step[] = [];
  for (const { rule, test } of asked.slice(0, 60)) {
    if (found.some(({ change }) => change.kind === "argument" && change.path.join("\0") === test.arg.join("\0")))
      continue;
    for (const value of representatives(factsAt(test.arg, test.arg.join("\0")), [test])) {
      if (value === absent) continue;
      const args: unknown = structuredClone(question.arguments ?? {});
      if (!isFields(args) || !put(args, test.arg, value)) continue;
      fillRequired(args, schema);
      const to = { ...question, arguments: args };
      if (decide(to).decision !== "allow") continue;
      const change: Change = {
        kind: "argument",
        path: test.arg,
        test: printCondition(test),
        policy: rule.ref,
        example: value,
      };
      found.push({ change, to });
      break;
    }
  }
  return found;
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
