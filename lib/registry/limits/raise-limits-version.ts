import type { TenantTransaction } from "@/lib/db/tenant";

/**
 * Raises the version that every call reads, inside the transaction of the change.
 * INVARIANT: every change of a limit, and of how long a call may take, calls it: what was loaded for a version is true for ever
 * (`loadLimits`).
 */
export const raiseLimitsVersion = (tx: TenantTransaction, tenantNo: number) =>
  tx.tenant.update({ where: { no: tenantNo }, data: { limitsVersion: { increment: 1 } } });
