import "server-only";
import type { Agent } from "@/lib/db/rows";
import type { TenantClient, TenantTransaction } from "@/lib/db/tenant";
import { notFound } from "@/lib/kernel/errors";
import { agentParts } from "./agent-view";

/** The row of an agent by slug, `agent|<slug>` or id, with its count of instances. Throws `not_found`. */
export async function getAgentRow(
  db: TenantClient | TenantTransaction,
  ref: string,
): Promise<Agent & { _count: { instances: number } }> {
  const slug = ref.replace(/^agent\|/, "");
  const row = await db.agent.findFirst({ where: { OR: [{ slug }, { id: ref }] }, include: agentParts });
  if (!row) throw notFound(`The agent "${ref}"`);
  return row;
}
