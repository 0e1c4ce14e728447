import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import { tileWidth } from "./tile";

/*
 * The ledger: a tenant's sealed events in the order of their leaves, without gaps, for ever the same. It is what a reader that
 * must not miss anything follows. Called within the tenant:
 *
 *   withinTenant(tenantNo, async (sql) => {
 *     const entries = await readLedger(sql, tenantNo, fromIndex, 200);   // [{ index, id }], id is the UUID of the event's row
 *     const next = fromIndex + entries.length;                          // = ledgerSize(…) when everything was read
 *   })
 *
 * An entry whose row retention has removed stays here; its event is gone. What was recorded in the last second or so is not
 * here yet.
 */

export type LedgerEntry = { index: number; id: string };

/** How many events of a tenant are sealed: the index of the next one. */
export async function ledgerSize(sql: PoolClient, tenantNo: number): Promise<number> {
  const { rows } = await sql.query<{ size: string }>("SELECT size::text FROM audit.tree WHERE tenant_no = $1", [
    tenantNo,
  ]);
  return Number(rows[0]?.size ?? 0);
}

/** Up to `limit` sealed events from `fromIndex` (counted from 0), in order. Empty at the end of the ledger. */
export async function readLedger(
  sql: PoolClient,
  tenantNo: number,
  fromIndex: number,
  limit: number,
): Promise<LedgerEntry[]> {
  const end = fromIndex + limit;
  const { rows } = await sql.query<{ n: string; ids: string[] }>(
    `SELECT n::text, event_ids[greatest(1, $2::bigint - n * ${tileWidth} + 1):least(${tileWidth}, $3::bigint - n * ${tileWidth})]::text[] AS ids
     FROM audit.tile t
     WHERE tenant_no = $1 AND level = 0 AND n BETWEEN $2::bigint / ${tileWidth} AND ($3::bigint - 1) / ${tileWidth}
     ORDER BY t.n`,
    [tenantNo, fromIndex, end],
  );
  return rows.flatMap(({ n, ids }) => {
    const first = Math.max(fromIndex, Number(n) * tileWidth);
    return ids.map((id, i) => ({ index: first + i, id }));
  });
}
