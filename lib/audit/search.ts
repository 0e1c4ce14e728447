import { z } from "zod";
import { eventTypes, isEventType } from "./catalog";
import { outcomes } from "./event";

/** Presets of the time filter, in hours. */
export const timePresets = { "1h": 1, "24h": 24, "7d": 168, "30d": 720 } as const;
export type TimePreset = keyof typeof timePresets;

/** `Tool calls` of the type filter: both terminal types of a call. */
export const toolCallTypes = ["gateway.tool.executed", "gateway.tool.error"] as const;

const many = z.array(z.string().min(1).max(300)).max(50).default([]);

/** One question to the log. Every list means "any of"; different fields are "and". */
export const AuditSearch = z.object({
  type: z.array(z.string()).max(50).default([]),
  outcome: z.array(z.enum(outcomes)).default([]),
  decision: z.array(z.enum(["allow", "deny"])).default([]),
  agent: many,
  instance: many,
  human: many,
  server: many,
  tool: many,
  policy: many,
  reason: many,
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type AuditSearch = z.infer<typeof AuditSearch>;

export type ReadSearch = { search: AuditSearch; notUnderstood: string[] };

const listFields = [
  "type",
  "outcome",
  "decision",
  "agent",
  "instance",
  "human",
  "server",
  "tool",
  "policy",
  "reason",
] as const;
const known: ReadonlySet<string> = new Set([...listFields, "from", "to", "range", "cursor", "limit"]);

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
    if (!known.has(name)) {
      notUnderstood.push(`"${name}" is not a filter.`);
    } else if (name === "range") {
      if (value === "custom") continue;
      if (isPreset(value)) raw.from ??= new Date(nowMs - timePresets[value] * 3_600_000).toISOString();
      else notUnderstood.push(`range "${value}" is none of ${Object.keys(timePresets).join(", ")}.`);
    } else if (name === "from" || name === "to") {
      const time = readTime(value);
      if (time === undefined) notUnderstood.push(`${name} "${value}" is not a time such as 2026-11-22T09:00Z.`);
      else raw[name] = time;
    } else if (name === "cursor") raw.cursor = value;
    else if (name === "limit") {
      const limit = Number(value);
      if (Number.isInteger(limit) && limit >= 1 && limit <= 200) raw.limit = limit;
      else notUnderstood.push(`limit "${value}" is not a whole number from 1 to 200.`);
    } else
      lists.set(name, [
        ...(lists.get(name) ?? []),
        ...value
          .split(",")
          .map((v) => v.trim())
          .filter((v) => v !== ""),
      ]);
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
    if (accepted.length > 0) raw[field] = [...new Set(accepted)];
  }
  return { search: AuditSearch.parse(raw), notUnderstood };
}

function complain(field: (typeof listFields)[number], value: string): string | undefined {
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
  if (search.from !== undefined) params.set("from", search.from);
  if (search.to !== undefined) params.set("to", search.to);
  if (search.cursor !== undefined) params.set("cursor", search.cursor);
  if (search.limit !== undefined && search.limit !== 50) params.set("limit", String(search.limit));
  return params;
}
