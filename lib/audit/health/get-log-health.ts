import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { env } from "@/lib/kernel/env";
import { requireScope } from "@/lib/kernel/scope";
import { callTypeNos } from "../call-types";
import type { Outcome } from "../event";
import { uuidMs } from "../internal/uuid-time";
import { journalHealth } from "../journal";
import { ledgerHealth } from "../proof/ledger-health";
import { readRetention } from "../retention/retention-view";
import { retentionHealth } from "../retention/start-retention";
import { type HealthCheck, type HealthState, judgeLog, worstOf } from "./judge-log";
import type { LogFigures } from "./log-figures";

export type LogHealth = { state: HealthState; checks: HealthCheck[]; figures: LogFigures };

/** Room for an answer that was long on its way, beyond the time that an upstream may take. */
const lateSeconds = 60;

/** How the tenant's log is: figures, and what they mean. Every question to the database is bounded. */
export async function getLogHealth(ctx: Ctx): Promise<LogHealth> {
  requireScope(ctx, "events:read");
  const tenantNo = ctx.tenant.no;
  const { verification, ...ledger } = await ledgerHealth(tenantNo);
  const stored = await withinTenant(tenantNo, (sql) => readStored(sql, tenantNo));
  const { waiting, lastWriteMs } = journalHealth();
  const figures: LogFigures = {
    at: new Date(nowMs()).toISOString(),
    writer: { waiting, lastWriteAt: lastWriteMs === 0 ? null : new Date(lastWriteMs).toISOString() },
    ledger,
    verification,
    ...stored,
  };
  const checks = judgeLog(figures);
  return { state: worstOf(checks), checks, figures };
}

type Stored = Pick<LogFigures, "intents" | "completeness" | "partitions" | "oldestEventAt" | "diskBytes" | "retention">;

async function readStored(sql: PoolClient, tenantNo: number): Promise<Stored> {
  const { rows } = await sql.query<{
    open: number;
    oldest_seconds: number | null;
    doubles: number;
    oldest: string | null;
    bytes: string;
    holds: number;
  }>(
    `SELECT i.open, i.oldest_seconds, i.doubles,
            (SELECT e.id FROM audit.event e WHERE e.tenant_no = $1 ORDER BY e.id LIMIT 1) AS oldest,
            (SELECT coalesce(sum(pg_total_relation_size(inhrelid)), 0)::text FROM pg_inherits
             WHERE inhparent IN ('audit.event'::regclass, 'audit.term'::regclass)) AS bytes,
            (SELECT count(*)::int FROM audit.legal_hold h WHERE h.tenant_no = $1 AND h.released_at IS NULL) AS holds
     FROM (SELECT count(*)::int AS open, extract(epoch FROM clock_timestamp() - min(n.created_at))::float8 AS oldest_seconds,
                  count(e.id)::int AS doubles
           FROM audit.intent n LEFT JOIN audit.event e ON e.tenant_no = n.tenant_no AND e.id = n.event_id
           WHERE n.tenant_no = $1) i`,
    [tenantNo],
  );
  const [row] = rows;
  if (!row) throw new Error("The database gave no figures.");
  const { days, payloadDays } = await readRetention(sql, tenantNo);
  return {
    intents: {
      open: row.open,
      oldestSeconds: row.oldest_seconds,
      longestCallSeconds: env().UPSTREAM_TIMEOUT_SECONDS + lateSeconds,
    },
    completeness: {
      day: await callsSince(sql, tenantNo, 1),
      month: await callsSince(sql, tenantNo, 30),
      doubles: row.doubles,
    },
    partitions: await readPartitions(sql),
    oldestEventAt: row.oldest === null ? null : new Date(uuidMs(row.oldest)).toISOString(),
    diskBytes: Number(row.bytes),
    retention: { days, payloadDays, activeHolds: row.holds, failure: retentionHealth().failure ?? null },
  };
}

/** Calls by outcome, from the hourly counts of the sealer. */
async function callsSince(sql: PoolClient, tenantNo: number, days: number): Promise<Record<Outcome, number>> {
  const { rows } = await sql.query<Record<Outcome, number>>(
    `SELECT coalesce(sum(n) FILTER (WHERE outcome = 1), 0)::int AS success,
            coalesce(sum(n) FILTER (WHERE outcome = 2), 0)::int AS denied,
            coalesce(sum(n) FILTER (WHERE outcome = 3), 0)::int AS error,
            coalesce(sum(n) FILTER (WHERE outcome = 4), 0)::int AS unknown
     FROM audit.rollup_hour
     WHERE tenant_no = $1 AND type_no IN (${callTypeNos}) AND hour > now() - make_interval(days => $2)`,
    [tenantNo, days],
  );
  return rows[0] ?? { success: 0, denied: 0, error: 0, unknown: 0 };
}

/** Months without a gap, from the present one on. */
async function readPartitions(sql: PoolClient): Promise<LogFigures["partitions"]> {
  const { rows } = await sql.query<{ month: string }>(
    "SELECT substr(c.relname, 7) AS month FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'audit.event'::regclass",
  );
  const ready = new Set(rows.map(({ month }) => month));
  const now = new Date(nowMs());
  const monthAfter = (n: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + n, 1)).toISOString();
  let months = 0;
  while (ready.has(monthAfter(months).slice(0, 7).replace("-", "_"))) months += 1;
  return { monthsAhead: months - 1, until: months === 0 ? null : monthAfter(months) };
}
