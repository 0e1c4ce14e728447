import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { disconnectRow } from "@/lib/registry/instances/disconnect-row";
import { instanceParts } from "@/lib/registry/instances/instance-view";
import { aboutClient, getClientRow, recordedClient } from "./client-row";

/**
 * Removes an OAuth client; each of its instances that still was connected is disconnected first, with an event of its own, and
 * stays for its history. One that registers itself may come again: suspend it to keep it out. Throws `not_found`.
 */
export async function deleteClient(ctx: Ctx, clientId: string): Promise<void> {
  requireScope(ctx, "agents:write");
  await write(ctx, async (tx, record) => {
    const client = await getClientRow(ctx.tenant.no, clientId, tx);
    await tx.$queryRaw`SELECT 1 FROM oauth_client WHERE tenant_no = ${ctx.tenant.no} AND id = ${client.id} FOR UPDATE`;
    const of = { where: { oauthClientId: client.id } };
    const instances = await tx.instance.findMany({ ...of, include: instanceParts, orderBy: { id: "asc" } });
    for (const instance of instances) await disconnectRow(tx, record, instance);
    await tx.instance.updateMany({ ...of, data: { oauthClientId: null } });
    await tx.oAuthClient.deleteMany({ where: { id: client.id } });
    await record({
      type: "oauth.client.deleted",
      ...aboutClient(client),
      changes: { before: recordedClient(client), after: null },
      details: { why: "deleted" },
    });
  });
}
