import "server-only";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";

/**
 * Raises the version of the tenant's policy set inside the transaction of the change, and returns it.
 * INVARIANT: every change of a policy passes here, so a set that was loaded for a version is true for ever. The tenant's row
 * stays locked until the end of the transaction: changes of policies happen one after the other.
 */
export async function raiseVersion(tx: TenantTransaction, ctx: Ctx): Promise<number> {
  const { policySetVersion } = await tx.tenant.update({
    where: { no: ctx.tenant.no },
    data: { policySetVersion: { increment: 1 } },
    select: { policySetVersion: true },
  });
  return policySetVersion;
}
