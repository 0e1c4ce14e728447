import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { disconnectRow } from "../instances/disconnect-row";
import { instanceParts } from "../instances/instance-view";
import { about } from "../internal/about";
import { getAgentRow } from "./get-agent-row";

/**
 * Removes an agent with its OAuth clients and instances; each instance that still was connected is disconnected first, with an
 * event of its own. Their history stays in the log. Throws `not_found`.
 */
export async function deleteAgent(ctx: Ctx, slug: string): Promise<void> {
  requireScope(ctx, "agents:write");
  await write(ctx, async (tx, record) => {
    const agent = await getAgentRow(tx, slug);
    const of = { where: { agentId: agent.id } };
    const instances = await tx.instance.findMany({ ...of, include: instanceParts, orderBy: { id: "asc" } });
    for (const instance of instances)
      if (instance.status !== "disconnected") await disconnectRow(tx, record, ctx, instance);

    await tx.instance.deleteMany(of);
    const { count: clients } = await tx.oAuthClient.deleteMany(of);
    await tx.agent.delete({ where: { tenantNo_id: { tenantNo: ctx.tenant.no, id: agent.id } } });
    await record({
      type: "agent.deleted",
      ...about({ agent }),
      resource: { type: "agent", key: `agent|${agent.slug}`, name: agent.name },
      changes: { before: { slug: agent.slug, name: agent.name, status: agent.status, tags: agent.tags }, after: null },
      details: { removed: { instances: instances.length, clients } },
    });
  });
}
