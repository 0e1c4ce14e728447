import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import type { AuditEvent } from "../event";
import { type Page, selectRows } from "./feed-sql";
import { commitmentsIn, type StoredRow, storedColumns, toAuditEvent } from "./read-row";
import type { Resolved } from "./resolve-search";

/** The tenant's events of these UUIDs in the order of the list; those that are not there are left out. */
export async function readEvents(sql: PoolClient, tenantNo: number, ids: readonly string[]): Promise<AuditEvent[]> {
  if (ids.length === 0) return [];
  const sorted = [...ids].sort();
  const { rows } = await sql.query<StoredRow>(
    // The bounds say which months to look into.
    `SELECT ${storedColumns} FROM audit.event e
     WHERE e.tenant_no = $1 AND e.id = ANY($2::uuid[]) AND e.id >= $3::uuid AND e.id <= $4::uuid`,
    [tenantNo, ids, sorted[0], sorted.at(-1)],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return reveal(
    sql,
    tenantNo,
    ids.flatMap((id) => byId.get(id) ?? []),
  );
}

/** The first rows that match, in order, as they are stored. */
export async function readRows(
  sql: PoolClient,
  tenantNo: number,
  resolved: Resolved,
  page: Omit<Page, "columns">,
): Promise<StoredRow[]> {
  const { text, values } = selectRows(tenantNo, resolved, page, storedColumns);
  return (await sql.query<StoredRow>(text, values)).rows;
}

/** Rows as events, with the personal values that they hold commitments of. */
export async function reveal(sql: PoolClient, tenantNo: number, rows: readonly StoredRow[]): Promise<AuditEvent[]> {
  const values = await readPersonal(sql, tenantNo, rows);
  return rows.map((row) => toAuditEvent(row, values));
}

/** The personal values that rows hold commitments of, added to those that are known; null for what was erased. */
export async function readPersonal(
  sql: PoolClient,
  tenantNo: number,
  rows: readonly StoredRow[],
  known: Map<string, string | null> = new Map(),
): Promise<Map<string, string | null>> {
  const wanted = [...commitmentsIn(rows.map(({ body }) => body))].filter((one) => !known.has(one));
  if (wanted.length === 0) return known;
  const found = await sql.query<{ commitment: string; value: string | null }>(
    "SELECT commitment, value FROM audit.personal WHERE tenant_no = $1 AND commitment = ANY($2)",
    [tenantNo, wanted],
  );
  for (const { commitment, value } of found.rows) known.set(commitment, value);
  return known;
}
