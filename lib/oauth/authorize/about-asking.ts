import type { Recorded } from "@/lib/audit/write";
import type { Agent, Human } from "@/lib/db/rows";
import { toClientWords } from "./client-words";
import type { RequestRow } from "./open-request";

/** What an event of a request says that has not led to an instance: who was asked, by which agent, for what. */
export function aboutAsking(human: Human, request: RequestRow): Omit<Recorded, "type"> {
  const { agent }: { agent: Agent } = request.client;
  const words = toClientWords(request.client, request.redirectUri);
  return {
    refs: { human: { id: human.id, key: human.key }, agent: { id: agent.id, key: agent.slug } },
    human: { key: human.key, name: human.name, email: human.email },
    agent: { slug: agent.slug, key: `agent|${agent.slug}`, name: agent.name },
    resource: { type: "agent", key: `agent|${agent.slug}`, name: agent.name },
    server: request.audience,
    details: { clientId: words.clientId, redirect: words.redirect.host },
  };
}
