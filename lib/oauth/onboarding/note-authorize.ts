import "server-only";
import { type AuthorizeParams, readAuthorize } from "../authorize/read-authorize";
import type { OAuthRequest } from "../exchange";
import { readResource } from "../resource";
import { noteStep } from "./note-step";

/** How the authorization endpoint answered: `code` and its words where it refused. */
type Answered = { name?: string | undefined; code?: string | undefined; refused?: string | undefined };

/** Notes what came of an authorization request. */
export function noteAuthorize(request: OAuthRequest, { name, code, refused }: Answered): void {
  const params = readAuthorize(request.method === "POST" ? new URLSearchParams(request.body) : request.query);
  const [resource] = params.resources;
  noteStep({
    tenant: request.tenant,
    ip: request.ip,
    userAgent: request.userAgent,
    step: "authorize",
    ok: code === undefined,
    code: code === undefined ? remarkOf(params) : finer(code, params),
    text: refused,
    sent: sentOf(code, params),
    clientId: params.client_id,
    clientName: name,
    server: resource === undefined ? undefined : readResource(request.tenant, resource)?.audience,
  });
}

/** peers.md R10: who names no resource gets the whole environment's. */
const remarkOf = ({ resources }: AuthorizeParams) => (resources.length === 0 ? "resource_omitted" : undefined);

/** What OAuth calls an invalid request is, more often than not, PKCE. */
function finer(code: string, params: AuthorizeParams): string {
  if (code !== "invalid_request") return code;
  if (params.code_challenge === undefined) return "pkce_missing";
  return params.code_challenge_method === "S256" ? code : "pkce_not_s256";
}

/** The redirect URI or resource that was wrong, without a query: that is the client's own business. */
function sentOf(code: string | undefined, params: AuthorizeParams): string | undefined {
  if (code === "invalid_target") return params.resources[0];
  if (code === "redirect_uri_not_registered" || code === "place_not_admitted")
    return params.redirect_uri?.split(/[?#]/, 1)[0];
  return undefined;
}
