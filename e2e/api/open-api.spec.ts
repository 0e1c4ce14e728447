import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "@playwright/test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { test } from "../support/scene";
import { at, baseUrl, type Json, listAt, toAnswer } from "./world";

const folder = fileURLToPath(new URL("../../app/api/v1/[tenant]", import.meta.url));

/** Every call that a route file answers, as the description spells it. */
function routes(): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith("route.ts"));
  return files
    .filter((name) => !name.includes("[..."))
    .flatMap((name) => {
      const path = relative(".", join(name, "..")).split(sep).join("/").replaceAll("[", "{").replaceAll("]", "}");
      const source = readFileSync(join(folder, name), "utf8");
      return [...source.matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g)].map(
        ([, method]) => `${method} /api/v1/{tenant}/${path}`,
      );
    })
    .sort();
}

let document: Json;
test.beforeAll(async ({ request }) => {
  const answer = await toAnswer(await request.get(`${baseUrl}/api/v1/openapi.json`));
  expect(answer.status).toBe(200);
  document = answer.body;
});

const operations = () =>
  Object.entries(Object(at(document, "paths"))).flatMap(([path, methods]) =>
    Object.entries(Object(methods)).map(([method, operation]) => ({
      call: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );

test("the description lists every call that is answered, and answers every call that it lists", () => {
  expect(document).toMatchObject({ openapi: "3.1.0", info: { title: "Countersign" } });
  expect(
    operations()
      .map(({ call }) => call)
      .sort(),
  ).toEqual(routes());
});

test("every operation says what it needs, what it takes and how it refuses", () => {
  const ids = new Set<unknown>();
  for (const { call, operation } of operations()) {
    ids.add(at(operation, "operationId"));
    expect(at(operation, "summary"), call).toEqual(expect.any(String));
    expect(at(operation, "description"), call).toMatch(/Needs the scope `[a-z]+:(read|write)`/);
    const named = listAt(operation, "parameters")
      .filter((parameter) => at(parameter, "in") === "path")
      .map((parameter) => `{${at(parameter, "name")}}`);
    expect(named, call).toEqual(call.match(/\{\w+\}/g));
    expect(Object.keys(Object(at(operation, "responses"))), call).toEqual(expect.arrayContaining(["401", "403"]));
  }
  expect(ids.size).toBe(operations().length);
});

test("bodies and parameters are described by the schemas that validate them", () => {
  const body = (path: string, method: string) =>
    at(
      Object(at(document, "paths"))[`/api/v1/{tenant}/${path}`],
      `${method}.requestBody.content.application/json.schema`,
    );
  expect(body("grants", "put")).toMatchObject({
    required: ["human", "server", "ceiling"],
    properties: { ceiling: { enum: ["low", "medium", "high"] } },
    additionalProperties: false,
  });
  const parameters = listAt(Object(at(document, "paths"))["/api/v1/{tenant}/events"], "get.parameters");
  const byName = new Map(parameters.map((parameter) => [at(parameter, "name"), parameter]));
  expect(byName.get("limit")).toMatchObject({ required: false, schema: { type: "integer", maximum: 200 } });
  expect(byName.get("outcome")).toMatchObject({ schema: { type: "array", items: { enum: expect.any(Array) } } });
  expect(byName.has("range")).toBe(true);
});

/** What a question cannot do without. */
const needed: Readonly<Record<string, string>> = {
  access: "?human=human%7Calice",
  "events/suggest": "?field=tool",
  find: "?q=echo",
  "retention/preview": "?days=30",
  stops: "?human=human%7Calice",
};

test("answers are as the description says: every list, and the first thing of each", async ({ scene }) => {
  const { world } = scene;
  const agent = await scene.agent();
  await agent.call("echo", { text: "hello" });
  await world.api.post("policies", { name: "No deleting", effect: "deny", scope: { tools: ["delete_repo"] } });
  await agent.call("delete_repo", { repo: "acme/site" });
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(document, "api");
  const get = (path: string) => world.api.get(path + (needed[path] ?? ""));

  /** The path with the first of what its own lists have; undefined where they have nothing. */
  async function filled(template: string): Promise<string | undefined> {
    let path = "";
    for (const part of template.split("/")) {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      const [first] = name === undefined ? [] : listAt(await get(path.slice(1)), "items");
      const value =
        name === undefined ? part : [name, "key", "name", "id"].map((each) => at(first, each)).find(Boolean);
      if (typeof value !== "string") return undefined;
      path += `/${encodeURIComponent(value)}`;
    }
    return path.slice(1);
  }

  const missed: string[] = [];
  for (const { call, operation } of operations()) {
    const template = call.slice("GET /api/v1/{tenant}/".length);
    const json = Object(at(operation, "responses.200.content"))["application/json"];
    if (!call.startsWith("GET ") || json === undefined) continue;
    const path = await filled(template);
    if (path === undefined) missed.push(template);
    else
      await test.step(path, async () => {
        expect(Object.keys(Object(at(json, "schema"))), "says something").not.toEqual([]);
        const place = `/paths/~1api~1v1~1{tenant}~1${template.replaceAll("/", "~1")}/get/responses/200`;
        const fits = ajv.compile({ $ref: encodeURI(`api#${place}/content/application~1json/schema`) });
        expect(fits(await get(path)) ? [] : fits.errors).toEqual([]);
      });
  }
  expect(missed, "what this scene has none of").toEqual(["clients/{client}"]);
});

test("every call that gives something says what, by its fields or as a file", () => {
  const nothing = operations().filter(({ operation }) => {
    const [[status, answer] = []] = Object.entries(Object(at(operation, "responses")));
    return status !== "204" && at(answer, "content") === undefined;
  });
  expect(nothing.map(({ call }) => call)).toEqual([]);
});
