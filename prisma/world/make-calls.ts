import type { EventDraft } from "@/lib/audit/draft";
import { recordNow } from "@/lib/audit/journal";
import { newPayload, payloadCommitment } from "@/lib/audit/payload";
import { nowMs } from "@/lib/kernel/clock";
import { toEventId } from "@/lib/kernel/ids";
import { unique, type World } from "./make-tenant";

/** What one recorded call of a test says; the rest follows from it. */
export type MadeCall = {
  agent: string;
  human: string;
  server: string;
  tool: string;
  outcome: "success" | "denied" | "error";
  reason: string;
  policy: string;
  note: string;
  traceId: string;
  /** The row of the server, where there is one. */
  serverId: string;
  error: NonNullable<EventDraft["error"]> | null;
  durationMs: NonNullable<EventDraft["durationMs"]> | null;
};

/** A call as the gateway records one, of which some things are told. Gives its event id. */
export async function makeCall(world: Pick<World, "tenant">, given: Partial<MadeCall> = {}): Promise<string> {
  const call: MadeCall = {
    agent: "cursor",
    human: "ada",
    server: "bank",
    tool: "transfer",
    outcome: "success",
    reason: given.outcome === "denied" ? "TRUST_TOO_LOW" : "ALLOWED",
    policy: "pol_trust",
    note: "nothing",
    traceId: unique().padEnd(32, "0"),
    serverId: `srv_${given.server ?? "bank"}`,
    error: null,
    durationMs: null,
    ...given,
  };
  const payload = newPayload({ note: call.note });
  const { eventId } = await recordNow(world.tenant.no, toDraft(call, payloadCommitment(payload)), payload);
  return toEventId(eventId);
}

function toDraft(call: MadeCall, commitment: string): EventDraft {
  const human = `human|${call.human}`;
  const instance = `ins_${call.agent}_${call.human}`;
  const arguments_ = { bytes: 10, keys: ["note"], redacted: [], commitment };
  return {
    type: call.outcome === "success" ? "gateway.tool.executed" : "gateway.tool.error",
    outcome: call.outcome,
    occurredAtMs: nowMs(),
    actor: { type: "agent", key: `agent|${call.agent}`, name: `The ${call.agent}` },
    requestId: `req_${unique()}`,
    traceId: call.traceId,
    surface: "mcp",
    human: { key: human, name: `Name of ${call.human}`, email: `${call.human}@example.com` },
    agent: { slug: call.agent, key: `agent|${call.agent}`, name: `The ${call.agent}` },
    instance: {
      id: instance,
      label: `laptop of ${call.human}`,
      clientName: call.agent,
      clientVersion: "1.0",
      protocolVersion: "2025-11-25",
    },
    resource: { type: "server", key: call.server, name: `The ${call.server} server` },
    server: call.server,
    tool: { name: call.tool, slug: call.tool, level: "low", definitionHash: null },
    check: { user: `agent|${call.agent}`, action: call.tool, resource: `${call.server}:${call.server}` },
    decision: call.outcome === "denied" ? "deny" : "allow",
    reason: { code: call.reason, text: call.reason },
    policy: { id: call.policy, name: `Policy ${call.policy}`, description: "", version: 1, effect: "allow" },
    chain: [],
    error: call.error,
    arguments: arguments_,
    durationMs: call.durationMs,
    ip: "192.0.2.9",
    userAgent: "test",
    refs: {
      agent: { id: `agt_${call.agent}`, key: call.agent },
      instance: { id: instance, key: instance },
      human: { id: `hum_${call.human}`, key: human },
      resource: { id: call.serverId, key: call.server },
      tool: { id: `tol_${call.server}_${call.tool}`, key: call.tool },
      policy: { id: call.policy, key: call.policy },
    },
  };
}
