import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { getHumanRow } from "@/lib/registry/humans/find-human-row";
import { disconnectRow } from "@/lib/registry/instances/disconnect-row";
import { insertInstance } from "@/lib/registry/instances/insert-instance";
import { instanceParts } from "@/lib/registry/instances/instance-view";
import { aboutClient, getClientRow } from "./client-row";
import { type ClientView, clientParts, toClientView } from "./client-view";
import { CreateClientInput, headlessInstance } from "./create-client";

export const AssignClientInput = z.strictObject({
  /** Key, id or e-mail. */
  human: z.string().min(1).max(300),
  /** What its new instance may use, within that human's ceilings. */
  consents: CreateClientInput.shape.consents,
});
export type AssignClientInput = z.input<typeof AssignClientInput>;

/**
 * Names the human under whose authority a client gets tokens by itself: it gets a new instance, and the one that it had is
 * disconnected. So it also comes back after its instance was disconnected. Throws `not_found`, `conflict` for a client that
 * does not get tokens by itself, `forbidden` for a consent above the human's ceiling.
 */
export async function assignClient(ctx: Ctx, clientId: string, given: AssignClientInput): Promise<ClientView> {
  requireScope(ctx, "agents:write");
  requireScope(ctx, "instances:write");
  const { human: ref, consents } = AssignClientInput.parse(given);
  return write(ctx, async (tx, record) => {
    await tx.$queryRaw`SELECT 1 FROM oauth_client WHERE tenant_no = ${ctx.tenant.no} AND client_id = ${clientId} FOR NO KEY UPDATE`;
    const client = await getClientRow(ctx.tenant.no, clientId, tx);
    if (!client.metadata.grant_types.includes("client_credentials"))
      throw conflict("This client gets its tokens from humans, not by itself.");
    const human = await getHumanRow(tx, ref);
    const before = client.humanId === null ? null : await tx.human.findFirst({ where: { id: client.humanId } });
    const own = await tx.instance.findMany({ where: { oauthClientId: client.id }, include: instanceParts });
    for (const instance of own) await disconnectRow(tx, record, instance);
    await tx.oAuthClient.updateMany({ where: { id: client.id }, data: { humanId: human.id } });
    await insertInstance(tx, record, ctx, headlessInstance(client, human, consents));
    await record({
      type: "oauth.client.updated",
      ...aboutClient(client),
      changes: { before: { human: before?.key ?? null }, after: { human: human.key } },
    });
    return toClientView(await tx.oAuthClient.findFirstOrThrow({ where: { id: client.id }, include: clientParts }));
  });
}
