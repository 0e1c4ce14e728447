import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import type { ToolDefinition } from "./definition";
import { getServerRow, lockServer } from "./find-server-row";
import { recordToolChanges } from "./record-tool-changes";
import { syncTools, type ToolChanges } from "./sync-tools";

/**
 * Stores definitions that came by in an answer to somebody else and are not those on record, as a refresh would: `beside` are the
 * names of the other tools in that answer. What is missing from it is not gone, because another account may see less. Throws
 * `not_found`.
 */
export async function noteDrift(
  ctx: Ctx,
  serverId: string,
  seen: readonly ToolDefinition[],
  beside: readonly string[],
): Promise<ToolChanges> {
  requireScope(ctx, "servers:write");
  return write(ctx, async (tx, record) => {
    const row = await getServerRow(tx, serverId);
    await lockServer(tx, ctx.tenant.no, row.id);
    const synced = await syncTools(tx, ctx.tenant.no, row.id, seen, { whole: false, asked: false, beside });
    await recordToolChanges(tx, record, ctx, row, synced);
    return synced.changes;
  });
}
