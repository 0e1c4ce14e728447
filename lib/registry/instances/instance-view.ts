import type { Agent, Consent, Human, Instance, OAuthClient, RefreshToken, Server } from "@/lib/db/rows";
import type { Level } from "@/lib/policy/level";
import { about } from "../internal/about";
import { type ClientOf, toClientOf } from "./client-of";

/** An instance as the API and the console show it. */
export type InstanceView = {
  id: string;
  label: string;
  status: "active" | "suspended" | "disconnected";
  /** Who suspended it; `both`: its human and an admin. Null where it is not suspended. */
  suspendedBy: "human" | "admin" | "both" | null;
  agent: { slug: string; name: string };
  human: { key: string; name: string | null; email: string | null };
  clientName: string | null;
  clientVersion: string | null;
  protocolVersion: string | null;
  /** The OAuth client that it came through; null for a static token. */
  oauthClient: ClientOf | null;
  /** When its refresh token ends, where it has one and that has an end. */
  grantExpiresAt: string | null;
  /** When it first spoke to the gateway; null until then. */
  connectedAt: string | null;
  createdAt: string;
  consents: { server: string; serverName: string; level: Level; expiresAt: string | null; excludedTools: string[] }[];
};

/** What a query includes so that `toInstanceView` can show it. */
export const instanceParts = {
  agent: true,
  human: true,
  oauthClient: true,
  // The newest of the family: those before it were exchanged for it.
  refreshTokens: { where: { revokedAt: null, rotatedAt: null }, orderBy: { createdAt: "desc" }, take: 1 },
  consents: { include: { server: true }, orderBy: { server: { key: "asc" } } },
} as const;

export type InstanceRow = Instance & {
  agent: Agent;
  human: Human;
  oauthClient: OAuthClient | null;
  refreshTokens: RefreshToken[];
  consents: (Consent & { server: Server })[];
};

export const toInstanceView = (row: InstanceRow): InstanceView => ({
  id: row.id,
  label: row.label,
  status: row.status,
  suspendedBy: row.status === "suspended" ? (row.suspendedBy ?? "admin") : null,
  agent: { slug: row.agent.slug, name: row.agent.name },
  human: { key: row.human.key, name: row.human.name, email: row.human.email },
  clientName: row.clientName,
  clientVersion: row.clientVersion,
  protocolVersion: row.protocolVersion,
  oauthClient: row.oauthClient && toClientOf(row.oauthClient),
  grantExpiresAt: row.refreshTokens[0]?.expiresAt?.toISOString() ?? null,
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
