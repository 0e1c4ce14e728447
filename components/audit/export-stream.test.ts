import { expect, test } from "@playwright/test";
import { lastTimeOf, shareOf } from "./export-stream";

test("the last whole row tells how far an export has come", () => {
  const csv = "2026-11-22T10:00:00.000Z,a\r\n2026-11-22T09:00:00.000Z,b\r\n2026-11-22T08:00:";
  expect(lastTimeOf(csv, "csv")).toBe(Date.parse("2026-11-22T09:00:00.000Z"));
  const json = '{"id":"evt_1","occurredAt":"2026-11-22T10:00:00.000Z"}\n{"id":"evt_2","occ';
  expect(lastTimeOf(json, "jsonl")).toBe(Date.parse("2026-11-22T10:00:00.000Z"));
  expect(lastTimeOf("", "jsonl")).toBeUndefined();
});

test("a share is of the time that is covered, from the end where the newest come first", () => {
  const span = { from: 0, to: 100, ascending: false };
  expect(shareOf(75, span)).toBe(0.25);
  expect(shareOf(75, { ...span, ascending: true })).toBe(0.75);
  expect(shareOf(-5, span)).toBe(1);
  expect(shareOf(undefined, span)).toBeUndefined();
  expect(shareOf(5, { ...span, to: 0 })).toBeUndefined();
});
