import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { type ServerView, toServerView } from "./server-view";

/** The tenant's servers by key; `cursor` is the last key of the page before. */
export async function listServers(
  ctx: Ctx,
  { limit = 50, cursor }: { limit?: number; cursor?: string | undefined } = {},
): Promise<{ items: ServerView[]; nextCursor: string | null }> {
  requireScope(ctx, "servers:read");
  const rows = await tenantClient(ctx.tenant.no).server.findMany({
    where: cursor === undefined ? {} : { key: { gt: cursor } },
    include: { _count: { select: { tools: { where: { state: { not: "removed" } } } } } },
    orderBy: { key: "asc" },
    take: limit + 1,
  });
  const shown = rows.slice(0, limit);
  return {
    items: shown.map(({ _count, ...row }) => toServerView(row, _count.tools)),
    nextCursor: rows.length > limit ? (shown.at(-1)?.key ?? null) : null,
  };
}
