import "server-only";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { toEventActor, write } from "../write";
import { aboutHold, type HoldRow } from "./hold-view";
import { seeTenant } from "./internal/see-tenant";

/**
 * Releases a legal hold. What it alone has kept goes with the next run of retention. The hold itself stays on record.
 * Throws `not_found`, also when it was released before.
 */
export async function releaseHold(ctx: Ctx, id: string): Promise<void> {
  requireScope(ctx, "tenant:write");
  await write(ctx, async (tx, record) => {
    await seeTenant(tx, ctx.tenant.no);
    const [row] = await tx.$queryRaw<Pick<HoldRow, "scope" | "reason">[]>`
      UPDATE audit.legal_hold SET released_at = now(), released_by = ${toEventActor(ctx.actor).key}
      WHERE tenant_no = ${ctx.tenant.no} AND id = ${id} AND released_at IS NULL
      RETURNING scope, reason`;
    if (!row) throw notFound(`The legal hold "${id}"`);
    await record({
      type: "audit.hold_released",
      ...aboutHold(id, row.scope),
      changes: { before: { scope: row.scope, reason: row.reason }, after: null },
    });
  });
}
