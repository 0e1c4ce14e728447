import "server-only";
import { unstable_rethrow } from "next/navigation";
import type { NextRequest } from "next/server";
import NextAuth, { type AuthOptions } from "next-auth";
import { decode, type JWT } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import { absolute, env, publicUrl } from "@/lib/kernel/env";
import { notFound } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import { findUserOfLogin, type UserOfLogin } from "@/lib/registry/sessions/find-user-of-login";
import {
  findLiveSession,
  findUser,
  type SessionRef,
  type SignedInUser,
  sessionSeconds,
} from "@/lib/registry/sessions/session-rows";
import { toCallbackPath } from "./callback-path";
import { type Client, clientOf } from "./client";
import { checkPassword } from "./internal/check-password";
import { authCookies, cookieSecret, isSecure, sessionCookie } from "./internal/cookie";
import { oidcId, oidcProvider } from "./internal/oidc";
import { type Admitted, endSession, recordRefusal, startSession } from "./internal/session-events";
import { describeError, log } from "./log";
import { toHttp } from "./to-http";

/**
 * next-auth for one request. It owns the protocol (cookies, CSRF token, OpenID Connect); who comes in, and what a
 * session is, is ours: a row per sign-in that every request looks at, and an event in every tenant that the user reaches.
 * `before` is the session cookie that the request came with: who signs in leaves that session.
 */
function authOptions(client: Client, before: string | undefined): AuthOptions {
  // next-auth takes its own address from this variable only, and would otherwise believe request headers or port 3000.
  // biome-ignore lint/style/noProcessEnv: it is written here, never read.
  process.env["NEXTAUTH_URL"] = absolute("/api/auth");

  // Filled by the step that recognizes the person, read by the one that makes the session; one request, one person.
  let admitted: (Admitted & { user: SignedInUser }) | undefined;

  return {
    secret: cookieSecret(),
    useSecureCookies: isSecure(),
    cookies: authCookies(),
    session: { strategy: "jwt", maxAge: sessionSeconds },
    jwt: { maxAge: sessionSeconds },
    pages: { signIn: paths.signIn(), signOut: "/sign-out", error: paths.signIn() },
    logger: {
      // A cookie whose session has ended or expired is an everyday thing; everything else somebody should look at.
      error: (code, about) =>
        log(code === "JWT_SESSION_ERROR" ? "debug" : "warn", `next-auth: ${code}`, describeError(toError(about))),
      warn: (code) => log("debug", `next-auth: ${code}`),
      debug: () => {},
    },
    providers: [
      CredentialsProvider({
        id: "credentials",
        name: "Password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: async (given) => {
          const check = await discreetly(client, () => checkPassword(given?.email, given?.password, client));
          if (!check.ok && check.why === "throttled") throw new Error("TooManyAttempts");
          if (!check.ok) return null;
          admitted = { user: check.user, method: "password" };
          return check.user;
        },
      }),
      ...oidcProvider(),
    ],
    callbacks: {
      signIn: async ({ user, account }) => {
        if (account?.provider !== oidcId) return admitted !== undefined;
        const found = await discreetly(client, () => admitLogin(account.providerAccountId, user, client));
        if (found) admitted = { method: "oidc", ...found };
        return found !== undefined;
      },
      jwt: async ({ token, trigger }) => {
        if (trigger === "signIn" && admitted) {
          const ref = await startSession(admitted.user, admitted, client);
          await leaveSession(before, client);
          return toToken(admitted.user.id, ref);
        }
        if ((await findSessionOf(token)) === undefined) throw new Error("This session has ended.");
        return token;
      },
      session: async ({ session, token }) => {
        const found = await findSessionOf(token);
        return { expires: session.expires, user: found ? { ...found.user } : {} };
      },
      redirect: ({ url }) =>
        publicUrl() + toCallbackPath(url.startsWith(`${publicUrl()}/`) ? url.slice(publicUrl().length) : url),
    },
    events: {
      signOut: async ({ token }) => {
        const found = token && (await findSessionOf(token));
        if (found) await endSession(found.user, found.ref, client);
      },
    },
  };
}

/** The route handler behind `/api/auth/…`. */
export async function handleAuth(
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  const client = clientOf(request.headers);
  try {
    const { nextauth } = await context.params;
    // next-auth would let anybody write into the log here.
    if (nextauth[0] === "_log") throw notFound("This call");
    const before = request.cookies.get(sessionCookie().name)?.value;
    return stayHere(await NextAuth(request, context, authOptions(client, before)));
  } catch (error) {
    unstable_rethrow(error);
    return toHttp(error, client.requestId);
  }
}

/** Relative redirects: whoever came by another name of this host (127.0.0.1 for localhost) stays where their cookies are. */
function stayHere(response: Response): Response {
  const location = response.headers.get("location");
  if (location?.startsWith(`${publicUrl()}/`)) response.headers.set("location", location.slice(publicUrl().length));
  if (location === publicUrl()) response.headers.set("location", paths.home());
  return response;
}

/** next-auth puts the message of an error into a URL: what failed inside is logged here, and out goes a word. */
async function discreetly<T>({ requestId }: Client, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    log("error", "A sign-in failed.", { requestId, ...describeError(error) });
    throw new Error("Failed");
  }
}

/** The content of the session cookie. */
export const toToken = (userId: string, ref: SessionRef): JWT => ({ sub: userId, sid: ref.id, key: ref.secret });

/** The live session that a decrypted cookie names, with its user. */
export async function findSessionOf(token: JWT): Promise<{ user: SignedInUser; ref: SessionRef } | undefined> {
  const { sid, key } = token;
  if (typeof sid !== "string" || typeof key !== "string") return undefined;
  const ref = { id: sid, secret: key };
  const user = await findLiveSession(ref);
  return user && { user, ref };
}

/** What the session cookie says; undefined for one that has expired, is of another secret, or made up. */
export async function readSessionCookie(value: string | undefined): Promise<JWT | undefined> {
  if (value === undefined) return undefined;
  try {
    return (await decode({ token: value, secret: cookieSecret() })) ?? undefined;
  } catch (error) {
    log("debug", "A session cookie could not be read.", describeError(error));
    return undefined;
  }
}

/** Ends the session that a browser had before somebody signed in there: a copy of its cookie must not outlive it. */
export async function leaveSession(before: string | undefined, client: Client): Promise<void> {
  const token = await readSessionCookie(before);
  const found = token && (await findSessionOf(token));
  if (found) await endSession(found.user, found.ref, client);
}

type Profile = { email?: string | null; name?: string | null; emailVerified?: boolean | Date | null };

/** The user whose e-mail the issuer vouches for; nobody is created who is neither member nor a human who was made known before. */
async function admitLogin(subject: string, profile: Profile, client: Client): Promise<UserOfLogin | undefined> {
  const { email } = profile;
  const issuer = env().AUTH_OIDC_ISSUER?.replace(/\/+$/, "");
  if (!email || issuer === undefined) return undefined;
  const isVerified = profile.emailVerified === true;
  const found = isVerified ? await findUserOfLogin({ issuer, subject, email, name: profile.name ?? null }) : undefined;
  const claimed = found === undefined ? await findUser(email) : undefined;
  if (claimed)
    await recordRefusal(
      claimed,
      isVerified
        ? { code: "login_of_another", text: "the e-mail is tied to another login of the identity provider" }
        : { code: "email_not_verified", text: "the identity provider has not verified the e-mail" },
      "oidc",
      client,
    );
  return found;
}

/** next-auth logs an error, or an object that holds one. */
function toError(about: unknown): unknown {
  if (typeof about === "object" && about !== null && "error" in about) return about.error;
  return about;
}
