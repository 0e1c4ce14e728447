import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";

/** How many agents may act in the tenant, and how many are suspended. */
export async function countAgents(ctx: Ctx): Promise<{ active: number; suspended: number }> {
  requireScope(ctx, "agents:read");
  const { agent } = tenantClient(ctx.tenant.no);
  const [active, suspended] = await Promise.all([
    agent.count({ where: { status: "active" } }),
    agent.count({ where: { status: "suspended" } }),
  ]);
  return { active, suspended };
}
