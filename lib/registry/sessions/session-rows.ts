import "server-only";
import { database } from "@/lib/db/client";
import { now, nowMs } from "@/lib/kernel/clock";
import { newId } from "@/lib/kernel/ids";
import { hashSecret, newSecret } from "@/lib/kernel/keys";

/** Who signed in. */
export type SignedInUser = { id: string; email: string; name: string | null };

/** What the cookie carries of a session: its id, and the secret whose hash the row keeps. */
export type SessionRef = { id: string; secret: string };

/** A sign-in is good for a week and is never prolonged. */
export const sessionSeconds = 7 * 24 * 3600;

type SessionData = {
  id: string;
  sessionToken: string;
  userId: string;
  expires: Date;
  ip: string | null;
  userAgent: string | null;
};

/** A new session, not yet stored. */
export function newSession(
  userId: string,
  { ip, userAgent }: { ip: string | null; userAgent: string | null },
): { ref: SessionRef; row: SessionData } {
  const ref = { id: newId("session"), secret: newSecret("css") };
  const expires = new Date(nowMs() + sessionSeconds * 1000);
  return { ref, row: { id: ref.id, sessionToken: toToken(ref.secret), userId, expires, ip, userAgent } };
}

const toToken = (secret: string): string => Buffer.from(hashSecret(secret)).toString("base64url");

/** Stores a session of a user who reaches no tenant; where there is one, the row is written together with its event. */
export async function storeSession(row: SessionData): Promise<void> {
  await database().session.create({ data: row });
}

/** The user of a session that has neither ended nor expired. */
export async function findLiveSession(ref: SessionRef): Promise<SignedInUser | undefined> {
  const row = await database().session.findFirst({
    where: { id: ref.id, sessionToken: toToken(ref.secret), endedAt: null, expires: { gt: now() } },
    include: { user: true },
  });
  return row ? { id: row.user.id, email: row.user.email, name: row.user.name } : undefined;
}

/** Ends a session everywhere. False when it had ended before. */
export async function endSessionRow(ref: SessionRef): Promise<boolean> {
  const { count } = await database().session.updateMany({
    where: { id: ref.id, sessionToken: toToken(ref.secret), endedAt: null },
    data: { endedAt: now() },
  });
  return count > 0;
}

/** One sign-in of a user, as their own page shows it. */
export type SessionView = {
  id: string;
  ip: string | null;
  userAgent: string | null;
  createdAt: string;
  expiresAt: string;
};

/** The sessions of a user that have neither ended nor expired, the newest first, at most a hundred. */
export async function listSessions(userId: string): Promise<SessionView[]> {
  const rows = await database().session.findMany({
    where: { userId, endedAt: null, expires: { gt: now() } },
    orderBy: { createdAt: "desc" },
    take: 100,
  });
  return rows.map(({ id, ip, userAgent, createdAt, expires }) => ({
    ...{ id, ip, userAgent },
    createdAt: createdAt.toISOString(),
    expiresAt: expires.toISOString(),
  }));
}

/** Ends a session of this user, named by its id alone: whoever asks is signed in as them. False where they have no such session. */
export async function endSessionOf(userId: string, id: string): Promise<boolean> {
  const { count } = await database().session.updateMany({
    where: { id, userId, endedAt: null },
    data: { endedAt: now() },
  });
  return count > 0;
}

/** Removes sessions whose time is over, ended ones among them: they are worth nothing, and say where somebody was. Gives how many. */
export async function deleteExpiredSessions(): Promise<number> {
  const { count } = await database().session.deleteMany({ where: { expires: { lte: now() } } });
  return count;
}

/** The user of an e-mail with their password's hash. */
export async function findUser(email: string): Promise<(SignedInUser & { passwordHash: string | null }) | undefined> {
  const row = await database().user.findUnique({ where: { email } });
  return row ? { id: row.id, email: row.email, name: row.name, passwordHash: row.passwordHash } : undefined;
}
