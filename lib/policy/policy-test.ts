import type { Decision, ReasonCode } from "./decision";
import { explain } from "./explain";
import type { Level } from "./level";
import type { PolicySet } from "./policy-set";

/** A call that an author wrote down, with what is known of those it names. */
export type PolicyTestCase = {
  agent: { slug: string; tags: readonly string[] };
  human: { key: string; email: string | null; groups: readonly string[] };
  server: { key: string; tags: readonly string[]; enforceSchema: boolean };
  tool: { name: string; level: Level; readOnly: boolean | null; inputSchema: unknown };
  arguments: unknown;
  ip: string | null;
  timeMs: number;
};

/** What the author expects. Absent: not asked. `policy`: id of the policy that determines it. */
export type PolicyTestExpectation = { decision: "allow" | "deny"; code?: ReasonCode; policy?: string };

export type PolicyTestResult = {
  passed: boolean;
  /** What came out otherwise than expected, as a sentence; empty where it passed. */
  why: string;
  got: Decision;
};

/**
 * Decides a written-down call under a set of policies, and compares. The trust gate stands open and everybody is known and active:
 * a test is about policies, and must not fail because somebody's consent has expired.
 */
export function runPolicyTest(set: PolicySet, of: PolicyTestCase, expected: PolicyTestExpectation): PolicyTestResult {
  const got = explain({
    agent: { ...of.agent, suspended: false },
    human: { ...of.human, suspended: false },
    instance: { id: "", suspended: false },
    serverKey: of.server.key,
    server: { enabled: true, tags: of.server.tags, enforceSchema: of.server.enforceSchema },
    toolName: of.tool.name,
    tool: { ...of.tool, enabled: true, quarantined: false },
    trust: { ceiling: "high", consent: "high", consentExpiresAtMs: null, excluded: false },
    arguments: of.arguments,
    policies: set,
    ip: of.ip,
    nowMs: of.timeMs,
  });
  const why = difference(got, expected);
  return { passed: why === "", why, got };
}

function difference({ decision, reason, policy }: Decision, expected: PolicyTestExpectation): string {
  if (decision !== expected.decision)
    return `It is ${decision === "allow" ? "allowed" : "denied"} by "${policy.name}", not ${expected.decision === "allow" ? "allowed" : "denied"}.`;
  if (expected.code !== undefined && reason.code !== expected.code)
    return `The reason is ${reason.code}, not ${expected.code}.`;
  if (expected.policy !== undefined && policy.id !== expected.policy)
    return `"${policy.name}" (${policy.id}) decides it, not ${expected.policy}.`;
  return "";
}
