import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { getHumanRow } from "../humans/find-human-row";
import { getServerRow } from "../servers/find-server-row";
import { deletedGrant, grantParts } from "./grant-view";

export const DeleteGrantInput = z.strictObject({
  human: z.string().min(1).max(300),
  server: z.string().min(1).max(100),
});
export type DeleteGrantInput = z.infer<typeof DeleteGrantInput>;

/** Takes a ceiling away: no agent of this human may use the server from the next call on. Throws `not_found`. */
export async function deleteGrant(ctx: Ctx, input: DeleteGrantInput): Promise<void> {
  requireScope(ctx, "grants:write");
  await write(ctx, async (tx, record) => {
    const human = await getHumanRow(tx, input.human);
    const server = await getServerRow(tx, input.server);
    const id = { tenantNo: ctx.tenant.no, humanId: human.id, serverId: server.id };
    const grant = await tx.grant.findUnique({ where: { tenantNo_humanId_serverId: id }, include: grantParts });
    const { count } = await tx.grant.deleteMany({ where: id });
    if (!grant || count === 0) throw notFound(`A ceiling of "${human.key}" on "${server.key}"`);
    await record(deletedGrant(grant));
  });
}
