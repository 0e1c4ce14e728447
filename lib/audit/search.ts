import { z } from "zod";
import { eventTypes, isEventType } from "./catalog";
import { outcomes } from "./event";

/** Presets of the time filter, in hours. */
export const timePresets = { "1h": 1, "24h": 24, "7d": 168, "30d": 720 } as const;
export type TimePreset = keyof typeof timePresets;

/** `Tool calls` of the type filter: both terminal types of a call. */
export const toolCallTypes = ["gateway.tool.executed", "gateway.tool.error"] as const;

/** Most words of free text that are looked for, and the longest of them. */
const wordsMax = 8;
const textMax = 300;

const many = z.array(z.string().min(1).max(300)).max(50).default([]);

/** One question to the log. Every list means "any of"; different fields are "and". */
export const AuditSearch = z.object({
  type: z.array(z.string()).max(100).default([]),
  outcome: z.array(z.enum(outcomes)).default([]),
  decision: z.array(z.enum(["allow", "deny"])).default([]),
  agent: many.describe("Slug, `agent|…` key or id: every instance of the agent."),
  instance: many,
  human: many.describe("`human|…` key, e-mail, name or id: everything under the authority of this human."),
  actor: many.describe("Key, e-mail or name of the member, or id of the API key, that made a change."),
  server: many,
  tool: many,
  policy: many,
  reason: many.describe("Code of the reason."),
  q: z
    .string()
    .max(textMax)
    .default("")
    .describe(
      "Words that all have to be found: in names and keys in part; ids and words of kept arguments as a whole.",
    ),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  order: z.enum(["desc", "asc"]).default("desc").describe("Newest first, or oldest first."),
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type AuditSearch = z.infer<typeof AuditSearch>;

export type ReadSearch = { search: AuditSearch; notUnderstood: string[] };

export const listFields = [
  "type",
  "outcome",
  "decision",
  "agent",
  "instance",
  "human",
  "actor",
  "server",
  "tool",
  "policy",
  "reason",
] as const;
export type ListField = (typeof listFields)[number];
const known: ReadonlySet<string> = new Set([...listFields, "q", "from", "to", "range", "order", "cursor", "limit"]);

export const emptySearch = (): AuditSearch => AuditSearch.parse({});

/**
 * Reads a search out of URL parameters. What cannot be understood is left out and named in `notUnderstood`: the page
 * says it aloud and the API refuses, because silently dropping a filter would widen the answer.
 * A list may be given by repeating the parameter or with commas; `type=tool_calls` stands for both call types.
 */
export function readAuditSearch(params: Iterable<[string, string]>, nowMs: number): ReadSearch {
  const notUnderstood: string[] = [];
  const lists = new Map<string, string[]>();
  const raw: Record<string, unknown> = {};
  for (const [name, value] of params) {
    if (value === "") continue;
    if (!known.has(name)) notUnderstood.push(`"${name}" is not a filter.`);
    else if (isListField(name)) lists.set(name, [...(lists.get(name) ?? []), ...toList(value)]);
    else {
      const complaint = readSingle(name, value, raw, nowMs);
      if (complaint !== undefined) notUnderstood.push(complaint);
    }
  }
  for (const field of listFields) {
    const values = (lists.get(field) ?? []).flatMap((v) =>
      field === "type" && v === "tool_calls" ? toolCallTypes : [v],
    );
    const accepted = values.filter((value) => {
      const complaint = complain(field, value);
      if (complaint !== undefined) notUnderstood.push(complaint);
      return complaint === undefined;
    });
    const different = [...new Set(accepted)];
    if (field !== "type" && different.length > 50)
      notUnderstood.push(`${field} has more than 50 values; the first 50 count.`);
    if (different.length > 0) raw[field] = different.slice(0, field === "type" ? 100 : 50);
  }
  return { search: AuditSearch.parse(raw), notUnderstood };
}

const isListField = (name: string): name is ListField => listFields.some((field) => field === name);

const toList = (value: string): string[] =>
  value
    .split(",")
    .map((v) => v.trim())
    .filter((v) => v !== "");

/** Reads a parameter that has one value into `raw`; gives what is wrong with it. */
function readSingle(name: string, value: string, raw: Record<string, unknown>, nowMs: number): string | undefined {
  switch (name) {
    case "range":
      if (value === "custom") return undefined;
      if (!isPreset(value)) return `range "${value}" is none of ${Object.keys(timePresets).join(", ")}.`;
      raw["from"] ??= new Date(nowMs - timePresets[value] * 3_600_000).toISOString();
      return undefined;
    case "from":
    case "to": {
      const time = readTime(value);
      if (time === undefined) return `${name} "${value}" is not a time such as 2026-11-22T09:00Z.`;
      raw[name] = time;
      return undefined;
    }
    case "q":
      if (value.length > textMax) return `q is longer than ${textMax} characters.`;
      if (toWords(value).length > wordsMax) return `q has more than ${wordsMax} words.`;
      raw["q"] = value.trim();
      return undefined;
    case "order":
      if (value !== "desc" && value !== "asc") return `order "${value}" is neither desc nor asc.`;
      raw["order"] = value;
      return undefined;
    case "limit": {
      const limit = Number(value);
      if (!Number.isInteger(limit) || limit < 1 || limit > 200)
        return `limit "${value}" is not a whole number from 1 to 200.`;
      raw["limit"] = limit;
      return undefined;
    }
    default:
      raw["cursor"] = value;
      return undefined;
  }
}

/** The words of a free text in lower case; "what stands in quotes" is one. */
export function toWords(text: string): string[] {
  const words = [...text.toLowerCase().matchAll(/"([^"]*)"?|(\S+)/g)].map(([, quoted, plain]) =>
    (quoted ?? plain ?? "").trim(),
  );
  return [...new Set(words.filter((word) => word !== ""))];
}

function complain(field: ListField, value: string): string | undefined {
  if (field === "type" && !isEventType(value))
    return `type "${value}" is not one of the ${eventTypes.length} event types.`;
  if (field === "outcome" && !outcomes.some((o) => o === value))
    return `outcome "${value}" is none of ${outcomes.join(", ")}.`;
  if (field === "decision" && value !== "allow" && value !== "deny")
    return `decision "${value}" is neither allow nor deny.`;
  if (value.length > 300) return `${field} "${value.slice(0, 20)}…" is too long.`;
  return undefined;
}

const isPreset = (value: string): value is TimePreset => Object.hasOwn(timePresets, value);

/** ISO 8601 with or without seconds or zone (UTC where none is given), as browsers' date fields send it. */
function readTime(value: string): string | undefined {
  const zoned = /^\d{4}-\d{2}-\d{2}$/.test(value)
    ? `${value}T00:00Z`
    : /(Z|[+-]\d{2}:?\d{2})$/.test(value)
      ? value
      : `${value}Z`;
  const ms = Date.parse(zoned);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** The URL parameters of a search: the reverse of `readAuditSearch`. */
export function toSearchParams(search: Partial<AuditSearch>): URLSearchParams {
  const params = new URLSearchParams();
  for (const field of listFields) for (const value of search[field] ?? []) params.append(field, value);
  if (search.q) params.set("q", search.q);
  if (search.from !== undefined) params.set("from", search.from);
  if (search.to !== undefined) params.set("to", search.to);
  if (search.order === "asc") params.set("order", "asc");
  if (search.cursor !== undefined) params.set("cursor", search.cursor);
  if (search.limit !== undefined && search.limit !== 50) params.set("limit", String(search.limit));
  return params;
}
