import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getHumanRow } from "../humans/find-human-row";
import { type Page, pageInput, readCursor, toPage, toTake } from "../internal/page";
import { getServerRow } from "../servers/find-server-row";
import { type ConnectionView, connectionParts, connectionStatuses, toConnectionView } from "./connection-view";

export const ListConnectionsInput = z.strictObject({
  human: z.string().min(1).max(300).optional(),
  server: z.string().min(1).max(100).optional(),
  status: z.enum(connectionStatuses).optional(),
  ...pageInput,
});
export type ListConnectionsInput = z.infer<typeof ListConnectionsInput>;

/** Humans' connections, the newest first; all, or those of one human, one server, one status. Throws `not_found` for what is nobody's here. */
export async function listConnections(
  ctx: Ctx,
  { human, server, status, limit, cursor }: ListConnectionsInput = {},
): Promise<Page<ConnectionView>> {
  requireScope(ctx, "connections:read");
  const db = tenantClient(ctx.tenant.no);
  const before = readCursor(cursor);
  const rows = await db.connection.findMany({
    where: {
      ...(human === undefined ? {} : { humanId: (await getHumanRow(db, human)).id }),
      ...(server === undefined ? {} : { serverId: (await getServerRow(db, server)).id }),
      ...(status === undefined ? {} : { status }),
      ...(before === undefined ? {} : { id: { lt: before } }),
    },
    include: connectionParts,
    orderBy: { id: "desc" },
    take: toTake(limit),
  });
  return toPage(rows, limit, ({ id }) => [id], toConnectionView);
}
