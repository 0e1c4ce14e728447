import "server-only";
import { z } from "zod";
import { HouseError } from "@/lib/kernel/errors";
import { type BoundedAnswer, fetchBounded, toJson } from "./internal/bounded-fetch";
import { type Challenge, readChallenge, unionOf } from "./internal/challenge";
import { type Issuer, readIssuer } from "./internal/issuer-metadata";
import { issuerMetadataUrls, resourceMetadataUrls, speaksFor } from "./internal/well-known";

const timeMs = 8_000;

/** Who gives tokens for an upstream, for which resource, and which scopes the upstream itself asks for. */
export type UpstreamAuthorization = { issuer: Issuer; resource: string; scopes: string[] };

const ResourceMetadata = z.object({
  resource: z.string().max(2000),
  authorization_servers: z
    .array(z.url({ protocol: /^https?$/ }).max(2000))
    .max(20)
    .optional(),
  scopes_supported: z.array(z.string().max(200)).max(200).optional(),
});
type ResourceMetadata = z.infer<typeof ResourceMetadata>;

/**
 * Finds out how a human gets a token for the MCP server at `url` (MCP 2025-11-25, basic/authorization): its challenge, its protected
 * resource metadata (RFC 9728, by the challenge and at both well-known places), the metadata of its authorization server (RFC 8414
 * and OpenID Connect, all forms). Every request is guarded and bounded. Throws `upstream` with a sentence that says what is missing.
 */
export async function discoverUpstreamAuth(url: string): Promise<UpstreamAuthorization> {
  const challenge = await probe(url);
  const found = await findResourceMetadata(url, challenge);
  // Revisions before 2025-06-18 have no such document: the server's own origin is its authorization server.
  const issuers = found?.authorization_servers ?? [new URL(url).origin];
  let failure: unknown = new HouseError("upstream", `${url} names no authorization server.`);
  for (const candidate of issuers.slice(0, 3)) {
    try {
      return {
        issuer: await findIssuer(candidate),
        resource: found?.resource ?? toResource(url),
        scopes: unionOf(challenge?.scopes.length ? challenge.scopes : (found?.scopes_supported ?? [])),
      };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/**
 * What the server says to somebody without a token. Some let everybody in and want to know who asks for tools. A server that asks for
 * none now may still have metadata.
 */
async function probe(url: string): Promise<Challenge | undefined> {
  const protocolVersion = "2025-11-25";
  const clientInfo = { name: "countersign", version: "0.1.0" };
  const opened = await say(url, "initialize", { protocolVersion, capabilities: {}, clientInfo });
  if (isRefused(opened)) return readChallenge(opened.header("www-authenticate"));
  const session = opened.header("mcp-session-id");
  const listed = await say(
    url,
    "tools/list",
    {},
    { "mcp-protocol-version": protocolVersion, ...(session === null ? {} : { "mcp-session-id": session }) },
  );
  return isRefused(listed) ? readChallenge(listed.header("www-authenticate")) : undefined;
}

const isRefused = ({ status }: BoundedAnswer): boolean => status === 401 || status === 403;

const say = (url: string, method: string, params: object, headers: Record<string, string> = {}) =>
  fetchBounded(
    url,
    {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    },
    timeMs,
  );

async function findResourceMetadata(
  url: string,
  challenge: Challenge | undefined,
): Promise<ResourceMetadata | undefined> {
  const named = challenge?.resourceMetadata;
  if (named !== undefined && !isHttp(named))
    throw new HouseError("upstream", `${url} points to metadata that is not at an http(s) address.`);
  for (const at of [...(named === undefined ? [] : [named]), ...resourceMetadataUrls(url)]) {
    const parsed = ResourceMetadata.safeParse(await readDocument(at));
    if (!parsed.success) continue;
    if (!speaksFor(parsed.data.resource, url))
      throw new HouseError(
        "upstream",
        `The metadata of ${url} is about another resource (${parsed.data.resource.slice(0, 200)}).`,
      );
    return parsed.data;
  }
  return undefined;
}

async function findIssuer(issuer: string): Promise<Issuer> {
  for (const at of issuerMetadataUrls(issuer)) {
    const document = await readDocument(at);
    if (document !== undefined) return readIssuer(issuer, document);
  }
  throw new HouseError("upstream", `There is no authorization server metadata for ${issuer}.`);
}

/** A JSON document; undefined where there is none. Throws where the host itself cannot be reached or may not be. */
async function readDocument(url: string): Promise<unknown> {
  const answer: BoundedAnswer = await fetchBounded(url, { headers: { accept: "application/json" } }, timeMs);
  return answer.status === 200 ? toJson(answer.text) : undefined;
}

const isHttp = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** The canonical URI of a server (MCP authorization, "Canonical Server URI"): without fragment. */
function toResource(url: string): string {
  const resource = new URL(url);
  resource.hash = "";
  return resource.href;
}
