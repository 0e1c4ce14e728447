import "server-only";
import type { PoolClient } from "@/lib/db/pool";

/** A checkpoint as the database has it: `note` is the signed one. */
export type StoredCheckpoint = { size: number; root: Buffer; note: string; at: Date };

/** The newest checkpoint of a tenant's tree; undefined before anything was sealed. Called within the tenant. */
export async function newestCheckpoint(sql: PoolClient, tenantNo: number): Promise<StoredCheckpoint | undefined> {
  const { rows } = await sql.query<{ size: string; root: Buffer; note: string; created_at: Date }>(
    "SELECT size::text, root, note, created_at FROM audit.checkpoint c WHERE tenant_no = $1 ORDER BY c.size DESC LIMIT 1",
    [tenantNo],
  );
  const [row] = rows;
  return row && { size: Number(row.size), root: row.root, note: row.note, at: row.created_at };
}
