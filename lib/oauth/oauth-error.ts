import { type ErrorCode, HouseError, isHouseError } from "@/lib/kernel/errors";

/** Error codes of RFC 6749 §4.1.2.1 and §5.2, RFC 7591 §3.2.2, RFC 8707 §2 and RFC 6750 §3.1, with the status of each. */
const statuses = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  unsupported_response_type: 400,
  invalid_scope: 400,
  invalid_target: 400,
  invalid_redirect_uri: 400,
  invalid_client_metadata: 400,
  invalid_token: 401,
  access_denied: 403,
  slow_down: 429,
  server_error: 500,
  temporarily_unavailable: 503,
} as const satisfies Record<string, number>;
export type OAuthErrorCode = keyof typeof statuses;

/** What an OAuth endpoint says of a refusal. `description` is plain ASCII, as RFC 6749 §5.2 wants it. */
export type OAuthRefusal = {
  error: OAuthErrorCode;
  description: string;
  status: number;
  retryAfterSeconds?: number | undefined;
};

/** A refusal in the words of OAuth, to be thrown. `description` is for whoever set the client up, never holds a secret. */
export const oauthError = (error: OAuthErrorCode, description: string, cause?: unknown): HouseError =>
  new HouseError(houseCode(error), description, { detail: { oauth: error }, cause });

const houseCode = (error: OAuthErrorCode): ErrorCode =>
  error === "invalid_client" || error === "invalid_token"
    ? "unauthenticated"
    : error === "access_denied"
      ? "forbidden"
      : "invalid";

/** How errors of the house that nobody put into OAuth's words are said. A new code does not compile until it stands here. */
const translated = {
  unauthenticated: "invalid_client",
  forbidden: "access_denied",
  not_found: "invalid_request",
  conflict: "invalid_request",
  invalid: "invalid_request",
  limit: "slow_down",
  upstream: "temporarily_unavailable",
  internal: "server_error",
} as const satisfies Record<ErrorCode, OAuthErrorCode>;

/** Any error as a refusal. What is not ours says the request id only. */
export function toRefusal(error: unknown, requestId: string): OAuthRefusal {
  const code = isHouseError(error) ? (readCode(error.detail["oauth"]) ?? translated[error.code]) : "server_error";
  if (!isHouseError(error) || code === "server_error")
    return refusal("server_error", `Something went wrong. Quote ${requestId} when you ask about it.`);
  const status = error.code === "not_found" ? 404 : statuses[code];
  return { ...refusal(code, error.message), status, retryAfterSeconds: error.retryAfterSeconds };
}

export const refusal = (error: OAuthErrorCode, description: string): OAuthRefusal => ({
  error,
  description: toAscii(description),
  status: statuses[error],
});

const readCode = (value: unknown): OAuthErrorCode | undefined =>
  typeof value === "string" && Object.hasOwn(statuses, value)
    ? (value as OAuthErrorCode) // safe because it is one of the table's keys
    : undefined;

/** RFC 6749 §5.2: no quotes, no backslashes, nothing outside of printable ASCII. */
const toAscii = (text: string): string =>
  text
    .replace(/["\\]/g, "'")
    .replace(/[^\x20-\x7e]/g, "?")
    .slice(0, 500);
