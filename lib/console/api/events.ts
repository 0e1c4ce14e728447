import "server-only";
import { z } from "zod";
import { eventTypes } from "@/lib/audit/catalog";
import { getEvent, queryAudit } from "@/lib/audit/query";
import { AuditSearch, readAuditSearch, timePresets } from "@/lib/audit/search";
import { nowMs } from "@/lib/kernel/clock";
import { invalid } from "@/lib/kernel/errors";
import { explainEvent } from "@/lib/registry/decisions/explain-event";
import { family } from "./operation";

const { get } = family("Events");

/** The search as a URL spells it. */
const EventsQuery = AuditSearch.extend({
  type: z.array(z.enum([...eventTypes, "tool_calls"])).default([]),
  range: z.enum(Object.keys(timePresets)).optional().describe("The last hours or days, in the place of `from`."),
});

/** A filter that was not understood is refused and named: leaving it out would widen the answer. */
function readEventsQuery(params: URLSearchParams): AuditSearch {
  const { search, notUnderstood } = readAuditSearch(params, nowMs());
  if (notUnderstood.length > 0)
    throw invalid(
      notUnderstood.join(" "),
      notUnderstood.map((message) => ({ path: /^"?([\w.-]+)/.exec(message)?.[1] ?? "", message })),
    );
  return search;
}

export const events = {
  listEvents: get("events", {
    summary: "Search the audit log",
    description:
      "Every parameter may be repeated and then means any of its values; different parameters are joined by and.",
    may: "events:read",
    query: EventsQuery,
    readQuery: readEventsQuery,
    invalidStatus: 400,
    answer: "A page of events, the newest first.",
    run: (ctx, { query }) => queryAudit(ctx, query),
  }),
  getEvent: get("events/{id}", {
    summary: "Get one event",
    may: "events:read",
    answer: "The event.",
    run: (ctx, { params }) => getEvent(ctx, params.id),
  }),
  explainEvent: get("events/{id}/decision", {
    summary: "Explain the decision of a call",
    description:
      "Decides the recorded call again with the facts, arguments and policies of then. Of an allowed call it gives the whole chain; whoever may read stored arguments sees the values in it, which leaves an event. Of a denial it gives the smallest changes that would have allowed it.",
    may: "events:read",
    answer: "The chain, whether deciding again agrees, and the ways out of a denial.",
    run: (ctx, { params }) => explainEvent(ctx, params.id),
  }),
};
