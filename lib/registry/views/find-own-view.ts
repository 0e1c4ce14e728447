import { toEventActor } from "@/lib/audit/write";
import type { SavedView } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";

/** A view that the asker may change: their own, or a shared one with tenant:write. Throws `not_found` for another's private one. */
export async function findOwnView(tx: TenantTransaction, ctx: Ctx, id: string): Promise<SavedView> {
  const row = await tx.savedView.findFirst({ where: { id } });
  if (!row || (!row.shared && row.owner !== toEventActor(ctx.actor).key)) throw notFound(`The view "${id}"`);
  if (row.shared) requireScope(ctx, "tenant:write");
  return row;
}
