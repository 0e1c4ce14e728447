import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { type Page, pageInput, readCursor, toPage, toTake } from "../internal/page";
import { type AgentView, agentParts, toAgentView } from "./agent-view";

export const ListAgentsInput = z.strictObject(pageInput);
export type ListAgentsInput = z.infer<typeof ListAgentsInput>;

/** The tenant's agents by slug. */
export async function listAgents(ctx: Ctx, { limit, cursor }: ListAgentsInput = {}): Promise<Page<AgentView>> {
  requireScope(ctx, "agents:read");
  const after = readCursor(cursor);
  const rows = await tenantClient(ctx.tenant.no).agent.findMany({
    where: after === undefined ? {} : { slug: { gt: after } },
    include: agentParts,
    orderBy: { slug: "asc" },
    take: toTake(limit),
  });
  return toPage(rows, limit, (row) => [row.slug], toAgentView);
}
