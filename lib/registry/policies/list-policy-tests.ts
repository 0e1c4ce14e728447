import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getPolicyRow } from "./get-policy-row";
import { type PolicyTestView, toPolicyTestView } from "./policy-test-view";

/** The tests of a policy, the oldest first. A policy has few enough for one page. Throws `not_found`. */
export async function listPolicyTests(
  ctx: Ctx,
  policyId: string,
): Promise<{ items: PolicyTestView[]; nextCursor: null }> {
  requireScope(ctx, "policies:read");
  const db = tenantClient(ctx.tenant.no);
  await getPolicyRow(db, policyId);
  const rows = await db.policyTest.findMany({ where: { policyId }, orderBy: { id: "asc" } });
  return { items: rows.map(toPolicyTestView), nextCursor: null };
}
