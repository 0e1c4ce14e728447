import type { Connection, Human, Server } from "@/lib/db/rows";
import { about } from "../internal/about";

export const connectionStatuses = ["connected", "needs_reauth", "revoked"] as const;
export type ConnectionStatus = (typeof connectionStatuses)[number];

/** A human's connection to one server as the API and the console show it: states, never credentials. Times are ISO 8601 in UTC. */
export type ConnectionView = {
  id: string;
  /** The human's key. */
  human: string;
  humanName: string | null;
  /** The server's key. */
  server: string;
  serverName: string;
  status: ConnectionStatus;
  /** Who gave the tokens. */
  issuer: string | null;
  scopes: string[];
  /** What the server calls the account, where it says so. */
  account: string | null;
  /** When the access token ends; a connection that can be refreshed goes on after it. Null: it does not say. */
  expiresAt: string | null;
  refreshedAt: string | null;
  lastUsedAt: string | null;
  /** Why it does not work, or did not for a moment. */
  lastError: string | null;
  createdAt: string;
  updatedAt: string;
};

export const connectionParts = { human: true, server: true } as const;
export type ConnectionRow = Connection & { human: Human; server: Server };

export const toConnectionView = (row: ConnectionRow): ConnectionView => ({
  id: row.id,
  human: row.human.key,
  humanName: row.human.name,
  server: row.server.key,
  serverName: row.server.name,
  status: row.status,
  issuer: row.issuer,
  scopes: row.scopes,
  account: row.account,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  refreshedAt: row.refreshedAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  lastError: row.lastError,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

/** What an event of a connection says in every case. */
export const aboutConnection = ({ human, server }: { human: Human; server: Server }) => ({
  ...about({ human, server }),
  resource: { type: "server", key: server.key, name: server.name },
});

/** A connection in the `before` and `after` of its events. The account is not among it: it is a person's name elsewhere. */
export const recordedConnection = ({ id, status, issuer, scopes }: Connection) => ({ id, status, issuer, scopes });
