import "server-only";
import { noteStep } from "@/lib/oauth/onboarding/note-step";
import type { Principal } from "@/lib/registry/load-principal";
import type { Authenticated } from "../authenticate";
import type { McpRequest } from "../exchange";

/*
 * What the connection doctor is told by the gateway: refusals that belong to connecting, and an instance's first request.
 * Nothing here is on the way of a call that goes through.
 */

const from = ({ tenant, server, ip, headers }: McpRequest) => ({
  tenant,
  server,
  ip,
  userAgent: headers["user-agent"] ?? null,
});

/** A static token belongs to no OAuth client: then the agent stands for it. */
const whose = ({ clientId, slug, name }: Principal["agent"]) =>
  clientId === slug ? { clientName: name } : { clientId };

/** A token that ran out or was revoked is no step: the client refreshes, or begins anew without one. */
export function noteRefused(request: McpRequest, found: Exclude<Authenticated, { principal: unknown }>): void {
  if (found.refused === "no_token") noteStep({ ...from(request), step: "challenge", ok: true });
  else if (found.refused === "bad_token" && found.known === undefined)
    noteStep({ ...from(request), step: "call", ok: false, code: "token_unknown", text: found.why });
  else if (found.known && found.known.token.audience !== null && found.known.token.audience !== request.server)
    noteStep({
      ...from(request),
      step: "call",
      ok: false,
      code: "token_for_another_server",
      text: `The token was issued for ${found.known.token.audience}.`,
      ...whose(found.known.agent),
    });
}

/** The token is good, and the address names no server that could be called. */
export function noteUnavailable(request: McpRequest, { agent, instance }: Principal, text: string): void {
  if (instance.connected) return;
  noteStep({ ...from(request), step: "call", ok: false, code: "server_unavailable", text, ...whose(agent) });
}

export function noteConnected(request: McpRequest, { agent }: Principal): void {
  noteStep({
    ...from(request),
    step: "call",
    ok: true,
    ...whose(agent),
    ...(agent.clientId === agent.slug && { text: "With a static token." }),
  });
}
