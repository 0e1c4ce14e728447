import "server-only";
import { z } from "zod";
import { withinTenant } from "@/lib/db/within-tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { type HoldRow, type HoldView, holdColumns, toHoldView } from "./hold-view";

export const ListHoldsInput = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** Id of the last hold that was seen. */
  cursor: z
    .string()
    .regex(/^hld_[0-9a-z]{26}$/, "This cursor is not one of this list. Start again without it.")
    .optional(),
});
export type ListHoldsInput = z.infer<typeof ListHoldsInput>;

/** Legal holds, the newest first; released ones stay on the list. */
export async function listHolds(
  ctx: Ctx,
  { limit = 50, cursor }: Partial<ListHoldsInput> = {},
): Promise<{ items: HoldView[]; nextCursor: string | null }> {
  requireScope(ctx, "tenant:read");
  const { rows } = await withinTenant(ctx.tenant.no, (sql) =>
    sql.query<HoldRow>(
      `SELECT ${holdColumns} FROM audit.legal_hold WHERE tenant_no = $1 AND ($2::text IS NULL OR id < $2)
       ORDER BY id DESC LIMIT ${limit + 1}`,
      [ctx.tenant.no, cursor ?? null],
    ),
  );
  const shown = rows.slice(0, limit);
  return { items: shown.map(toHoldView), nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}
