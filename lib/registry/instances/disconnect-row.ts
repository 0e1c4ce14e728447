import "server-only";
import type { Record as Recorder } from "@/lib/audit/write";
import type { TenantTransaction } from "@/lib/db/tenant";
import { now } from "@/lib/kernel/clock";
import { aboutInstance, type InstanceRow } from "./instance-view";

/**
 * Ends an instance inside the transaction of a verb: every token and open authorization code dies with it. One event.
 * False, without one, when it had ended already.
 */
export async function disconnectRow(tx: TenantTransaction, record: Recorder, instance: InstanceRow): Promise<boolean> {
  const at = now();
  const of = { instanceId: instance.id };
  const { count } = await tx.instance.updateMany({
    where: { id: instance.id, status: { not: "disconnected" } },
    data: { status: "disconnected", suspendedBy: null },
  });
  if (count === 0) return false;
  const access = await tx.accessToken.updateMany({ where: { ...of, revokedAt: null }, data: { revokedAt: at } });
  const refresh = await tx.refreshToken.updateMany({ where: { ...of, revokedAt: null }, data: { revokedAt: at } });
  await tx.authorizationCode.updateMany({ where: { ...of, usedAt: null }, data: { expiresAt: at } });
  await record({
    type: "agent.disconnected",
    ...aboutInstance(instance),
    changes: { before: { status: instance.status }, after: { status: "disconnected" } },
    details: { tokensRevoked: access.count + refresh.count },
  });
  return true;
}
