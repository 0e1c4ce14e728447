import type { Condition } from "./condition/condition";
import { readCondition } from "./condition/read-condition";
import type { Level } from "./level";
import type { Policy } from "./policy";
import { toPolicySet } from "./policy-set";
import type { Question } from "./question";
import { parseCondition } from "./text/parse";

/* For tests and benchmarks: a call in which everything is as it usually is, but for what a case says. */

export const fixtureNowMs = Date.UTC(2026, 10, 22, 12, 0);

/** A policy as a case writes it: conditions as texts or trees. */
export type PolicyCase = Partial<Omit<Policy, "when" | "unless">> & { when?: unknown; unless?: unknown };

const toCondition = (written: unknown, at: string): Condition | null =>
  written === undefined || written === null
    ? null
    : readCondition(typeof written === "string" ? parseCondition(written) : written, at);

export const aPolicy = ({ when, unless, ...rest }: PolicyCase = {}, i = 0): Policy => ({
  id: `pol_${i}`,
  version: 1,
  name: `Policy ${i}`,
  description: "",
  effect: "allow",
  status: "active",
  scope: {},
  ...rest,
  when: toCondition(when, "when"),
  unless: toCondition(unless, "unless"),
});

/** Parts of a question; a part that is null is null, one that is given is filled up with what is usual. */
export type QuestionCase = {
  agent?: Partial<NonNullable<Question["agent"]>> | null;
  human?: Partial<NonNullable<Question["human"]>> | null;
  instance?: Partial<NonNullable<Question["instance"]>> | null;
  server?: Partial<NonNullable<Question["server"]>> | null;
  tool?: Partial<NonNullable<Question["tool"]>> | null;
  ceiling?: Level | null;
  consent?: Level | null;
  consentExpired?: boolean;
  excluded?: boolean;
  level?: Level;
  ip?: string | null;
  nowMs?: number;
  arguments?: unknown;
  policies?: PolicyCase[];
};

/** cursor, acting for Alice, calls create_issue at linear; one policy allows everything. */
export function aQuestion(of: QuestionCase = {}): Question {
  const nowMs = of.nowMs ?? fixtureNowMs;
  const or = <T extends object>(given: Partial<T> | null | undefined, usual: T): T | null =>
    given === null ? null : { ...usual, ...given };
  return {
    agent: or(of.agent, { slug: "cursor", tags: [], suspended: false }),
    human: or(of.human, { key: "human|alice", email: "alice@corp.example", groups: [], suspended: false }),
    instance: or(of.instance, { id: "ins_1", suspended: false }),
    serverKey: "linear",
    server: or(of.server, { enabled: true, tags: [], enforceSchema: true }),
    toolName: "create_issue",
    tool: or(of.tool, {
      level: of.level ?? "low",
      enabled: true,
      quarantined: false,
      readOnly: null,
      inputSchema: undefined,
    }),
    trust: {
      ceiling: of.ceiling === undefined ? "high" : of.ceiling,
      consent: of.consent === undefined ? "high" : of.consent,
      consentExpiresAtMs: of.consentExpired === true ? nowMs - 1 : null,
      excluded: of.excluded === true,
    },
    arguments: of.arguments,
    policies: toPolicySet(7, (of.policies ?? [{}]).map(aPolicy)),
    ip: of.ip === undefined ? "203.0.113.7" : of.ip,
    nowMs,
  };
}
