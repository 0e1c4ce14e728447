import { expect, test } from "@playwright/test";
import { toFilterPairs, toHref } from "./filter-params";
import { toTimeWords } from "./time-range";
import { fromField, inZone, toField } from "./zone-time";

test("lists are written out, a place in the log and empty values are left behind", () => {
  expect(
    toFilterPairs([
      ["type", "tool_calls, agent.created"],
      ["human", ""],
      ["cursor", "abc"],
      ["range", "24h"],
      ["foo", "a,b"],
    ]),
  ).toEqual([
    ["type", "tool_calls"],
    ["type", "agent.created"],
    ["range", "24h"],
    ["foo", "a,b"],
  ]);
});

test("a link carries what it is given, encoded", () => {
  expect(toHref("/acme/audit", [["human", "human|dana"]])).toBe("/acme/audit?human=human%7Cdana");
  expect(toHref("/acme/audit", [])).toBe("/acme/audit");
});

test("times come back to their fields in UTC, whatever zone they were written in", () => {
  expect(toField("2026-11-22T14:30+02:00")).toBe("2026-11-22T12:30");
  expect(toField("2026-11-22T14:30")).toBe("2026-11-22T14:30");
  expect(toField("2026-11-22T14:30:05Z")).toBe("2026-11-22T14:30:05");
  expect(toField("soon")).toBe("");
});

test("what is typed on a clock leaves in UTC, and comes back to the same digits", () => {
  expect(fromField("2026-11-22T14:30", "utc")).toBe("2026-11-22T14:30:00.000Z");
  expect(fromField("soon", "utc")).toBeUndefined();
  const local = fromField("2026-11-22T14:30", "local");
  expect(toField(local, "local")).toBe("2026-11-22T14:30");
  expect(inZone(String(local), "local").slice(0, 16)).toBe("2026-11-22T14:30");
});

test("a range says itself", () => {
  const none = { range: undefined, from: undefined, to: undefined };
  expect(toTimeWords(none)).toBe("Any time");
  expect(toTimeWords({ ...none, range: "7d" })).toBe("Last 7 days");
  expect(toTimeWords({ ...none, from: "2026-11-01T00:00Z" })).toBe("1 Nov 2026 – now");
  const [from, to] = ["2026-11-22T09:00Z", "2026-11-22T10:30Z"];
  expect(toTimeWords({ ...none, from, to })).toBe("22 Nov 2026, 09:00 – 10:30 UTC");
  expect(toTimeWords({ ...none, from, to: "2026-11-23T00:00Z" })).toBe("22 Nov 2026, 09:00 – 23 Nov 2026, 00:00 UTC");
});
