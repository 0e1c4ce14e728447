import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { type Page, pageInput, readCursor, toPage, toTake } from "../internal/page";
import { policyFields } from "./policy-input";
import { type PolicyView, toPolicyView } from "./policy-view";

export const ListPoliciesInput = z.strictObject({
  status: policyFields.status.optional(),
  effect: policyFields.effect.optional(),
  ...pageInput,
});
export type ListPoliciesInput = z.infer<typeof ListPoliciesInput>;

/** Policies that are not deleted, the newest first. */
export async function listPolicies(
  ctx: Ctx,
  { status, effect, limit, cursor }: ListPoliciesInput = {},
): Promise<Page<PolicyView>> {
  requireScope(ctx, "policies:read");
  const after = readCursor(cursor);
  const rows = await tenantClient(ctx.tenant.no).policy.findMany({
    where: {
      deletedAt: null,
      ...(status === undefined ? {} : { status }),
      ...(effect === undefined ? {} : { effect }),
      ...(after === undefined ? {} : { id: { lt: after } }),
    },
    orderBy: { id: "desc" },
    take: toTake(limit),
  });
  return toPage(rows, limit, (row) => [row.id], toPolicyView);
}
