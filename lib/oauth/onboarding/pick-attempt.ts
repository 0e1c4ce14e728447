import { type Attempt, isFinished, type Note } from "./step";

/** Steps that are further apart belong to two attempts. */
export const attemptMinutes = 60;

/** How soon another program at the same address is taken for the same client (Claude Code signs in under another user agent). */
const sameAddressMinutes = 2;

/**
 * The attempt that a note goes on with, of those that are known (newest first); undefined where it begins one. What holds an
 * attempt together is the client_id once there is one. Clients of many people share a client_id, so one from the same address
 * is preferred, then one at that address that has no client_id yet; clients in the cloud ask from other addresses than the
 * browser of their human, so in the end the client_id alone decides.
 */
export function pickAttempt(known: readonly Attempt[], note: Note, atMs: number): Attempt | undefined {
  const open = known.filter(
    (one) =>
      atMs - one.updatedAtMs <= attemptMinutes * 60_000 &&
      (note.server == null || one.server === null || one.server === note.server) &&
      (!isFinished(one) || (note.step === "call" && note.ok && one.clientId === (note.clientId ?? null))),
  );
  const here = open.filter(({ ip }) => ip === note.ip);
  const nameless = here.filter(({ clientId }) => clientId === null);
  if (note.clientId !== undefined) {
    const own = ({ clientId }: Attempt) => clientId === note.clientId;
    return here.find(own) ?? nameless[0] ?? open.find(own);
  }
  return (
    here.find(({ userAgent }) => userAgent === note.userAgent) ??
    nameless.find(({ updatedAtMs }) => atMs - updatedAtMs <= sameAddressMinutes * 60_000)
  );
}
