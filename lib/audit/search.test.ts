import { expect, test } from "@playwright/test";
import { readAuditSearch, toSearchParams } from "./search";

const nowMs = Date.UTC(2026, 10, 22, 12);
const read = (query: string) => readAuditSearch(new URLSearchParams(query), nowMs);

test("what is not understood is named, and never silently dropped", () => {
  expect(read("outcom=denied").notUnderstood).toEqual(['"outcom" is not a filter.']);
  expect(read("outcome=maybe").notUnderstood).toHaveLength(1);
  expect(read("type=gateway.tool.exploded").notUnderstood).toHaveLength(1);
  expect(read("decision=perhaps").notUnderstood).toHaveLength(1);
  expect(read("from=yesterday").notUnderstood).toHaveLength(1);
  expect(read("limit=0").notUnderstood).toHaveLength(1);
  expect(read("limit=5000").notUnderstood).toHaveLength(1);
  expect(read("range=2w").notUnderstood).toHaveLength(1);
});

test("repeated parameters and commas both mean any of", () => {
  expect(read("agent=cursor&agent=codex").search.agent).toEqual(["cursor", "codex"]);
  expect(read("agent=cursor,codex").search.agent).toEqual(["cursor", "codex"]);
});

test("tool calls are both ways a call can end", () => {
  expect(read("type=tool_calls").search.type).toEqual(["gateway.tool.executed", "gateway.tool.error"]);
});

test("a preset is counted back from now; an empty field is no filter", () => {
  expect(read("range=24h").search.from).toBe("2026-11-21T12:00:00.000Z");
  expect(read("agent=&human=").notUnderstood).toEqual([]);
  expect(read("from=2026-11-01T09:00").search.from).toBe("2026-11-01T09:00:00.000Z");
});

test("the URL is the query: writing and reading a search gives it back", () => {
  const { search } = read("type=tool_calls&outcome=denied&human=human%7Calice&server=linear&from=2026-11-01&limit=20");
  expect(readAuditSearch(toSearchParams(search), nowMs)).toEqual({ search, notUnderstood: [] });
});
