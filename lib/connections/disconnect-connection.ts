import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { lockConnection } from "./internal/lock-connection";
import { revokeRow } from "./internal/revoke-row";

/**
 * An admin ends somebody's connection, by its id: the tokens are voided upstream where that is offered, and deleted here. Acts on the
 * next call; the human may connect anew. Throws `not_found`.
 */
export async function disconnectConnection(ctx: Ctx, id: string): Promise<void> {
  requireScope(ctx, "connections:write");
  await write(ctx, async (tx, record) => {
    const row = await lockConnection(tx, ctx.tenant.no, id);
    if (!row) throw notFound(`The connection "${id}"`);
    if (row.status === "revoked") record.nothing("It had ended already.");
    else await revokeRow(tx, record, row);
  });
}
