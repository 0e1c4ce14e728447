import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getPolicyRow } from "./get-policy-row";
import { type PolicyView, toPolicyView } from "./policy-view";

/** One policy in its present version. Throws `not_found`, also for a deleted one. */
export async function getPolicy(ctx: Ctx, id: string): Promise<PolicyView> {
  requireScope(ctx, "policies:read");
  return toPolicyView(await getPolicyRow(tenantClient(ctx.tenant.no), id));
}
