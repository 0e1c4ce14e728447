const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

/*
 * Written by hand instead of with Intl: server and browser may carry different locale data, and a log's times must
 * read the same in both, to the character.
 */
const two = (value: number): string => String(value).padStart(2, "0");
const month = (date: Date): string => months[date.getUTCMonth()] ?? "";

/** `14:32:07` in UTC. */
export const toClock = (iso: string): string => iso.slice(11, 19);
/** `14:32:07.123` in UTC. */
export const toPreciseClock = (iso: string): string => iso.slice(11, 23).replace("Z", "");
/** `22 Nov 2026` in UTC. */
export function toDay(iso: string): string {
  const date = new Date(iso);
  return `${date.getUTCDate()} ${month(date)} ${date.getUTCFullYear()}`;
}
/** `Sun, 22 Nov 2026` in UTC. */
export const toWeekday = (iso: string): string => `${days[new Date(iso).getUTCDay()]}, ${toDay(iso)}`;
/** `22 Nov 2026, 14:32:07 UTC`. */
export const toFull = (iso: string): string => `${toDay(iso)}, ${toClock(iso)} UTC`;
/** `22 Nov 2026, 14:32:07.123 UTC`. */
export const toPrecise = (iso: string): string => `${toDay(iso)}, ${toPreciseClock(iso)} UTC`;

/** The same moment on the reader's own clock, with its offset: only meaningful in a browser. */
export function toLocal(iso: string): string {
  const date = new Date(iso);
  const offset = -date.getTimezoneOffset();
  const shifted = new Date(date.getTime() + offset * 60_000).toISOString();
  const hours = Math.abs(offset) / 60;
  const zone = `UTC${offset < 0 ? "−" : "+"}${two(Math.floor(hours))}:${two(Math.abs(offset) % 60)}`;
  return `${toDay(shifted)}, ${toClock(shifted)} ${zone}`;
}

/** `just now`, `3 min ago`, `in 2 h`, `5 days ago`; further away than four weeks, the day. */
export function toRelative(iso: string, nowMs: number): string {
  const seconds = (nowMs - Date.parse(iso)) / 1000;
  const size = Math.abs(seconds);
  if (Number.isNaN(size)) return iso;
  if (size < 10) return "just now";
  if (size > 28 * 86_400) return toDay(iso);
  const [count, unit] =
    size < 60
      ? [Math.floor(size), "s"]
      : size < 3600
        ? [Math.floor(size / 60), "min"]
        : size < 86_400
          ? [Math.floor(size / 3600), "h"]
          : [Math.floor(size / 86_400), Math.floor(size / 86_400) === 1 ? "day" : "days"];
  return seconds >= 0 ? `${count} ${unit} ago` : `in ${count} ${unit}`;
}

/** How long a stretch of time is, as a person says it in passing: `20 min`, `15 h`, `3 days`. */
export function toLength(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
