import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";

/** Who came: kinds of agents that were never seen here before, and instances. Times are ISO 8601. */
export type Newcomers = {
  agents: { slug: string; name: string; createdAt: string }[];
  instances: {
    id: string;
    label: string;
    agent: { slug: string; name: string };
    human: { key: string; name: string | null };
    createdAt: string;
  }[];
  /** More instances came than are named. */
  isMore: boolean;
};

const namedMax = 5;

/** Agents and instances that came after `since`, the newest first. Ids are in the order of time, so nothing older is read. */
export async function listNewcomers(ctx: Ctx, since: string): Promise<Newcomers> {
  requireScope(ctx, "agents:read");
  requireScope(ctx, "instances:read");
  const db = tenantClient(ctx.tenant.no);
  const newest = { orderBy: { id: "desc" }, take: namedMax + 1 } as const;
  const [agents, instances] = await Promise.all([
    db.agent.findMany(newest),
    db.instance.findMany({ ...newest, include: { agent: true, human: true } }),
  ]);
  const from = new Date(since);
  const came = instances.filter(({ createdAt }) => createdAt >= from);
  return {
    agents: agents
      .filter(({ createdAt }) => createdAt >= from)
      .map(({ slug, name, createdAt }) => ({ slug, name, createdAt: createdAt.toISOString() })),
    instances: came.slice(0, namedMax).map(({ id, label, agent, human, createdAt }) => ({
      ...{ id, label, createdAt: createdAt.toISOString() },
      agent: { slug: agent.slug, name: agent.name },
      human: { key: human.key, name: human.name },
    })),
    isMore: came.length > namedMax,
  };
}
