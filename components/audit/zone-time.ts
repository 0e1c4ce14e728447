import type { Zone } from "./zone";

/** The ISO text whose digits are those of the zone's clock, so that what reads digits (`toClock`, `toDay`) shows that clock. */
export function inZone(iso: string, zone: Zone): string {
  if (zone === "utc") return iso;
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString();
}

/** `2026-11-22T14:30`, as a date field has it, on the zone's clock; as exact as the time is. Empty where there is no such time. */
export function toField(time: string | undefined, zone: Zone = "utc"): string {
  if (time === undefined) return "";
  const ms = Date.parse(isZoned(time) ? time : `${time}Z`);
  if (Number.isNaN(ms)) return "";
  return inZone(new Date(ms).toISOString(), zone)
    .slice(0, 23)
    .replace(/\.000$/, "")
    .replace(/:00$/, "");
}

/** The moment that a date field means, in UTC; undefined where it means none. */
export function fromField(value: string, zone: Zone): string | undefined {
  const ms = Date.parse(zone === "utc" ? `${value}Z` : value);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

const isZoned = (time: string): boolean => /(Z|[+-]\d{2}:?\d{2})$/.test(time);
