import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { NextRequest } from "next/server";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import { handleAuth } from "./auth";
import { toCallbackPath } from "./callback-path";
import { cookieSecret, csrfCookie } from "./internal/cookie";
import { oidcId, oidcName } from "./internal/oidc";

const startPath = "/sign-in/oidc";

/**
 * The link of the single sign-on button, or undefined where no issuer is configured. Absolute, because the issuer sends
 * people back to PUBLIC_URL: the cookies of the attempt must wait for them there, whatever name they came by.
 */
export function oidcStartUrl(then: string): { name: string; url: string } | undefined {
  const name = oidcName();
  if (name === undefined) return undefined;
  return { name, url: absolute(`${startPath}?${new URLSearchParams({ callbackUrl: then })}`) };
}

/**
 * Starts a login at the OpenID Connect provider. next-auth wants a POST with its CSRF token, which a page cannot set a
 * cookie for; here both are made at once. What makes the answer trustworthy is state, nonce and PKCE, in this browser's cookies.
 */
export async function startOidc(request: NextRequest): Promise<Response> {
  const callbackUrl = toCallbackPath(request.nextUrl.searchParams.get("callbackUrl"));
  if (oidcName() === undefined) return new Response(null, { status: 307, headers: { location: paths.signIn() } });
  const csrfToken = randomBytes(32).toString("hex");
  const digest = createHash("sha256").update(`${csrfToken}${cookieSecret()}`).digest("hex");
  const { name, options } = csrfCookie();
  (await cookies()).set({ name, value: `${csrfToken}|${digest}`, ...options });
  const body = new URLSearchParams({ csrfToken, callbackUrl });
  return handleAuth(new NextRequest(absolute(`/api/auth/signin/${oidcId}`), { method: "POST", body }), {
    params: Promise.resolve({ nextauth: ["signin", oidcId] }),
  });
}
