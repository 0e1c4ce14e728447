import "server-only";
import type { PoolClient } from "@/lib/db/pool";

/** What the numbers of a tenant's things stand for: the value that filters take, and how a person calls it. */
export async function nameDims(
  sql: PoolClient,
  tenantNo: number,
  numbers: readonly number[],
): Promise<Map<number, { value: string; label: string }>> {
  if (numbers.length === 0) return new Map();
  const { rows } = await sql.query<{ no: number; key: string; name: string | null }>(
    `SELECT d.no, d.key, coalesce(
       (SELECT p.value FROM audit.personal p
        WHERE p.tenant_no = $1 AND p.subject = d.key AND d.kind IN ('human', 'actor') AND p.value IS NOT NULL AND p.value <> p.subject
        -- A name before an address, the later before the earlier.
        ORDER BY strpos(p.value, '@') > 0, p.created_at DESC LIMIT 1),
       (SELECT max(n.name) FROM audit.dim_name n WHERE n.tenant_no = $1 AND n.no = d.no AND NOT n.is_key)) AS name
     FROM audit.dim d WHERE d.tenant_no = $1 AND d.no = ANY($2::int[])`,
    [tenantNo, numbers],
  );
  return new Map(rows.map(({ no, key, name }) => [no, { value: key, label: name ?? key }]));
}
