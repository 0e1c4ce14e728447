import { expect, test } from "@playwright/test";
import type { Thing } from "@/lib/registry/find/find-things";
import { pagesOf } from "./pages";
import { rankMatch, toGroups } from "./to-groups";

const thing = (kind: Thing["kind"], key: string, rest: Partial<Thing> = {}): Thing => ({
  ...{ kind, key, name: key, note: null, within: null },
  ...rest,
});

const shown = (text: string, things: Thing[] = [], recent: { href: string; label: string; icon: "clock" }[] = []) =>
  toGroups({ tenant: "acme", text, pages: pagesOf("acme", ["keys"]), recent, things });

test("a whole name is the best match, then its beginning, then where a word begins", () => {
  expect(rankMatch("Linear", ["linear"])).toBe(0);
  expect(rankMatch("lin", ["Linear"])).toBe(1);
  expect(rankMatch("issue", ["create_issue"])).toBe(2);
  expect(rankMatch("code", ["Claude Code", "claude-code"])).toBe(2);
  expect(rankMatch("near", ["linear", null])).toBe(3);
  expect(rankMatch("near", ["code", undefined])).toBeUndefined();
  expect(rankMatch("near", ["near-by", "near"])).toBe(0);
});

test("the group with the best match comes first, pages before things that match as well, and the log last", () => {
  const things = [
    thing("human", "human|ada", { name: "Ada Servers" }),
    thing("server", "servers", { name: "Servers" }),
  ];
  expect(shown("servers", things).map(({ label }) => label)).toEqual(["Pages", "Servers", "Humans", "Audit log"]);
  expect(shown("nothing of the kind").map(({ label }) => label)).toEqual(["Audit log"]);
});

test("every kind of thing leads to its page, and the text into the log, escaped", () => {
  const hrefs = shown("a&b=c", [
    thing("event", "evt_1"),
    thing("agent", "claude-code"),
    thing("instance", "ins_1", { within: "cursor" }),
    thing("human", "human|ada"),
    thing("server", "linear"),
    thing("tool", "create_issue", { within: "linear" }),
    thing("policy", "pol_1"),
  ]).flatMap(({ entries }) => entries.map(({ href }) => href));
  expect(hrefs).toEqual([
    "/acme/audit/evt_1",
    "/acme/agents/claude-code",
    "/acme/agents/cursor/ins_1",
    "/acme/humans/human%7Cada",
    "/acme/servers/linear",
    "/acme/servers/linear/tools/create_issue",
    "/acme/policies/pol_1",
    "/acme/audit?q=a%26b%3Dc",
  ]);
});

test("without a text there are the recent places and the pages that are not hidden", () => {
  const recent = [{ href: "/acme/servers/linear", label: "Linear", icon: "clock" as const }];
  expect(shown("", [], recent).map(({ label }) => label)).toEqual(["Recent", "Pages"]);
  expect(shown("").map(({ label }) => label)).toEqual(["Pages"]);
  const all = pagesOf("acme", []).map(({ label }) => label);
  expect(all).toEqual(expect.arrayContaining(["API keys", "New policy", "Import a server", "What if"]));
  expect(new Set(all).size).toBe(all.length);
  expect(pagesOf("acme", ["keys", "newPolicy"]).map(({ label }) => label)).toEqual(
    all.filter((label) => label !== "API keys" && label !== "New policy"),
  );
});
