import "server-only";
import { rejectCredential } from "@/lib/connections/reject-credential";
import {
  type Credential,
  type CredentialAnswer,
  findCredential,
  type HumanAtServer,
  renewCredential,
} from "@/lib/connections/use-credential";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import type { Principal, ServerFacts } from "@/lib/registry/load-principal";
import { discard } from "./discard";
import { IssuerAway, UpstreamFailure, type UpstreamResponse } from "./upstream-failure";

type Send = (headers: Record<string, string>) => Promise<UpstreamResponse>;

/**
 * Sends a request with the credential of the very human under whose authority it runs, never anybody else's. A 401 renews it once and
 * sends again: the server has refused to look at the request, so it has not had its effect. A second 401, or a 403 that asks for other
 * scopes, ends the connection until its human authorizes it again. Throws an `UpstreamFailure` that carries the link.
 */
export async function sendAsHuman(principal: Principal, server: ServerFacts, send: Send): Promise<UpstreamResponse> {
  const at: HumanAtServer = { tenant: principal.tenant, humanId: principal.human.id, server };
  let credential = requireCredential(principal, server, await findCredential(at));
  let response = await send(toHeaders(credential));
  if (response.statusCode === 401) {
    discard(response);
    credential = requireCredential(principal, server, await renewCredential(at, credential));
    response = await send(toHeaders(credential));
  }
  if (response.statusCode === 401) {
    discard(response);
    await rejectCredential(at, credential, { statusCode: 401 });
    throw notConnected(principal, server, "needs_reauth");
  }
  if (response.statusCode === 403) {
    const header = response.headers["www-authenticate"];
    const challenge = Array.isArray(header) ? header.join(", ") : header;
    if (await rejectCredential(at, credential, { statusCode: 403, challenge })) {
      discard(response);
      throw notConnected(principal, server, "needs_reauth");
    }
  }
  return response;
}

const toHeaders = ({ accessToken }: Credential): Record<string, string> => ({ authorization: `Bearer ${accessToken}` });

function requireCredential(principal: Principal, server: ServerFacts, answer: CredentialAnswer): Credential {
  if ("credential" in answer) return answer.credential;
  if ("missing" in answer) throw notConnected(principal, server, answer.missing);
  throw new IssuerAway(
    "upstream_unreachable",
    `The access to ${server.name} ended and could not be renewed for now: ${answer.unavailable} Try again in a moment.`,
  );
}

/** The human has to do something first; the text says what, and where. */
function notConnected(
  { tenant }: Principal,
  { key, name }: ServerFacts,
  type: "needs_connection" | "needs_reauth",
): UpstreamFailure {
  const link = absolute(paths.connect(tenant.slug, key));
  return new UpstreamFailure(
    type,
    type === "needs_connection"
      ? `The human you act for has not connected their account at ${name} yet. Ask them to open ${link} in a browser, then call again.`
      : `The connection of the human you act for to ${name} has to be authorized again. Ask them to open ${link} in a browser, then call again.`,
    undefined,
    link,
  );
}
