import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getServerRow } from "@/lib/registry/servers/find-server-row";
import { replaceTools } from "@/lib/registry/servers/replace-tools";
import type { ToolChanges } from "@/lib/registry/servers/sync-tools";
import { discoverServer } from "./discover-server";
import { upstreamHeaders } from "./upstream-headers";

/** Asks a server again which tools it has. Throws `upstream` when it cannot be reached; what is stored then stays. */
export async function refreshTools(ctx: Ctx, key: string): Promise<ToolChanges> {
  requireScope(ctx, "servers:write");
  const row = await getServerRow(tenantClient(ctx.tenant.no), key);
  const found = await discoverServer(row.url, upstreamHeaders({ ...row, serverId: row.id }));
  return replaceTools(ctx, key, found);
}
