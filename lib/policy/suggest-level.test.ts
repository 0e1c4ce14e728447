import { expect, test } from "@playwright/test";
import { suggestLevel, type ToolEvidence } from "./suggest-level";

const tool = (name: string, over: Partial<ToolEvidence> = {}): ToolEvidence => ({
  name,
  description: "",
  parameters: [],
  annotations: undefined,
  ...over,
});

const table: [string, Partial<ToolEvidence>, string, boolean][] = [
  ["list_issues", {}, "low", false],
  ["create_issue", {}, "medium", false],
  ["deleteRepo", {}, "high", false],
  ["get-and-delete", {}, "high", false],
  ["listing", {}, "medium", true],
  ["frobnicate", {}, "medium", true],
  ["frobnicate", { annotations: { readOnlyHint: true } }, "low", true],
  ["frobnicate", { annotations: { destructiveHint: true, readOnlyHint: false } }, "high", false],
  ["delete_repo", { annotations: { readOnlyHint: true } }, "high", false],
  ["list_rows", { parameters: ["sql"] }, "high", false],
  ["send_payment", { parameters: ["amount", "to"] }, "high", false],
  ["notify", { parameters: ["recipient"] }, "medium", false],
];

for (const [name, over, level, review] of table)
  test(`${name} ${JSON.stringify(over)} is suggested as ${level}${review ? ", to be reviewed" : ""}`, () => {
    const suggestion = suggestLevel(tool(name, over));
    expect({ level: suggestion.level, review: suggestion.review }).toEqual({ level, review });
    expect(suggestion.reason, "the reason is a sentence").toMatch(/^\S.*\.$/);
  });

test("a hint of the server never lowers what name and parameters say", () => {
  for (const name of ["delete_all", "create_user", "list_users", "run_query"]) {
    const without = suggestLevel(tool(name)).level;
    const withHint = suggestLevel(tool(name, { annotations: { readOnlyHint: true, destructiveHint: false } })).level;
    expect(withHint).toBe(without);
  }
});
