import { expect, test } from "@playwright/test";
import { z } from "zod";
import { isHouseError } from "@/lib/kernel/errors";
import { readForm } from "./read-form";

function form(...fields: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

function issuesOf(work: () => unknown): Record<string, string> {
  try {
    work();
  } catch (error) {
    if (isHouseError(error)) return Object.fromEntries(error.issues.map(({ path, message }) => [path, message]));
    throw error;
  }
  return {};
}

test("texts become what the schema wants: numbers, switches, lists, nested objects", () => {
  const schema = z.strictObject({
    name: z.string(),
    count: z.number(),
    enabled: z.boolean(),
    scopes: z.array(z.string()),
    auth: z.object({ kind: z.literal("header"), value: z.string() }),
    consents: z.array(z.object({ server: z.string(), level: z.enum(["low", "high"]) })),
  });
  const data = form(
    ["$ACTION_ID_1", ""],
    ["name", "a"],
    ["count", "12"],
    ["enabled", "false"],
    ["enabled", "on"],
    ["scopes[]", "a"],
    ["scopes[]", "b"],
    ["auth.kind", "header"],
    ["auth.value", "x"],
    ["consents.0.server", "s0"],
    ["consents.0.level", "low"],
    ["consents.1.server", "s1"],
    ["consents.1.level", "high"],
  );
  expect(readForm(schema, data)).toEqual({
    name: "a",
    count: 12,
    enabled: true,
    scopes: ["a", "b"],
    auth: { kind: "header", value: "x" },
    consents: [
      { server: "s0", level: "low" },
      { server: "s1", level: "high" },
    ],
  });
});

test("a field left empty counts as absent only where the schema refuses the empty text", () => {
  const schema = z.object({ name: z.string().min(1).optional(), description: z.string() });
  expect(readForm(schema, form(["name", ""], ["description", ""]))).toEqual({ description: "" });
  expect(readForm(schema, form(["name", "a"], ["description", ""]))).toEqual({ name: "a", description: "" });
});

test("one box of several is a list of one, and none of them an empty list", () => {
  const schema = z.object({ tags: z.array(z.string()) });
  expect(readForm(schema, form(["tags[]", "a"]))).toEqual({ tags: ["a"] });
  expect(readForm(schema, form(["tags", "a"]))).toEqual({ tags: ["a"] });
  expect(readForm(schema, form(["tags", ""]))).toEqual({ tags: [] });
});

test("what is wrong is said at its field, in words for a person", () => {
  const schema = z.strictObject({
    name: z.string().min(1),
    level: z.enum(["low", "high"]),
    auth: z.object({ url: z.url("Give a URL.") }),
  });
  expect(
    issuesOf(() => readForm(schema, form(["name", ""], ["level", "low"], ["auth.url", "x"], ["extra", "1"]))),
  ).toEqual({
    name: "Fill in this field.",
    "auth.url": "Give a URL.",
    extra: "is not a field.",
  });
});

test("names that reach for an object's prototype reach nothing", () => {
  const schema = z.object({ name: z.string().optional() });
  const data = form(["__proto__.polluted", "yes"], ["constructor.prototype.polluted", "yes"], ["name", "a"]);
  expect(readForm(schema, data)).toEqual({ name: "a" });
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});
