import { absolute, publicUrl } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import { redirectUri } from "./internal/upstream-client";

/** What this gateway says of itself as a client of upstreams' authorization servers (RFC 7591 §2). */
const described = () => ({
  client_name: "Countersign",
  client_uri: publicUrl(),
  redirect_uris: [redirectUri()],
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  application_type: "web",
});

/**
 * This gateway's client metadata document (draft-ietf-oauth-client-id-metadata-document): its URL is its client id. A public client,
 * because a document cannot hold a secret; PKCE and the exact redirect URI are what protects it.
 */
export const clientMetadataDocument = () => ({
  client_id: absolute(paths.clientMetadata()),
  ...described(),
  token_endpoint_auth_method: "none",
});

/** What is sent to a registration endpoint (RFC 7591 §3.1). Without scopes: which are asked for is said with every authorization. */
export const registrationRequest = (method: string) => ({ ...described(), token_endpoint_auth_method: method });
