import "server-only";
import type { Record as Recorder } from "@/lib/audit/write";
import type { TenantTransaction } from "@/lib/db/tenant";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { aboutInstance, type InstanceRow } from "./instance-view";

/** Ends an instance inside the transaction of a verb: every token and open authorization code dies with it. One event. */
export async function disconnectRow(
  tx: TenantTransaction,
  record: Recorder,
  ctx: Ctx,
  instance: InstanceRow,
): Promise<void> {
  const at = now();
  const of = { instanceId: instance.id };
  await tx.instance.update({
    where: { tenantNo_id: { tenantNo: ctx.tenant.no, id: instance.id } },
    data: { status: "disconnected" },
  });
  const access = await tx.accessToken.updateMany({ where: { ...of, revokedAt: null }, data: { revokedAt: at } });
  const refresh = await tx.refreshToken.updateMany({ where: { ...of, revokedAt: null }, data: { revokedAt: at } });
  await tx.authorizationCode.updateMany({ where: { ...of, usedAt: null }, data: { expiresAt: at } });
  await record({
    type: "agent.disconnected",
    ...aboutInstance(instance),
    changes: { before: { status: instance.status }, after: { status: "disconnected" } },
    details: { tokensRevoked: access.count + refresh.count },
  });
}
