import "server-only";
import type { Profile } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { TokenSet } from "openid-client";
import { env } from "@/lib/kernel/env";

/** The id of the provider in next-auth's URLs: `/api/auth/callback/oidc` is what is registered at the issuer. */
export const oidcId = "oidc";

type Claims = Profile & { sub: string; email_verified?: boolean | string };

/** The name on the button, or undefined where no OpenID Connect issuer is configured. */
export function oidcName(): string | undefined {
  const { AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_CLIENT_ID: clientId, AUTH_OIDC_NAME: name } = env();
  return issuer !== undefined && clientId !== undefined ? name : undefined;
}

/** The OpenID Connect provider of the environment: authorization code with PKCE, state and nonce. */
export function oidcProvider(): OAuthConfig<Claims>[] {
  const { AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_CLIENT_ID: clientId, AUTH_OIDC_CLIENT_SECRET: clientSecret } = env();
  const name = oidcName();
  if (issuer === undefined || clientId === undefined || name === undefined) return [];
  return [
    {
      id: oidcId,
      name,
      type: "oauth",
      issuer,
      wellKnown: `${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`,
      clientId,
      ...(clientSecret === undefined
        ? { client: { token_endpoint_auth_method: "none" } }
        : { clientSecret, client: { token_endpoint_auth_method: "client_secret_basic" } }),
      authorization: { params: { scope: "openid email profile" } },
      idToken: true,
      checks: ["pkce", "state", "nonce"],
      httpOptions: { timeout: 10_000 },
      userinfo: {
        // Many issuers put the e-mail into the ID token, others only into the userinfo answer (OpenID Connect Core §5.4).
        // The client refuses a userinfo answer about another subject than the ID token's.
        request: async ({ client, tokens: bare }) => {
          // safe because openid-client's callback() gives its own TokenSet, which next-auth declares as bare parameters
          const tokens = bare as TokenSet;
          // Its signature, issuer, audience and nonce have been checked.
          const claims = tokens.claims();
          const isComplete = claims.email !== undefined && claims.email_verified !== undefined;
          if (isComplete || client.issuer.metadata.userinfo_endpoint === undefined) return claims;
          return { ...claims, ...(await client.userinfo(tokens)) };
        },
      },
      profile: (claims) => ({
        id: claims.sub,
        email: typeof claims.email === "string" ? claims.email.toLowerCase() : null,
        name: claims.name ?? null,
        emailVerified: claims.email_verified === true || claims.email_verified === "true",
      }),
    },
  ];
}
