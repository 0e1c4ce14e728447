import "server-only";
import type { Queryable } from "@/lib/db/pool";

/**
 * Whether a legal hold keeps an event, and with it its stored arguments: then they may neither expire nor be erased. `sql` sees
 * this tenant's rows; `uuid` is the bare id of the event.
 */
export async function isHeld(sql: Queryable, tenantNo: number, uuid: string): Promise<boolean> {
  const { rows } = await sql.query<{ held: boolean }>("SELECT audit.is_held($1, $2) AS held", [tenantNo, uuid]);
  return rows[0]?.held === true;
}
