import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getServerRow } from "./find-server-row";
import { type ServerView, type ToolView, toServerView, toToolView } from "./server-view";

/** One server with its tools. Throws `not_found`. */
export async function getServer(ctx: Ctx, key: string): Promise<ServerView & { tools: ToolView[] }> {
  requireScope(ctx, "servers:read");
  const db = tenantClient(ctx.tenant.no);
  const row = await getServerRow(db, key);
  const tools = await db.tool.findMany({ where: { serverId: row.id }, orderBy: { name: "asc" } });
  return {
    ...toServerView(row, tools.filter((tool) => tool.state !== "removed").length),
    tools: tools.map(toToolView),
  };
}
