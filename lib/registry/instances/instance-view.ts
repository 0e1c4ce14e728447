import type { Agent, Consent, Human, Instance, Server } from "@/lib/db/rows";
import type { Level } from "@/lib/policy/level";
import { about } from "../internal/about";

/** An instance as the API and the console show it. */
export type InstanceView = {
  id: string;
  label: string;
  status: "active" | "suspended" | "disconnected";
  agent: { slug: string; name: string };
  human: { key: string; name: string | null; email: string | null };
  clientName: string | null;
  clientVersion: string | null;
  protocolVersion: string | null;
  /** When it first spoke to the gateway; null until then. */
  connectedAt: string | null;
  createdAt: string;
  consents: { server: string; serverName: string; level: Level; expiresAt: string | null; excludedTools: string[] }[];
};

/** What a query includes so that `toInstanceView` can show it. */
export const instanceParts = {
  agent: true,
  human: true,
  consents: { include: { server: true }, orderBy: { server: { key: "asc" } } },
} as const;

export type InstanceRow = Instance & { agent: Agent; human: Human; consents: (Consent & { server: Server })[] };

export const toInstanceView = (row: InstanceRow): InstanceView => ({
  id: row.id,
  label: row.label,
  status: row.status,
  agent: { slug: row.agent.slug, name: row.agent.name },
  human: { key: row.human.key, name: row.human.name, email: row.human.email },
  clientName: row.clientName,
  clientVersion: row.clientVersion,
  protocolVersion: row.protocolVersion,
  connectedAt: row.connectedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  consents: row.consents.map((consent) => ({
    server: consent.server.key,
    serverName: consent.server.name,
    level: consent.level,
    expiresAt: consent.expiresAt?.toISOString() ?? null,
    excludedTools: consent.excludedTools,
  })),
});

/** What an event of an instance says in every case. */
export const aboutInstance = (row: Instance & { agent: Agent; human: Human }) => ({
  ...about({ human: row.human, agent: row.agent, instance: row }),
  resource: { type: "instance", key: row.id, name: row.label },
});
