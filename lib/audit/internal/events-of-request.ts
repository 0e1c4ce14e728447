import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import { readRequestUuid } from "@/lib/kernel/ids";
import { uuidFloor, uuidMs } from "./uuid-time";

/** Events of a request are recorded while it is answered: not before it, and hardly later than this. */
const beforeMs = 2_000;
const afterMs = 120_000;
const eventsMax = 500;

/**
 * The events of a request by its id (`req_…`); none for any other word. A request id tells when it was made, so they are
 * looked for around that time and need no index.
 */
export async function eventsOfRequest(sql: PoolClient, tenantNo: number, word: string): Promise<string[]> {
  const uuid = readRequestUuid(word);
  if (uuid === undefined) return [];
  const ms = uuidMs(uuid);
  const { rows } = await sql.query<{ id: string }>(
    `SELECT e.id FROM audit.event e
     WHERE e.tenant_no = $1 AND e.id >= $2::uuid AND e.id < $3::uuid AND e.body ->> 'requestId' = $4
     ORDER BY e.id LIMIT ${eventsMax}`,
    [tenantNo, uuidFloor(ms - beforeMs), uuidFloor(ms + afterMs), word],
  );
  return rows.map(({ id }) => id);
}
