import "server-only";
import { z } from "zod";
import { eventTypes } from "@/lib/audit/catalog";
import { type ExportOptions, exportEvents } from "@/lib/audit/export/export-events";
import { type PollFrom, pollAudit } from "@/lib/audit/poll";
import { getEvent, queryAudit } from "@/lib/audit/query";
import { AuditSearch, type ListField, listFields, readAuditSearch, timePresets } from "@/lib/audit/search";
import { suggestedFields, suggestValues } from "@/lib/audit/suggest";
import { summarizeAudit } from "@/lib/audit/summarize";
import { nowMs } from "@/lib/kernel/clock";
import { invalid } from "@/lib/kernel/errors";
import type { Rate } from "@/lib/kernel/rate";
import { explainEvent } from "@/lib/registry/decisions/explain-event";
import { file } from "../file";
import { family } from "./operation";

const { get } = family("Events");

const reading: Rate = { name: "events", max: 600, seconds: 60 };
const exporting: Rate = { name: "exports", max: 20, seconds: 60 };

/** The search as a URL spells it. */
const EventsQuery = AuditSearch.extend({
  type: z.array(z.enum([...eventTypes, "tool_calls"])).default([]),
  range: z.enum(Object.keys(timePresets)).optional().describe("The last hours or days, in the place of `from`."),
});

const ListQuery = EventsQuery.extend({
  since: z
    .string()
    .optional()
    .describe(
      "Lossless polling: events in the order of sealing, oldest first. `start`, `now`, or the `nextCursor` of the last answer.",
    ),
});
const SummaryQuery = EventsQuery.omit({ cursor: true, limit: true, order: true }).extend({
  facets: z.array(z.enum(listFields)).default([]).describe("Filters whose values are counted."),
});
const ExportQuery = EventsQuery.omit({ limit: true }).extend({
  format: z.enum(["csv", "jsonl"]),
  rows: z.number().int().min(1).optional().describe("At most so many rows; the manifest has the cursor to go on with."),
  proofs: z
    .boolean()
    .optional()
    .describe(
      "Only with jsonl: each line carries its envelope and its inclusion proof against the checkpoint in the manifest. Lines that were not sealed when the export began have none; the manifest counts them as `unproved`.",
    ),
});

/** A filter that was not understood is refused and named: leaving it out would widen the answer. */
function readEventsQuery(params: Iterable<[string, string]>): AuditSearch {
  const { search, notUnderstood } = readAuditSearch(params, nowMs());
  if (notUnderstood.length > 0)
    throw invalid(
      notUnderstood.join(" "),
      notUnderstood.map((message) => ({ path: /^"?([\w.-]+)/.exec(message)?.[1] ?? "", message })),
    );
  return search;
}

/** A parameter that is no part of the search, and the parameters that are. */
function takeOut(params: URLSearchParams, name: string): { values: string[]; rest: [string, string][] } {
  return {
    values: params.getAll(name).filter((value) => value !== ""),
    rest: [...params].filter(([each]) => each !== name),
  };
}

function only(values: readonly string[], name: string): string | undefined {
  if (values.length > 1) throw misread(name, "is given more than once");
  return values[0];
}

const misread = (path: string, message: string) => invalid(`${path} ${message}.`, [{ path, message }]);

function readListQuery(params: URLSearchParams): { search: AuditSearch; since: PollFrom | undefined } {
  const { values, rest } = takeOut(params, "since");
  const since = only(values, "since");
  const search = readEventsQuery(rest);
  if (since === undefined) return { search, since };
  if (search.cursor !== undefined) throw misread("cursor", "and since are two ways to go on; give one of them");
  return { search, since: since === "start" || since === "now" ? since : { cursor: since } };
}

function readSummaryQuery(params: URLSearchParams): { search: AuditSearch; fields: ListField[] } {
  const { values, rest } = takeOut(params, "facets");
  const fields = values
    .flatMap((value) => value.split(","))
    .map((value) => {
      const field = listFields.find((each) => each === value);
      if (field === undefined) throw misread("facets", `"${value.slice(0, 40)}" is none of ${listFields.join(", ")}`);
      return field;
    });
  for (const name of ["cursor", "limit", "order"])
    if (params.has(name)) throw misread(name, "means nothing to a summary");
  return { search: readEventsQuery(rest), fields: [...new Set(fields)] };
}

function readExportQuery(params: URLSearchParams): { search: AuditSearch; options: ExportOptions } {
  const formats = takeOut(params, "format");
  const counts = takeOut(new URLSearchParams(formats.rest), "rows");
  const proved = takeOut(new URLSearchParams(counts.rest), "proofs");
  const format = only(formats.values, "format");
  if (format !== "csv" && format !== "jsonl") throw misread("format", "must be csv or jsonl");
  if (params.has("limit")) throw misread("limit", "is for pages; an export takes rows");
  const most = only(counts.values, "rows");
  const proofs = only(proved.values, "proofs") ?? "false";
  const search = readEventsQuery(proved.rest);
  if (most !== undefined && !/^[1-9]\d{0,11}$/.test(most))
    throw misread("rows", `"${most.slice(0, 20)}" is not a whole number from 1`);
  if (proofs !== "true" && proofs !== "false") throw misread("proofs", "must be true or false");
  const rows = most === undefined ? undefined : Number(most);
  if (format === "jsonl") return { search, options: { format, rows, proofs: proofs === "true" } };
  if (proofs === "true") throw misread("proofs", "do not fit into CSV; ask for format=jsonl");
  return { search, options: { format, rows } };
}

export const events = {
  listEvents: get("events", {
    summary: "Search the audit log",
    description:
      "Every parameter may be repeated and then means any of its values; different parameters are joined by and. With `since` it is a poll that misses nothing: ask again with `nextCursor`, which is always there.",
    may: "events:read",
    rate: reading,
    queryShape: ListQuery,
    readQuery: readListQuery,
    invalidStatus: 400,
    answer: "A page of events, the newest first unless asked otherwise.",
    run: (ctx, { query: { search, since } }) =>
      since === undefined ? queryAudit(ctx, search) : pollAudit(ctx, search, since),
  }),
  summarizeEvents: get("events/summary", {
    summary: "Count events over time and by filter",
    description:
      "A histogram of the search by outcome, and for each filter in `facets` how often its values occur. The cost is bounded: where not every event was counted, `exact` is false.",
    may: "events:read",
    rate: reading,
    queryShape: SummaryQuery,
    readQuery: readSummaryQuery,
    invalidStatus: 400,
    answer: "The histogram and the counts.",
    run: (ctx, { query: { search, fields } }) => summarizeAudit(ctx, search, fields),
  }),
  suggestEvents: get("events/suggest", {
    summary: "Find values for a filter",
    description:
      "Agents, humans, servers … that the log knows, also those that are gone, by a part of their name or key.",
    may: "events:read",
    rate: reading,
    query: z.strictObject({
      field: z.enum(suggestedFields),
      q: z.string().max(200).default(""),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
    invalidStatus: 400,
    answer: "Values with their names.",
    run: async (ctx, { query: { field, q, limit } }) => ({ items: await suggestValues(ctx, field, q, limit) }),
  }),
  exportEvents: get("events/export", {
    summary: "Export the audit log",
    description:
      "Every event that the search finds, as a file that is written while it is sent. Its last line is a signed manifest; `verify-export.mjs`, which this server offers for download, checks it without the server. After an interruption go on with the `cursor` of a manifest, or ask in portions of `rows`. With `proofs` the file alone shows that each line is in the signed log.",
    may: "events:read",
    rate: exporting,
    queryShape: ExportQuery,
    readQuery: readExportQuery,
    invalidStatus: 400,
    answer: "CSV or JSON Lines.",
    files: ["application/x-ndjson", "text/csv"],
    run: (ctx, { query: { search, options } }) =>
      file(exportEvents(ctx, search, options), {
        name: `${ctx.tenant.slug}-audit-${new Date(nowMs()).toISOString().slice(0, 19).replaceAll(":", "")}.${options.format}`,
        type: options.format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8",
      }),
  }),
  getEvent: get("events/{id}", {
    summary: "Get one event",
    may: "events:read",
    rate: reading,
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
