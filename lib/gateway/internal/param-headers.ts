import "server-only";
import type { Principal } from "@/lib/registry/load-principal";
import { loadSchemas } from "@/lib/registry/load-schemas";
import type { Asked } from "../asked";
import type { McpRequest } from "../exchange";
import { isObject } from "../message";
import { decodeHeaderValue, type Era, encodeHeaderValue } from "../protocol";
import { isBridged, type Spoken } from "./bridge";

/**
 * The request with the arguments that its tool wants in headers, where the gateway speaks 2026-07-28 in the place of an older client that
 * knows nothing of them. Newer clients send them by themselves, and the server compares either with the body (SEP-2243).
 */
export async function withParamHeaders(
  { request, message, era }: Spoken,
  { tenant, tool }: Principal,
  client: Era,
): Promise<McpRequest> {
  if (era.name !== "modern" || client.name === "modern" || message.method !== "tools/call" || tool === null)
    return request;
  const [schema] = await loadSchemas(tenant.no, [tool]);
  return { ...request, headers: { ...request.headers, ...toParamHeaders(schema, message.params?.["arguments"]) } };
}

/**
 * How the headers of a call say other things of its arguments than its body, where its server knows nothing of such headers and nobody
 * else would look (SEP-2243: whoever reads the body validates them); undefined where they agree.
 */
export async function paramMismatch(
  request: McpRequest,
  { tenant, server, tool }: Principal,
  { use, arguments: args }: Asked,
  client: Era,
): Promise<string | undefined> {
  if (use !== "tool" || server === null || tool === null || !isBridged(server, client)) return undefined;
  const [schema] = await loadSchemas(tenant.no, [tool]);
  for (const [name, meant] of mirroredIn(schema, args)) {
    const said = request.headers[name];
    if (said === meant) continue;
    if (said === undefined) return `${name} is missing`;
    if (meant === undefined) return `${name} is of an argument that the body does not have`;
    if (decodeHeaderValue(said) !== decodeHeaderValue(meant)) return `${name} differs from the body`;
  }
  return undefined;
}

/**
 * `Mcp-Param-<name>` of each argument whose schema names one (`x-mcp-header`, 2026-07-28 server/tools), at any depth of `properties` and
 * nowhere else; none for what is absent or null, or is neither text, whole number nor truth value. Names in lower case. Pure.
 */
export function toParamHeaders(schema: unknown, args: unknown): Record<string, string> {
  const given = [...mirroredIn(schema, args)].filter((one): one is [string, string] => one[1] !== undefined);
  return Object.fromEntries(given);
}

/** Every header that a schema names, with its value; undefined where the argument has none. */
function mirroredIn(schema: unknown, args: unknown): Map<string, string | undefined> {
  const properties = isObject(schema) && isObject(schema["properties"]) ? schema["properties"] : {};
  const given = isObject(args) ? args : {};
  const mirrored = new Map<string, string | undefined>();
  // Where two arguments name one header, the one that is given fills it.
  const say = (header: string, value: string | undefined) =>
    value === undefined && mirrored.has(header) ? mirrored : mirrored.set(header, value);
  for (const [name, property] of Object.entries(properties)) {
    if (!isObject(property)) continue;
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const header = property["x-mcp-header"];
    if (typeof header === "string" && isToken.test(header))
      say(`mcp-param-${header.toLowerCase()}`, isPlain(value) ? encodeHeaderValue(String(value)) : undefined);
    for (const [below, its] of mirroredIn(property, value)) say(below, its);
  }
  return mirrored;
}

/** RFC 9110 §5.6.2. */
const isToken = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;

const isPlain = (value: unknown): boolean =>
  typeof value === "string" || typeof value === "boolean" || Number.isSafeInteger(value);
