import "server-only";
import { bodyBytesMax, type OAuthReply, type OAuthRequest } from "@/lib/oauth/exchange";
import { clientOf } from "./client";
import { describeError, log } from "./log";

type Context<Params> = { params: Promise<Params> };

/**
 * The route handler of an endpoint of the authorization server: reads the request (its body bounded), lets the endpoint
 * answer, and logs what broke. Which tenant is in the path; `params` holds whatever else is.
 */
export function oauthRoute<Params extends { tenant: string }>(
  answer: (request: OAuthRequest, params: Params) => Promise<OAuthReply>,
) {
  return async (request: Request, { params }: Context<Params>): Promise<Response> => {
    const given = await params;
    const read = await readOAuthRequest(request, given.tenant);
    return read === undefined ? tooLarge() : toResponse(await answer(read, given));
  };
}

/** Undefined where the body is larger than an OAuth endpoint reads. */
export async function readOAuthRequest(request: Request, tenant: string): Promise<OAuthRequest | undefined> {
  const body = await readBody(request);
  if (body === undefined) return undefined;
  return {
    ...clientOf(request.headers),
    method: request.method,
    tenant,
    query: new URL(request.url).searchParams,
    headers: Object.fromEntries(request.headers),
    body,
  };
}

export function toResponse({ status, headers, body, failure }: OAuthReply): Response {
  if (failure !== undefined)
    log("error", "A request to the authorization server failed.", {
      requestId: headers["x-request-id"],
      ...describeError(failure),
    });
  return new Response(body === "" ? null : body, { status, headers });
}

export const tooLarge = (): Response =>
  Response.json({ error: "invalid_request", error_description: "The body is larger than 64 KiB." }, { status: 413 });

async function readBody(request: Request): Promise<string | undefined> {
  if (request.body === null) return "";
  const parts: Uint8Array[] = [];
  let size = 0;
  // safe because a Web stream of bytes is an async iterable in Node, which the types of the DOM do not say
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > bodyBytesMax) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
