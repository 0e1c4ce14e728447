import "server-only";
import type { Policy } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { getPolicyRow } from "./get-policy-row";

/**
 * The row of a policy, which nobody else changes, deletes or tests until the end of the transaction. Throws `not_found`.
 */
export async function lockPolicy(tx: TenantTransaction, ctx: Ctx, id: string): Promise<Policy> {
  await tx.$queryRaw`SELECT 1 FROM policy WHERE tenant_no = ${ctx.tenant.no} AND id = ${id} FOR NO KEY UPDATE`;
  return getPolicyRow(tx, id);
}
