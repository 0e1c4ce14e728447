import "server-only";
import { type OAuthRefusal, toRefusal } from "./oauth-error";

/** From where a request came, under the id that its answer and its events carry. */
export type OAuthClientFacts = { requestId: string; ip: string | null; userAgent: string | null };

/** One HTTP request to the authorization server, on plain data: any front can make it. */
export type OAuthRequest = OAuthClientFacts & {
  method: string;
  /** Slug from the path; nothing is known of it yet. */
  tenant: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | undefined>>;
  /** Already bounded by `bodyBytesMax`; empty where there is none. */
  body: string;
};

/** The answer. `failure`: what broke, for the log of the process; never part of the answer. */
export type OAuthReply = { status: number; headers: Record<string, string>; body: string; failure?: unknown };

/** Largest body that an OAuth endpoint reads. */
export const bodyBytesMax = 64 * 1024;

/**
 * Browser-based clients (MCP Inspector) speak to these endpoints from their own origin. No cookie counts here, so any origin
 * may: whoever calls shows what they have in the request itself.
 */
const cors = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST, PUT, DELETE, OPTIONS",
  "access-control-allow-headers": "authorization, content-type, mcp-protocol-version",
  "access-control-expose-headers": "www-authenticate, retry-after, x-request-id",
  "access-control-max-age": "86400",
} as const;

export const jsonReply = (status: number, body: unknown, headers: Record<string, string> = {}): OAuthReply => ({
  status,
  headers: {
    "content-type": "application/json",
    "cache-control": "no-store",
    pragma: "no-cache",
    "x-content-type-options": "nosniff",
    ...headers,
  },
  body: JSON.stringify(body),
});

export const emptyReply = (status: number, headers: Record<string, string> = {}): OAuthReply => ({
  status,
  headers: { "cache-control": "no-store", ...headers },
  body: "",
});

/**
 * Answers one endpoint that speaks JSON: the preflight of browsers, methods that it has, errors in the words of OAuth (the
 * one place that makes answers of them), CORS and request id on everything. Never throws.
 */
export async function answerJson(
  request: OAuthRequest,
  methods: readonly string[],
  answer: () => Promise<OAuthReply>,
): Promise<OAuthReply> {
  const reply = await guarded(request, methods, answer);
  return { ...reply, headers: { ...cors, ...reply.headers, "x-request-id": request.requestId } };
}

async function guarded(
  request: OAuthRequest,
  methods: readonly string[],
  answer: () => Promise<OAuthReply>,
): Promise<OAuthReply> {
  if (request.method === "OPTIONS") return emptyReply(204);
  if (!methods.includes(request.method)) return emptyReply(405, { allow: [...methods, "OPTIONS"].join(", ") });
  try {
    return await answer();
  } catch (error) {
    const refused = toRefusal(error, request.requestId);
    return { ...refusalReply(refused), ...(refused.status >= 500 && { failure: error }) };
  }
}

/** RFC 6749 §5.2. 401 carries a challenge: clients that were forgotten register again because of it. */
export function refusalReply({ error, description, status, retryAfterSeconds }: OAuthRefusal): OAuthReply {
  const scheme = error === "invalid_token" ? "Bearer" : "Basic";
  return jsonReply(
    status,
    { error, error_description: description },
    {
      ...(status === 401 && {
        "www-authenticate": `${scheme} realm="countersign", error="${error}", error_description="${description}"`,
      }),
      ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
    },
  );
}
