import "server-only";
import type { Principal } from "@/lib/registry/load-principal";
import type { McpRequest } from "../exchange";
import { unwrapSession } from "../session";

/** Whose session ids are whose: bound to tenant, instance and server. */
export const sessionOwner = (principal: Principal): string =>
  `${principal.tenant.no}/${principal.instance.id}/${principal.server?.id ?? ""}`;

/** The upstream's session id of this request; undefined where it has none (the endpoint has refused foreign ones). */
export function sessionOf(request: McpRequest, principal: Principal): string | undefined {
  const wrapped = request.headers["mcp-session-id"];
  return wrapped === undefined ? undefined : unwrapSession(wrapped, sessionOwner(principal));
}
