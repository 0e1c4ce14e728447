import "server-only";
import { type PoolClient, pool } from "./pool";

/**
 * Runs plain SQL in a read-only transaction that sees the audit rows of one tenant (row-level security reads the
 * setting). The log's readers use it; Prisma uses `tenantClient`.
 *
 * `inOrder` is for pages of a list that an index holds in order: the planner may then not fetch all that matches to sort it.
 * It would wherever it believes that little matches, and it cannot know how often two columns meet.
 */
export async function withinTenant<T>(
  tenantNo: number,
  work: (sql: PoolClient) => Promise<T>,
  { inOrder = false }: { inOrder?: boolean } = {},
): Promise<T> {
  const client = await pool().connect();
  try {
    const settings = [`app.tenant_no = '${Math.trunc(tenantNo)}'`, ...(inOrder ? ["enable_sort = off"] : [])];
    await client.query(["BEGIN READ ONLY", ...settings.map((setting) => `SET LOCAL ${setting}`)].join("; "));
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
