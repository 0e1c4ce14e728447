import "server-only";
import { write } from "@/lib/audit/write";
import type { Prisma } from "@/lib/db/client";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { recheckPolicies } from "../policies/recheck-policies";
import type { Discovered } from "./discovered";
import { getServerRow } from "./find-server-row";
import { syncTools, type ToolChanges } from "./sync-tools";

/** Stores what a new discovery of a server found. Leaves `resource.tools_changed` when its tools differ. */
export async function replaceTools(ctx: Ctx, key: string, found: Discovered): Promise<ToolChanges> {
  requireScope(ctx, "servers:write");
  return write(ctx, async (tx, record) => {
    const row = await getServerRow(tx, key);
    await tx.server.update({
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
    const changes = await syncTools(tx, ctx.tenant.no, row.id, found.tools);
    if (Object.values(changes).every((names) => names.length === 0)) {
      record.nothing("The server offers what it offered before.");
      return changes;
    }
    await record({
      type: "resource.tools_changed",
      server: row.key,
      resource: { type: "server", key: row.key, name: row.name },
      refs: { resource: { id: row.id, key: row.key } },
      details: changes,
    });
    await recheckPolicies(tx, record, ctx, row, row.tags);
    return changes;
  });
}
