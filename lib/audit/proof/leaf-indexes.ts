import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import { tileWidth } from "./tile";

/** Where these events stand in their tenant's tree, by UUID; those that are not sealed (yet) are left out. Within the tenant. */
export async function leafIndexes(
  sql: PoolClient,
  tenantNo: number,
  uuids: readonly string[],
): Promise<Map<string, number>> {
  const sorted = [...uuids].sort();
  const { rows } = await sql.query<{ id: string; index: string }>(
    // The bounds say which months to look into.
    `SELECT e.id, (t.n * ${tileWidth} + array_position(t.event_ids, e.id) - 1)::text AS index
     FROM audit.event e CROSS JOIN LATERAL (
       SELECT n, event_ids FROM audit.tile
       WHERE tenant_no = $1 AND level = 0 AND (epoch, first_xid, first_seq) <= (audit.epoch_of(e.seq), e.xid, e.seq)
       ORDER BY epoch DESC, first_xid DESC, first_seq DESC LIMIT 1
     ) t
     WHERE e.tenant_no = $1 AND e.id = ANY($2::uuid[]) AND e.id >= $3::uuid AND e.id <= $4::uuid
       AND array_position(t.event_ids, e.id) IS NOT NULL`,
    [tenantNo, uuids, sorted[0], sorted.at(-1)],
  );
  return new Map(rows.map(({ id, index }) => [id, Number(index)]));
}

/** Where one event stands; undefined where it is not sealed (yet) or there is no such event. */
export const leafIndexOf = async (sql: PoolClient, tenantNo: number, uuid: string): Promise<number | undefined> =>
  (await leafIndexes(sql, tenantNo, [uuid])).get(uuid);
