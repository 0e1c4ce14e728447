import "server-only";
import { withinTenant } from "@/lib/db/within-tenant";
import { nowMs } from "@/lib/kernel/clock";

/** How far a tenant's log is sealed. Times are ISO 8601. */
export type LedgerHealth = {
  size: number;
  checkpoint: { size: number; at: string } | null;
  /** Events that wait to be sealed, counted up to `unsealedMax`, and for how long the oldest of them has waited. */
  unsealed: number;
  oldestUnsealedSeconds: number | null;
  /** Why this log is not sealed any more, in a sentence; null where it is. */
  stalled: string | null;
  verification: { at: string; ok: boolean; size: number; problems: number; seconds: number } | null;
};

/** Counting stops here. */
export const unsealedMax = 10_000;

type Row = {
  size: string;
  stalled: string | null;
  checkpoint_size: string | null;
  checkpoint_at: Date | null;
  unsealed: number;
  oldest: Date | null;
  verified_at: Date | null;
  ok: boolean;
  verified_size: string;
  problems: number;
  seconds: number;
};

/** The state of a tenant's log for its health page; bounded in cost. */
export async function ledgerHealth(tenantNo: number): Promise<LedgerHealth> {
  return withinTenant(tenantNo, async (sql) => {
    const { rows } = await sql.query<Row>(
      `SELECT coalesce(t.size, 0)::text AS size, t.stalled, c.size::text AS checkpoint_size, c.created_at AS checkpoint_at,
              u.n AS unsealed, u.oldest, v.at AS verified_at, v.ok, v.size::text AS verified_size, v.problems, v.seconds
       FROM audit.sweep s
       LEFT JOIN audit.tree t ON t.tenant_no = $1
       LEFT JOIN audit.verification v ON v.tenant_no = $1
       LEFT JOIN LATERAL (
         SELECT size, created_at FROM audit.checkpoint WHERE tenant_no = $1 ORDER BY size DESC LIMIT 1) c ON true
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS n, min(x.recorded_at) AS oldest FROM (
           SELECT e.recorded_at FROM audit.event e
           WHERE e.tenant_no = $1
             AND (e.xid, e.seq) > (CASE WHEN t.stalled IS NULL THEN s.last_xid ELSE t.last_xid END,
                                   CASE WHEN t.stalled IS NULL THEN s.last_seq ELSE t.last_seq END)
             AND audit.epoch_of(e.seq) >= s.epoch
           LIMIT ${unsealedMax}) x) u`,
      [tenantNo],
    );
    const [row] = rows;
    if (!row) throw new Error("audit.sweep has lost its row.");
    return {
      size: Number(row.size),
      checkpoint:
        row.checkpoint_at && row.checkpoint_size !== null
          ? { size: Number(row.checkpoint_size), at: row.checkpoint_at.toISOString() }
          : null,
      unsealed: row.unsealed,
      oldestUnsealedSeconds: row.oldest && Math.max(0, (nowMs() - row.oldest.getTime()) / 1_000),
      stalled: row.stalled,
      verification: row.verified_at && {
        at: row.verified_at.toISOString(),
        ok: row.ok,
        size: Number(row.verified_size),
        problems: row.problems,
        seconds: row.seconds,
      },
    };
  });
}
