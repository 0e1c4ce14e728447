import "server-only";
import type { PolicyTest } from "@/lib/db/rows";
import type { TenantClient, TenantTransaction } from "@/lib/db/tenant";
import { notFound } from "@/lib/kernel/errors";

/** The row of a test of a policy. Throws `not_found`, also for another policy's. */
export async function getPolicyTestRow(
  db: TenantClient | TenantTransaction,
  policyId: string,
  id: string,
): Promise<PolicyTest> {
  const row = await db.policyTest.findFirst({ where: { id, policyId } });
  if (!row) throw notFound(`The test "${id}"`);
  return row;
}
