import "server-only";
import { headers } from "next/headers";
import { notFound } from "@/lib/kernel/errors";
import { listSessions } from "@/lib/registry/sessions/session-rows";
import { clientOf } from "./client";
import { endSessionById } from "./internal/session-events";
import type { CurrentUser } from "./session";

/** Ends one sign-in of the user, in whichever browser it is. Throws `not_found` for one that is not theirs, or over. */
export async function endMySession(user: CurrentUser, id: string): Promise<void> {
  if (!(await endSessionById(user, id, clientOf(await headers())))) throw notFound("This session");
}

/** Ends every sign-in of the user but the one they are here with. Gives how many. */
export async function endMyOtherSessions(user: CurrentUser): Promise<number> {
  const client = clientOf(await headers());
  let ended = 0;
  for (const { id } of await listSessions(user.id))
    if (id !== user.sessionId && (await endSessionById(user, id, client))) ended += 1;
  return ended;
}
