import { createHash, randomBytes } from "node:crypto";
import { newId } from "@/lib/kernel/ids";
import { approveAuthorization } from "@/lib/oauth/authorize/approve-authorization";
import { answerAuthorize } from "@/lib/oauth/authorize/endpoint";
import { getAuthorization } from "@/lib/oauth/authorize/get-authorization";
import { answerRegister } from "@/lib/oauth/clients/register-endpoint";
import type { OAuthReply, OAuthRequest } from "@/lib/oauth/exchange";
import { resourceUrl } from "@/lib/oauth/resource";
import { answerRevoke } from "@/lib/oauth/revoke/endpoint";
import { answerToken } from "@/lib/oauth/token/endpoint";
import type { HumanView } from "@/lib/registry/humans/human-view";
import { humanCtx } from "./human-ctx";
import type { World } from "./make-tenant";

type Params = Record<string, string | undefined>;

/** A request to an endpoint of the tenant's authorization server, as a front would hand it over. */
export const oauthRequest = (
  { tenant }: Pick<World, "tenant">,
  more: Partial<OAuthRequest> & { ip?: string | null } = {},
): OAuthRequest => ({
  method: "POST",
  tenant: tenant.slug,
  query: new URLSearchParams(),
  headers: {},
  body: "",
  requestId: newId("request"),
  // Of the test's own, so that tests do not use up each other's rates.
  ip: `198.51.100.${1 + (tenant.no % 250)}`,
  userAgent: "test",
  ...more,
});

export const toQuery = (params: Params): URLSearchParams =>
  new URLSearchParams(Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

export const readBody = (reply: OAuthReply): Record<string, unknown> =>
  JSON.parse(reply.body === "" ? "{}" : reply.body);

/** Registers dynamically; gives the answer's body. Throws where it is refused. */
export async function register(world: Pick<World, "tenant">, metadata: object = publicClient): Promise<Registration> {
  const reply = await answerRegister(oauthRequest(world, { body: JSON.stringify(metadata) }));
  if (reply.status !== 201) throw new Error(`The registration was refused: ${reply.status} ${reply.body}`);
  return readBody(reply) as Registration;
}
export type Registration = { client_id: string; client_secret?: string } & Record<string, unknown>;

export const publicClient = {
  client_name: "Claude Code (linear)",
  redirect_uris: ["http://localhost:3118/callback"],
  token_endpoint_auth_method: "none",
};

/** Posts a form to the token endpoint. */
export const token = (world: Pick<World, "tenant">, params: Params, headers: Record<string, string> = {}) =>
  answerToken(oauthRequest(world, { headers: { ...form, ...headers }, body: toQuery(params).toString() }));

export const revoke = (world: Pick<World, "tenant">, params: Params) =>
  answerRevoke(oauthRequest(world, { headers: form, body: toQuery(params).toString() }));

const form = { "content-type": "application/x-www-form-urlencoded" };

/** A verifier and its challenge (RFC 7636). */
export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

/** Asks for authorization; whatever is given replaces what a good request says, `undefined` leaves it out. */
export function authorize(world: Pick<World, "tenant">, params: Params, challenge = pkce().challenge) {
  const query = toQuery({
    response_type: "code",
    code_challenge: challenge,
    code_challenge_method: "S256",
    redirect_uri: "http://localhost:3118/callback",
    state: "st-1",
    ...params,
  });
  return answerAuthorize(oauthRequest(world, { method: "GET", query }));
}

/** The id of the request that the browser was sent to consent with. Throws where it was sent elsewhere. */
export function requestIdOf(reply: OAuthReply): string {
  const id = /\/consent\/(azr_[a-z0-9]+)$/.exec(reply.headers["location"] ?? "")?.[1];
  if (id === undefined)
    throw new Error(`Not sent to consent: ${reply.status} ${reply.headers["location"]} ${reply.body}`);
  return id;
}

/** The whole way up to the code: authorize, consent by the human, back with the code. */
export async function getCode(
  world: Pick<World, "tenant">,
  human: Pick<HumanView, "id" | "key" | "email" | "name">,
  { clientId, server = "linear", params = {} }: { clientId: string; server?: string | null; params?: Params },
): Promise<{ code: string; verifier: string; back: URL }> {
  const { verifier, challenge } = pkce();
  const resource = server === null ? undefined : resourceUrl(world.tenant.slug, server);
  const reply = await authorize(world, { client_id: clientId, resource, ...params }, challenge);
  const id = requestIdOf(reply);
  const ctx = humanCtx(world, human);
  const sessionId = `ses_${human.id}`;
  await getAuthorization(ctx, id, sessionId);
  const consents = [{ server: server ?? "linear", level: "low" as const }];
  const { redirectTo } = await approveAuthorization(ctx, id, { sessionId, consents });
  const back = new URL(redirectTo);
  return { code: back.searchParams.get("code") ?? "", verifier, back };
}

export type Tokens = {
  access_token: string;
  refresh_token: string;
  expires_in: number;
  scope: string;
  token_type: string;
};

/** A client of the human that holds its tokens. */
export async function connect(
  world: Pick<World, "tenant">,
  human: Pick<HumanView, "id" | "key" | "email" | "name">,
  clientId: string,
  more: { server?: string | null } = {},
): Promise<Tokens & { code: string; verifier: string }> {
  const { code, verifier } = await getCode(world, human, { clientId, ...more });
  const reply = await token(world, {
    grant_type: "authorization_code",
    client_id: clientId,
    code,
    code_verifier: verifier,
  });
  if (reply.status !== 200) throw new Error(`The code was refused: ${reply.status} ${reply.body}`);
  return { ...(readBody(reply) as Tokens), code, verifier };
}
