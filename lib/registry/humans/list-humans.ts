import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { type Page, pageInput, readCursor, toPage, toTake } from "../internal/page";
import { type HumanView, toHumanView } from "./human-view";

export const ListHumansInput = z.strictObject(pageInput);
export type ListHumansInput = z.infer<typeof ListHumansInput>;

/** The tenant's humans, the newest first. */
export async function listHumans(ctx: Ctx, { limit, cursor }: ListHumansInput = {}): Promise<Page<HumanView>> {
  requireScope(ctx, "humans:read");
  const after = readCursor(cursor);
  const rows = await tenantClient(ctx.tenant.no).human.findMany({
    where: after === undefined ? {} : { id: { lt: after } },
    orderBy: { id: "desc" },
    take: toTake(limit),
  });
  return toPage(rows, limit, (row) => [row.id], toHumanView);
}
