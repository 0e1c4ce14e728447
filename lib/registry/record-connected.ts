import "server-only";
import { write } from "@/lib/audit/write";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import type { Buckets } from "@/lib/policy/buckets";
import type { Principal } from "./load-principal";

/** What a client says of itself at its first request (claimed, never trusted). */
export type ClaimedClient = {
  name: string | null;
  version: string | null;
  protocolVersion: string | null;
  title?: string | null;
  capabilities: Record<string, unknown>;
};

/**
 * Marks an instance as connected and leaves `agent.connected` with its three buckets; once per instance, however many
 * requests and processes race for it (seed S21).
 */
export async function recordConnected(
  ctx: Ctx,
  principal: Principal,
  client: ClaimedClient,
  buckets: Buckets,
): Promise<void> {
  const { instance, agent, human } = principal;
  await write(ctx, async (tx, record) => {
    const claimed = {
      clientName: client.name?.slice(0, 200) ?? null,
      clientVersion: client.version?.slice(0, 100) ?? null,
      protocolVersion: client.protocolVersion?.slice(0, 40) ?? null,
    };
    const { count } = await tx.instance.updateMany({
      where: { id: instance.id, connectedAt: null },
      data: { connectedAt: now(), ...claimed },
    });
    if (count === 0) return record.nothing("Another request connected this instance first.");
    return record({
      type: "agent.connected",
      human: { key: human.key, name: human.name, email: human.email },
      agent: { slug: agent.slug, key: `agent|${agent.clientId}`, name: agent.name },
      instance: { id: instance.id, label: instance.label, ...claimed },
      resource: { type: "instance", key: instance.id, name: instance.label },
      buckets,
      details: { client: { ...claimed, title: client.title ?? null, capabilities: client.capabilities } },
      refs: {
        agent: { id: agent.id, key: agent.slug },
        instance: { id: instance.id, key: instance.id },
        human: { id: human.id, key: human.key },
        resource: { id: instance.id, key: instance.id },
      },
    });
  });
}
