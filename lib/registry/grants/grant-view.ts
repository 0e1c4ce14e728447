import type { Recorded } from "@/lib/audit/write";
import type { Grant, Human, Server } from "@/lib/db/rows";
import type { Level } from "@/lib/policy/level";
import { about } from "../internal/about";

/** A ceiling as the API and the console show it. */
export type GrantView = {
  /** The human's key. */
  human: string;
  humanId: string;
  humanName: string | null;
  /** The server's key. */
  server: string;
  serverName: string;
  ceiling: Level;
  updatedAt: string;
};

export const grantParts = { human: true, server: true } as const;

export const toGrantView = (row: Grant & { human: Human; server: Server }): GrantView => ({
  human: row.human.key,
  humanId: row.human.id,
  humanName: row.human.name,
  server: row.server.key,
  serverName: row.server.name,
  ceiling: row.ceiling,
  updatedAt: row.updatedAt.toISOString(),
});

/** What an event of a ceiling says in every case. */
export const aboutGrant = ({ human, server }: { human: Human; server: Server }) => ({
  ...about({ human, server }),
  resource: { type: "server", key: server.key, name: server.name },
});

/** The event of a ceiling that is taken away, alone or with its human. */
export const deletedGrant = (grant: { human: Human; server: Server; ceiling: Level }): Recorded => ({
  type: "grant.deleted",
  ...aboutGrant(grant),
  changes: { before: { ceiling: grant.ceiling }, after: null },
});
