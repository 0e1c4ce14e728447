import type { EventDraft } from "@/lib/audit/draft";
import { recordNow } from "@/lib/audit/journal";
import { newPayload, payloadCommitment } from "@/lib/audit/payload";
import { nowMs } from "@/lib/kernel/clock";
import { newId } from "@/lib/kernel/ids";
import { decide } from "@/lib/policy/decide";
import type { PolicySet } from "@/lib/policy/policy-set";
import { toStoredFacts } from "@/lib/policy/stored-facts";
import { toCircumstances } from "@/lib/registry/circumstances";
import type { Standing } from "@/lib/registry/decisions/load-standings";
import type { ToolFacts } from "@/lib/registry/load-principal";

/** Who calls what, under which policies. */
export type BenchCall = {
  standing: Standing;
  tool: ToolFacts;
  inputSchema: unknown;
  policies: PolicySet;
  arguments: Record<string, unknown>;
};

/** One line of `i`-th invoices, so that conditions on number, list and text have something to tell apart. */
export const invoice = (i: number, amountBelow: number) => ({
  ...{ amount: (i * 37) % amountBelow, currency: i % 3 === 0 ? "USD" : "EUR", memo: `Invoice ${i}` },
});

/** Decides a call and records it as the gateway does; nothing leaves. */
export async function recordCall(
  tenantNo: number,
  { standing, tool, inputSchema, policies, arguments: args }: BenchCall,
): Promise<void> {
  const { instance, human, server } = standing;
  const agent = { slug: standing.agent.slug, key: `agent|${standing.agent.slug}`, name: standing.agent.name };
  const asked = { ...standing, serverKey: server.key, toolName: tool.slug, tool, inputSchema };
  const question = { ...toCircumstances(asked, policies, null), arguments: args };
  const { decision, reason, policy, chain, policySetVersion } = decide(question);
  const payload = newPayload(args);
  const draft: EventDraft = {
    type: decision === "allow" ? "gateway.tool.executed" : "gateway.tool.error",
    outcome: decision === "allow" ? "success" : "denied",
    occurredAtMs: nowMs(),
    actor: { type: "agent", key: agent.key, name: agent.name },
    requestId: newId("request"),
    surface: "mcp",
    human: { key: human.key, name: human.name, email: human.email },
    agent,
    instance: { ...instance, clientName: "c", clientVersion: "1", protocolVersion: "2025-11-25" },
    resource: { type: "server", key: server.key, name: server.name },
    server: server.key,
    tool: { name: tool.slug, slug: tool.slug, level: tool.level, definitionHash: tool.definitionHash },
    ...{ decision, reason, policy, chain },
    details: { policySetVersion, facts: toStoredFacts(question) },
    arguments: {
      ...{ bytes: JSON.stringify(args).length, keys: Object.keys(args), redacted: [] },
      ...{ commitment: payloadCommitment(payload) },
    },
    refs: {
      agent: { id: standing.agent.id, key: agent.slug },
      instance: { id: instance.id, key: instance.id },
      human: { id: human.id, key: human.key },
      resource: { id: server.id, key: server.key },
      tool: { id: tool.id, key: tool.slug },
      policy: { id: policy.id, key: policy.id },
    },
  };
  await recordNow(tenantNo, draft, payload);
}
