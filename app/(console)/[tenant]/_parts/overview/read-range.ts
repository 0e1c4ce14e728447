import { oneOf, type Query } from "../console-props";

/** What the overview tells of: what happened since the last visit, or in a time that was asked for. Times are ISO 8601. */
export type Range = {
  basis: "visit" | "first" | "24h" | "7d";
  from: string;
  to: string;
  /** When the last visit ended, where that is longer ago than the page looks back. */
  lastVisit: string | null;
};

const dayMs = 86_400_000;
/** The page looks back no further: it is about what is new, and its cost is bounded. */
export const backMaxDays = 30;

const asked = { "24h": 1, "7d": 7 } as const;
const isAsked = (text: string | undefined): text is keyof typeof asked => text === "24h" || text === "7d";

/** Reads what was asked for; anything else is the last visit, and a first visit sees the last day. */
export function readRange(query: Query, lastVisit: string | null, nowMs: number): Range {
  const to = new Date(nowMs).toISOString();
  const back = (days: number) => new Date(nowMs - days * dayMs).toISOString();
  const wanted = oneOf(query, "since");
  if (isAsked(wanted)) return { basis: wanted, from: back(asked[wanted]), to, lastVisit: null };
  if (lastVisit === null) return { basis: "first", from: back(1), to, lastVisit: null };
  const earliest = back(backMaxDays);
  return lastVisit < earliest
    ? { basis: "visit", from: earliest, to, lastVisit }
    : { basis: "visit", from: lastVisit, to, lastVisit: null };
}
