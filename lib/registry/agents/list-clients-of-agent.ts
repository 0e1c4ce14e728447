import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { type ClientOf, toClientOf } from "../instances/client-of";
import { getAgentRow } from "./get-agent-row";

/** An OAuth client of an agent, as the agent's page shows it. */
export type AgentClientView = ClientOf & {
  id: string;
  status: "active" | "suspended";
  /** Under whose authority it gets tokens by itself (client credentials); null where each human consents. */
  human: { key: string; name: string | null } | null;
  /** Instances that came through it and are not disconnected. */
  instances: number;
  createdAt: string;
  lastUsedAt: string | null;
};

/** Most clients that one page shows. */
const shownMax = 100;

/** The OAuth clients of an agent, the last used first, at most a hundred. Throws `not_found`. */
export async function listClientsOfAgent(ctx: Ctx, agent: string): Promise<AgentClientView[]> {
  requireScope(ctx, "agents:read");
  const db = tenantClient(ctx.tenant.no);
  const { id } = await getAgentRow(db, agent);
  const rows = await db.oAuthClient.findMany({
    where: { agentId: id },
    include: { human: true, _count: { select: { instances: { where: { status: { not: "disconnected" } } } } } },
    orderBy: [{ lastUsedAt: { sort: "desc", nulls: "last" } }, { id: "desc" }],
    take: shownMax,
  });
  return rows.map((row) => ({
    ...toClientOf(row),
    id: row.id,
    status: row.status,
    human: row.human && { key: row.human.key, name: row.human.name },
    instances: row._count.instances,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }));
}
