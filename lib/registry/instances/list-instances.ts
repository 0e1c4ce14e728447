import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getAgentRow } from "../agents/get-agent-row";
import { getHumanRow } from "../humans/find-human-row";
import { type Page, pageInput, readCursor, toPage, toTake } from "../internal/page";
import { type InstanceView, instanceParts, toInstanceView } from "./instance-view";

export const ListInstancesInput = z.strictObject({
  agent: z.string().min(1).max(100).optional(),
  human: z.string().min(1).max(300).optional(),
  status: z.enum(["active", "suspended", "disconnected"]).optional(),
  ...pageInput,
});
export type ListInstancesInput = z.infer<typeof ListInstancesInput>;

/** Instances, the newest first: all, or those of one agent, one human, one status. Throws `not_found` for an agent or a human of nobody here. */
export async function listInstances(
  ctx: Ctx,
  { agent, human, status, limit, cursor }: ListInstancesInput = {},
): Promise<Page<InstanceView>> {
  requireScope(ctx, "instances:read");
  const db = tenantClient(ctx.tenant.no);
  const after = readCursor(cursor);
  const rows = await db.instance.findMany({
    where: {
      ...(agent === undefined ? {} : { agentId: (await getAgentRow(db, agent)).id }),
      ...(human === undefined ? {} : { humanId: (await getHumanRow(db, human)).id }),
      ...(status === undefined ? {} : { status }),
      ...(after === undefined ? {} : { id: { lt: after } }),
    },
    include: instanceParts,
    orderBy: { id: "desc" },
    take: toTake(limit),
  });
  return toPage(rows, limit, (row) => [row.id], toInstanceView);
}
