import { toDay } from "@/components/ui/time-words";
import type { Outcome } from "@/lib/audit/event";
import type { TimeBucket } from "@/lib/audit/summarize";
import type { Zone } from "./zone";
import { inZone } from "./zone-time";

const daySeconds = 86_400;

export const totalOf = ({ success, denied, error, unknown }: Record<Outcome, number>): number =>
  success + denied + error + unknown;

/** Where a bucket ends, as an ISO time. */
export const endOf = (at: string, seconds: number): string => new Date(Date.parse(at) + seconds * 1000).toISOString();

/** A moment as exactly as the buckets are long: `22 Nov 2026` or `22 Nov, 09:30`. */
export function toTick(iso: string, bucketSeconds: number, zone: Zone): string {
  const there = inZone(iso, zone);
  const day = toDay(there);
  if (bucketSeconds >= daySeconds) return day;
  return `${day.replace(/ \d+$/, "")}, ${there.slice(11, bucketSeconds < 60 ? 19 : 16)}`;
}

/** `3 denied, 12 success`; what did not occur is left out. */
export const toCounts = (bucket: Record<Outcome, number>): string =>
  (["denied", "error", "unknown", "success"] as const)
    .filter((outcome) => bucket[outcome] > 0)
    .map((outcome) => `${bucket[outcome].toLocaleString("en")} ${outcome}`)
    .join(", ") || "no events";

export const toEvents = (n: number): string => `${n.toLocaleString("en")} ${n === 1 ? "event" : "events"}`;

/** Several buckets counted as one. */
export const sum = (buckets: readonly TimeBucket[]): Record<Outcome, number> =>
  buckets.reduce<Record<Outcome, number>>(
    (all, each) => ({
      success: all.success + each.success,
      denied: all.denied + each.denied,
      error: all.error + each.error,
      unknown: all.unknown + each.unknown,
    }),
    { success: 0, denied: 0, error: 0, unknown: 0 },
  );
