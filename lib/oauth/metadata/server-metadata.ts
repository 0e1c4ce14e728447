import "server-only";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import { issuerOf } from "../resource";
import type { OAuthSettings } from "../settings/oauth-settings";
import { grantTypes } from "../token/grant-types";
import { assertionAlgorithms, authMethods } from "./auth-methods";

/** Scopes that exist. What a client may do in detail is a matter of consent and policies, not of scopes. */
export const scopes = ["mcp", "offline_access"] as const;

/**
 * The metadata of a tenant's authorization server (RFC 8414 §2, which is also what clients look for at the OpenID Connect
 * locations). What is not offered is left out, never null: clients choke on nulls.
 */
export const serverMetadata = (tenantSlug: string, settings: OAuthSettings): Record<string, unknown> => ({
  issuer: issuerOf(tenantSlug),
  authorization_endpoint: absolute(paths.authorize(tenantSlug)),
  token_endpoint: absolute(paths.token(tenantSlug)),
  jwks_uri: absolute(paths.jwks(tenantSlug)),
  revocation_endpoint: absolute(paths.revoke(tenantSlug)),
  ...(settings.registration && { registration_endpoint: absolute(paths.register(tenantSlug)) }),
  scopes_supported: scopes,
  response_types_supported: ["code"],
  response_modes_supported: ["query"],
  grant_types_supported: grantTypes,
  token_endpoint_auth_methods_supported: authMethods,
  token_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
  revocation_endpoint_auth_methods_supported: authMethods,
  revocation_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
  // OAuth 2.1: the only method that counts. Clients refuse a server that does not say so.
  code_challenge_methods_supported: ["S256"],
  // RFC 9207 §3.
  authorization_response_iss_parameter_supported: true,
  ...(settings.documents && { client_id_metadata_document_supported: true }),
  service_documentation: absolute(paths.docs()),
});
