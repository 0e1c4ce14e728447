import { expect, test } from "@playwright/test";
import { isAggregated, splitAggregateName, splitAggregateUri, toAggregateName, toAggregateUri } from "./names";

const cases: { server: string; tool: string; name: string | RegExp }[] = [
  { server: "linear", tool: "create_issue", name: "linear__create_issue" },
  { server: "a-b", tool: "get-sum", name: "a-b__get-sum" },
  { server: "a", tool: "_private", name: "a___private" },
  { server: "a", tool: "b__c", name: "a__b__c" },
  { server: "linear", tool: "issues.create", name: /^linear__issues_create_[0-9a-f]{6}$/ },
  { server: "linear", tool: "größe", name: /^linear__gr__e_[0-9a-f]{6}$/ },
  { server: "linear", tool: "x".repeat(80), name: /^linear__x{45}_[0-9a-f]{6}$/ },
];
for (const { server, tool, name } of cases)
  test(`${server} and ${tool.slice(0, 20)} make a name that hosts accept, and that says whose it is`, () => {
    const made = toAggregateName(server, tool);
    expect(made).toMatch(name);
    expect(made).toMatch(/^[A-Za-z0-9_-]{1,60}$/);
    expect(splitAggregateName(made)?.server).toBe(server);
  });

test("different tools of a server have different names, also where only what cannot be said tells them apart", () => {
  const tools = ["a.b", "a_b", "a b", "a/b", ...Array.from({ length: 500 }, (_, i) => `${"long".repeat(20)}${i}`)];
  expect(new Set(tools.map((tool) => toAggregateName("s", tool))).size).toBe(tools.length);
});

test("a server whose key holds two underscores in a row is left out, because its names could be another's", () => {
  expect(isAggregated("a__b")).toBe(false);
  expect(isAggregated("a_b")).toBe(true);
});

test("what names no server is no name of the aggregate", () => {
  for (const name of ["", "plain", "__x", "countersign_whoami"]) expect(splitAggregateName(name)).toBeUndefined();
});

test("a URI comes back as it was, whatever is in it", () => {
  for (const uri of ["notes://today", "file:///a%20b:c?d=e", "x", "countersign+other:notes://"])
    expect(splitAggregateUri(toAggregateUri("linear", uri))).toEqual({ server: "linear", rest: uri });
  for (const uri of ["notes://today", "countersign+:x", "countersign+"]) expect(splitAggregateUri(uri)).toBeUndefined();
});
