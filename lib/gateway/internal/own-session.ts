import "server-only";
import { randomUUID } from "node:crypto";
import type { Principal, ServerFacts } from "@/lib/registry/load-principal";
import type { McpRequest } from "../exchange";
import { readMessage } from "../message";
import { wrapSession } from "../session";
import { discard } from "./discard";
import { isEventStream, readEvents, readText } from "./read-answer";
import { sendUpstream, statusFailure, toFailure } from "./upstream";
import type { UpstreamResponse } from "./upstream-failure";
import { sessionGiven, sessionOwner } from "./upstream-session";

/*
 * A client may be here before its human has connected an account at the server: the gateway answers the handshake itself then, and gives
 * the client a session of its own making. Once the human has connected, each call of such a session goes upstream in a session that is
 * opened for it and ended with it, so the client need not start anew.
 */

const prefix = "own-";

/** A session id of the gateway's own, bound to the principal as every other. */
export const newOwnSession = (principal: Principal): string =>
  wrapSession(`${prefix}${randomUUID()}`, sessionOwner(principal));

export const isOwnSession = (session: string | undefined): boolean => session?.startsWith(prefix) === true;

type OwnSession = { id: string | undefined; close: () => void };

/** Opens a session at a legacy server for one call. Throws an `UpstreamFailure`. */
export async function openOwnSession(
  request: McpRequest,
  principal: Principal,
  server: ServerFacts,
  signal: AbortSignal,
): Promise<OwnSession> {
  const version = request.headers["mcp-protocol-version"] ?? "2025-11-25";
  const say = async (message: object, session: string | undefined): Promise<UpstreamResponse> => {
    const body = JSON.stringify(message);
    const parsed = readMessage(Buffer.from(body));
    if ("code" in parsed) throw new Error("A message of the gateway's own is malformed.");
    return sendUpstream(request, principal, server, {
      method: "POST",
      message: parsed,
      era: { name: "legacy" },
      session,
      signal,
    });
  };
  try {
    const clientInfo = { name: "countersign", version: "0.1.0" };
    const params = { protocolVersion: version, capabilities: {}, clientInfo };
    const opened = await say({ jsonrpc: "2.0", id: "countersign", method: "initialize", params }, undefined);
    const failure = statusFailure(opened, false);
    if (failure) {
      discard(opened);
      throw failure;
    }
    await readThrough(opened);
    const id = sessionGiven(opened);
    discard(await say({ jsonrpc: "2.0", method: "notifications/initialized" }, id));
    return { id, close: () => void end(request, principal, server, id) };
  } catch (error) {
    throw toFailure(error, signal);
  }
}

/** Best effort: a session that is not ended runs out upstream. */
async function end(
  request: McpRequest,
  principal: Principal,
  server: ServerFacts,
  session: string | undefined,
): Promise<void> {
  if (session === undefined) return;
  await sendUpstream(request, principal, server, {
    method: "DELETE",
    era: { name: "legacy" },
    session,
    signal: AbortSignal.timeout(5_000),
  }).then(discard, () => {});
}

async function readThrough(response: UpstreamResponse): Promise<void> {
  if (!isEventStream(response)) return void (await readText(response));
  for await (const event of readEvents(response)) if (event.data !== "") break;
  discard(response);
}
