import "server-only";
import type { CookiesOptions } from "next-auth";
import { publicUrl } from "@/lib/kernel/env";
import { keyFor } from "@/lib/kernel/keys";

/** Whether people come by https: then every cookie is for https only and says so in its name. */
export const isSecure = (): boolean => publicUrl().startsWith("https://");

/** The key of the session cookie, which is encrypted and authenticated (JWE, A256GCM). */
export const cookieSecret = (): string => keyFor("console-session").toString("base64url");

/**
 * The session cookie. Behind https its name binds it to this very host (`__Host-`): no neighbour under the same domain
 * can set or replace it.
 */
export const sessionCookie = (): CookiesOptions["sessionToken"] => ({
  name: `${isSecure() ? "__Host-" : ""}countersign.session`,
  options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() },
});
