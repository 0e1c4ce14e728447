import { checkArguments } from "./arguments";
import { builtinPolicies, type Decision, type PolicyRef, type ReasonCode, type Step } from "./decision";
import type { Level } from "./level";
import { covers, type Policy, type Subject, toPolicyRef } from "./policy";
import { checkTrust, type TrustFacts } from "./trust";

/** Everything one decision rests on. Nothing else is read: the same question always has the same answer. */
export type Question = {
  /** null where the token's agent, human or instance is not (or no longer) known. */
  agent: { slug: string; suspended: boolean } | null;
  human: { key: string; suspended: boolean } | null;
  instance: { id: string; suspended: boolean } | null;
  serverKey: string;
  server: { enabled: boolean } | null;
  toolName: string;
  tool: { level: Level; enabled: boolean; quarantined: boolean } | null;
  trust: TrustFacts;
  /** The call's own arguments, or `unknown` where none exist yet (a listing): then stage 4 is not asked. */
  arguments: { known: true; value: unknown } | { known: false };
  policies: PolicySet;
  nowMs: number;
};

/** The policies of a tenant at one version, prepared for deciding. */
export type PolicySet = { version: number; enforced: readonly Policy[]; shadow: readonly Policy[] };

/** Sorts a tenant's policies by what their status means for a decision. Order never changes an outcome. */
export function toPolicySet(version: number, policies: readonly Policy[]): PolicySet {
  const byId = [...policies].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    version,
    enforced: byId.filter((p) => p.status === "active"),
    shadow: byId.filter((p) => p.status === "shadow"),
  };
}

/**
 * Decides one call through the five stages of DESIGN §3, each a step of the chain; the first that fails ends it.
 * Policies: deny overrides, order-free, default deny. Never throws.
 */
export function decide(question: Question): Decision {
  const chain: Step[] = [];
  const version = question.policies.version;
  const end = (code: ReasonCode, text: string, policy: PolicyRef): Decision => ({
    decision: code === "ALLOWED" ? "allow" : "deny",
    reason: { code, text },
    policy,
    policySetVersion: version,
    chain,
  });

  try {
    const identity = checkIdentity(question);
    chain.push(identity.step);
    if (identity.code !== undefined) return end(identity.code, identity.text, builtinPolicies.identity);

    const resource = checkResource(question);
    chain.push(resource.step);
    if (resource.code !== undefined) return end(resource.code, resource.text, builtinPolicies.resource);

    const required = question.tool?.level ?? "high";
    const trust = checkTrust(question.trust, required, question.nowMs);
    chain.push(trust.step);
    if (trust.code !== undefined) return end(trust.code, noPermission(question.toolName), builtinPolicies.trust);

    if (question.arguments.known) {
      const checked = checkArguments(question.arguments.value);
      const { code, text, violations } = checked;
      chain.push({ stage: "arguments", passed: code === undefined, text, violations });
      if (code !== undefined) return end(code, text, builtinPolicies.arguments);
    }

    const ruled = applyPolicies(question);
    chain.push(ruled.step);
    return end(ruled.code, ruled.text, ruled.policy);
  } catch {
    return end("ENGINE_ERROR", "Policy evaluation failed", builtinPolicies.engineError);
  }
}

/** Permit's own sentence, letter by letter (seed P35). */
const noPermission = (tool: string) => `No permission for '${tool}'`;

type StageOutcome = { step: Step; code: ReasonCode | undefined; text: string };

function checkIdentity({ agent, human, instance }: Question): StageOutcome {
  const outcome = (code: ReasonCode | undefined, text: string): StageOutcome => ({
    code,
    text,
    step: {
      stage: "identity",
      passed: code === undefined,
      text,
      agent: agent?.slug ?? null,
      human: human?.key ?? null,
      instance: instance?.id ?? null,
    },
  });
  if (agent === null || instance === null) return outcome("USER_NOT_FOUND", "User not found");
  if (human === null) return outcome("HUMAN_NOT_FOUND", "User not found");
  if (human.suspended) return outcome("PRINCIPAL_SUSPENDED", "The human is suspended");
  if (agent.suspended) return outcome("PRINCIPAL_SUSPENDED", "The agent is suspended");
  if (instance.suspended) return outcome("PRINCIPAL_SUSPENDED", "The agent instance is suspended");
  return outcome(undefined, "Agent, instance and human are known and active.");
}

function checkResource({ server, tool, serverKey, toolName }: Question): StageOutcome {
  const outcome = (code: ReasonCode | undefined, text: string): StageOutcome => ({
    code,
    text,
    step: { stage: "resource", passed: code === undefined, text, server: serverKey, tool: toolName },
  });
  if (server === null) return outcome("RESOURCE_NOT_FOUND", "Resource not found");
  if (!server.enabled) return outcome("RESOURCE_DISABLED", "The server is disabled");
  if (tool === null) return outcome("TOOL_NOT_FOUND", noPermission(toolName));
  if (!tool.enabled) return outcome("TOOL_DISABLED", noPermission(toolName));
  if (tool.quarantined) return outcome("TOOL_QUARANTINED", noPermission(toolName));
  return outcome(undefined, "The server is enabled and the tool is known.");
}

function applyPolicies(question: Question): { step: Step; code: ReasonCode; text: string; policy: PolicyRef } {
  const subject: Subject = {
    server: question.serverKey,
    tool: question.toolName,
    human: question.human?.key ?? "",
    agent: question.agent?.slug ?? "",
    instance: question.instance?.id ?? "",
  };
  const inScope = question.policies.enforced.filter((p) => covers(p.scope, subject));
  const evaluated = inScope.map((p) => ({ policy: toPolicyRef(p), result: "applies" as const }));
  const shadow = question.policies.shadow
    .filter((p) => covers(p.scope, subject))
    .map((p) => ({ policy: toPolicyRef(p), result: "applies" as const }));
  const denies = evaluated.filter((e) => e.policy.effect === "deny");
  const allows = evaluated.filter((e) => e.policy.effect === "allow");
  const determining = denies.length > 0 ? denies : allows;
  const step = (passed: boolean, text: string): Step => ({
    stage: "policies",
    passed,
    text,
    evaluated,
    determining: determining.map((e) => e.policy.id),
    shadow,
  });

  const [deny] = denies;
  if (deny) {
    const text = `Blocked by policy '${deny.policy.name}'`;
    return { code: "BLOCKED_BY_POLICY", text, policy: deny.policy, step: step(false, text) };
  }
  const [allow] = allows;
  if (allow) {
    const text = `Allowed by policy '${allow.policy.name}'`;
    return { code: "ALLOWED", text: "Allowed", policy: allow.policy, step: step(true, text) };
  }
  const text = `No policy allows '${question.toolName}'`;
  return { code: "NO_MATCHING_POLICY", text, policy: builtinPolicies.defaultDeny, step: step(false, text) };
}
