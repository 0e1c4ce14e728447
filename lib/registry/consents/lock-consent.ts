import "server-only";
import type { Instance, Server } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { type ConsentRow, consentParts } from "./consent-view";

/** A consent, locked: of two changes at one moment the second is judged against what the first left. Null where there is none. */
export async function lockConsent(
  tx: TenantTransaction,
  ctx: Ctx,
  { instance, server }: { instance: Pick<Instance, "id">; server: Pick<Server, "id"> },
): Promise<ConsentRow | null> {
  const { no } = ctx.tenant;
  await tx.$queryRaw`SELECT 1 FROM consent WHERE tenant_no = ${no} AND instance_id = ${instance.id} AND server_id = ${server.id} FOR UPDATE`;
  return tx.consent.findUnique({
    where: { tenantNo_instanceId_serverId: { tenantNo: no, instanceId: instance.id, serverId: server.id } },
    include: consentParts,
  });
}
