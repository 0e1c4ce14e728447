import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireHuman } from "@/lib/registry/humans/require-human";
import { lockConnection } from "./internal/lock-connection";
import { revokeRow } from "./internal/revoke-row";

/**
 * Ends the human's own connection to a server: its tokens are voided upstream where that is offered, and deleted here. Acts on the
 * next call. Nothing happens where it had ended already. Throws `not_found` where there never was one.
 */
export async function disconnectMine(ctx: Ctx, serverKey: string): Promise<void> {
  const { id: humanId } = requireHuman(ctx);
  await write(ctx, async (tx, record) => {
    const mine = await tx.connection.findFirst({ where: { humanId, server: { key: serverKey } } });
    const row = mine && (await lockConnection(tx, ctx.tenant.no, mine.id));
    if (!row) throw notFound(`Your connection to "${serverKey}"`);
    if (row.status === "revoked") record.nothing("It had ended already.");
    else await revokeRow(tx, record, row);
  });
}
