import "server-only";
import type { TenantTransaction } from "@/lib/db/tenant";

/** Lets a transaction see the rows of the log's tables that are this tenant's: row-level security reads the setting. */
export async function seeTenant(tx: TenantTransaction, tenantNo: number): Promise<void> {
  await tx.$executeRaw`SELECT set_config('app.tenant_no', ${String(tenantNo)}, true)`;
}
