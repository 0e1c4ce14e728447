import "server-only";
import { z } from "zod";
import { publicUrl } from "@/lib/kernel/env";
import type { Scope } from "@/lib/kernel/scope";
import described from "./answers.json";
import type { Method } from "./operation";
import { operations } from "./operations";

type JsonSchema = Record<string, unknown>;

/** What the description needs to know of an operation. */
type Listed = {
  method: Method;
  path: string;
  tag: string;
  summary: string;
  description?: string;
  answer: string;
  files?: readonly string[];
  may: Scope;
  query?: z.ZodType | undefined;
  queryShape?: z.ZodType;
  body?: z.ZodType | undefined;
  status?: number;
  invalidStatus?: number;
  reachesUpstream?: boolean;
  run(...call: never): Promise<unknown>;
};

/** Made from the types of the verbs: `npm run describe:answers`. */
const answers: Readonly<Record<string, JsonSchema>> = described.answers;

/** The OpenAPI 3.1 description of the API, made from the schemas that validate its calls and the types of what they give. */
export function openApi(): JsonSchema {
  const listed: [string, Listed][] = Object.entries(operations);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [id, operation] of listed) {
    const path = `/api/v1/{tenant}/${operation.path}`;
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(id, operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Countersign",
      version: "1",
      description:
        "Every call acts in one environment (tenant), under an API key of that environment or the console session of one of its members.",
    },
    servers: [{ url: publicUrl() }],
    tags: [...new Set(listed.map(([, { tag }]) => tag))].map((name) => ({ name })),
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key: `csk_…`." },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "countersign.session",
          description: "A signed-in member. Changes are accepted from the console's own pages only.",
        },
      },
      schemas: { Error: errorSchema, ...described.schemas },
      responses: Object.fromEntries(
        Object.entries(refusals).map(([name, description]) => [
          name,
          { description, content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } } },
        ]),
      ),
    },
  };
}

function describe(operationId: string, operation: Listed): JsonSchema {
  const { method, tag, summary, description, answer, files, may, body } = operation;
  const schema = answers[operationId];
  const status = answer === "Nothing." ? 204 : (operation.status ?? 200);
  return {
    operationId,
    tags: [tag],
    summary,
    description: [description, `Needs the scope \`${may}\`.`].filter(Boolean).join(" "),
    parameters: [...pathParameters(operation.path), ...queryParameters(operation.queryShape ?? operation.query)],
    ...(body
      ? {
          requestBody: {
            required: !body.safeParse(undefined).success,
            content: { "application/json": { schema: toSchema(body, "input") } },
          },
        }
      : {}),
    responses: {
      [status]: {
        description: answer,
        headers: { "x-request-id": { schema: { type: "string" }, description: "Names this request in the log." } },
        ...(schema && { content: { "application/json": { schema } } }),
        ...(files && { content: Object.fromEntries(files.map((type) => [type, { schema: { type: "string" } }])) }),
      },
      ...refused("Unauthenticated", 401),
      ...refused("Forbidden", 403),
      ...refused("NotFound", 404),
      ...(method === "GET" ? {} : refused("Conflict", 409)),
      ...refused("Invalid", operation.invalidStatus ?? 422),
      ...refused("Limit", 429),
      ...(operation.reachesUpstream ? refused("Upstream", 502) : {}),
    },
  };
}

const refusals = {
  Unauthenticated: "No valid API key of this environment, and nobody is signed in.",
  Forbidden: "The key or the role does not have the scope, or the verb itself refuses.",
  NotFound: "There is no such thing in this environment, or no such environment for whoever is signed in.",
  Conflict: "It exists already, or was changed at the same moment.",
  Invalid: "The call was not understood; `details` says where.",
  Limit: "Too much at once; `Retry-After` says when to come back.",
  Upstream: "The upstream server cannot be reached, or its answer cannot be used.",
} as const;

const refused = (name: keyof typeof refusals, status: number) => ({
  [status]: { $ref: `#/components/responses/${name}` },
});

const errorSchema: JsonSchema = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "message"],
      properties: {
        code: {
          enum: ["unauthenticated", "forbidden", "not_found", "conflict", "invalid", "limit", "upstream", "internal"],
        },
        message: { type: "string" },
        details: {
          type: "array",
          items: {
            type: "object",
            required: ["path", "message"],
            properties: {
              path: { type: "string" },
              message: { type: "string" },
              position: { type: "integer", description: "The character in the text there, counted from 0." },
            },
          },
        },
      },
    },
  },
};

function pathParameters(path: string): JsonSchema[] {
  const names = ["tenant", ...[...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? [])];
  return names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } }));
}

/** One parameter for each field; what the schema reads out of text is described as what it becomes. */
function queryParameters(query: z.ZodType | undefined): JsonSchema[] {
  if (!query) return [];
  const { properties } = z
    .object({ properties: z.record(z.string(), z.looseObject({})) })
    .parse(toSchema(query, "output"));
  const required = z.object({ required: z.array(z.string()).default([]) }).parse(toSchema(query, "input")).required;
  return Object.entries(properties).map(([name, { default: _, description, ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
    ...(schema["type"] === "array" ? { style: "form", explode: true } : {}),
  }));
}

function toSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    target: "draft-2020-12",
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      // The format says it already, and in one word.
      if (jsonSchema.format === "date-time" || jsonSchema.format === "email") delete jsonSchema.pattern;
    },
  });
  return rest;
}
