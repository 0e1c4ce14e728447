import "server-only";
import { type Record as Recorder, write } from "@/lib/audit/write";
import type { Agent } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { toAgentName } from "@/lib/registry/agents/known-agents";
import { aboutClient, recordedClient, toClientRow } from "../clients/client-row";

/** How long what has expired stays: until then the gateway can say of a token that it has expired, and whose it was. */
const keptMs = 7 * 86_400_000;
/** Most clients of one tenant and round. The rest is the next round's. */
const clientsMax = 200;

/**
 * Removes what has expired in one tenant: requests with their codes, tokens, assertions, and clients that nobody used in
 * their time, which leave an event each. Gives how much it removed.
 */
export async function sweepTenant(ctx: Ctx): Promise<number> {
  return write(ctx, async (tx, record) => {
    record.nothing("What had expired was worth nothing before it was removed.");
    const passed = { lt: new Date(nowMs()) };
    const longPassed = { lt: new Date(nowMs() - keptMs) };
    const counts = [
      await tx.authorizationRequest.deleteMany({ where: { expiresAt: longPassed } }),
      await tx.accessToken.deleteMany({ where: { expiresAt: longPassed } }),
      await tx.refreshToken.deleteMany({ where: { expiresAt: longPassed } }),
      await tx.clientAssertion.deleteMany({ where: { expiresAt: passed } }),
    ];
    return counts.reduce((sum, { count }) => sum + count, 0) + (await sweepClients(tx, record));
  });
}

async function sweepClients(tx: TenantTransaction, record: Recorder): Promise<number> {
  const now = new Date(nowMs());
  const unused = await tx.oAuthClient.findMany({
    where: {
      kind: { not: "manual" },
      // A suspended one is kept out by being kept.
      status: "active",
      expiresAt: { lt: now },
      instances: { none: {} },
      requests: { none: { expiresAt: { gt: now } } },
    },
    include: { agent: true },
    orderBy: { id: "asc" },
    take: clientsMax,
  });
  let removed = 0;
  for (const row of unused) {
    const { count } = await tx.oAuthClient.deleteMany({ where: { id: row.id, instances: { none: {} } } });
    if (count === 0) continue;
    removed += 1;
    const client = toClientRow(row);
    await record({
      type: "oauth.client.deleted",
      ...aboutClient(client),
      changes: { before: recordedClient(client), after: null },
      details: { why: "unused" },
    });
    await removeUntouchedAgent(tx, record, row.agent);
  }
  return removed;
}

/** An agent that came with a client nobody used goes with it, unless somebody has touched it: whoever registers under made-up names leaves nothing. */
async function removeUntouchedAgent(tx: TenantTransaction, record: Recorder, agent: Agent): Promise<void> {
  const { count } = await tx.agent.deleteMany({
    where: {
      id: agent.id,
      status: "active",
      name: toAgentName(agent.slug),
      tags: { isEmpty: true },
      clients: { none: {} },
      instances: { none: {} },
    },
  });
  if (count === 0) return;
  const { slug, name, status, tags } = agent;
  await record({
    type: "agent.deleted",
    refs: { agent: { id: agent.id, key: slug } },
    agent: { slug, key: `agent|${slug}`, name },
    resource: { type: "agent", key: `agent|${slug}`, name },
    changes: { before: { slug, name, status, tags }, after: null },
    details: { removed: { instances: 0, clients: 1 } },
  });
}
