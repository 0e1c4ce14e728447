import "server-only";
import type { TenantClient, TenantTransaction } from "@/lib/db/tenant";
import { notFound } from "@/lib/kernel/errors";
import { type InstanceRow, instanceParts } from "./instance-view";

/** The row of an instance with its agent, human and consents. Throws `not_found`, also for another tenant's. */
export async function getInstanceRow(db: TenantClient | TenantTransaction, id: string): Promise<InstanceRow> {
  const row = await db.instance.findFirst({ where: { id }, include: instanceParts });
  if (!row) throw notFound(`The instance "${id}"`);
  return row;
}
