import "server-only";
import type { Queryable } from "@/lib/db/pool";

/**
 * Keeps all checkpoints of the last hour, and of each earlier hour (UTC) the last. The newest of a log has none after it and
 * stays. Between any two that stay, consistency can be proved. Looks at what is younger than `sinceMs` before now, at everything
 * without it. Gives how many went.
 */
export async function thinCheckpoints(sql: Queryable, sinceMs?: number): Promise<number> {
  const { rowCount } = await sql.query(
    `DELETE FROM audit.checkpoint c USING (
       SELECT tenant_no, size, created_at, lead(created_at) OVER (PARTITION BY tenant_no ORDER BY size) AS next_at
       FROM audit.checkpoint
       WHERE $1::double precision IS NULL OR created_at > now() - make_interval(secs => $1)
     ) x
     WHERE c.tenant_no = x.tenant_no AND c.size = x.size AND x.created_at < now() - interval '1 hour'
       AND date_trunc('hour', x.next_at, 'UTC') = date_trunc('hour', x.created_at, 'UTC')`,
    [sinceMs === undefined ? null : sinceMs / 1_000],
  );
  return rowCount ?? 0;
}
