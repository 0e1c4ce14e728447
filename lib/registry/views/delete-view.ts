import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { findOwnView } from "./find-own-view";
import { viewChanged } from "./saved-view";

/** Deletes a view. Throws `not_found`, and `forbidden` for a shared one without tenant:write. */
export async function deleteView(ctx: Ctx, id: string): Promise<void> {
  requireScope(ctx, "events:read");
  await write(ctx, async (tx, record) => {
    const row = await findOwnView(tx, ctx, id);
    await tx.savedView.delete({ where: { tenantNo_id: { tenantNo: ctx.tenant.no, id } } });
    const event = viewChanged(row, null);
    if (event) await record(event);
    else record.nothing("A private view concerns nobody but its owner.");
  });
}
