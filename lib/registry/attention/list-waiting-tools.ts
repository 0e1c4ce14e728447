import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";

/** One server's tools that wait for an admin: closed because their definition widened, or new and of a level that was guessed. */
export type WaitingTools = { server: string; serverName: string; quarantined: number; review: number };

/** Most tools that are counted. */
const countedMax = 1_000;

/** Tools that wait for an admin, by server: those with closed ones first. `isMore`: more wait than are counted. */
export async function listWaitingTools(ctx: Ctx): Promise<{ items: WaitingTools[]; isMore: boolean }> {
  requireScope(ctx, "servers:read");
  const db = tenantClient(ctx.tenant.no);
  const rows = await db.tool.findMany({
    where: { state: { in: ["quarantined", "review"] } },
    select: { serverId: true, state: true },
    take: countedMax + 1,
  });
  const counted = rows.slice(0, countedMax);
  const servers = await db.server.findMany({
    where: { id: { in: [...new Set(counted.map(({ serverId }) => serverId))] } },
    select: { id: true, key: true, name: true },
  });
  const items = servers.map(({ id, key, name }) => {
    const count = (state: string) => counted.filter((row) => row.serverId === id && row.state === state).length;
    return { server: key, serverName: name, quarantined: count("quarantined"), review: count("review") };
  });
  return {
    items: items.sort((a, b) => b.quarantined - a.quarantined || b.review - a.review || (a.server < b.server ? -1 : 1)),
    isMore: rows.length > countedMax,
  };
}
