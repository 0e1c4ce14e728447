import type { EventRefs } from "@/lib/audit/draft";
import type { EventAgent, EventHuman, EventInstance } from "@/lib/audit/event";
import type { Agent, Human, Instance, Server } from "@/lib/db/rows";

type Subjects = {
  human?: Pick<Human, "id" | "key" | "name" | "email">;
  agent?: Pick<Agent, "id" | "slug" | "name">;
  instance?: Pick<Instance, "id" | "label" | "clientName" | "clientVersion" | "protocolVersion">;
  server?: Pick<Server, "id" | "key">;
};

type About = {
  refs: EventRefs;
  human: EventHuman | null;
  agent: EventAgent | null;
  instance: EventInstance | null;
  server: string | null;
};

/** The fields of an event that say whom and what it concerns: snapshots to read, and references that the filters find it by. */
export function about({ human, agent, instance, server }: Subjects): About {
  return {
    refs: {
      human: human && { id: human.id, key: human.key },
      agent: agent && { id: agent.id, key: agent.slug },
      instance: instance && { id: instance.id, key: instance.id },
      resource: server && { id: server.id, key: server.key },
    },
    human: human ? { key: human.key, name: human.name, email: human.email } : null,
    agent: agent ? { slug: agent.slug, key: `agent|${agent.slug}`, name: agent.name } : null,
    instance: instance
      ? {
          id: instance.id,
          label: instance.label,
          clientName: instance.clientName,
          clientVersion: instance.clientVersion,
          protocolVersion: instance.protocolVersion,
        }
      : null,
    server: server?.key ?? null,
  };
}
