import "server-only";
import type { AuditEvent } from "@/lib/audit/event";
import { queryAudit } from "@/lib/audit/query";
import { emptySearch } from "@/lib/audit/search";
import { tenantClient } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";

/** Somebody asked for access, no ceiling was set for them since, and nobody refused it. */
export type WaitingRequest = {
  /** The newest event that asks for it. */
  event: string;
  at: string;
  human: { key: string; name: string | null };
  /** Key of the server; null where it was asked for at no one server. */
  server: string | null;
  agent: string | null;
  /** What for, in the words of the agent; null where none were given. */
  why: string | null;
};

/** A request that nobody answered for so long has been answered, too. */
export const waitsDays = 30;
/** So many of the newest requests are looked at. */
const lookedAtMax = 100;

/**
 * Requests for access that wait for an admin, the newest first, one for each human and server. What was asked for, and what was refused,
 * stands in the log, what was granted in the registry; whether one answers the other is told by their times, so setting a ceiling is all
 * there is to do. Throws `forbidden` without events:read and grants:read.
 */
export async function listWaitingRequests(ctx: Ctx): Promise<{ items: WaitingRequest[]; isMore: boolean }> {
  requireScope(ctx, "events:read");
  requireScope(ctx, "grants:read");
  const { items, nextCursor } = await queryAudit(ctx, {
    ...emptySearch(),
    type: ["access.requested", "access.refused"],
    outcome: ["success"],
    from: new Date(nowMs() - waitsDays * 86_400_000).toISOString(),
    limit: lookedAtMax,
  });
  const newest = new Map<string, { type: string; request: WaitingRequest }>();
  for (const event of items) {
    const request = toRequest(event);
    const key = JSON.stringify([request?.human.key, request?.server]);
    // The newest comes first and stands for those before it; a refusal, for the requests that it answers.
    if (request !== undefined && !newest.has(key)) newest.set(key, { type: event.type, request });
  }
  const requests = [...newest.values()].filter(({ type }) => type === "access.requested").map(({ request }) => request);
  const humans = await tenantClient(ctx.tenant.no).human.findMany({
    where: { key: { in: requests.map(({ human }) => human.key) }, status: "active" },
    select: { key: true, grants: { select: { updatedAt: true, server: { select: { key: true } } } } },
  });
  const grants = new Map(humans.map((human) => [human.key, human.grants]));
  const waiting = requests.filter(({ human, server, at }) => {
    const theirs = grants.get(human.key);
    // Who is gone, or may not act, waits for nothing.
    if (theirs === undefined) return false;
    return !theirs.some((grant) => (server === null || grant.server.key === server) && grant.updatedAt >= new Date(at));
  });
  return { items: waiting, isMore: nextCursor !== null };
}

function toRequest({ id, occurredAt, human, server, agent, details }: AuditEvent): WaitingRequest | undefined {
  if (human === null) return undefined;
  const why = details["why"];
  return {
    ...{ event: id, at: occurredAt, human: { key: human.key, name: human.name } },
    server: server === "countersign" ? null : server,
    agent: agent?.name ?? null,
    why: typeof why === "string" && why !== "" ? why : null,
  };
}
