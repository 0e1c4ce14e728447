import "server-only";
import { recordNow } from "@/lib/audit/journal";
import { nowMs } from "@/lib/kernel/clock";
import type { Authenticated } from "./authenticate";
import type { McpRequest } from "./exchange";
import { toBaseDraft } from "./internal/facts";

/** Refusals of strangers that one tenant's log takes a minute; more are counted and said with the next one. */
const strangersPerMinute = 30;

type Window = { startedMs: number; written: number; left: number };
const windows = new Map<number, Window>();

/**
 * Leaves `auth.refused` where the token or the path names a tenant (HOUSE §7.2). A known token's refusals are all kept;
 * those of strangers are bounded, or anybody could fill the log. A missing token is the normal first step of a client
 * and leaves nothing.
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
    await recordNow(tenantNo, { ...base, type: "auth.refused", outcome: "denied", decision: "deny", reason });
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
