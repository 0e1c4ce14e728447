import "server-only";
import type { Principal } from "@/lib/registry/load-principal";
import type { McpRequest } from "../exchange";
import { unwrapSession } from "../session";
import { discard } from "./discard";
import { UpstreamFailure, type UpstreamResponse } from "./upstream-failure";

/** Whose session ids are whose: bound to tenant, instance and server. */
export const sessionOwner = (principal: Principal): string =>
  `${principal.tenant.no}/${principal.instance.id}/${principal.server?.id ?? ""}`;

/** The upstream's session id of this request; undefined where it has none (the endpoint has refused foreign ones). */
export function sessionOf(request: McpRequest, principal: Principal): string | undefined {
  const wrapped = request.headers["mcp-session-id"];
  return wrapped === undefined ? undefined : unwrapSession(wrapped, sessionOwner(principal));
}

/**
 * The session id that a server gives with an answer; undefined where it gives none. Throws an `UpstreamFailure` where it is none: ids are
 * visible ASCII (2025-11-25 basic/transports, "Session Management"), and clients must be able to send them back in one header.
 */
export function sessionGiven(response: UpstreamResponse): string | undefined {
  const id = response.headers["mcp-session-id"];
  if (id === undefined || (typeof id === "string" && /^[\x21-\x7e]{1,4096}$/.test(id))) return id;
  discard(response);
  throw new UpstreamFailure("upstream_protocol", "The server gave a session id that is none.");
}
