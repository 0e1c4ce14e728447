import type { ApiKey } from "@/lib/db/rows";

/** An API key as the API and the console show it; the key itself is never part of it. */
export type KeyView = {
  id: string;
  name: string;
  /** The key's last characters. */
  hint: string;
  scopes: string[];
  /** Key of the actor who made it. */
  createdBy: string;
  createdAt: string;
};

export const toKeyView = (row: ApiKey): KeyView => ({
  id: row.id,
  name: row.name,
  hint: row.hint,
  scopes: row.scopes,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
});

/** What an event of a key says in every case. */
export const aboutKey = (row: ApiKey) => ({
  resource: { type: "key", key: row.id, name: row.name },
  refs: { resource: { id: row.id, key: row.id } },
});
