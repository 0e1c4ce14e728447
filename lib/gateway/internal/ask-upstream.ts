import "server-only";
import { env } from "@/lib/kernel/env";
import type { Principal, ServerFacts } from "@/lib/registry/load-principal";
import type { McpRequest } from "../exchange";
import type { CallRequest, RawMessage } from "../message";
import type { Era } from "../protocol";
import { speak } from "./bridge";
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
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(env().UPSTREAM_TIMEOUT_SECONDS * 1000)]);
  const spoken = speak(request, server, message, era, true);
  const own = spoken.needsSession ? await openOwnSession(spoken.request, principal, server, signal) : undefined;
  try {
    const response = await sendUpstream(spoken.request, principal, server, {
      method: "POST",
      message: spoken.message,
      body: JSON.stringify(spoken.message.raw),
      era: spoken.era,
      session: own?.id,
      signal,
    });
    if (isEventStream(response) && response.statusCode < 300) {
      try {
        for await (const { data } of readEvents(response, () => {})) {
          const found = data === "" ? undefined : readJsonRpc(data);
          if (found && answers(found, message.id)) return spoken.hear(found);
        }
      } finally {
        response.body.on("error", () => {});
        response.body.destroy();
      }
      throw new UpstreamFailure("upstream_protocol", "The server closed the stream without an answer.");
    }
    const text = await readText(response);
    const failure = statusFailure(response, false);
    if (failure && failure.type !== "upstream_4xx") throw failure;
    const answer = readJsonRpc(text);
    if (!answers(answer, message.id))
      throw failure ?? new UpstreamFailure("upstream_protocol", "The server answered another request.");
    return spoken.hear(answer);
  } catch (error) {
    throw toFailure(error, signal);
  } finally {
    own?.close();
  }
}
