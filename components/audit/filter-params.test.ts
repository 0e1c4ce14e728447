import { expect, test } from "@playwright/test";
import { toFilterPairs, toHref } from "./filter-params";
import { toField, toTimeWords } from "./time-range";

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
  expect(toField("soon")).toBe("");
});

test("a range says itself", () => {
  const none = { range: undefined, from: undefined, to: undefined };
  expect(toTimeWords(none)).toBe("Any time");
  expect(toTimeWords({ ...none, range: "7d" })).toBe("Last 7 days");
  expect(toTimeWords({ ...none, from: "2026-11-01T00:00Z" })).toBe("1 Nov 2026 – now");
});
