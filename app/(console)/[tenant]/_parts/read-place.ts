import { placeNames } from "@/components/audit/filter-params";
import { toField } from "@/components/audit/zone-time";

/** Where in the log a page stands, apart from what it filters. */
export type Place = {
  /** The moment that the page goes back to, as an ISO time in UTC: `at=` of its address. */
  at: string | undefined;
  /** Counts over time come with the page and not after it: for browsers without script. */
  countsAtOnce: boolean;
  /** The query without `at` and `counts`; a cursor stays, because the search reads it. */
  rest: [name: string, value: string][];
  notUnderstood: string[];
};

/** Takes the place in the log out of a page's query. */
export function readPlace(pairs: readonly [name: string, value: string][]): Place {
  const [given] = pairs.filter(([name, value]) => name === "at" && value !== "").map(([, value]) => value);
  const field = toField(given);
  const isRead = given === undefined || field !== "";
  return {
    at: given === undefined || field === "" ? undefined : new Date(`${field}Z`).toISOString(),
    countsAtOnce: pairs.some(([name, value]) => name === "counts" && value === "now"),
    rest: pairs.filter(([name]) => name === "cursor" || !placeNames.has(name)),
    notUnderstood: isRead ? [] : [`at "${given}" is not a time such as 2026-11-22T09:00Z.`],
  };
}

/** The bound of a search that shows what happened at a moment and before, which is exclusive. */
export function untilPlace(at: string | undefined, to: string | undefined): { to?: string } {
  if (at === undefined) return to === undefined ? {} : { to };
  // A place that is said to the minute or second means all of it.
  const step = at.endsWith(":00.000Z") ? 60_000 : at.endsWith(".000Z") ? 1_000 : 1;
  const bound = new Date(Date.parse(at) + step).toISOString();
  return { to: to !== undefined && to < bound ? to : bound };
}
