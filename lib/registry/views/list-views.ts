import "server-only";
import { toEventActor } from "@/lib/audit/write";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { type SavedViewView, toSavedViewView } from "./saved-view";

/** The asker's own views and those that are shared, by name. There are few: no pages. */
export async function listViews(ctx: Ctx): Promise<{ items: SavedViewView[] }> {
  requireScope(ctx, "events:read");
  const owner = toEventActor(ctx.actor).key;
  const rows = await tenantClient(ctx.tenant.no).savedView.findMany({
    where: { OR: [{ owner }, { shared: true }] },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return { items: rows.map((row) => toSavedViewView(row, owner)) };
}
