import { expect, test } from "@playwright/test";
import type { ServerFacts } from "@/lib/registry/load-principal";
import type { McpRequest } from "../exchange";
import type { CallRequest, RawMessage } from "../message";
import type { Era } from "../protocol";
import { speak } from "./bridge";

const request = { headers: {} } as McpRequest; // safe because only the headers are read
const server = (era: "legacy" | "modern") => ({ era }) as ServerFacts; // safe because only the era is read
const modern: Era = {
  name: "modern",
  protocolVersion: "2026-07-28",
  client: { name: null, version: null, title: null },
  capabilities: {},
};

function ask(method: string, params: RawMessage = {}): CallRequest {
  return { kind: "request", id: 1, method, params, raw: { jsonrpc: "2.0", id: 1, method, params } };
}

const level = (name: string) => ({ _meta: { "io.modelcontextprotocol/logLevel": name } });
const log = (name: string): RawMessage => ({ method: "notifications/message", params: { level: name, data: "x" } });

test("an older server's lists and resources say to a newer client that they are nobody else's, and for no time", () => {
  const hear = (method: string) =>
    speak(request, server("legacy"), ask(method), modern, false).hear({ id: 1, result: { ttlMs: 5, a: 1 } })["result"];
  expect(hear("tools/list")).toEqual({ resultType: "complete", ttlMs: 5, cacheScope: "private", a: 1 });
  expect(hear("resources/read")).toMatchObject({ cacheScope: "private" });
  expect(hear("tools/call")).toEqual({ resultType: "complete", ttlMs: 5, a: 1 });
});

test("an older server's log reaches a newer client that asks for it, from the level on that it asks for", () => {
  const wants = (params: RawMessage, heard: RawMessage) =>
    speak(request, server("legacy"), ask("tools/call", params), modern, false).wants(heard);
  expect(wants({}, log("error"))).toBe(false);
  expect(wants(level("warning"), log("error"))).toBe(true);
  expect(wants(level("warning"), log("info"))).toBe(false);
  expect(wants(level("nonsense"), log("emergency"))).toBe(false);
  expect(wants({}, { method: "notifications/progress", params: {} })).toBe(true);
});

test("a newer server is told to log to an older client, which says so nowhere", () => {
  const { message, wants } = speak(request, server("modern"), ask("tools/call"), { name: "legacy" }, true);
  expect(message.params?.["_meta"]).toMatchObject({ "io.modelcontextprotocol/logLevel": "info" });
  expect(wants(log("info"))).toBe(true);
});

test("between two of the same era everything passes as it is", () => {
  const { message, hear, wants } = speak(request, server("modern"), ask("tools/list"), modern, false);
  expect(message).toEqual(ask("tools/list"));
  expect(hear({ result: { tools: [] } })).toEqual({ result: { tools: [] } });
  expect(wants(log("debug"))).toBe(true);
});
