import "server-only";
import type { Queryable } from "@/lib/db/pool";

/** How long a tenant keeps what, in days. `version` changes with every change; 0 as long as nobody has changed anything. */
export type Retention = { days: number; payloadDays: number; version: number };

/** What holds for a tenant that has said nothing else. */
export const defaultRetention: Retention = { days: 400, payloadDays: 30, version: 0 };

/** Bounds of the settings, as the table has them. */
export const retentionBounds = { days: { min: 30, max: 3650 }, payloadDays: { min: 0, max: 3650 } } as const;

/** The settings in force. `sql` sees this tenant's rows. */
export async function readRetention(sql: Queryable, tenantNo: number): Promise<Retention> {
  const { rows } = await sql.query<Retention>(
    'SELECT days, payload_days AS "payloadDays", version FROM audit.retention WHERE tenant_no = $1',
    [tenantNo],
  );
  return rows[0] ?? defaultRetention;
}
