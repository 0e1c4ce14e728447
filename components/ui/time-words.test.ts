import { expect, test } from "@playwright/test";
import { toClock, toDay, toFull, toLength, toPrecise, toRelative, toWeekday } from "./time-words";

const at = "2026-11-22T09:05:07.123Z";
const now = Date.parse(at);

test("times are written in UTC, the same on server and browser", () => {
  expect([toClock(at), toDay(at), toWeekday(at), toFull(at), toPrecise(at)]).toEqual([
    "09:05:07",
    "22 Nov 2026",
    "Sun, 22 Nov 2026",
    "22 Nov 2026, 09:05:07 UTC",
    "22 Nov 2026, 09:05:07.123 UTC",
  ]);
});

test("a time without fractions is written without them", () => {
  expect(toPrecise("2026-01-02T03:04:05Z")).toBe("2 Jan 2026, 03:04:05 UTC");
});

const distances: [number, string][] = [
  [0, "just now"],
  [59_000, "59 s ago"],
  [60_000, "1 min ago"],
  [3_599_000, "59 min ago"],
  [86_399_000, "23 h ago"],
  [86_400_000, "1 day ago"],
  [5 * 86_400_000, "5 days ago"],
  [60 * 86_400_000, "22 Nov 2026"],
  [-7_200_000, "in 2 h"],
];
for (const [ms, words] of distances)
  test(`${ms} ms away: ${words}`, () => expect(toRelative(at, now + ms)).toBe(words));

test("what is no time is shown as it is", () => expect(toRelative("yesterday", now)).toBe("yesterday"));

const lengths: [number, string][] = [
  [0, "1 min"],
  [20 * 60_000, "20 min"],
  [119 * 60_000, "119 min"],
  [15.4 * 3_600_000, "15 h"],
  [47.6 * 3_600_000, "2 days"],
  [7 * 86_400_000, "7 days"],
];
for (const [ms, words] of lengths) test(`${ms} ms are ${words}`, () => expect(toLength(ms)).toBe(words));
