import "server-only";
import { env } from "@/lib/kernel/env";
import type { Principal } from "@/lib/registry/load-principal";
import type { McpReply, McpRequest } from "./exchange";
import { askUpstream } from "./internal/ask-upstream";
import { isBridged } from "./internal/bridge";
import { noteOutcome } from "./internal/circuit";
import { discard } from "./internal/discard";
import { isOwnSession } from "./internal/own-session";
import { passRefusal, sessionGone } from "./internal/pass-refusal";
import { answers, isEventStream, readEvents, readJsonRpc, readText, toSse } from "./internal/read-answer";
import { refuserOf } from "./internal/refuse-back";
import { isHeldElsewhere, standingEvents } from "./internal/standing-events";
import { sendUpstream, statusFailure, toFailure } from "./internal/upstream";
import { UpstreamFailure, type UpstreamResponse } from "./internal/upstream-failure";
import { sessionGiven, sessionOf, sessionOwner } from "./internal/upstream-session";
import { isAboutWhatIsVisible, listFilter } from "./list-visible";
import { connected } from "./mark-connected";
import { type CallRequest, isOthersProgress, type Message, type RawMessage } from "./message";
import { narrowOf } from "./narrow";
import { isAboutSession, openForOlder } from "./older-client";
import { type Era, errorAnswer, statusOf } from "./protocol";
import { emptyReply, eventStreamHeaders, jsonReply } from "./respond";
import { wrapSession } from "./session";
import { legacyStream } from "./standing";
import { taskFilter } from "./tasks/list-tasks";
import { refuseUnavailable } from "./unavailable";
import { answerUnconnected, hasOwnSession, toReply } from "./unconnected";
import type { Refind } from "./watch";

/** Methods that are sent on besides those that are decided and recorded (`asked.ts`). What is in neither does not exist. */
const relayed: ReadonlySet<string> = new Set([
  "initialize",
  "server/discover",
  "ping",
  "tools/list",
  "prompts/list",
  "resources/list",
  "resources/templates/list",
  "resources/unsubscribe",
  "completion/complete",
  "logging/setLevel",
  "tasks/list",
]);

export const isRelayed = (method: string): boolean => relayed.has(method);

/** Sends a request that uses nothing to the upstream and its answer back, narrowed to what this principal may see. */
export async function relayRequest(
  request: McpRequest,
  principal: Principal,
  message: CallRequest,
  era: Era,
  requestId: string,
): Promise<McpReply> {
  const { server } = principal;
  const narrow = isAboutWhatIsVisible(message.method)
    ? await listFilter(principal, message)
    : message.method === "tasks/list"
      ? taskFilter(request, principal, message, era, requestId)
      : narrowOf(message.method);
  // A completion tells of what is completed, so it is for those who may use that.
  if (narrow === "refused")
    return jsonReply(200, errorAnswer(message.id, -32602, "There is nothing of that name to complete."));
  const byItself = async (): Promise<McpReply> => {
    if (server === null) throw new Error("Nothing can be answered for a server that is not known.");
    const own = await answerUnconnected(principal, server, message, era);
    return toReply(own, await connected(request, principal, message, era, requestId, await narrow(own.answer)));
  };
  const isOwn = hasOwnSession(request, principal);
  if (isOwn && isAboutSession(message.method)) return byItself();
  // Nothing of the client's is open at the server: the question is asked in the server's own words.
  if (
    server !== null &&
    (isOwn || request.aggregated === true || (isBridged(server, era) && message.method !== "server/discover"))
  ) {
    const answer = await askUpstream(request, principal, server, message, era).catch(failureOf);
    if (!(answer instanceof UpstreamFailure)) {
      const said = await connected(request, principal, message, era, requestId, await narrow(answer));
      return jsonReply(statusOf(era, said), said);
    }
    return isUnconnected(answer) ? byItself() : jsonReply(502, errorAnswer(message.id, -32603, answer.message));
  }
  const refused = refuseUnavailable(principal, message);
  if (refused !== undefined) return refused;
  const abort = abortWith(request.signal);
  let streaming = false;
  try {
    const response = await send(request, principal, message, era, abort.signal);
    const headers = sessionHeaders(response, principal);
    if (isEventStream(response) && response.statusCode < 300) {
      const body = relayStream(
        response,
        message,
        abort,
        async (answer) => connected(request, principal, message, era, requestId, await narrow(answer)),
        (failure) => noteOutcome(principal, failure),
        refuserOf(request, principal, {
          ...{ era, session: sessionOf(request, principal), signal: abort.signal },
          canAnswer: era.name === "legacy",
        }),
      );
      streaming = true;
      return { status: 200, headers: eventStreamHeaders(headers), body };
    }
    const text = await readText(response);
    const opened = await openForOlder(request, principal, message, era, { ...response, text });
    if (opened)
      return toReply(opened, await connected(request, principal, message, era, requestId, await narrow(opened.answer)));
    // Errors of the protocol carry their own status, which clients read (negotiation falls back on it).
    if (response.statusCode >= 300) {
      noteOutcome(principal, statusFailure(response, false));
      return passRefusal(response, text, message.id);
    }
    const answer = readJsonRpc(text);
    if (!answers(answer, message.id))
      throw new UpstreamFailure("upstream_protocol", "The server answered another request than the one that was sent.");
    noteOutcome(principal);
    const said = await connected(request, principal, message, era, requestId, await narrow(answer));
    return jsonReply(statusOf(era, said), said, headers);
  } catch (error) {
    const failure = toFailure(error, abort.signal);
    noteOutcome(principal, failure);
    if (isUnconnected(failure)) return byItself();
    return jsonReply(502, errorAnswer(message.id, -32603, failure.message));
  } finally {
    if (!streaming) abort.clear();
  }
}

const isUnconnected = ({ type }: UpstreamFailure): boolean => type === "needs_connection" || type === "needs_reauth";

/** A failure of the server as a value; anything else is one of ours. */
function failureOf(error: unknown): UpstreamFailure {
  if (error instanceof UpstreamFailure) return error;
  throw error;
}

/**
 * Notifications and answers of the client: they change nothing that is decided here. 202 where the server has accepted them; where it
 * has not, the client is told so (MCP basic/transports, "Sending Messages to the Server"), or it would wait for what never comes.
 */
export async function relayOneWay(
  request: McpRequest,
  principal: Principal,
  message: Message,
  era: Era,
): Promise<McpReply> {
  const { server } = principal;
  // Nothing of the client's is open at the server that this could be about.
  if (hasOwnSession(request, principal) || (server !== null && isBridged(server, era))) return emptyReply(202);
  const abort = abortWith(request.signal);
  try {
    const response = await send(request, principal, message, era, abort.signal);
    if (response.statusCode < 300) {
      discard(response);
      return emptyReply(202);
    }
    return passRefusal(response, await readText(response), null);
  } catch (error) {
    const failure = toFailure(error, abort.signal);
    // What the server cannot be told without an account is told to nobody; the next request says where to connect one.
    return isUnconnected(failure) ? emptyReply(202) : jsonReply(502, errorAnswer(null, -32603, failure.message));
  } finally {
    abort.clear();
  }
}

/**
 * The legacy era's standing stream (GET), as long as the principal may be here. An upstream that has none is no reason to have
 * none: what the principal may see changes here. Only a session that the upstream has forgotten has no stream.
 */
export async function relayStanding(request: McpRequest, principal: Principal, refind: Refind): Promise<McpReply> {
  const { server } = principal;
  const abort = new AbortController();
  const session = sessionOf(request, principal);
  if (server === null || session === undefined || isOwnSession(session))
    return legacyStream(request, principal, refind, undefined, abort);
  const stop = () => abort.abort();
  request.signal.addEventListener("abort", stop, { once: true });
  const open = () =>
    sendUpstream(request, principal, server, {
      method: "GET",
      era: { name: "legacy" },
      session,
      signal: abort.signal,
    });
  const response = await open().catch(() => undefined);
  if (response && (isHeldElsewhere(response) || (response.statusCode === 200 && isEventStream(response))))
    return legacyStream(request, principal, refind, standingEvents(response, open, abort.signal), abort);
  if (response) discard(response);
  if (response?.statusCode === 404) return sessionGone(null);
  // Without a connection of its human the server has nothing to say; what changes here is still told.
  if (response === undefined && server.auth !== "oauth") return emptyReply(502);
  return legacyStream(request, principal, refind, undefined, abort);
}

/** Ends a legacy session. */
export async function relayDelete(request: McpRequest, principal: Principal): Promise<McpReply> {
  const { server } = principal;
  const session = sessionOf(request, principal);
  if (session === undefined) return emptyReply(400);
  // Nothing is kept of the gateway's own sessions, so there is nothing to end, and ending one would be no more than said.
  if (server === null || isOwnSession(session)) return emptyReply(405, { allow: "GET, POST" });
  const abort = abortWith(request.signal);
  try {
    const response = await sendUpstream(request, principal, server, {
      method: "DELETE",
      era: { name: "legacy" },
      session,
      signal: abort.signal,
    });
    discard(response);
    return emptyReply(response.statusCode === 404 || response.statusCode === 405 ? response.statusCode : 200);
  } catch {
    return emptyReply(502);
  } finally {
    abort.clear();
  }
}

function send(
  request: McpRequest,
  principal: Principal,
  message: Message,
  era: Era,
  signal: AbortSignal,
): Promise<UpstreamResponse> {
  const { server } = principal;
  if (server === null) throw new Error("Nothing can be sent to a server that is not known.");
  return sendUpstream(request, principal, server, {
    method: "POST",
    message,
    era,
    session: sessionOf(request, principal),
    signal,
  });
}

async function* relayStream(
  response: UpstreamResponse,
  message: CallRequest,
  abort: ReturnType<typeof abortWith>,
  onAnswer: (answer: RawMessage) => Promise<RawMessage>,
  ended: (failure?: UpstreamFailure) => void,
  isRefused: (asked: RawMessage) => boolean,
): AsyncGenerator<string> {
  try {
    for await (const event of readEvents(response)) {
      if (event.data === "") continue;
      const found = readJsonRpc(event.data);
      if (answers(found, message.id)) {
        ended();
        yield toSse(await onAnswer(found));
        return;
      }
      if (!("result" in found || "error" in found) && !isOthersProgress(found, message) && !isRefused(found))
        yield toSse(found);
    }
    throw new UpstreamFailure("upstream_protocol", "The server closed the stream without an answer.");
  } catch (error) {
    const failure = toFailure(error, abort.signal);
    ended(failure);
    yield toSse(errorAnswer(message.id, -32603, failure.message));
  } finally {
    abort.clear();
    discard(response);
  }
}

/** The upstream's session id, wrapped for this principal. */
function sessionHeaders(response: UpstreamResponse, principal: Principal): Record<string, string> {
  const given = sessionGiven(response);
  return given === undefined ? {} : { "mcp-session-id": wrapSession(given, sessionOwner(principal)) };
}

/** A signal for one upstream request: ends with the client, or when the upstream has not answered in time. */
function abortWith(client: AbortSignal) {
  const controller = new AbortController();
  // Altogether, and not since the last sign of life: nothing that is relayed here has work to do that goes on for long.
  const timer = setTimeout(
    () => controller.abort(new UpstreamFailure("upstream_timeout", "The server did not answer in time.")),
    env().UPSTREAM_TIMEOUT_SECONDS * 1000,
  );
  const gone = () => controller.abort(new UpstreamFailure("cancelled", "The client went away."));
  client.addEventListener("abort", gone, { once: true });
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer);
      client.removeEventListener("abort", gone);
    },
  };
}
