import "server-only";
import { pool } from "@/lib/db/pool";
import { nowMs } from "@/lib/kernel/clock";

/** How many months of partitions are kept ready beyond the present one. */
export const monthsAhead = 2;

/**
 * Makes the partitions of the month at `atMs` (epoch milliseconds, now unless said), of the one before, because a clock may be
 * behind, and of those to come, unless they are there. An event whose month has no partition could not be written.
 */
export async function ensurePartitions(atMs: number = nowMs()): Promise<void> {
  const at = new Date(atMs);
  for (let month = -1; month <= monthsAhead; month += 1)
    await pool("writer").query("SELECT audit.ensure_partition($1::date)", [
      new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + month, 1)).toISOString().slice(0, 10),
    ]);
}
