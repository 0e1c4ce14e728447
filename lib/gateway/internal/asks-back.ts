import type { AskedBack } from "@/lib/registry/servers/update-server";
import { isObject, type Message, type RawMessage, withParams } from "../message";
import { metaPrefix } from "../protocol";
import { UpstreamFailure } from "./upstream-failure";

/*
 * What servers ask of clients on the way of a request (MCP client/sampling, client/elicitation, client/roots): an answer of the agent's
 * model, something of its human, its folders. The older era asks by requests of its own, the newer one in the place of the answer. An
 * admin may forbid a server to: then it is told that the client cannot, and what it asks all the same does not arrive.
 */

const kinds: Readonly<Record<string, AskedBack>> = {
  "sampling/createMessage": "sampling",
  "elicitation/create": "elicitation",
  "roots/list": "roots",
};

const kindOf = (method: unknown): AskedBack | undefined =>
  typeof method === "string" && Object.hasOwn(kinds, method) ? kinds[method] : undefined;

/** Whether a message of a server is a request of its own, which waits for an answer. */
export const isRequest = ({ id, method }: RawMessage): boolean => id !== undefined && method !== undefined;

/** What a message of a server asks the client for, by method; empty where nothing. */
export function askedBy({ id, method, result }: RawMessage): string[] {
  if (id !== undefined && kindOf(method) !== undefined) return [String(method)];
  // The answer to a call, or how a task of one stands (SEP-2322, SEP-2663).
  const asks = isObject(result) && (result["resultType"] === "input_required" || result["status"] === "input_required");
  if (!asks || !isObject(result["inputRequests"])) return [];
  return Object.values(result["inputRequests"]).flatMap((one) =>
    isObject(one) && kindOf(one["method"]) !== undefined ? [String(one["method"])] : [],
  );
}

/** Whether a message of a server asks for something that it is forbidden to. */
export const isForbidden = (message: RawMessage, forbids: readonly string[]): boolean =>
  forbids.length > 0 && askedBy(message).some((method) => forbids.includes(kindOf(method) ?? ""));

/** Ends a call whose answer asks for something forbidden, as no other answer will come. */
export function requirePermitted(answer: RawMessage, forbids: readonly string[]): void {
  if (isForbidden(answer, forbids))
    throw new UpstreamFailure(
      "upstream_forbidden",
      `The server asks the client for ${askedBy(answer).join(", ")}, which an administrator has forbidden it.`,
    );
}

/** The answer that a server gets to a request that does not reach the client: as of one that cannot. Somebody is there, though. */
export const refusalTo = ({ id, method }: RawMessage): RawMessage =>
  method === "ping"
    ? { jsonrpc: "2.0", id, result: {} }
    : {
        ...{ jsonrpc: "2.0", id },
        error: { code: -32601, message: `Method not found: ${String(method)} is not offered to this server.` },
      };

/** A message to a server without the capabilities of the client that it may not use. */
export function withoutForbidden(message: Message, forbids: readonly string[]): Message {
  if (forbids.length === 0 || message.kind !== "request") return message;
  const { params } = message;
  if (message.method === "initialize")
    return withParams(message, { ...params, capabilities: without(params?.["capabilities"], forbids) });
  const meta = params?.["_meta"];
  const name = `${metaPrefix}clientCapabilities`;
  if (!isObject(meta) || meta[name] === undefined) return message;
  return withParams(message, { ...params, _meta: { ...meta, [name]: without(meta[name], forbids) } });
}

const without = (capabilities: unknown, forbids: readonly string[]): RawMessage =>
  Object.fromEntries(
    Object.entries(isObject(capabilities) ? capabilities : {}).filter(([name]) => !forbids.includes(name)),
  );
