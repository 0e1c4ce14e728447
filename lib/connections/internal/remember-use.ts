import "server-only";
import { LRUCache } from "lru-cache";
import { pool } from "@/lib/db/pool";

const told = new LRUCache<string, true>({ max: 10_000, ttl: 60_000 });

/**
 * Remembers that a connection was used, to the minute. A memory and no change of anything, hence no event. Never waits for a row that
 * is being refreshed, and nobody waits for it.
 */
export function rememberUse(tenantNo: number, id: string): void {
  const key = `${tenantNo}/${id}`;
  if (told.has(key)) return;
  told.set(key, true);
  pool()
    .query(
      `UPDATE connection SET last_used_at = now() WHERE tenant_no = $1 AND id IN
        (SELECT id FROM connection WHERE tenant_no = $1 AND id = $2 FOR NO KEY UPDATE SKIP LOCKED)`,
      [tenantNo, id],
    )
    .catch(() => told.delete(key));
}
