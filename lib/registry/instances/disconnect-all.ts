import "server-only";
import { write } from "@/lib/audit/write";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getAgentRow } from "../agents/get-agent-row";
import { getHumanRow } from "../humans/find-human-row";
import { disconnectRow } from "./disconnect-row";
import { instanceParts } from "./instance-view";

/** Instances ended in one transaction: the first are refused while the last are still being ended, and no transaction is long. */
const batchSize = 100;

/**
 * Ends every instance of an agent, or of a human, for good, each with an event of its own. `disconnected`: how many were ended now.
 * Throws `not_found` for an agent or a human of nobody here.
 */
export async function disconnectAll(
  ctx: Ctx,
  of: { agent: string } | { human: string },
): Promise<{ disconnected: number }> {
  requireScope(ctx, "instances:write");
  const db = tenantClient(ctx.tenant.no);
  const where =
    "agent" in of
      ? { agentId: (await getAgentRow(db, of.agent)).id }
      : { humanId: (await getHumanRow(db, of.human)).id };
  let disconnected = 0;
  for (;;) {
    const ended = await write(ctx, async (tx, record) => {
      const rows = await tx.instance.findMany({
        where: { ...where, status: { not: "disconnected" } },
        include: instanceParts,
        orderBy: { id: "asc" },
        take: batchSize,
      });
      if (rows.length === 0) record.nothing("Every instance already was disconnected.");
      let count = 0;
      for (const row of rows) if (await disconnectRow(tx, record, row)) count += 1;
      if (count === 0) record.nothing("Somebody else has disconnected them at the same moment.");
      return { count, isLast: rows.length < batchSize };
    });
    disconnected += ended.count;
    if (ended.isLast) return { disconnected };
  }
}
