import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { getServerRow } from "@/lib/registry/servers/find-server-row";
import { replaceTools } from "@/lib/registry/servers/replace-tools";
import { showsNone, standInNames } from "@/lib/registry/servers/stand-ins";
import { discoverServer } from "../discover-server";
import { gatewayCtx } from "../internal/gateway-ctx";
import { upstreamHeaders } from "../upstream-headers";

/**
 * Asks one server for its tools on nobody's behalf and stores what changed. False where it gave no answer to go by: it cannot be
 * reached, it is gone or switched off by now, or it has suddenly no tools at all, which says more about its day than about its tools.
 * Only what changed leaves an event.
 */
export async function probeServer(tenant: Ctx["tenant"], serverId: string): Promise<boolean> {
  try {
    const db = tenantClient(tenant.no);
    const row = await getServerRow(db, serverId);
    if (!row.enabled || row.auth === "oauth") return false;
    const found = await discoverServer(row.url, upstreamHeaders({ ...row, serverId: row.id }));
    const own = { serverId: row.id, state: { not: "removed" }, name: { notIn: standInNames } } as const;
    if (showsNone(found.tools) && (await db.tool.count({ where: own })) > 0) return false;
    await replaceTools({ ...gatewayCtx(tenant, ["servers:write"]), surface: "system" }, row.id, found);
    return true;
  } catch {
    // Whoever calls it hears that a server is away; here the next round tries again.
    return false;
  }
}
