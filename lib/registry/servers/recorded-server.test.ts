import { expect, test } from "@playwright/test";
import { recordedUrl } from "./recorded-server";

test("an address without credentials is recorded to the letter", () => {
  for (const url of ["https://mcp.example.com/mcp", "https://mcp.example.com/mcp?toolsets=repos,issues#x"])
    expect(recordedUrl(url)).toBe(url);
});

test("credentials in an address never reach the log, by the name of their parameter or by their own shape", () => {
  const secret = "ghp_abcdefghijklmnopqrstuvwxyz0123";
  for (const url of [
    "https://mcp.example.com/mcp?api_key=very-secret&a=b",
    "https://mcp.example.com/mcp?a=b&token=very-secret",
    "https://mcp.example.com/mcp?a=b&sig=very-secret",
    `https://mcp.example.com/mcp?a=b&anything=${secret}`,
    `https://mcp.example.com/${secret}/mcp?a=b`,
  ]) {
    const recorded = recordedUrl(url);
    expect(recorded).not.toContain("very-secret");
    expect(recorded).not.toContain(secret);
    expect(recorded).toContain("a=b");
  }
});
