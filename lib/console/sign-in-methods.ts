import "server-only";
import { absolute, env } from "@/lib/kernel/env";
import { sessionSeconds } from "@/lib/registry/sessions/session-rows";
import { oidcId, oidcName } from "./internal/oidc";

/** How people come into this installation, as far as its members may know. */
export type SignInMethods = {
  /** The OpenID Connect issuer that they sign in with; null where none is configured. */
  singleSignOn: { name: string; issuer: string; clientId: string } | null;
  /** What has to be registered at such an issuer. */
  redirectUri: string;
  sessionDays: number;
};

/** What the environment variables make of signing in; the same for every environment (tenant) of the installation. */
export function signInMethods(): SignInMethods {
  const { AUTH_OIDC_ISSUER: issuer = "", AUTH_OIDC_CLIENT_ID: clientId = "" } = env();
  const name = oidcName();
  return {
    singleSignOn: name === undefined ? null : { name, issuer, clientId },
    redirectUri: absolute(`/api/auth/callback/${oidcId}`),
    sessionDays: sessionSeconds / 86_400,
  };
}
