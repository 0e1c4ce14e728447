import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { toEventId } from "@/lib/kernel/ids";
import { requireScope } from "@/lib/kernel/scope";
import { callTypeNos } from "./call-types";
import type { EventType } from "./catalog";
import { type Outcome, outcomes } from "./event";
import { refuseHuman } from "./internal/own-events";
import { uuidFloor, uuidMs } from "./internal/uuid-time";

/** How one call on a server ended, as far as the server's health goes. Durations in whole milliseconds; null where nothing was measured. */
export type ServerCall = {
  eventId: string;
  atMs: number;
  outcome: Outcome;
  error: { type: string; message: string } | null;
  totalMs: number | null;
  upstreamMs: number | null;
};

/** How the newest test of a server's connection ended. */
export type ServerTest = { eventId: string; atMs: number; ok: boolean; message: string | null };

/** What the log says of one server, the newest call first. */
export type ServerTrace = { calls: ServerCall[]; test: ServerTest | null };

/** Tests that are looked through for all servers together, the newest. */
const testsMax = 500;

const tested = "resource.tested" satisfies EventType;

/**
 * The newest calls on servers, at most `max` each, and their newest tests, since `sinceMs`: one look-up in the order of the log
 * for each server, and one for all tests. By the servers' ids: a key can belong to another server after a deletion. Throws
 * `forbidden` for a human, and for whoever may not read events.
 */
export async function readServerCalls(
  ctx: Ctx,
  serverIds: readonly string[],
  { sinceMs, max }: { sinceMs: number; max: number },
): Promise<ReadonlyMap<string, ServerTrace>> {
  refuseHuman(ctx);
  requireScope(ctx, "events:read");
  const traces = new Map<string, ServerTrace>(serverIds.map((id) => [id, { calls: [], test: null }]));
  if (serverIds.length === 0) return traces;
  await withinTenant(ctx.tenant.no, async (sql) => {
    const values = [ctx.tenant.no, serverIds, uuidFloor(sinceMs)];
    for (const { server, ...row } of await callsOf(sql, values, max)) traces.get(server)?.calls.push(toCall(row));
    for (const { server, id, outcome, message } of await testsOf(sql, values)) {
      const trace = traces.get(server);
      if (trace) trace.test = { eventId: toEventId(id), atMs: uuidMs(id), ok: outcome === 1, message };
    }
  });
  return traces;
}

type CallRow = {
  id: string;
  outcome: number;
  error: { type?: string; message?: string } | null;
  total_ms: number | null;
  upstream_ms: number | null;
};

/** Reading an envelope costs a hundred times what the columns do, so it is done for failures only; hence durations in whole milliseconds. */
const callColumns = `e.id, e.outcome, e.total_ms, e.upstream_ms,
  CASE WHEN e.outcome = 3 THEN e.body->'error' END AS error`;

async function callsOf(sql: PoolClient, values: unknown[], max: number): Promise<(CallRow & { server: string })[]> {
  const { rows } = await sql.query<CallRow & { server: string }>(
    `SELECT d.ext_id AS server, c.* FROM audit.dim d CROSS JOIN LATERAL (
       SELECT ${callColumns} FROM audit.event e
       WHERE e.tenant_no = $1 AND e.resource_no = d.no AND e.type_no IN (${callTypeNos}) AND e.id >= $3::uuid
       ORDER BY e.id DESC LIMIT $4) c
     WHERE d.tenant_no = $1 AND d.kind = 'resource' AND d.ext_id = ANY($2)`,
    [...values, max],
  );
  return rows;
}

type TestRow = { server: string; id: string; outcome: number; message: string | null };

/** Tests are few among many calls, so they are looked for by their kind and not by their server. */
async function testsOf(sql: PoolClient, values: unknown[]): Promise<TestRow[]> {
  const known = await sql.query<{ no: number }>("SELECT no FROM audit.event_type WHERE name = $1", [tested]);
  const [type] = known.rows;
  if (type === undefined) return [];
  const { rows } = await sql.query<TestRow>(
    `SELECT DISTINCT ON (d.ext_id) d.ext_id AS server, t.id, t.outcome, t.body->'error'->>'message' AS message
     FROM (SELECT e.id, e.outcome, e.resource_no, e.body FROM audit.event e
           WHERE e.tenant_no = $1 AND e.type_no = ${Math.trunc(type.no)} AND e.id >= $3::uuid
           ORDER BY e.id DESC LIMIT ${testsMax}) t
     JOIN audit.dim d ON d.tenant_no = $1 AND d.kind = 'resource' AND d.no = t.resource_no AND d.ext_id = ANY($2)
     ORDER BY d.ext_id, t.id DESC`,
    values,
  );
  return rows;
}

const toCall = (row: CallRow): ServerCall => ({
  eventId: toEventId(row.id),
  atMs: uuidMs(row.id),
  outcome: outcomes[row.outcome - 1] ?? "unknown",
  error: row.error && { type: row.error.type ?? "unknown", message: row.error.message ?? "" },
  totalMs: row.total_ms,
  upstreamMs: row.upstream_ms,
});
