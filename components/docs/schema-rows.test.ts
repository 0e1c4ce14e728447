import { expect, test } from "@playwright/test";
import { exampleOf, toSchemaRows, typeWords } from "./schema-rows";

const body = {
  type: "object",
  required: ["kind", "auth"],
  properties: {
    kind: { enum: ["tenant", "server"] },
    calls: { default: null, anyOf: [{ type: "integer", minimum: 1, maximum: 9 }, { type: "null" }] },
    tags: { type: "array", maxItems: 5, items: { type: "string" } },
    auth: {
      oneOf: [
        { type: "object", required: ["type"], properties: { type: { const: "none" } } },
        {
          type: "object",
          required: ["type", "value"],
          properties: { type: { const: "header" }, value: { type: "string", description: "The secret." } },
        },
      ],
    },
    rules: { type: "array", items: { type: "object", properties: { path: { type: "string", maxLength: 7 } } } },
  },
};

test("fields are named by their path, with what they may be", () => {
  expect(toSchemaRows(body)).toEqual([
    { name: "kind", type: '"tenant" | "server"', required: true, about: "" },
    { name: "calls", type: "integer | null", required: false, about: "1 to 9, default null." },
    { name: "tags", type: "list of text", required: false, about: "At most 5." },
    { name: "auth", type: "object", required: true, about: "" },
    { name: "auth.type", type: '"none" | "header"', required: true, about: "" },
    { name: "auth.value", type: "text", required: true, about: "The secret." },
    { name: "rules", type: "list of object", required: false, about: "" },
    { name: "rules[].path", type: "text", required: false, about: "At most 7 characters." },
  ]);
});

test("an example has what is required, and something where nothing is", () => {
  expect(exampleOf(body)).toEqual({ kind: "tenant", auth: { type: "none" } });
  expect(exampleOf({ type: "object", properties: { status: { enum: ["active"] }, name: { type: "string" } } })).toEqual(
    {
      status: "active",
    },
  );
  expect(exampleOf({ type: "object" })).toEqual({});
});

test("what a value may be is said once", () => {
  expect(typeWords({ anyOf: [{ type: "string" }, { type: "string", format: "date-time" }, { type: "string" }] })).toBe(
    "text | time (RFC 3339)",
  );
});
