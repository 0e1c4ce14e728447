import "server-only";
import { env } from "@/lib/kernel/env";
import type { Principal, ServerFacts } from "@/lib/registry/load-principal";
import type { McpRequest } from "../exchange";
import type { CallRequest, RawMessage } from "../message";
import type { Era } from "../protocol";
import { speak } from "./bridge";
import { noteOutcome, refusalOf } from "./circuit";
import { discard } from "./discard";
import { openOwnSession } from "./own-session";
import { answers, isEventStream, readEvents, readJsonRpc, readText } from "./read-answer";
import { sendUpstream, statusFailure, toFailure } from "./upstream";
import { UpstreamFailure } from "./upstream-failure";

/**
 * Asks a server one thing on behalf of a client that has no session with it: in the server's own era, in a session that is opened
 * for the question where it wants one. Gives the answer, result or error, in the client's words. For what needs no decision of its
 * own only. Throws an `UpstreamFailure`.
 */
export async function askUpstream(
  request: McpRequest,
  principal: Principal,
  server: ServerFacts,
  message: CallRequest,
  era: Era,
): Promise<RawMessage> {
  const refusal = refusalOf(principal);
  if (refusal)
    throw new UpstreamFailure(
      "upstream_unavailable",
      `It keeps failing and is left alone for now: ${refusal.last.message}`,
    );
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(env().UPSTREAM_TIMEOUT_SECONDS * 1000)]);
  const spoken = speak(request, server, message, era, true);
  const heard = (answer: RawMessage): RawMessage => {
    const said = spoken.hear(answer);
    noteOutcome(principal);
    return said;
  };
  let own: Awaited<ReturnType<typeof openOwnSession>> | undefined;
  try {
    if (spoken.needsSession) own = await openOwnSession(spoken.request, principal, server, signal);
    const response = await sendUpstream(spoken.request, principal, server, {
      method: "POST",
      message: spoken.message,
      era: spoken.era,
      session: own?.id,
      signal,
    });
    if (isEventStream(response) && response.statusCode < 300) {
      try {
        for await (const { data } of readEvents(response)) {
          const found = data === "" ? undefined : readJsonRpc(data);
          if (found && answers(found, message.id)) return heard(found);
        }
      } finally {
        discard(response);
      }
      throw new UpstreamFailure("upstream_protocol", "The server closed the stream without an answer.");
    }
    const text = await readText(response);
    const failure = statusFailure(response, false);
    if (failure && failure.type !== "upstream_4xx") throw failure;
    const answer = readJsonRpc(text);
    if (!answers(answer, message.id))
      throw failure ?? new UpstreamFailure("upstream_protocol", "The server answered another request.");
    return heard(answer);
  } catch (error) {
    const failure = toFailure(error, signal);
    noteOutcome(principal, failure);
    throw failure;
  } finally {
    own?.close();
  }
}
