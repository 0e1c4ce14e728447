import "server-only";
import { recordBounded } from "@/lib/audit/bounded-record";
import type { EventDraft } from "@/lib/audit/draft";
import { recordNow } from "@/lib/audit/journal";
import { nowMs } from "@/lib/kernel/clock";
import type { Principal } from "@/lib/registry/load-principal";
import { askedOf } from "./asked";
import { type Authenticated, authenticate } from "./authenticate";
import type { McpRequest } from "./exchange";
import { toBaseDraft } from "./internal/facts";
import { isMalformed, type Message, readMessage } from "./message";
import { eraOf } from "./protocol";

/** Refusals of strangers that one tenant's log takes a minute; more are counted and said with the next one. */
const strangersPerMinute = 30;

/** Refusals of one instance for one reason that are written in full a minute. Those that carry a tool call all are. */
const knownPerMinute = 20;

type Window = { startedMs: number; written: number; left: number };
const windows = new Map<number, Window>();

/**
 * Leaves `auth.refused` where the token or the path names a tenant (HOUSE §7.2). Of a known token every refused tool call is
 * kept, and of other requests as many as a person can read; those of strangers are bounded too, or anybody could fill the log.
 * A missing token is the normal first step of a client and leaves nothing.
 */
export async function recordRefused(
  request: McpRequest,
  refused: Exclude<Authenticated, { principal: unknown }>,
  requestId: string,
): Promise<void> {
  const { tenantNo, known, why } = refused;
  if (tenantNo === undefined) return;
  const reason = { code: "TOKEN_REFUSED", text: why };
  if (known) {
    const base = toBaseDraft(request, known, requestId, null);
    const draft: EventDraft = { ...base, type: "auth.refused", outcome: "denied", decision: "deny", reason };
    await record(known, draft, { isCall: isToolCall(request), whole: knownPerMinute });
    return;
  }
  const left = takePlace(tenantNo);
  if (left === undefined) return;
  await recordNow(tenantNo, {
    type: "auth.refused",
    outcome: "denied",
    occurredAtMs: nowMs(),
    actor: { type: "agent", key: "unknown", name: "An unknown client" },
    requestId,
    surface: "mcp",
    decision: "deny",
    reason,
    resource: { type: "server", key: request.server.slice(0, 100), name: request.server.slice(0, 100) },
    server: request.server.slice(0, 100),
    ip: request.ip,
    userAgent: request.headers["user-agent"]?.slice(0, 500) ?? null,
    refs: {},
    details: left > 0 ? { notRecordedBefore: left } : {},
  });
}

/** A known principal asked for a server that is not there for it. A connection attempt leaves its trace like a call would. */
export async function recordNoServer(
  request: McpRequest,
  principal: Principal,
  requestId: string,
  reason: { code: string; text: string },
): Promise<void> {
  const base = toBaseDraft(request, principal, requestId, null);
  const draft: EventDraft = { ...base, type: "auth.refused", outcome: "denied", decision: "deny", reason };
  await record(principal, draft, { isCall: false, whole: knownPerMinute });
}

/** Why a request of a known principal goes no further, before anything about it is decided. */
export type RequestRefusal = {
  code:
    | "MALFORMED_REQUEST"
    | "HEADER_MISMATCH"
    | "SESSION_REFUSED"
    | "METHOD_NOT_OFFERED"
    | "TASK_NOT_FOUND"
    | "TOO_MANY_STREAMS"
    | "ORIGIN_REFUSED"
    | "BODY_REFUSED"
    | "PRINCIPAL_SUSPENDED";
  text: string;
};

/**
 * Leaves `gateway.request.refused`. One that carries a tool call is always kept; of the others the first of a minute, and
 * then how many there were. Where the refusal cannot be written the answer is the same: nothing happened, and nothing will.
 */
export async function recordRequestRefused(
  request: McpRequest,
  principal: Principal,
  requestId: string,
  reason: RequestRefusal,
  message?: Message,
): Promise<void> {
  const asked = message === undefined ? undefined : askedOf(message);
  const base = toBaseDraft(request, principal, requestId, asked?.tool ?? null, message && eraOf(message));
  const draft: EventDraft = {
    ...base,
    type: "gateway.request.refused",
    outcome: "denied",
    // Nothing was asked of the policies.
    check: null,
    ...(reason.code === "PRINCIPAL_SUSPENDED" && { decision: "deny" }),
    reason,
    details: {
      httpMethod: request.method,
      ...(message && "method" in message && { method: message.method.slice(0, 200) }),
    },
  };
  const isCall = asked !== undefined;
  await record(principal, draft, { isCall, whole: 1 }).catch(() => {});
}

/** Leaves `instance.stream_closed`. A stream ends whether or not it can be written: what holds the client back is the next refusal. */
export async function recordStreamClosed(
  request: McpRequest,
  principal: Principal,
  requestId: string,
  why: string,
  openMs: number,
): Promise<void> {
  const draft: EventDraft = {
    ...toBaseDraft(request, principal, requestId, null),
    type: "instance.stream_closed",
    outcome: "success",
    check: null,
    reason: { code: "STREAM_REVOKED", text: why },
    details: { openMs: Math.round(openMs) },
  };
  await recordNow(principal.tenant.no, draft).catch(() => {});
}

/**
 * A request that is refused before its token is looked at. Should the token be one of ours, whoever holds it is told of in
 * the log: a page of somebody else's that calls with it, say.
 */
export async function recordRefusedUnread(
  request: McpRequest,
  requestId: string,
  reason: RequestRefusal,
): Promise<void> {
  const found = await authenticate(request, null).catch(() => undefined);
  if (found && "principal" in found) await recordRequestRefused(request, found.principal, requestId, reason);
}

async function record(
  { tenant, instance }: Principal,
  draft: EventDraft,
  { isCall, whole }: { isCall: boolean; whole: number },
): Promise<void> {
  if (isCall) await recordNow(tenant.no, draft);
  else await recordBounded(tenant.no, `${instance.id} ${draft.type} ${draft.reason?.code}`, draft, { whole });
}

function isToolCall(request: McpRequest): boolean {
  if (request.method !== "POST") return false;
  const message = readMessage(request.body);
  return !isMalformed(message) && askedOf(message) !== undefined;
}

/** How many were left out since the last one, or undefined when this one has to be left out too. */
function takePlace(tenantNo: number): number | undefined {
  const now = nowMs();
  let window = windows.get(tenantNo);
  if (!window || now - window.startedMs >= 60_000) {
    window = { startedMs: now, written: 0, left: window?.left ?? 0 };
    windows.set(tenantNo, window);
  }
  if (window.written >= strangersPerMinute) {
    window.left += 1;
    return undefined;
  }
  window.written += 1;
  const { left } = window;
  window.left = 0;
  return left;
}
