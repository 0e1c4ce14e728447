import { type Query, toPairs } from "../../../_parts/console-props";

/** What an event's page says of itself, and no part of the search that led there. */
const own: ReadonlySet<string> = new Set(["chain", "payload", "cursor", "at", "limit", "order"]);

/** The search that an event was found by, as its page's address carries it on. */
export const searchOf = (query: Query): URLSearchParams =>
  new URLSearchParams(toPairs(query).filter(([name]) => !own.has(name)));
