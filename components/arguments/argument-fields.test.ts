import { expect, test } from "@playwright/test";
import { readArguments, toArgumentFields, writeArguments } from "./argument-fields";

const schema = {
  type: "object",
  properties: {
    title: { type: "string", maxLength: 5, description: "Short" },
    amount: { type: "number", exclusiveMinimum: 0 },
    count: { type: ["integer", "null"] },
    draft: { type: "boolean" },
    currency: { enum: ["EUR", "USD", 3] },
    labels: { type: "array", items: { type: "string" } },
    "a/b~c": { type: "string" },
    owner: { type: "object", properties: { name: { type: "string" }, more: { type: "object" } }, required: ["name"] },
    any: { anyOf: [{ type: "string" }, { type: "number" }] },
  },
  required: ["title", "labels"],
};

const fieldsOf = (of: unknown) => {
  const fields = toArgumentFields(of);
  if (fields === undefined) throw new Error("There should be a form.");
  return fields;
};
const fields = fieldsOf(schema);
const read = (typed: Record<string, string>) => readArguments(fields, (pointer) => typed[pointer]);

test("a schema becomes fields by the type of each property", () => {
  expect(fields.map(({ pointer, kind, required }) => [pointer, kind, required])).toEqual([
    ["/title", "text", true],
    ["/amount", "number", false],
    ["/count", "number", false],
    ["/draft", "boolean", false],
    ["/currency", "choice", false],
    ["/labels", "texts", true],
    ["/a~1b~0c", "text", false],
    ["/owner", "group", false],
    ["/any", "json", false],
  ]);
  expect(fields[0]?.hint).toBe("Short · 5 characters at most");
  expect(fields[7]).toMatchObject({ fields: [{ pointer: "/owner/name" }, { pointer: "/owner/more", kind: "json" }] });
});

test("what is typed is read by type, what is left empty is left out", () => {
  expect(
    read({
      "/title": "Hi",
      "/amount": "12.50",
      "/draft": "false",
      "/currency": '"EUR"',
      "/labels": "one\r\n\r\ntwo",
      "/a~1b~0c": "x",
      "/owner/name": "Ada",
      "/any": "[1]",
    }),
  ).toEqual({
    args: {
      title: "Hi",
      amount: 12.5,
      draft: false,
      currency: "EUR",
      labels: ["one", "two"],
      "a/b~c": "x",
      owner: { name: "Ada" },
      any: [1],
    },
    problems: new Map(),
  });
  expect(read({}).args).toEqual({ labels: [] });
});

test("what cannot be read is said at its field", () => {
  const { args, problems } = read({ "/amount": "many", "/currency": '"GBP"', "/any": "{", "/owner/more": "]" });
  expect(args).toEqual({ labels: [] });
  expect([...problems.keys()]).toEqual(["/amount", "/currency", "/owner/more", "/any"]);
});

test("arguments come back from the form as they went in, or do not go in", () => {
  for (const args of [
    { title: "Hi", labels: ["a"] },
    { amount: 1e21, labels: [], currency: 3, owner: { name: "Ada", more: { deep: [null] } } },
    { draft: true, labels: ["a", "b"], any: "text", "a/b~c": "x" },
  ]) {
    const typed = writeArguments(fields, args);
    expect(typed, JSON.stringify(args)).toBeDefined();
    expect(readArguments(fields, (pointer) => typed?.get(pointer)).args).toEqual(args);
  }
  for (const args of [
    { title: "", labels: [] },
    { title: "two\nlines", labels: [] },
    { title: 5, labels: [] },
    { labels: ["", "a"] },
    { labels: [], unknown: 1 },
    { labels: [], owner: { stranger: 1 } },
    { labels: [], owner: "Ada" },
    { labels: [], draft: "true" },
    { labels: [], currency: "GBP" },
    { title: "Hi" },
  ])
    expect(writeArguments(fields, args), JSON.stringify(args)).toBeUndefined();
});

test("no form is made of a schema that does not name its properties", () => {
  for (const open of [undefined, null, true, {}, { type: "object" }, { properties: [] }])
    expect(toArgumentFields(open)).toBeUndefined();
  expect(toArgumentFields({ type: "object", additionalProperties: false })).toEqual([]);
});

test("a property with a name of JavaScript's own is an ordinary one", () => {
  const odd = fieldsOf(JSON.parse('{"properties":{"__proto__":{"type":"string"},"constructor":{"type":"number"}}}'));
  const args = JSON.parse('{"__proto__":"x","constructor":1}');
  const typed = writeArguments(odd, args);
  expect(typed).toEqual(
    new Map([
      ["/__proto__", "x"],
      ["/constructor", "1"],
    ]),
  );
  expect(JSON.stringify(readArguments(odd, (pointer) => typed?.get(pointer)).args)).toBe(JSON.stringify(args));
});
