import type { Recorded } from "@/lib/audit/write";
import type { Agent, Consent, Human, Instance, Server } from "@/lib/db/rows";
import type { Level } from "@/lib/policy/level";
import { about } from "../internal/about";

/** A consent as the API and the console show it. */
export type ConsentView = {
  /** The instance's id. */
  instance: string;
  instanceLabel: string;
  /** The agent's slug. */
  agent: string;
  /** The human's key. */
  human: string;
  /** The server's key. */
  server: string;
  serverName: string;
  level: Level;
  expiresAt: string | null;
  excludedTools: string[];
  updatedAt: string;
};

export const consentParts = { server: true, instance: { include: { agent: true, human: true } } } as const;

type InstanceParts = Instance & { agent: Agent; human: Human };
export type ConsentRow = Consent & { server: Server; instance: InstanceParts };

export const toConsentView = (row: ConsentRow): ConsentView => ({
  instance: row.instance.id,
  instanceLabel: row.instance.label,
  agent: row.instance.agent.slug,
  human: row.instance.human.key,
  server: row.server.key,
  serverName: row.server.name,
  level: row.level,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  excludedTools: row.excludedTools,
  updatedAt: row.updatedAt.toISOString(),
});

/** What an event of a consent says in every case. */
export const aboutConsent = ({ instance, server }: { instance: InstanceParts; server: Server }) => ({
  ...about({ human: instance.human, agent: instance.agent, instance, server }),
  resource: { type: "server", key: server.key, name: server.name },
});

/** The event of a consent that is taken away, alone or with its server. */
export const revokedConsent = (row: ConsentRow): Recorded => ({
  type: "consent.revoked",
  ...aboutConsent(row),
  changes: { before: recordedTerms(row), after: null },
});

/** The terms of a consent, for the `before` and `after` of a change. */
export const recordedTerms = (row: Pick<Consent, "level" | "expiresAt" | "excludedTools">) => ({
  level: row.level,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  excludedTools: row.excludedTools,
});
