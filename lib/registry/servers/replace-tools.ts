import "server-only";
import { write } from "@/lib/audit/write";
import type { Prisma } from "@/lib/db/client";
import type { TenantTransaction } from "@/lib/db/tenant";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { changed, fieldsOf, pick } from "../internal/changed";
import { recheckPolicies } from "../policies/recheck-policies";
import type { Discovered } from "./discovered";
import { getServerRow } from "./find-server-row";
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
    const before = await definitionsOf(tx, row.id);
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
      details: { ...changes, definitions: differing(changes.changed, before, await definitionsOf(tx, row.id)) },
    });
    await recheckPolicies(tx, record, ctx, row, row.tags);
    return changes;
  });
}

/** The hash of each tool's definition, by its name. */
async function definitionsOf(tx: TenantTransaction, serverId: string): Promise<Map<string, string>> {
  const tools = await tx.tool.findMany({ where: { serverId }, select: { name: true, definitionHash: true } });
  return new Map(tools.map(({ name, definitionHash }) => [name, definitionHash]));
}

const differing = (names: readonly string[], before: Map<string, string>, after: Map<string, string>) =>
  Object.fromEntries(names.map((name) => [name, { before: before.get(name) ?? null, after: after.get(name) ?? null }]));
