import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getServerRow } from "../servers/find-server-row";

/** How many humans are connected to a server, and of how many the connection is dead. */
export type ConnectionCounts = { connected: number; needsReauth: number };

/** Counts the connections of one server, or of all. Throws `not_found` for another tenant's server. */
export async function countConnections(ctx: Ctx, serverKey?: string): Promise<ConnectionCounts> {
  requireScope(ctx, "connections:read");
  const db = tenantClient(ctx.tenant.no);
  const of = serverKey === undefined ? {} : { serverId: (await getServerRow(db, serverKey)).id };
  const [connected, needsReauth] = await Promise.all([
    db.connection.count({ where: { ...of, status: "connected" } }),
    db.connection.count({ where: { ...of, status: "needs_reauth" } }),
  ]);
  return { connected, needsReauth };
}
