import { oauthError } from "../oauth-error";

/** Parameters of an authorization request that may be there once at most (RFC 6749 §3.1). */
const single = [
  "client_id",
  "redirect_uri",
  "response_type",
  "response_mode",
  "state",
  "scope",
  "code_challenge",
  "code_challenge_method",
  "request",
  "request_uri",
] as const;

export type AuthorizeParams = Partial<Record<(typeof single)[number], string>> & {
  resources: string[];
  repeated: string[];
};

/** What an authorization request says. Nothing is judged; a parameter without a value counts as left out. */
export function readAuthorize(query: URLSearchParams): AuthorizeParams {
  const given = single.flatMap((name) => {
    const value = query.get(name);
    return value === null || value === "" ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(given),
    resources: query.getAll("resource").filter((value) => value !== ""),
    repeated: single.filter((name) => query.getAll(name).length > 1),
  };
}

/** RFC 7636 §4.2: base64url of a SHA-256. */
const challengeShape = /^[A-Za-z0-9_-]{43}$/;

/**
 * Judges everything of a request that may be said to the client itself. Throws in the words of RFC 6749 §4.1.2.1. Without
 * PKCE, or with its plain method, nothing goes on (OAuth 2.1 §7.5.1: no downgrade).
 */
export function checkAuthorize(params: AuthorizeParams): { codeChallenge: string } {
  const [twice] = params.repeated;
  if (twice !== undefined) throw oauthError("invalid_request", `${twice} is there more than once.`);
  if (params.request !== undefined || params.request_uri !== undefined)
    throw oauthError("invalid_request", "Request objects are not supported.");
  if (params.response_type === undefined) throw oauthError("invalid_request", "response_type is missing.");
  if (params.response_type !== "code")
    throw oauthError("unsupported_response_type", "The only response_type here is code.");
  if (params.response_mode !== undefined && params.response_mode !== "query")
    throw oauthError("invalid_request", "The only response_mode here is query.");
  if (params.code_challenge === undefined)
    throw oauthError("invalid_request", "code_challenge is missing: PKCE is needed here.");
  if (params.code_challenge_method !== "S256")
    throw oauthError("invalid_request", "code_challenge_method has to be S256.");
  if (!challengeShape.test(params.code_challenge))
    throw oauthError("invalid_request", "code_challenge is not the base64url of a SHA-256.");
  if ((params.state?.length ?? 0) > stateLengthMax || params.state?.includes("\0"))
    throw oauthError("invalid_request", `state is longer than ${stateLengthMax} characters, or holds a NUL.`);
  return { codeChallenge: params.code_challenge };
}

/** Clients put whole signed tokens into it. */
const stateLengthMax = 8_192;
