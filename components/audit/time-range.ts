import { toDay } from "@/components/ui/time-words";

/** What the time filter offers; the values are the URL's `range`. */
export const timePresets = [
  { value: "", label: "Any time" },
  { value: "1h", label: "Last hour" },
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
  { value: "custom", label: "Between two times" },
] as const;

const isZoned = (time: string): boolean => /(Z|[+-]\d{2}:?\d{2})$/.test(time);

/** `2026-11-22T14:30` in UTC, as a date field has it; empty where there is no such time. */
export function toField(time: string | undefined): string {
  if (time === undefined) return "";
  const ms = Date.parse(isZoned(time) ? time : `${time}Z`);
  return Number.isNaN(ms) ? "" : new Date(ms).toISOString().slice(0, 16);
}

export type TimeRange = { range: string | undefined; from: string | undefined; to: string | undefined };

/** The range as a person says it. */
export function toTimeWords({ range, from, to }: TimeRange): string {
  if (from === undefined && to === undefined)
    return timePresets.find((preset) => preset.value === (range ?? ""))?.label ?? String(range);
  const [start, end] = [toField(from), toField(to)];
  return `${start === "" ? "the beginning" : toDay(`${start}Z`)} – ${end === "" ? "now" : toDay(`${end}Z`)}`;
}
