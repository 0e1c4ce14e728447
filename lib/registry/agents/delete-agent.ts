import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
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
    for (const instance of instances) await disconnectRow(tx, record, instance);

    await tx.report.updateMany({ where: { instance: { agentId: agent.id } }, data: { instanceId: null } });
    await tx.instance.deleteMany(of);
    const { count: clients } = await tx.oAuthClient.deleteMany(of);
    const { count } = await tx.agent.deleteMany({ where: { id: agent.id } });
    if (count === 0) throw notFound(`The agent "${slug}"`);
    await record({
      type: "agent.deleted",
      ...about({ agent }),
      resource: { type: "agent", key: `agent|${agent.slug}`, name: agent.name },
      changes: { before: { slug: agent.slug, name: agent.name, status: agent.status, tags: agent.tags }, after: null },
      details: { removed: { instances: instances.length, clients } },
    });
  });
}
