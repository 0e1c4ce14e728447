import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict, HouseError } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { getServerRow } from "@/lib/registry/servers/find-server-row";
import { replaceTools } from "@/lib/registry/servers/replace-tools";
import { showsNone, standInNames } from "@/lib/registry/servers/stand-ins";
import type { ToolChanges } from "@/lib/registry/servers/sync-tools";
import { discoverServer } from "./discover-server";
import { ownHumanId } from "./internal/own-human-id";
import { upstreamHeaders } from "./upstream-headers";
import { findCredential } from "./use-credential";

/**
 * Asks a server again which tools it has. A server that wants an account of each human is asked as the asker's own: nobody else's account
 * is used for it. Throws `upstream` when it cannot be reached, `conflict` when the asker has no connection there; what is stored then
 * stays. So it does where such a server suddenly shows no tool at all: that says something about the account, not about the server.
 */
export async function refreshTools(ctx: Ctx, key: string): Promise<ToolChanges> {
  requireScope(ctx, "servers:write");
  const db = tenantClient(ctx.tenant.no);
  const row = await getServerRow(db, key);
  if (row.auth !== "oauth")
    return replaceTools(ctx, key, await discoverServer(row.url, upstreamHeaders({ ...row, serverId: row.id })));

  const humanId = await ownHumanId(ctx);
  const answer =
    humanId === undefined
      ? ({ missing: "needs_connection" } as const)
      : await findCredential({ tenant: ctx.tenant, humanId, server: row });
  if ("unavailable" in answer) throw new HouseError("upstream", answer.unavailable);
  if ("missing" in answer)
    throw conflict(
      `${row.name} tells its tools only to somebody who has connected an account there. Connect your own first, then refresh.`,
    );
  const found = await discoverServer(row.url, { authorization: `Bearer ${answer.credential.accessToken}` });
  const own = { serverId: row.id, state: { not: "removed" }, name: { notIn: standInNames } } as const;
  if (showsNone(found.tools) && (await db.tool.count({ where: own })) > 0)
    throw new HouseError("upstream", `${row.name} showed your account no tools at all. The list that is known stays.`);
  return replaceTools(ctx, key, found);
}
