import "server-only";
import { pool } from "@/lib/db/pool";

const batchSize = 1_000;

/** Deletes every payload whose time has come and that no legal hold keeps, with its words; in batches. Gives how many parts. */
export async function expirePayloads(): Promise<number> {
  for (let gone = 0; ; ) {
    const { rows } = await pool("retention").query<{ n: number }>("SELECT audit.expire_payloads($1) AS n", [batchSize]);
    const n = rows[0]?.n ?? 0;
    gone += n;
    if (n < batchSize) return gone;
  }
}
