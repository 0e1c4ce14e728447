import "server-only";
import type { Recorded } from "@/lib/audit/write";
import type { Agent, Human } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import { findServerRow } from "@/lib/registry/servers/find-server-row";
import { toClientWords } from "./client-words";
import type { RequestRow } from "./open-request";

/**
 * What an event of a request says that has not led to an instance: who was asked, by which agent, for what. Where it is for one server it
 * is found among that server's events, too.
 */
export async function aboutAsking(
  tx: TenantTransaction,
  human: Human,
  request: RequestRow,
): Promise<Omit<Recorded, "type">> {
  const { agent }: { agent: Agent } = request.client;
  const words = toClientWords(request.client, request.redirectUri);
  const server = request.audience === null ? null : await findServerRow(tx, request.audience);
  return {
    refs: {
      human: { id: human.id, key: human.key },
      agent: { id: agent.id, key: agent.slug },
      resource: server ? { id: server.id, key: server.key } : undefined,
    },
    human: { key: human.key, name: human.name, email: human.email },
    agent: { slug: agent.slug, key: `agent|${agent.slug}`, name: agent.name },
    resource: server
      ? { type: "server", key: server.key, name: server.name }
      : { type: "agent", key: `agent|${agent.slug}`, name: agent.name },
    server: request.audience,
    details: { clientId: words.clientId, redirect: words.redirect.host },
  };
}
