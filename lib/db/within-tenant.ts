import "server-only";
import { type PoolClient, pool } from "./pool";

/**
 * Runs plain SQL in a read-only transaction that sees the audit rows of one tenant (row-level security reads the
 * setting). The log's readers use it; Prisma uses `tenantClient`.
 */
export async function withinTenant<T>(tenantNo: number, work: (sql: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  try {
    await client.query(`BEGIN READ ONLY; SET LOCAL app.tenant_no = '${Math.trunc(tenantNo)}'`);
    const result = await work(client);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    // A connection whose state is not known is not given back.
    client.release(true);
    throw error;
  }
}
