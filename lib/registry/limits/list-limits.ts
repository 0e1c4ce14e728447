import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { type Page, pageInput, readCursor, toPage, toTake } from "../internal/page";
import { type LimitView, limitParts, toLimitView } from "./limit-view";

export const ListLimitsInput = z.strictObject(pageInput);
export type ListLimitsInput = z.infer<typeof ListLimitsInput>;

/** The limits of a tenant, in the order in which they were first set. */
export async function listLimits(ctx: Ctx, { limit, cursor }: ListLimitsInput = {}): Promise<Page<LimitView>> {
  requireScope(ctx, "tenant:read");
  const after = readCursor(cursor);
  const rows = await tenantClient(ctx.tenant.no).callLimit.findMany({
    where: after === undefined ? {} : { id: { gt: after } },
    include: limitParts,
    orderBy: { id: "asc" },
    take: toTake(limit),
  });
  return toPage(rows, limit, (row) => [row.id], toLimitView);
}
