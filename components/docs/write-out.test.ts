import { expect, test } from "@playwright/test";
import { toSchemaRows } from "./schema-rows";
import { schemasIn, writeOut } from "./write-out";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const named = {
  Level: { enum: ["low", "high"], type: "string" },
  Human: { type: "object", description: "A human.", properties: { key: { type: "string" }, level: ref("Level") } },
  Tree: { anyOf: [ref("Leaf"), { type: "object", properties: { of: { type: "array", items: ref("Tree") } } }] },
  Leaf: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
};

test("what has fields is its name where it is used, what has none stands there", () => {
  const list = { type: "object", properties: { items: { type: "array", items: ref("Human") }, most: ref("Level") } };
  expect(toSchemaRows(writeOut(list, named))).toMatchObject([
    { name: "items", type: "list of Human" },
    { name: "most", type: '"low" | "high"' },
  ]);
});

test("what is all of several is one, with the fields of all", () => {
  const both = { allOf: [ref("Leaf"), { type: "object", properties: { by: ref("Human") }, required: ["by"] }] };
  expect(toSchemaRows(writeOut(both, named))).toMatchObject([
    { name: "text", type: "text", required: true },
    { name: "by", type: "Human", required: true },
  ]);
});

test("the schemas that others refer to are found, those in them too, each once", () => {
  expect(schemasIn([ref("Human"), { items: ref("Tree") }, ref("Human"), ref("Gone")], named)).toEqual([
    "Human",
    "Tree",
    "Leaf",
  ]);
});

test("a value that may be missing says so", () => {
  const [row] = toSchemaRows({ properties: { cursor: { type: ["null", "string"] } } });
  expect(row?.type).toBe("text | null");
});
