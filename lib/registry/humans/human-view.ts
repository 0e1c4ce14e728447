import { type Personal, personal } from "@/lib/audit/draft";
import type { Human } from "@/lib/db/rows";

/** A human as the API and the console show them. */
export type HumanView = {
  id: string;
  key: string;
  email: string | null;
  name: string | null;
  status: "active" | "suspended";
  groups: string[];
  createdAt: string;
};

export const toHumanView = (row: Human): HumanView => ({
  id: row.id,
  key: row.key,
  email: row.email,
  name: row.name,
  status: row.status,
  groups: row.groups,
  createdAt: row.createdAt.toISOString(),
});

/** A name or an e-mail in a change: erasable, under the human's key. */
export const personalOf = (row: Pick<Human, "key">, value: string | null): Personal | null =>
  value === null ? null : personal(row.key, value);
