import { expect, test } from "@playwright/test";
import type { Level } from "@/lib/policy/level";
import type { Access, ToolAccess } from "@/lib/registry/decisions/load-access";
import { toAccessWords } from "./access-words";

const tool = (level: Level, bucket: ToolAccess["bucket"]): ToolAccess => ({
  tool: `${level}_${bucket}`,
  level,
  bucket,
  code: "ALLOWED",
  policies: [],
});

const access = (tools: ToolAccess[], change: Partial<Access> = {}): Access => {
  const count = (bucket: ToolAccess["bucket"]) => tools.filter((each) => each.bucket === bucket).length;
  return {
    instance: { id: "ins_1", label: "Laptop", status: "active" },
    agent: { slug: "cursor", name: "Cursor" },
    human: { key: "human|ada", name: null, email: null },
    server: { key: "linear", name: "Linear" },
    ceiling: "high",
    consent: "high",
    expiresAt: null,
    effective: "high",
    counts: { allowed: count("allowed"), conditional: count("conditional"), denied: count("denied") },
    tools,
    ...change,
  };
};

test("what an agent may do is said by bucket, in words of what tools of a level do", () => {
  const { nothing, parts } = toAccessWords(
    access([
      tool("low", "allowed"),
      tool("medium", "allowed"),
      tool("medium", "conditional"),
      tool("high", "denied"),
      tool("medium", "denied"),
    ]),
    0,
  );
  expect(nothing).toBeNull();
  expect(parts.map(({ words, tools }) => [words, tools.length])).toEqual([
    ["May look things up and change things", 2],
    ["Under a condition, may change things", 1],
    ["May not change things or delete, send or spend", 2],
  ]);
});

test("where it may do nothing, the first reason is said", () => {
  const denied = [tool("low", "denied")];
  const why = (change: Partial<Access>) => toAccessWords(access(denied, change), 1_000).nothing;
  const instance = { id: "ins_1", label: "Laptop" };
  expect(why({ instance: { ...instance, status: "suspended" }, consent: null })).toBe("It is paused.");
  expect(why({ instance: { ...instance, status: "disconnected" } })).toBe("It is disconnected.");
  expect(why({ ceiling: null })).toContain("An administrator has granted you nothing");
  expect(why({ consent: null })).toBe("You have not let it use this server.");
  expect(why({ expiresAt: new Date(1_000).toISOString() })).toBe("What you let it do here has ended.");
  expect(why({ expiresAt: new Date(1_001).toISOString() })).toBe("None of its tools is allowed at present.");
  expect(toAccessWords(access([]), 0).nothing).toBe("The server offers no tool.");
});
