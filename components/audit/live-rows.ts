import type { AuditEvent } from "@/lib/audit/event";

/** What came while a feed was live: what is shown above the page's own rows, and what waits to be. The newest first. */
export type LiveRows = {
  fresh: readonly AuditEvent[];
  waiting: readonly AuditEvent[];
  /** Some of what came is left out, because there was more than a page can hold. */
  cut: boolean;
};

export const noRows: LiveRows = { fresh: [], waiting: [], cut: false };

/** Most rows that a live feed keeps, shown or waiting. */
export const liveMax = 500;

const newestFirst = (a: AuditEvent, b: AuditEvent): number => (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/** Takes in what came; ids are in the order of time. What was there already stays as it is. */
export function addRows(rows: LiveRows, came: readonly AuditEvent[], show: boolean): LiveRows {
  const known = new Set([...rows.fresh, ...rows.waiting].map(({ id }) => id));
  const added = came.filter(({ id }) => !known.has(id));
  if (added.length === 0 && !(show && rows.waiting.length > 0)) return rows;
  const waiting = [...added, ...rows.waiting].sort(newestFirst);
  if (!show) return { ...rows, waiting: waiting.slice(0, liveMax), cut: rows.cut || waiting.length > liveMax };
  const fresh = [...waiting, ...rows.fresh].sort(newestFirst);
  return { fresh: fresh.slice(0, liveMax), waiting: [], cut: rows.cut || fresh.length > liveMax };
}
