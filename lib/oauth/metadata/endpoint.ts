import "server-only";
import { notFound } from "@/lib/kernel/errors";
import { answerJson, jsonReply, type OAuthReply, type OAuthRequest } from "../exchange";
import { oauthCtx } from "../oauth-ctx";
import { noteMetadata } from "../onboarding/note-reply";
import { loadSettings } from "../settings/oauth-settings";
import { resourceMetadata, tenantOfPath } from "./resource-metadata";
import { serverMetadata } from "./server-metadata";

/** Clients fetch these documents two or three times in a row; settings act within a minute. */
const cached = { "cache-control": "public, max-age=60" };

/** GET of the authorization server's metadata, at each of the locations that clients look at. 404 for an unknown tenant. */
export const answerServerMetadata = (request: OAuthRequest): Promise<OAuthReply> =>
  answerJson(request, ["GET", "HEAD"], async () => {
    const { tenant } = await oauthCtx(request);
    return jsonReply(200, serverMetadata(tenant.slug, await loadSettings(tenant.no)), cached);
  }).then((reply) => noteMetadata(request, "server_metadata", reply));

/** GET of a protected resource's metadata. `path`: that of the MCP URL. 404 for an unknown tenant, and for any other path. */
export const answerResourceMetadata = (request: Omit<OAuthRequest, "tenant">, path: string): Promise<OAuthReply> => {
  const asked = { ...request, tenant: tenantOfPath(path) ?? "" };
  return answerJson(asked, ["GET", "HEAD"], async () => {
    const { tenant } = await oauthCtx(asked);
    const metadata = resourceMetadata(tenant.slug, path);
    if (!metadata) throw notFound("This resource");
    return jsonReply(200, metadata, cached);
  }).then((reply) => noteMetadata(asked, "resource_metadata", reply, path));
};
