import "server-only";
import type { CookiesOptions } from "next-auth";
import { publicUrl } from "@/lib/kernel/env";
import { keyFor } from "@/lib/kernel/keys";

/** Whether people come by https: then every cookie is for https only and says so in its name. */
export const isSecure = (): boolean => publicUrl().startsWith("https://");

/** The key of the session cookie, which is encrypted and authenticated (JWE, A256GCM). */
export const cookieSecret = (): string => keyFor("console-session").toString("base64url");

/**
 * A cookie that no script reads. Behind https its name binds it to this very host (`__Host-`): no neighbour under the same domain
 * can set or replace it.
 */
const hostCookie = (name: string) => ({
  name: `${isSecure() ? "__Host-" : ""}${name}`,
  options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure: isSecure() },
});

export const sessionCookie = () => hostCookie("countersign.session");
export const csrfCookie = () => hostCookie("next-auth.csrf-token");

/** Every cookie of next-auth, which by itself would bind to the host only the session's and the CSRF token's. */
export const authCookies = (): Partial<CookiesOptions> => ({
  sessionToken: sessionCookie(),
  csrfToken: csrfCookie(),
  callbackUrl: hostCookie("next-auth.callback-url"),
  pkceCodeVerifier: hostCookie("next-auth.pkce.code_verifier"),
  state: hostCookie("next-auth.state"),
  nonce: hostCookie("next-auth.nonce"),
});
