import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { type AgentView, toAgentView } from "./agent-view";
import { getAgentRow } from "./get-agent-row";

/** One agent by slug. Throws `not_found`. */
export async function getAgent(ctx: Ctx, slug: string): Promise<AgentView> {
  requireScope(ctx, "agents:read");
  return toAgentView(await getAgentRow(tenantClient(ctx.tenant.no), slug));
}
