import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getServerRow } from "./find-server-row";
import { type ToolView, toToolView } from "./server-view";

/** The tools of one server by name, those included that it no longer offers. A server has few enough for one page. */
export async function listTools(ctx: Ctx, serverKey: string): Promise<{ items: ToolView[]; nextCursor: null }> {
  requireScope(ctx, "servers:read");
  const db = tenantClient(ctx.tenant.no);
  const server = await getServerRow(db, serverKey);
  const rows = await db.tool.findMany({ where: { serverId: server.id }, orderBy: { name: "asc" } });
  return { items: rows.map(toToolView), nextCursor: null };
}
