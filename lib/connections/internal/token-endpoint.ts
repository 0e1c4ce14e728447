import "server-only";
import { z } from "zod";
import { maskShapes } from "@/lib/audit/redact";
import { isHouseError } from "@/lib/kernel/errors";
import { fetchBounded, toJson } from "./bounded-fetch";
import { toScopes } from "./challenge";
import { authenticated, type ClientCredentials } from "./client-auth";

/** Below the time that a transaction may take: what the issuer gives has to be committed in it. */
const timeMs = 7_000;

/** What an issuer gave. `expiresInSeconds` null: it does not say. `scopes` null: those that were asked for (RFC 6749 §5.1). */
export type GivenTokens = {
  accessToken: string;
  refreshToken: string | null;
  expiresInSeconds: number | null;
  scopes: string[] | null;
  account: string | null;
};

/**
 * How the token endpoint answered. `refused`: asking again with the same will not help (`code` is the issuer's, RFC 6749 §5.2);
 * `away`: it may, later.
 */
export type TokenAnswer =
  | { kind: "given"; tokens: GivenTokens }
  | { kind: "refused"; code: string; text: string }
  | { kind: "away"; text: string };

const Given = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,20000}$/),
  token_type: z.string().regex(/^bearer$/i),
  refresh_token: z.string().min(1).max(20_000).nullish(),
  expires_in: z.coerce.number().nonnegative().nullish().catch(null),
  scope: z.string().max(20_000).nullish().catch(null),
  id_token: z.string().max(50_000).nullish().catch(null),
});

const Refused = z.object({
  error: z.string().regex(/^[\x20-\x7e]{1,100}$/),
  error_description: z.string().max(1_000).nullish().catch(null),
});

/** Errors that say nothing about what was asked. */
const passing: ReadonlySet<string> = new Set(["temporarily_unavailable", "server_error", "slow_down"]);

/** One request of the token endpoint. Never throws for what the other side does; its answer is bounded in size and time. */
export async function requestTokens(
  endpoint: string,
  client: ClientCredentials,
  form: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
  const { headers, body } = authenticated(client, form);
  try {
    const answer = await fetchBounded(endpoint, { method: "POST", headers, body }, timeMs);
    return readTokenAnswer(answer.status, answer.text, new URL(endpoint).host);
  } catch (error) {
    return { kind: "away", text: isHouseError(error) ? error.message : "The authorization server gave no answer." };
  }
}

/** Reads an answer of the token endpoint. Pure. */
export function readTokenAnswer(status: number, text: string, host: string): TokenAnswer {
  const json = toJson(text);
  if (status >= 200 && status < 300) {
    const given = Given.safeParse(json);
    if (!given.success) return { kind: "away", text: `${host} gave no token that can be used.` };
    const { access_token, refresh_token, expires_in, scope, id_token } = given.data;
    return {
      kind: "given",
      tokens: {
        accessToken: access_token,
        refreshToken: refresh_token ?? null,
        expiresInSeconds: expires_in ?? null,
        scopes: scope == null ? null : toScopes(scope),
        account: readAccount(id_token ?? undefined),
      },
    };
  }
  const refused = Refused.safeParse(json);
  if (status >= 500 || status === 408 || status === 429 || !refused.success || passing.has(refused.data.error))
    return { kind: "away", text: `${host} could not give a token now (HTTP ${status}).` };
  const { error, error_description } = refused.data;
  return {
    kind: "refused",
    code: error,
    text: maskShapes(`${host} refused: ${(error_description ?? "").slice(0, 200) || error}`),
  };
}

const Claims = z.object({
  email: z.string().max(200).optional().catch(undefined),
  preferred_username: z.string().max(200).optional().catch(undefined),
  name: z.string().max(200).optional().catch(undefined),
  sub: z.string().max(200).optional().catch(undefined),
});

/**
 * What an ID token calls the account, to be shown and nothing else: it is not verified, and nothing is decided by it. One that
 * cannot be read is no reason to lose the tokens that came with it.
 */
function readAccount(idToken: string | undefined): string | null {
  const payload = idToken?.split(".")[1];
  if (payload === undefined) return null;
  const claims = Claims.safeParse(toJson(Buffer.from(payload, "base64url").toString("utf8")));
  if (!claims.success) return null;
  const { email, preferred_username, name, sub } = claims.data;
  return (email ?? preferred_username ?? name ?? sub)?.replaceAll("\0", "").toWellFormed() ?? null;
}
