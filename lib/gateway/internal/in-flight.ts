import "server-only";
import { onCancelled, tellCancelled } from "@/lib/registry/on-cancelled";
import { digest } from "./facts";

/*
 * Calls under way in this process, so that `notifications/cancelled` of a legacy session can end one: a legacy upstream
 * may leave the stream of a cancelled call open for ever. Behind a load balancer the notification may reach a process that does not have
 * the call: then the others are told. Names are digests, because whoever can listen must not learn ids of sessions.
 */
const cancels = new Map<string, () => void>();

const nameOf = (instanceId: string, session: string | undefined, id: string | number): string =>
  digest(`${instanceId}\n${session ?? ""}\n${typeof id} ${id}`);

/** Registers a call; the returned function forgets it. */
export function trackCall(
  instanceId: string,
  session: string | undefined,
  id: string | number,
  cancel: () => void,
): () => void {
  const name = nameOf(instanceId, session, id);
  cancels.set(name, cancel);
  return () => {
    if (cancels.get(name) === cancel) cancels.delete(name);
  };
}

/** Ends the call that the client names, if it is one of its own, in whichever process. */
export function cancelCall(instanceId: string, session: string | undefined, id: unknown): void {
  if (typeof id !== "string" && typeof id !== "number") return;
  const name = nameOf(instanceId, session, id);
  const cancel = cancels.get(name);
  if (cancel) cancel();
  // Whether anybody has it is not known: the client is not told either way.
  else tellCancelled(name).catch(() => {});
}

/** Ends calls here that were cancelled elsewhere; gives what ends that. Once a process. */
export const hearCancels = (): (() => void) => onCancelled((name) => cancels.get(name)?.());
