import type { Weekday } from "./condition";

/*
 * What the clock on the wall says in a time zone. Formatters are dear to make and cheap to use, so each zone's is kept;
 * there are a few hundred zones, and only those that policies name.
 */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  formatters.set(zone, made);
  return made;
}

/** Whether `zone` is a time zone that this machine knows (IANA name). */
export function isTimeZone(zone: string): boolean {
  try {
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
}

const dayOf: Record<string, Weekday> = {
  Mon: "mon",
  Tue: "tue",
  Wed: "wed",
  Thu: "thu",
  Fri: "fri",
  Sat: "sat",
  Sun: "sun",
};

/** Minutes since midnight, and the day of the week, of a moment in a zone. Throws for an unknown zone. */
export function clockTime(timeMs: number, zone: string): { minutes: number; weekday: Weekday } {
  let hour = 0;
  let minute = 0;
  let weekday: Weekday | undefined;
  for (const { type, value } of formatterOf(zone).formatToParts(timeMs)) {
    if (type === "hour") hour = Number(value);
    else if (type === "minute") minute = Number(value);
    else if (type === "weekday") weekday = dayOf[value];
  }
  if (weekday === undefined) throw new Error("A formatter gave no day of the week.");
  return { minutes: hour * 60 + minute, weekday };
}

/** `HH:MM` as minutes since midnight; undefined for anything else. */
export function toMinutes(text: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
}
