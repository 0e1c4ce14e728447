import "server-only";
import { absolute, env, publicUrl } from "@/lib/kernel/env";
import { isHouseError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { paths } from "@/lib/kernel/paths";
import type { Principal } from "@/lib/registry/load-principal";
import { serveAggregate } from "./aggregate/serve-aggregate";
import { askedOf, toolNameOf } from "./asked";
import { type Authenticated, authenticate } from "./authenticate";
import { callTool } from "./call-tool";
import type { McpReply, McpRequest } from "./exchange";
import { cancelCall } from "./internal/in-flight";
import { noteRefused, noteUnavailable } from "./internal/note-connecting";
import { sessionOf } from "./internal/upstream-session";
import { markConnected } from "./mark-connected";
import { isMalformed, type Message, readMessage } from "./message";
import {
  type Era,
  eraOf,
  errorAnswer,
  firstModern,
  goneInModern,
  headerMismatch,
  missingMeta,
  toolErrorAnswer,
} from "./protocol";
import {
  type RequestRefusal,
  recordNoServer,
  recordRefused,
  recordRefusedUnread,
  recordRequestRefused,
  recordStreamClosed,
} from "./refused";
import { isRelayed, relayDelete, relayOneWay, relayRequest, relayStanding } from "./relay";
import { emptyReply, jsonReply } from "./respond";
import { mayOpenStream } from "./standing";
import { subscription } from "./subscription";
import { hasTasks } from "./tasks/own-tasks";
import { serveTask } from "./tasks/serve-task";
import { isAboutTask } from "./tasks/words";
import type { Refind } from "./watch";

/**
 * One HTTP request of one agent at `/mcp/{tenant}/{server}`, in either protocol era. Reads like the walk of HOUSE §3.
 * Never throws: whatever breaks becomes an answer that says what to do, and nothing reaches an upstream unrecorded.
 */
export async function handleMcp(request: McpRequest): Promise<McpReply> {
  const requestId = newId("request");
  const reply = await answer(request, requestId);
  return { ...reply, headers: { ...reply.headers, "x-request-id": requestId } };
}

async function answer(request: McpRequest, requestId: string): Promise<McpReply> {
  const foreign = checkOrigin(request);
  if (foreign !== undefined) {
    await recordRefusedUnread(request, requestId, { code: "ORIGIN_REFUSED", text: foreign });
    return jsonReply(403, errorAnswer(null, -32600, `Forbidden: ${foreign}`));
  }
  if (request.method !== "POST") return withoutMessage(request, requestId);

  const unsupported = checkBody(request);
  if (unsupported !== undefined) {
    await recordRefusedUnread(request, requestId, { code: "BODY_REFUSED", text: unsupported });
    return jsonReply(415, errorAnswer(null, -32600, unsupported));
  }
  const message = readMessage(request.body);
  const malformed = isMalformed(message) ? message : undefined;
  try {
    const found = await authenticate(request, malformed ? null : toolNameOf(message as Message));
    // Authentication comes before everything that could tell a stranger more than that.
    if (!("principal" in found)) return await refuse(request, found, requestId);
    if (malformed) {
      const reason = { code: "MALFORMED_REQUEST", text: malformed.message } as const;
      await recordRequestRefused(request, found.principal, requestId, reason);
      return jsonReply(400, errorAnswer(malformed.id, malformed.code, malformed.message));
    }
    return await route(request, found.principal, message as Message, requestId); // safe because malformed ones have left
  } catch (error) {
    return broken(error, malformed ? undefined : (message as Message));
  }
}

async function route(
  request: McpRequest,
  principal: Principal,
  message: Message,
  requestId: string,
): Promise<McpReply> {
  const era = eraOf(message);
  const id = message.kind === "notification" ? null : message.id;
  const leaveEvent = (code: RequestRefusal["code"], text: string) =>
    recordRequestRefused(request, principal, requestId, { code, text }, message);
  const missing = missingMeta(message, era, request.headers);
  if (missing !== undefined) {
    const text = `Invalid params: _meta["${missing}"] is missing.`;
    await leaveEvent("MALFORMED_REQUEST", text);
    return jsonReply(400, errorAnswer(id, -32602, text));
  }
  const mismatch = headerMismatch(message, era, request.headers);
  if (mismatch !== undefined) {
    await leaveEvent("HEADER_MISMATCH", `Header mismatch: ${mismatch}.`);
    return jsonReply(400, errorAnswer(id, -32020, `Header mismatch: ${mismatch}.`));
  }
  if (era.name === "modern" && era.protocolVersion !== firstModern) {
    // What a later revision means is not known here, so nothing of it can be judged. Clients ask again in one that is.
    const data = { supported: [firstModern], requested: era.protocolVersion };
    return jsonReply(400, errorAnswer(id, -32022, "Unsupported protocol version", data));
  }
  const isGone = era.name === "modern" && message.kind !== "response" && goneInModern.has(message.method);
  const asked = isGone ? undefined : askedOf(message);
  const tasks = hasTasks(request, principal, era);
  const call = asked
    ? () => callTool(request, principal, asked, era, requestId)
    : tasks && isAboutTask(message, era) && (() => serveTask(request, principal, message, era, requestId));

  // A call is decided, and so recorded, whatever it is made on; everything else needs a server to go to.
  const isAggregate = request.server === "";
  const { server } = principal;
  if (!isAggregate && (server === null || !server.enabled)) {
    if (call) return call();
    return noServer(request, principal, requestId, id);
  }
  const suspended = suspensionOf(principal);
  if (suspended !== undefined) {
    if (call) return call();
    await leaveEvent("PRINCIPAL_SUSPENDED", suspended);
    return jsonReply(
      200,
      errorAnswer(id, -31403, "This agent is suspended. An administrator of the environment can resume it."),
    );
  }
  if (hasForeignSession(request, principal)) {
    await leaveEvent("SESSION_REFUSED", notItsSession);
    return jsonReply(404, errorAnswer(id, -32001, "Session not found"));
  }

  if (isAggregate && message.kind !== "request") {
    if (message.kind === "notification" && message.method === "notifications/cancelled")
      cancelCall(principal.instance.id, request.headers["mcp-session-id"], message.params?.["requestId"]);
    return emptyReply(202);
  }
  if (message.kind === "response") {
    if (request.headers["mcp-session-id"] === undefined) {
      await leaveEvent("MALFORMED_REQUEST", "Invalid request: an answer belongs to a session.");
      return jsonReply(400, errorAnswer(null, -32600, "Invalid request: an answer belongs to a session."));
    }
    return relayOneWay(request, principal, message, era);
  }
  if (message.kind === "notification") {
    if (message.method === "notifications/cancelled")
      cancelCall(principal.instance.id, request.headers["mcp-session-id"], message.params?.["requestId"]);
    return relayOneWay(request, principal, message, era);
  }
  const aggregated =
    isAggregate && !isGone && message.method !== "subscriptions/listen"
      ? await serveAggregate(request, principal, message, era, requestId)
      : undefined;
  if (aggregated) return aggregated;
  if (call) {
    if (era.name === "modern" && !principal.instance.connected)
      await markConnected(request, principal, message, era, requestId, undefined);
    return call();
  }
  if (message.method === "subscriptions/listen" && era.name === "modern") {
    if (mayOpenStream(principal))
      return subscription(request, principal, message, era, requestId, refindOf(request, requestId));
    await leaveEvent("TOO_MANY_STREAMS", tooManyStreams);
    return jsonReply(429, errorAnswer(message.id, -31429, tooManyStreams), { "retry-after": "5" });
  }
  if (isAggregate || isGone || !isRelayed(message.method) || (message.method === "tasks/list" && !tasks)) {
    const text = `Method not found: ${message.method}`;
    // Clients ask at every start what there is, whether it was offered or not.
    if (!message.method.endsWith("/list")) await leaveEvent("METHOD_NOT_OFFERED", text);
    return jsonReply(era.name === "modern" ? 404 : 200, errorAnswer(message.id, -32601, text));
  }
  return relayRequest(request, principal, message, era, requestId);
}

/** GET opens the legacy era's standing stream, DELETE ends a session. Both only for whoever it belongs to. */
async function withoutMessage(request: McpRequest, requestId: string): Promise<McpReply> {
  try {
    const found = await authenticate(request, null);
    if (!("principal" in found)) return await refuse(request, found, requestId);
    const { principal } = found;
    if (request.method !== "GET" && request.method !== "DELETE") return emptyReply(405, { allow: "GET, POST, DELETE" });
    if (request.server !== "" && (principal.server === null || !principal.server.enabled)) {
      await recordNoServer(request, principal, requestId, noServerReason(principal)).catch(() => {});
      return emptyReply(404);
    }
    const leaveEvent = (code: RequestRefusal["code"], text: string) =>
      recordRequestRefused(request, principal, requestId, { code, text });
    const suspended = suspensionOf(principal);
    if (suspended !== undefined) {
      await leaveEvent("PRINCIPAL_SUSPENDED", suspended);
      return emptyReply(403);
    }
    if (hasForeignSession(request, principal)) {
      await leaveEvent("SESSION_REFUSED", notItsSession);
      return jsonReply(404, errorAnswer(null, -32001, "Session not found"));
    }
    if (request.method === "GET") {
      if (mayOpenStream(principal)) return await relayStanding(request, principal, refindOf(request, requestId));
      await leaveEvent("TOO_MANY_STREAMS", tooManyStreams);
      return jsonReply(429, errorAnswer(null, -31429, tooManyStreams), { "retry-after": "5" });
    }
    return request.headers["mcp-session-id"] !== undefined
      ? await relayDelete(request, principal)
      : emptyReply(405, { allow: "GET, POST" });
  } catch (error) {
    return broken(error, undefined);
  }
}

const tooManyStreams = "This agent instance holds too many streams open. Close some of them first.";

/**
 * Finds the principal of a stream that has been open for a while, if it may still be here. A token that ran out ends the stream,
 * too, and is no news: the client refreshes it and opens another.
 */
function refindOf(request: McpRequest, requestId: string): Refind {
  let revoked: { principal: Principal; why: string } | undefined;
  const find = async (): Promise<Principal | undefined> => {
    const again = await authenticate(request, null);
    if (!("principal" in again)) {
      const { known, why } = again;
      if (known && (known.token.revoked || known.instance.status === "disconnected"))
        revoked = { principal: known, why };
      return undefined;
    }
    const { principal } = again;
    const isThere = request.server === "" || principal.server?.enabled === true;
    const why = isThere ? suspensionOf(principal) : "The server is disabled";
    if (why === undefined) return principal;
    revoked = { principal, why };
    return undefined;
  };
  return Object.assign(find, {
    closed(openMs: number) {
      if (revoked) void recordStreamClosed(request, revoked.principal, requestId, revoked.why, openMs);
      revoked = undefined;
    },
  });
}

/** Who of the three is suspended, in the words of a decision. */
function suspensionOf({ instance, agent, human }: Principal): string | undefined {
  if (human.suspended) return "The human is suspended";
  if (agent.suspended) return "The agent is suspended";
  return instance.status === "active" ? undefined : "The agent instance is suspended";
}

/** A session that was not opened by this instance at this server, or that nobody opened. */
const hasForeignSession = (request: McpRequest, principal: Principal): boolean =>
  request.headers["mcp-session-id"] !== undefined && sessionOf(request, principal) === undefined;

const notItsSession = "The session is not one of this agent instance on this server";

/**
 * 401 with a challenge (RFC 6750 §3, RFC 9728 §5.1) on every method: where the metadata of this very URL is, and the least
 * scope that it needs. In the same words for an unknown tenant as for an unknown token. Where the refusal itself cannot be
 * written the answer is the same: nobody got in.
 */
async function refuse(
  request: McpRequest,
  found: Exclude<Authenticated, { principal: unknown }>,
  requestId: string,
): Promise<McpReply> {
  await recordRefused(request, found, requestId).catch(() => {});
  noteRefused(request, found);
  const invalid =
    found.refused === "no_token" ? "" : ', error="invalid_token", error_description="The token is not valid here."';
  const text = found.refused === "no_token" ? "A bearer token is needed." : "The token is not valid here.";
  return jsonReply(
    401,
    { error: found.refused === "no_token" ? "unauthorized" : "invalid_token", error_description: text },
    {
      "www-authenticate": `Bearer realm="countersign", resource_metadata="${metadataUrl(request)}", scope="mcp"${invalid}`,
    },
  );
}

/** Where clients find out about the URL that they asked for, a trailing slash of it included: strict ones compare the strings. */
const metadataUrl = ({ tenant, server, trailingSlash }: McpRequest): string =>
  absolute(
    paths.protectedResourceMetadata(paths.mcp(tenant, server === "" ? undefined : server) + (trailingSlash ? "/" : "")),
  );

/** The server of the URL is not imported, or switched off. A connection attempt leaves its trace like a call would. */
async function noServer(
  request: McpRequest,
  principal: Principal,
  requestId: string,
  id: string | number | null,
): Promise<McpReply> {
  const off = principal.server !== null;
  const reason = noServerReason(principal);
  await recordNoServer(request, principal, requestId, reason);
  noteUnavailable(request, principal, reason.text);
  return jsonReply(
    404,
    errorAnswer(
      id,
      -32602,
      off ? reason.text : `Resource not found: no server "${request.server.slice(0, 100)}" is imported here.`,
    ),
  );
}

const noServerReason = ({ server }: Principal): { code: string; text: string } =>
  server === null
    ? { code: "RESOURCE_NOT_FOUND", text: "Resource not found" }
    : { code: "RESOURCE_DISABLED", text: "The server is disabled" };

/** Browsers send Origin; only our own pages may call (basic/transports, "Security warning": DNS rebinding). */
function checkOrigin({ headers }: McpRequest): string | undefined {
  const own = new URL(publicUrl());
  const { origin, host } = headers;
  if (origin !== undefined && origin !== own.origin) return "this origin may not call.";
  if (env().TRUST_PROXY > 0 || host === undefined) return undefined;
  const name = host.replace(/:\d+$/, "");
  return name === own.hostname || name === "localhost" || name === "127.0.0.1" || name === "[::1]"
    ? undefined
    : "this is not a name of this server.";
}

function checkBody({ headers }: McpRequest): string | undefined {
  if (headers["content-encoding"] !== undefined && headers["content-encoding"] !== "identity")
    return "Compressed request bodies are not accepted.";
  if (!/^application\/json\s*(;|$)/i.test(headers["content-type"] ?? ""))
    return "The content type must be application/json.";
  return undefined;
}

/**
 * The database is away, or something broke. A tool call is answered as a tool error, which reaches the model; nothing was
 * sent upstream, because that needs a durable intent.
 */
function broken(error: unknown, message: Message | undefined): McpReply {
  const retryAfter = isHouseError(error) ? (error.retryAfterSeconds ?? 2) : 2;
  const headers = { "retry-after": String(retryAfter) };
  const text =
    "The call was not made: the audit log cannot be written right now, and without a record there is no call. Try again in a moment.";
  if (message?.kind === "request" && message.method === "tools/call") {
    const era: Era = eraOf(message);
    return jsonReply(
      200,
      toolErrorAnswer(message.id, era, text, { "countersign/failure": { type: "audit_unavailable", retryable: true } }),
      headers,
    );
  }
  const id = message === undefined || message.kind === "notification" ? null : message.id;
  return jsonReply(
    503,
    errorAnswer(id, -32603, "The gateway cannot reach its database right now. Try again in a moment."),
    headers,
  );
}
