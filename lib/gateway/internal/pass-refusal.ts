import type { McpReply } from "../exchange";
import { isObject } from "../message";
import { errorAnswer } from "../protocol";
import { jsonReply } from "../respond";
import { readJsonRpc } from "./read-answer";
import { statusFailure } from "./upstream";
import type { UpstreamResponse } from "./upstream-failure";

/**
 * What the client is told where the server refused a message that is no call: with the server's own status and words where the refusal is
 * the client's to act on (negotiation falls back on it), and as a failure where it is not. `id`: null of what has none.
 */
export function passRefusal(response: UpstreamResponse, text: string, id: string | number | null): McpReply {
  const { statusCode } = response;
  if (statusCode >= 400 && statusCode < 500 && statusCode !== 401 && statusCode !== 403) {
    try {
      const answer = readJsonRpc(text);
      if (isObject(answer["error"])) return jsonReply(statusCode, { ...answer, id });
    } catch {
      // Not JSON-RPC: the status alone is passed on below.
    }
    if (statusCode === 404) return sessionGone(id);
    return jsonReply(statusCode, errorAnswer(id, -32600, `The server refused the request (HTTP ${statusCode}).`));
  }
  const failure = statusFailure(response, false);
  return jsonReply(502, errorAnswer(id, -32603, failure?.message ?? "The server gave no usable answer."));
}

/** The server has forgotten the session: the client opens a new one (MCP 2025-11-25 basic/transports, "Session Management"). */
export const sessionGone = (id: string | number | null): McpReply =>
  jsonReply(404, errorAnswer(id, -32001, "Session not found"));
