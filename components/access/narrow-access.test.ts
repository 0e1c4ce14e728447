import { expect, test } from "@playwright/test";
import type { Access, ToolAccess } from "@/lib/registry/decisions/load-access";
import { narrowAccess } from "./narrow-access";

const tool = (name: string, bucket: ToolAccess["bucket"], policy = "Everything"): ToolAccess => ({
  tool: name,
  level: "low",
  bucket,
  code: bucket === "denied" ? "BLOCKED_BY_POLICY" : "ALLOWED",
  policies: [{ id: "pol_1", name: policy, description: "", version: 1, effect: "allow" }],
});

const access = (label: string, server: string): Access => ({
  instance: { id: label, label, status: "active" },
  agent: { slug: "claude-code", name: "Claude Code" },
  human: { key: "human|ada", name: null, email: null },
  server: { key: server, name: server },
  ceiling: "high",
  consent: "high",
  effective: "high",
  expiresAt: null,
  counts: { allowed: 1, conditional: 1, denied: 1 },
  tools: [tool("delete", "denied"), tool("echo", "allowed"), tool("pay", "conditional", "Small sums")],
});

const items = [access("Laptop", "shop"), access("Desk", "wiki")];
const shown = (filter: Parameters<typeof narrowAccess>[1]) =>
  narrowAccess(items, filter).map(({ server, tools }) => [server.key, tools.map(({ tool: name }) => name)]);

test("without a filter everything is there, by bucket", () => {
  expect(shown({ bucket: undefined, text: " " })).toEqual([
    ["shop", ["echo", "pay", "delete"]],
    ["wiki", ["echo", "pay", "delete"]],
  ]);
});

test("a text finds tools, policies, and whole lists by who and where", () => {
  expect(shown({ bucket: undefined, text: "PAY" })).toEqual([
    ["shop", ["pay"]],
    ["wiki", ["pay"]],
  ]);
  expect(shown({ bucket: undefined, text: "small" })).toEqual([
    ["shop", ["pay"]],
    ["wiki", ["pay"]],
  ]);
  expect(shown({ bucket: undefined, text: "laptop" })).toEqual([["shop", ["echo", "pay", "delete"]]]);
  expect(shown({ bucket: "denied", text: "wiki" })).toEqual([["wiki", ["delete"]]]);
  expect(shown({ bucket: "denied", text: "echo" })).toEqual([]);
});

test("counts stay those of the whole list, and the list itself is not touched", () => {
  const [first] = narrowAccess(items, { bucket: "denied", text: "" });
  expect(first?.counts).toEqual({ allowed: 1, conditional: 1, denied: 1 });
  expect(items[0]?.tools.map(({ tool: name }) => name)).toEqual(["delete", "echo", "pay"]);
});
