import { z } from "zod";
import { type AuthMethod, authMethods } from "../metadata/auth-methods";
import { oauthError } from "../oauth-error";
import { judgeRedirectUri } from "./redirect-uri";

/** What counts of a client's metadata (RFC 7591 §2), as it is stored. */
export const ClientMetadata = z.object({
  client_name: z.string().optional(),
  client_uri: z.string().optional(),
  logo_uri: z.string().optional(),
  policy_uri: z.string().optional(),
  tos_uri: z.string().optional(),
  software_id: z.string().optional(),
  software_version: z.string().optional(),
  application_type: z.enum(["native", "web"]).optional(),
  redirect_uris: z.array(z.string()),
  grant_types: z.array(z.enum(["authorization_code", "refresh_token", "client_credentials"])),
  response_types: z.array(z.literal("code")),
  scope: z.string().optional(),
  token_endpoint_auth_method: z.enum(authMethods),
  jwks: z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })).max(20) }).optional(),
  jwks_uri: z.string().optional(),
});
export type ClientMetadata = z.infer<typeof ClientMetadata>;

const text = (max: number) =>
  z
    .string()
    .transform((value) => clean(value).slice(0, max))
    .optional()
    .catch(undefined);
/** A link that a browser may be given. What is none is dropped, not refused: nobody decides by it. */
const link = z
  .string()
  .max(2_000)
  .refine((value) => URL.canParse(value) && /^https?:\/\//i.test(value))
  .optional()
  .catch(undefined);
const words = z.array(z.string().max(200)).max(50).optional().catch(undefined);

/** What was sent. Real clients send much that is wrong or that nobody knows: only what counts is looked at. */
const Sent = z.looseObject({
  client_name: text(120),
  client_uri: link,
  logo_uri: link,
  policy_uri: link,
  tos_uri: link,
  software_id: text(200),
  software_version: text(100),
  application_type: z.enum(["native", "web"]).optional().catch(undefined),
  redirect_uris: z.array(z.string()).min(1).max(50),
  grant_types: words,
  response_types: words,
  scope: z.string().max(2_000).optional().catch(undefined),
  token_endpoint_auth_method: z.string().max(100).optional().catch(undefined),
  jwks: ClientMetadata.shape.jwks,
  jwks_uri: link,
});

/** Control characters and turns of writing direction make one name look like another. */
const clean = (value: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  value.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]/g, "").trim();

/**
 * Reads client metadata as tolerantly as real clients need it: unknown grant and response types are dropped, unknown fields
 * ignored, redirect URIs that cannot be taken are left out as long as one is left (Cursor sends three in one). `refuses` says
 * what else is wrong with one. Throws `invalid_redirect_uri` or `invalid_client_metadata` (RFC 7591 §3.2.2).
 */
export function readClientMetadata(
  sent: unknown,
  { defaultAuth, refuses }: { defaultAuth: AuthMethod; refuses: (uri: string) => string | undefined },
): ClientMetadata {
  const parsed = Sent.safeParse(sent);
  if (!parsed.success) throw misread(parsed.error);
  const { redirect_uris, grant_types, response_types, token_endpoint_auth_method: asked, ...rest } = parsed.data;
  const method = authMethods.find((one) => one === (asked ?? defaultAuth));
  if (method === undefined)
    throw oauthError("invalid_client_metadata", `token_endpoint_auth_method ${asked} is not offered here.`);
  if (method === "private_key_jwt" && !rest.jwks && !rest.jwks_uri)
    throw oauthError("invalid_client_metadata", "private_key_jwt needs jwks or jwks_uri.");
  if (response_types !== undefined && response_types.length > 0 && !response_types.includes("code"))
    throw oauthError("invalid_client_metadata", "The only response type here is code.");
  return dropUndefined({
    client_name: rest.client_name === "" ? undefined : rest.client_name,
    client_uri: rest.client_uri,
    logo_uri: rest.logo_uri,
    policy_uri: rest.policy_uri,
    tos_uri: rest.tos_uri,
    software_id: rest.software_id,
    software_version: rest.software_version,
    application_type: rest.application_type,
    redirect_uris: readRedirectUris(redirect_uris, refuses),
    grant_types: readGrantTypes(grant_types),
    response_types: ["code"],
    scope: readScope(rest.scope),
    token_endpoint_auth_method: method,
    ...(method === "private_key_jwt" && { jwks: rest.jwks, jwks_uri: rest.jwks_uri }),
  });
}

function misread(error: z.ZodError): Error {
  const path = String(error.issues[0]?.path[0] ?? "");
  return path === "redirect_uris"
    ? oauthError("invalid_redirect_uri", "redirect_uris has to be a list of 1 to 50 URIs.")
    : oauthError("invalid_client_metadata", `${path === "" ? "The metadata" : path} was not understood.`);
}

function readRedirectUris(uris: readonly string[], refuses: (uri: string) => string | undefined): string[] {
  const refused: string[] = [];
  const taken = uris.filter((uri) => {
    const judged = judgeRedirectUri(uri);
    const why = "refused" in judged ? judged.refused : refuses(uri);
    if (why !== undefined) refused.push(`${uri.slice(0, 100)} ${why}`);
    return why === undefined;
  });
  if (taken.length === 0)
    throw oauthError("invalid_redirect_uri", `No redirect URI can be taken: ${refused.join("; ")}.`);
  return [...new Set(taken)];
}

/** Clients that get tokens by themselves are made by an administrator; the rest is what a client of humans needs. */
function readGrantTypes(asked: readonly string[] | undefined): ClientMetadata["grant_types"] {
  if (asked === undefined || asked.length === 0) return ["authorization_code", "refresh_token"];
  if (!asked.includes("authorization_code"))
    throw oauthError(
      "invalid_client_metadata",
      "Clients that register themselves need the grant type authorization_code.",
    );
  return asked.includes("refresh_token") ? ["authorization_code", "refresh_token"] : ["authorization_code"];
}

/** The scopes that exist, of those asked for. Registering narrow and asking for more later is no mistake here. */
export function readScope(scope: string | undefined): string | undefined {
  const known = [...new Set((scope ?? "").split(" "))].filter((one) => one === "mcp" || one === "offline_access");
  return known.length === 0 ? undefined : known.join(" ");
}

function dropUndefined(metadata: { [K in keyof ClientMetadata]: ClientMetadata[K] | undefined }): ClientMetadata {
  const given = Object.entries(metadata).filter(([, value]) => value !== undefined);
  return ClientMetadata.parse(Object.fromEntries(given));
}
