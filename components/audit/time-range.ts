import { toDay } from "@/components/ui/time-words";
import type { Zone } from "./zone";
import { toField } from "./zone-time";

/** What the time filter offers; the values are the URL's `range`. */
export const timePresets = [
  { value: "", label: "Any time" },
  { value: "1h", label: "Last hour" },
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
  { value: "custom", label: "Between two times" },
] as const;

export type TimeRange = { range: string | undefined; from: string | undefined; to: string | undefined };

const dayOf = (field: string): string => toDay(`${field.slice(0, 10)}T00:00Z`);
const clockOf = (field: string): string => field.slice(11);
const isMidnight = (field: string): boolean => clockOf(field) === "00:00";

/** The range as a person says it: `22 Nov 2026, 09:00 – 10:00 UTC`. Whole days are said without a clock. */
export function toTimeWords({ range, from, to }: TimeRange, zone: Zone = "utc"): string {
  if (from === undefined && to === undefined)
    return timePresets.find((preset) => preset.value === (range ?? ""))?.label ?? String(range);
  const [start, end] = [toField(from, zone), toField(to, zone)];
  const plain = [start, end].every((field) => field === "" || isMidnight(field));
  const says = (field: string) => (plain ? dayOf(field) : `${dayOf(field)}, ${clockOf(field)}`);
  const until = end === "" ? "now" : start !== "" && !plain && dayOf(start) === dayOf(end) ? clockOf(end) : says(end);
  return `${start === "" ? "the beginning" : says(start)} – ${until}${zone === "utc" && !plain ? " UTC" : ""}`;
}
