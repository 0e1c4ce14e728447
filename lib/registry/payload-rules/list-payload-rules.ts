import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { type Page, pageInput, readCursor, toPage, toTake } from "../internal/page";
import { getServerRow } from "../servers/find-server-row";
import { type PayloadRuleView, toPayloadRuleView } from "./payload-rule-view";
import { environmentPlace } from "./place";

export const ListPayloadRulesInput = z.strictObject({
  ...pageInput,
  /** Only what is said of this server and its tools, and in the environment. */
  server: z.string().min(1).max(100).optional(),
});
export type ListPayloadRulesInput = z.infer<typeof ListPayloadRulesInput>;

/** The rules of a tenant: the environment's first, then server by server. Throws `not_found` for a server that is not there. */
export async function listPayloadRules(
  ctx: Ctx,
  { limit, cursor, server }: ListPayloadRulesInput = {},
): Promise<Page<PayloadRuleView>> {
  requireScope(ctx, "tenant:read");
  const db = tenantClient(ctx.tenant.no);
  const after = readCursor(cursor);
  const only = server === undefined ? undefined : await getServerRow(db, server);
  const rows = await db.payloadRule.findMany({
    where: {
      ...(after !== undefined && { place: { gt: after } }),
      ...(only && { OR: [{ serverId: only.id }, { place: environmentPlace }] }),
    },
    include: { server: { select: { key: true } } },
    orderBy: { place: "asc" },
    take: toTake(limit),
  });
  return toPage(
    rows,
    limit,
    (row) => [row.place],
    (row) => toPayloadRuleView(row, row.server?.key ?? null),
  );
}
