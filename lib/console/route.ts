import "server-only";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { Ctx } from "@/lib/kernel/ctx";
import { HouseError, type Issue } from "@/lib/kernel/errors";
import { countOne, type Rate } from "@/lib/kernel/rate";
import { requireScope, type Scope } from "@/lib/kernel/scope";
import { clientOf } from "./client";
import { authenticateCall } from "./internal/authenticate-call";
import { readBody } from "./internal/read-body";
import { toHttp } from "./to-http";

/** What a call brings, read by the schemas of its operation. Path parameters are decoded. */
export type Call<Path extends string, Query, Body> = { params: Record<Path, string>; query: Query; body: Body };

/** One call of the HTTP API: what it needs, what it takes, and the verb that it runs. */
export type Operation<Path extends string = string, Query = unknown, Body = unknown, Answer = unknown> = {
  may: Scope;
  /** Reads the query string. Without it, a call that has one is refused: a filter must never be dropped silently. */
  query?: z.ZodType<Query> | undefined;
  /** How often one caller may make it. */
  rate?: Rate | undefined;
  /** Reads the query string where a schema alone cannot (repeated parameters). */
  readQuery?: ((params: URLSearchParams) => Query) | undefined;
  body?: z.ZodType<Body> | undefined;
  /** Of a successful answer; 200, or 204 where the verb gives nothing. */
  status?: 200 | 201 | 202;
  /** Of a call that was not understood. */
  invalidStatus?: 400 | 422;
  /** What it gives is sent as JSON; a Response passes as it is. */
  run(ctx: Ctx, call: Call<Path, Query, Body>): Promise<Answer>;
};

type Context = { params: Promise<Record<string, string | string[] | undefined>> };

/**
 * The route handler of an operation: finds who calls (key or session), checks the permission before it reads anything
 * else, parses, runs the verb, and translates what comes of it. Errors, too, are JSON and carry the request id.
 */
export function route<Path extends string, Query, Body>(operation: Operation<Path, Query, Body>) {
  return async (request: Request, context: Context): Promise<Response> => {
    const client = clientOf(request.headers);
    const answer = await respond(operation, request, context, client).catch((error: unknown) => {
      unstable_rethrow(error);
      return toHttp(error, client.requestId, operation.invalidStatus);
    });
    answer.headers.set("x-request-id", client.requestId);
    answer.headers.set("cache-control", "no-store");
    return answer;
  };
}

async function respond<Path extends string, Query, Body>(
  operation: Operation<Path, Query, Body>,
  request: Request,
  context: Context,
  client: ReturnType<typeof clientOf>,
): Promise<Response> {
  const { tenant = "", ...params } = toParams(await context.params);
  const ctx = await authenticateCall(request, tenant, client);
  requireScope(ctx, operation.may);
  if (operation.rate) await countOperation(ctx, operation.rate);
  const query = readQuery(operation, new URL(request.url).searchParams);
  // safe because an operation without a body schema takes no body
  const body = operation.body ? parse(operation.body, await readBody(request), "body") : (undefined as Body);
  // safe because Next fills every placeholder of the folder names
  const result = await operation.run(ctx, { params: params as Record<Path, string>, query, body });
  if (result instanceof Response) return result;
  return result === undefined
    ? new Response(null, { status: 204 })
    : Response.json(result, { status: operation.status ?? 200 });
}

function toParams(params: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}

function readQuery<Path extends string, Query, Body>(
  { query, readQuery: read }: Operation<Path, Query, Body>,
  params: URLSearchParams,
): Query {
  if (read) return read(params);
  const given = toObject(params);
  if (query) return parse(query, given, "query string");
  const [unknown] = Object.keys(given);
  if (unknown !== undefined)
    throw misread("query string", [{ path: unknown, message: "is not a parameter of this call" }]);
  // safe because an operation without a query schema has no use for one
  return undefined as Query;
}

/** A repeated parameter becomes a list, so that a schema that wants one value says so. */
function toObject(params: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(params.keys())].map((name) => {
      const [first, ...more] = params.getAll(name);
      return [name, more.length === 0 ? (first ?? "") : [first ?? "", ...more]];
    }),
  );
}

function parse<T>(schema: z.ZodType<T>, value: unknown, place: "body" | "query string"): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  if (value === undefined) throw misread(place, [{ path: "", message: "A JSON body is needed." }]);
  throw misread(place, result.error.issues.flatMap(toIssues));
}

function misread(place: "body" | "query string", issues: readonly Issue[]): HouseError {
  const [first] = issues;
  const where = first && first.path !== "" ? `${first.path}: ` : "";
  return new HouseError("invalid", `The ${place} was not understood. ${where}${first?.message ?? ""}`.trim(), {
    issues,
  });
}

function toIssues(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: [...issue.path, key].join("."), message: "is not known here" }));
  return [{ path: issue.path.join("."), message: issue.message }];
}

/** How many calls of a kind one caller may make. */
const countOperation = ({ tenant, actor }: Ctx, rate: Rate): Promise<void> =>
  countOne(
    rate,
    `${tenant.no}/${actor.id}`,
    `More than ${rate.max} such calls within ${rate.seconds} seconds. Wait, and ask for more at a time.`,
  );
