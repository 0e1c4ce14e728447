import "server-only";
import { errors, request as undiciRequest } from "undici";
import { outbound } from "@/lib/connections/outbound";
import { upstreamHeaders } from "@/lib/connections/upstream-headers";
import { isHouseError } from "@/lib/kernel/errors";
import type { Principal, ServerFacts } from "@/lib/registry/load-principal";
import type { McpRequest } from "../exchange";
import type { Message } from "../message";
import { bodyName, type Era, encodeHeaderValue } from "../protocol";
import { withoutForbidden } from "./asks-back";
import { sendAsHuman } from "./human-credential";
import { UpstreamFailure, type UpstreamResponse } from "./upstream-failure";

/**
 * Sends one message to the server, re-serialised: what was judged is what is sent. Of the agent's headers only those of
 * the protocol go with it, and those are built from the judged message; `Authorization`, `Cookie`, `Host` and
 * `X-Forwarded-*` never do (MCP authorization, "token passthrough").
 */
export async function sendUpstream(
  request: McpRequest,
  principal: Principal,
  server: ServerFacts,
  send: {
    method: "POST" | "GET" | "DELETE";
    message?: Message;
    era: Era;
    session: string | undefined;
    signal: AbortSignal;
    /** Comes back to a stream behind this event. */
    lastEventId?: string;
  },
): Promise<UpstreamResponse> {
  const headers: Record<string, string> = {
    accept: send.method === "GET" ? "text/event-stream" : "application/json, text/event-stream",
    "user-agent": "countersign",
  };
  if (send.method === "POST") headers["content-type"] = "application/json";
  const version = request.headers["mcp-protocol-version"];
  if (version !== undefined && /^[\x21-\x7e]{1,40}$/.test(version)) headers["mcp-protocol-version"] = version;
  if (send.session !== undefined) headers["mcp-session-id"] = send.session;
  if (send.lastEventId !== undefined && /^[\x20-\x7e]{1,1000}$/.test(send.lastEventId))
    headers["last-event-id"] = send.lastEventId;
  const message = send.message && withoutForbidden(send.message, server.forbids);
  if (send.era.name === "modern" && message && message.kind !== "response") {
    headers["mcp-method"] = message.method;
    const name = bodyName(message);
    if (name !== undefined) headers["mcp-name"] = encodeHeaderValue(name);
    // Arguments that a server asks to see in headers; it compares them with the body itself (SEP-2243).
    for (const [header, value] of Object.entries(request.headers))
      if (header.startsWith("mcp-param-") && value !== undefined && /^[\x20-\x7e]*$/.test(value))
        headers[header] = value;
  }
  for (const header of ["traceparent", "tracestate"] as const) {
    const value = request.headers[header];
    if (value !== undefined && /^[\x20-\x7e]{1,512}$/.test(value)) headers[header] = value;
  }
  const once = async (credential: Record<string, string>): Promise<UpstreamResponse> => {
    try {
      const response = await undiciRequest(server.url, {
        dispatcher: outbound(),
        method: send.method,
        headers: { ...headers, ...credential },
        body: message ? JSON.stringify(message.raw) : null,
        signal: send.signal,
      });
      // A body that breaks before anybody reads it would end the process; whoever reads it hears of it all the same.
      response.body.on("error", () => {});
      return response;
    } catch (error) {
      throw toFailure(error, send.signal);
    }
  };
  return server.auth === "oauth"
    ? sendAsHuman(principal, server, once)
    : once(upstreamHeaders({ ...server, tenantNo: principal.tenant.no, serverId: server.id }));
}

/** What went wrong on the way to the upstream or while reading its answer. */
export function toFailure(error: unknown, signal: AbortSignal): UpstreamFailure {
  if (error instanceof UpstreamFailure) return error;
  if (signal.aborted) {
    if (signal.reason instanceof UpstreamFailure) return signal.reason;
    return new UpstreamFailure("cancelled", "The client went away before the call had ended.", error);
  }
  if (isHouseError(error)) return new UpstreamFailure("upstream_unreachable", error.message, error);
  // JSON.stringify has no bottom where JSON.parse has none.
  if (error instanceof RangeError)
    return new UpstreamFailure("upstream_protocol", "The server's answer is nested too deeply.", error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ECONNREFUSED")
    return new UpstreamFailure("upstream_unreachable", "The server refused the connection.", error);
  if (code === "UND_ERR_CONNECT_TIMEOUT")
    return new UpstreamFailure("upstream_timeout", "The server could not be reached in time.", error);
  // What is no HTTP at all has no code.
  const isNoHttp = error instanceof errors.HTTPParserError;
  if (isNoHttp || code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH" || code === "UND_ERR_HEADERS_OVERFLOW")
    return new UpstreamFailure("upstream_protocol", "The server's answer was not valid HTTP.", error);
  return new UpstreamFailure(
    "upstream_unreachable",
    "The connection to the server was lost before it answered.",
    error,
  );
}

/** What a status that is no answer means; undefined for 2xx. */
export function statusFailure({ statusCode }: UpstreamResponse, hadSession: boolean): UpstreamFailure | undefined {
  if (statusCode >= 200 && statusCode < 300) return undefined;
  if (statusCode >= 300 && statusCode < 400)
    return new UpstreamFailure(
      "upstream_redirect",
      `The server redirected the call (HTTP ${statusCode}); redirects are not followed.`,
    );
  if (statusCode === 404 && hadSession)
    return new UpstreamFailure("upstream_session_expired", "The server no longer knows this session. Connect again.");
  if (statusCode === 401 || statusCode === 403)
    return new UpstreamFailure(
      "upstream_unauthorized",
      `The server did not accept the credential (HTTP ${statusCode}).`,
    );
  if (statusCode < 500)
    return new UpstreamFailure("upstream_4xx", `The server refused the request (HTTP ${statusCode}).`);
  return new UpstreamFailure("upstream_5xx", `The server failed (HTTP ${statusCode}).`);
}
