import type { Recorded } from "@/lib/audit/write";
import type { SavedView } from "@/lib/db/rows";

/** A named search of the log as the API and the console show it. */
export type SavedViewView = {
  id: string;
  name: string;
  /** Parameters of the log's address. */
  query: string;
  shared: boolean;
  /** Whether it is the asker's own. */
  own: boolean;
  createdAt: string;
  updatedAt: string;
};

export const toSavedViewView = (row: SavedView, asker: string): SavedViewView => ({
  id: row.id,
  name: row.name,
  query: row.query,
  shared: row.shared,
  own: row.owner === asker,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

/** What others see of a view: nothing while it is private. */
const seen = (row: SavedView | null) => (row?.shared ? { name: row.name, query: row.query } : null);

/** The event of a change that others see; undefined for one that only its owner does. */
export function viewChanged(before: SavedView | null, after: SavedView | null): Recorded | undefined {
  const row = after ?? before;
  const changes = { before: seen(before), after: seen(after) };
  if (row === null || (changes.before === null && changes.after === null)) return undefined;
  return { type: "audit.view_changed", resource: { type: "view", key: row.id, name: row.name }, changes };
}
