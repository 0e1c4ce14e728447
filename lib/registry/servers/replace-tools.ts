import "server-only";
import { write } from "@/lib/audit/write";
import type { Prisma } from "@/lib/db/client";
import type { Server } from "@/lib/db/rows";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { changed, fieldsOf, pick } from "../internal/changed";
import type { Discovered } from "./discovered";
import { getServerRow } from "./find-server-row";
import { recordToolChanges } from "./record-tool-changes";
import { syncTools, type ToolChanges } from "./sync-tools";

/**
 * Stores what a new discovery of a server found. Leaves `resource.tools_changed` when its tools differ, and `resource.updated`
 * when it speaks another revision of the protocol. Throws `not_found`.
 */
export async function replaceTools(ctx: Ctx, key: string, found: Discovered): Promise<ToolChanges> {
  requireScope(ctx, "servers:write");
  return write(ctx, async (tx, record) => {
    const row = await getServerRow(tx, key);
    const after = await tx.server.update({
      where: { tenantNo_id: { tenantNo: ctx.tenant.no, id: row.id } },
      data: {
        era: found.era,
        protocolVersion: found.protocolVersion,
        // safe because both came out of JSON.parse
        serverInfo: found.serverInfo as Prisma.InputJsonObject,
        capabilities: found.capabilities as Prisma.InputJsonObject,
        discoveredAt: now(),
      },
    });
    const spoken = (one: typeof row) => ({ era: one.era, protocolVersion: one.protocolVersion });
    const speaks = fieldsOf(changed(spoken(row), spoken(after)));
    if (speaks.length > 0)
      await record({
        type: "resource.updated",
        server: row.key,
        resource: { type: "server", key: row.key, name: row.name },
        refs: { resource: { id: row.id, key: row.key } },
        changes: { before: pick(spoken(row), speaks), after: pick(spoken(after), speaks) },
      });
    const synced = await syncTools(tx, ctx.tenant.no, row.id, found.tools, { whole: true, asked: isAsked(ctx, row) });
    await recordToolChanges(tx, record, ctx, row, synced);
    return synced.changes;
  });
}

/** The product itself looks now and then without anybody waiting for the answer; the first look is part of the import. */
const isAsked = ({ actor }: Ctx, { discoveredAt }: Server): boolean => actor.type !== "system" || discoveredAt === null;
