import { expect, test } from "@playwright/test";
import { suggestNames } from "./suggest-names";

test("an address says what a server may be called, where it says anything", () => {
  const cases: [url: string, name: string, key: string][] = [
    ["https://mcp.linear.app/mcp", "Linear", "linear"],
    ["https://www.issue-tracker.example.com/api/mcp", "Example", "example"],
    ["https://issue-tracker.internal/mcp", "Issue Tracker", "issue-tracker"],
    ["http://billing:8080/mcp", "Billing", "billing"],
    ["http://127.0.0.1:4000/mcp", "", ""],
    ["http://[::1]:4000/mcp", "", ""],
    ["http://localhost/mcp", "", ""],
    ["https://mcp.com/", "", ""],
    ["not an address", "", ""],
    ["", "", ""],
  ];
  for (const [url, name, key] of cases) expect(suggestNames(url), url).toEqual({ name, key });
});
