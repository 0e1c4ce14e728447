import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { isHouseError } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { updateAgent } from "./update-agent";

export const SetAllAgentsInput = z.strictObject({ status: z.enum(["active", "suspended"]) });
export type SetAllAgentsInput = z.infer<typeof SetAllAgentsInput>;

/**
 * Suspends or resumes every agent of the tenant, one after the other, each with its own event; gives how many were changed. A suspended
 * agent's calls are denied from the next one on, through whatever instance. An agent that is met for the first time afterwards is not
 * among them.
 */
export async function setAllAgents(ctx: Ctx, { status }: SetAllAgentsInput): Promise<number> {
  requireScope(ctx, "agents:write");
  const others = await tenantClient(ctx.tenant.no).agent.findMany({
    where: { status: { not: status } },
    select: { slug: true },
    orderBy: { slug: "asc" },
  });
  let changed = 0;
  for (const { slug } of others) {
    try {
      await updateAgent(ctx, slug, { status });
      changed += 1;
    } catch (error) {
      // Deleted meanwhile: there is nothing to stop.
      if (!isHouseError(error) || error.code !== "not_found") throw error;
    }
  }
  return changed;
}
