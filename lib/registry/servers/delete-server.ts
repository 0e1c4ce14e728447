import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { recheckPolicies } from "../policies/recheck-policies";
import { getServerRow } from "./find-server-row";

/** Removes a server with its tools, grants and consents. Its events stay. Throws `not_found`. */
export async function deleteServer(ctx: Ctx, key: string): Promise<void> {
  requireScope(ctx, "servers:write");
  await write(ctx, async (tx, record) => {
    const row = await getServerRow(tx, key);
    const tools = await tx.tool.count({ where: { serverId: row.id } });
    const grants = await tx.grant.count({ where: { serverId: row.id } });
    const consents = await tx.consent.count({ where: { serverId: row.id } });
    await tx.server.delete({ where: { tenantNo_id: { tenantNo: ctx.tenant.no, id: row.id } } });
    await record({
      type: "resource.deleted",
      server: row.key,
      resource: { type: "server", key: row.key, name: row.name },
      refs: { resource: { id: row.id, key: row.key } },
      changes: {
        before: { key: row.key, name: row.name, url: row.url, enabled: row.enabled, tags: row.tags },
        after: null,
      },
      details: { removed: { tools, grants, consents } },
    });
    await recheckPolicies(tx, record, ctx, row, row.tags);
  });
}
