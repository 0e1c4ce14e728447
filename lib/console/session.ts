import "server-only";
import { cookies, headers } from "next/headers";
import { decode, encode, type JWT } from "next-auth/jwt";
import { cache } from "react";
import { sessionSeconds } from "@/lib/registry/sessions/session-rows";
import { findSessionOf, toToken } from "./auth";
import { clientOf } from "./client";
import { checkPassword, type PasswordCheck } from "./internal/check-password";
import { cookieSecret, sessionCookie } from "./internal/cookie";
import { endSession, startSession } from "./internal/session-events";
import { describeError, log } from "./log";

/** Who is signed in. `sessionId` names the row of this sign-in. */
export type CurrentUser = { id: string; email: string; name: string | null; sessionId: string };

/** Whoever is signed in, or undefined. Looks at the session's row: one that was ended elsewhere ends here at once. */
export const currentUser = cache(async (): Promise<CurrentUser | undefined> => {
  const found = await currentSession();
  return found && { ...found.user, sessionId: found.ref.id };
});

async function currentSession() {
  const token = await readCookie();
  return token === undefined ? undefined : findSessionOf(token);
}

async function readCookie(): Promise<JWT | undefined> {
  const value = (await cookies()).get(sessionCookie().name)?.value;
  if (value === undefined) return undefined;
  try {
    return (await decode({ token: value, secret: cookieSecret() })) ?? undefined;
  } catch (error) {
    // Expired, of another secret, or made up: nobody is signed in.
    log("debug", "A session cookie could not be read.", describeError(error));
    return undefined;
  }
}

/** Signs in with a password and sets the cookie. For server actions; `/api/auth` does the same for whoever speaks HTTP. */
export async function signInWithPassword(email: unknown, password: unknown): Promise<PasswordCheck> {
  const client = clientOf(await headers());
  const check = await checkPassword(email, password, client);
  if (!check.ok) return check;
  const token = toToken(check.user.id, await startSession(check.user, { method: "password" }, client));
  const { name, options } = sessionCookie();
  const value = await encode({ token, secret: cookieSecret(), maxAge: sessionSeconds });
  (await cookies()).set({
    name,
    value,
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: options.secure === true,
    maxAge: sessionSeconds,
  });
  return check;
}

/** Ends the session of this browser, here and everywhere its cookie may have got to. For server actions. */
export async function signOut(): Promise<void> {
  const found = await currentSession();
  if (found) await endSession(found.user, found.ref, clientOf(await headers()));
  const { name, options } = sessionCookie();
  (await cookies()).set({
    name,
    value: "",
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: options.secure === true,
    maxAge: 0,
  });
}
