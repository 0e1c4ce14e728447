import type { EventDraft } from "@/lib/audit/draft";
import type { Ctx } from "@/lib/kernel/ctx";
import { newId } from "@/lib/kernel/ids";

/** Who asks: somebody who may do everything in one tenant. */
export const benchCtx = (tenantNo: number): Ctx => ({
  tenant: { no: tenantNo, slug: "bench", organizationId: "org_bench" },
  actor: { type: "system", id: "cli", name: "bench" },
  scopes: ["*"],
  surface: "cli",
  requestId: newId("request"),
  ip: null,
  userAgent: null,
});

/** An allowed call as the gateway records one: of 50 humans, 200 instances, 40 tools. */
export function toDraft(i: number, occurredAtMs: number): EventDraft {
  const [human, agent, tool] = [i % 50, i % 4, i % 40];
  const server = `server-${tool % 5}`;
  const instance = `ins_bench_${human}_${agent}`;
  return {
    type: "gateway.tool.executed",
    outcome: "success",
    occurredAtMs,
    actor: { type: "agent", key: `agent|client-${agent}`, name: `Agent ${agent}` },
    requestId: newId("request"),
    session: null,
    surface: "mcp",
    human: { key: `human|new-${human}`, name: `Human ${human}`, email: `human${human}@example.com` },
    agent: { slug: `new-agent-${agent}`, key: `agent|client-${agent}`, name: `Agent ${agent}` },
    instance: {
      id: instance,
      label: "laptop",
      clientName: "client",
      clientVersion: "1.0",
      protocolVersion: "2025-11-25",
    },
    resource: { type: "server", key: server, name: server },
    server,
    tool: { name: `tool_${tool}`, slug: `tool_${tool}`, level: "low", definitionHash: "0".repeat(64) },
    check: { user: `agent|client-${agent}`, action: `tool_${tool}`, resource: `${server}:${server}` },
    decision: "allow",
    reason: { code: "ALLOWED", text: "Allowed" },
    policy: { id: "pol_bench", name: "Allow what trust permits", description: "", version: 1, effect: "allow" },
    chain: [],
    details: { policySetVersion: 1, facts: { agentTags: [], serverTags: [], groups: [] } },
    durationMs: { policy: 0.2, upstream: 20, total: 21 },
    ip: "192.0.2.1",
    userAgent: "bench",
    refs: {
      agent: { id: `agt_${agent}`, key: `new-agent-${agent}` },
      instance: { id: instance, key: instance },
      human: { id: `hum_${human}`, key: `human|new-${human}` },
      resource: { id: `srv_${server}`, key: server },
      tool: { id: `tol_${tool}`, key: `tool_${tool}` },
      policy: { id: "pol_bench", key: "pol_bench" },
    },
  };
}
