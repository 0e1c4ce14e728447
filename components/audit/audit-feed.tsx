import type { ReactNode } from "react";
import type { AuditEvent } from "@/lib/audit/event";
import { FeedList } from "./feed-list";
import type { NextPage } from "./load-more";

/** What a row shows, and nothing else: an opened row fetches its whole event, so the page carries no chain it may never show. */
const toRow = (event: AuditEvent): AuditEvent => ({
  ...event,
  chain: [],
  arguments: null,
  result: null,
  // What sentences read: from which level or role to which, and how often something was refused.
  changes: /^(grant|consent|member)\./.test(event.type) ? event.changes : null,
  details: "suppressed" in event.details ? { suppressed: event.details["suppressed"] } : {},
  durationMs: null,
  session: null,
  requestId: "",
  traceId: null,
  userAgent: null,
  hash: "",
  tool: event.tool === null ? null : { ...event.tool, definitionHash: null },
  policy: event.policy === null ? null : { ...event.policy, description: "" },
});

/**
 * The log as a person reads it: newest first, a line an event, each opening in place to everything on record.
 * Rendered by the server and of use without script; see `FeedList` for what script adds.
 */
export function AuditFeed({
  tenant,
  events,
  next = null,
  complete = false,
  label = "Events",
  query = "",
  own = false,
  live = null,
  tools,
  empty,
}: {
  tenant: string;
  events: readonly AuditEvent[];
  /** Where the next page is, as a page and as data; null at the end. */
  next?: NextPage | null | undefined;
  /** Hands the events over whole, so that opening one asks the API for nothing: for a handful, not for a page of fifty. */
  complete?: boolean | undefined;
  label?: string | undefined;
  /** The search that an event's own page goes on with, as a URL's query. */
  query?: string | undefined;
  /** The reader's own events, on their own pages: nothing leads into the console. Needs `complete`. */
  own?: boolean | undefined;
  /** Address of the search in the API, where it can be followed live. */
  live?: string | null | undefined;
  /** What can be done with these rows, above them. */
  tools?: ReactNode;
  /** Shown in place of the list when there is nothing. */
  empty?: ReactNode;
}) {
  if (events.length === 0 && empty !== undefined && tools === undefined) return <>{empty}</>;
  return (
    <FeedList
      tenant={tenant}
      events={complete ? events : events.map(toRow)}
      complete={complete}
      next={next}
      label={label}
      query={query}
      own={own}
      live={live}
      tools={tools}
      empty={empty}
    />
  );
}
