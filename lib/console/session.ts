import "server-only";
import { cookies, headers } from "next/headers";
import { encode } from "next-auth/jwt";
import { cache } from "react";
import { sessionSeconds } from "@/lib/registry/sessions/session-rows";
import { findSessionOf, leaveSession, readSessionCookie, toToken } from "./auth";
import { clientOf } from "./client";
import { checkPassword, type PasswordCheck } from "./internal/check-password";
import { cookieSecret, sessionCookie } from "./internal/cookie";
import { endSession, startSession } from "./internal/session-events";

/** Who is signed in. `sessionId` names the row of this sign-in. */
export type CurrentUser = { id: string; email: string; name: string | null; sessionId: string };

/** Whoever is signed in, or undefined. Looks at the session's row: one that was ended elsewhere ends here at once. */
export const currentUser = cache(async (): Promise<CurrentUser | undefined> => {
  const found = await currentSession();
  return found && { ...found.user, sessionId: found.ref.id };
});

async function currentSession() {
  const token = await readSessionCookie(await cookieHere());
  return token === undefined ? undefined : findSessionOf(token);
}

const cookieHere = async () => (await cookies()).get(sessionCookie().name)?.value;

/** Signs in with a password and sets the cookie, in the place of a session that was here before. For server actions; `/api/auth` does the same for whoever speaks HTTP. */
export async function signInWithPassword(email: unknown, password: unknown): Promise<PasswordCheck> {
  const client = clientOf(await headers());
  const check = await checkPassword(email, password, client);
  if (!check.ok) return check;
  const token = toToken(check.user.id, await startSession(check.user, { method: "password" }, client));
  await leaveSession(await cookieHere(), client);
  const { name, options } = sessionCookie();
  const value = await encode({ token, secret: cookieSecret(), maxAge: sessionSeconds });
  (await cookies()).set({ name, value, ...options, maxAge: sessionSeconds });
  return check;
}

/** Ends the session of this browser, here and everywhere its cookie may have got to. For server actions. */
export async function signOut(): Promise<void> {
  const found = await currentSession();
  if (found) await endSession(found.user, found.ref, clientOf(await headers()));
  const { name, options } = sessionCookie();
  (await cookies()).set({ name, value: "", ...options, maxAge: 0 });
}
