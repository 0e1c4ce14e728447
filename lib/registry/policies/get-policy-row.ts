import "server-only";
import type { Policy } from "@/lib/db/rows";
import type { TenantClient, TenantTransaction } from "@/lib/db/tenant";
import { notFound } from "@/lib/kernel/errors";

/** The row of a policy that is not deleted. Throws `not_found`, also for another tenant's. */
export async function getPolicyRow(db: TenantClient | TenantTransaction, id: string): Promise<Policy> {
  const row = await db.policy.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw notFound(`The policy "${id}"`);
  return row;
}
