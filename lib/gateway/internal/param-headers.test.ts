import { expect, test } from "@playwright/test";
import { decodeHeaderValue } from "../protocol";
import { toParamHeaders } from "./param-headers";

const schema = {
  type: "object",
  properties: {
    region: { type: "string", "x-mcp-header": "Region" },
    priority: { type: "integer", "x-mcp-header": "Priority" },
    verbose: { type: "boolean", "x-mcp-header": "Verbose" },
    where: { type: "object", properties: { city: { type: "string", "x-mcp-header": "City" } } },
    query: { type: "string" },
    wrong: { type: "string", "x-mcp-header": "Not a\r\nname" },
  },
};

test("arguments that a tool wants in headers are in headers, at any depth, and no others", () => {
  const args = { region: "eu", priority: 42, verbose: false, where: { city: "Bern" }, query: "secret", wrong: "x" };
  expect(toParamHeaders(schema, args)).toEqual({
    ...{ "mcp-param-region": "eu", "mcp-param-priority": "42", "mcp-param-verbose": "false", "mcp-param-city": "Bern" },
  });
});

test("what is absent, null or not plain has no header", () => {
  expect(toParamHeaders(schema, { region: null, priority: 1.5, where: "Bern" })).toEqual({});
  expect(toParamHeaders(schema, undefined)).toEqual({});
  expect(toParamHeaders({ properties: { toString: { "x-mcp-header": "A" } } }, {})).toEqual({});
});

test("values that a header cannot carry as they are come encoded, and cannot end it", () => {
  const headers = (region: string) => toParamHeaders(schema, { region })["mcp-param-region"];
  for (const value of ["a\r\nmcp-name: other", " padded ", "Zürich", "", "=?base64?eA==?="])
    expect(headers(value)).toBe(`=?base64?${Buffer.from(value).toString("base64")}?=`);
  expect(headers("us west 1")).toBe("us west 1");
});

test("a header value is decoded in one way only, or not at all", () => {
  const cases: [string, string | undefined][] = [
    ["=?base64?SGVsbG8=?=", "Hello"],
    ["=?base64?SGVsbG8?=", undefined],
    ["=?base64?SGVsbG9=?=", undefined],
    ["=?base64?/w==?=", undefined],
    ["=?base64?SGVs!!!bG8=?=", "=?base64?SGVs!!!bG8=?="],
    ["SGVsbG8=", "SGVsbG8="],
    ["=?base64?SGVsbG8=", "=?base64?SGVsbG8="],
  ];
  for (const [value, expected] of cases) expect(decodeHeaderValue(value), value).toBe(expected);
});
