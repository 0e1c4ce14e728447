import "server-only";

/**
 * What a legal hold keeps. None of `human`, `agent`, `server`: the whole log. A human is named by key, an agent by slug, a
 * server by key. The times (ISO 8601) are those of the events; `from` is included, `to` is not.
 */
export type HoldScope = {
  human?: string | undefined;
  agent?: string | undefined;
  server?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

/** A legal hold as the API and the console show it. */
export type HoldView = {
  id: string;
  scope: HoldScope;
  reason: string;
  /** Key of the actor who placed it. */
  placedBy: string;
  placedAt: string;
  /** Null as long as it is in force. */
  releasedBy: string | null;
  releasedAt: string | null;
};

export type HoldRow = {
  id: string;
  scope: HoldScope;
  reason: string;
  created_by: string;
  created_at: Date;
  released_by: string | null;
  released_at: Date | null;
};

export const holdColumns = "id, scope, reason, created_by, created_at, released_by, released_at";

export const toHoldView = (row: HoldRow): HoldView => ({
  id: row.id,
  scope: row.scope,
  reason: row.reason,
  placedBy: row.created_by,
  placedAt: row.created_at.toISOString(),
  releasedBy: row.released_by,
  releasedAt: row.released_at?.toISOString() ?? null,
});

/** What an event of a hold says in every case. */
export const aboutHold = (id: string, scope: HoldScope) => ({
  resource: { type: "hold", key: id, name: toScopeWords(scope) },
  refs: { resource: { id, key: id } },
});

/** "the whole log", "what concerns human|alice, from 2026-01-01". */
export function toScopeWords({ human, agent, server, from, to }: HoldScope): string {
  const subject = human ?? agent ?? server;
  const range = [from && `from ${from.slice(0, 10)}`, to && `before ${to.slice(0, 10)}`].filter(Boolean).join(" and ");
  return `${subject === undefined ? "the whole log" : `what concerns ${subject}`}${range === "" ? "" : `, ${range}`}`;
}
