import { expect, test } from "@playwright/test";
import { toSchemaRows } from "./schema-rows";
import { writeOut } from "./write-out";

const named = {
  Human: { type: "object", description: "A human.", properties: { key: { type: "string" } }, required: ["key"] },
  Tree: { type: "object", properties: { of: { type: "array", items: { $ref: "#/components/schemas/Tree" } } } },
};
const human = { $ref: "#/components/schemas/Human" };

test("what is referred to stands where it is used, with the words of that place before its own", () => {
  expect(writeOut(human, named)).toEqual(named.Human);
  expect(writeOut({ ...human, description: "Who asked." }, named)["description"]).toBe("Who asked.");
  const list = { type: "object", properties: { items: { type: "array", items: human } } };
  expect(toSchemaRows(writeOut(list, named)).map(({ name }) => name)).toEqual(["items", "items[].key"]);
});

test("what is all of several is one, with the fields of all", () => {
  const both = { allOf: [human, { type: "object", properties: { tools: { type: "number" } }, required: ["tools"] }] };
  expect(toSchemaRows(writeOut(both, named))).toMatchObject([
    { name: "key", required: true },
    { name: "tools", required: true },
  ]);
});

test("what is part of itself ends, and so does what is not known", () => {
  expect(toSchemaRows(writeOut(named.Tree, named)).map(({ name }) => name)).toEqual(["of", "of[].of"]);
  expect(writeOut({ $ref: "#/components/schemas/Gone" }, named)).toEqual({ type: "object" });
});

test("a value that may be missing says so", () => {
  const [row] = toSchemaRows({ properties: { cursor: { type: ["null", "string"] } } });
  expect(row?.type).toBe("null | text");
});
