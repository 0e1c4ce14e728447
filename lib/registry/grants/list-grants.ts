import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getHumanRow } from "../humans/find-human-row";
import { type Page, pageInput, readPairCursor, toPage, toTake } from "../internal/page";
import { getServerRow } from "../servers/find-server-row";
import { type GrantView, grantParts, toGrantView } from "./grant-view";

export const ListGrantsInput = z.strictObject({
  human: z.string().min(1).max(300).optional(),
  server: z.string().min(1).max(100).optional(),
  ...pageInput,
});
export type ListGrantsInput = z.infer<typeof ListGrantsInput>;

/** Ceilings, all or those of one human or one server. Throws `not_found` for a human or a server of nobody here. */
export async function listGrants(
  ctx: Ctx,
  { human, server, limit, cursor }: ListGrantsInput = {},
): Promise<Page<GrantView>> {
  requireScope(ctx, "grants:read");
  const db = tenantClient(ctx.tenant.no);
  const after = readPairCursor(cursor);
  const rows = await db.grant.findMany({
    where: {
      ...(human === undefined ? {} : { humanId: (await getHumanRow(db, human)).id }),
      ...(server === undefined ? {} : { serverId: (await getServerRow(db, server)).id }),
      ...(after && { OR: [{ humanId: { gt: after[0] } }, { humanId: after[0], serverId: { gt: after[1] } }] }),
    },
    include: grantParts,
    orderBy: [{ humanId: "asc" }, { serverId: "asc" }],
    take: toTake(limit),
  });
  return toPage(rows, limit, (row) => [row.humanId, row.serverId], toGrantView);
}
