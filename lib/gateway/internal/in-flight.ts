import "server-only";
import { onCancelled, tellCancelled } from "@/lib/registry/on-cancelled";
import { digest } from "./facts";

/*
 * Calls under way in this process, so that `notifications/cancelled` of a legacy session can end one: a legacy upstream
 * may leave the stream of a cancelled call open for ever. Behind a load balancer the notification may reach a process that does not have
 * the call: then the others are told, by a digest, because whoever can listen must not learn ids of sessions.
 */
type UnderWay = { cancel: () => void; digest?: string };
const underWay = new Map<string, UnderWay>();

const nameOf = (instanceId: string, session: string | undefined, id: string | number): string =>
  `${instanceId}\n${session ?? ""}\n${typeof id} ${id}`;

/** Registers a call; the returned function forgets it. */
export function trackCall(
  instanceId: string,
  session: string | undefined,
  id: string | number,
  cancel: () => void,
): () => void {
  const name = nameOf(instanceId, session, id);
  const call = { cancel };
  underWay.set(name, call);
  return () => {
    if (underWay.get(name) === call) underWay.delete(name);
  };
}

/** Ends the call that the client names, if it is one of its own, in whichever process. */
export function cancelCall(instanceId: string, session: string | undefined, id: unknown): void {
  if (typeof id !== "string" && typeof id !== "number") return;
  const name = nameOf(instanceId, session, id);
  const call = underWay.get(name);
  if (call) call.cancel();
  // Whether anybody has it is not known: the client is not told either way.
  else tellCancelled(digest(name)).catch(() => {});
}

/** Ends calls here that were cancelled elsewhere; gives what ends that. Once a process. */
export const hearCancels = (): (() => void) =>
  onCancelled((told) => {
    for (const [name, call] of underWay) {
      // Made when it is first asked for: hardly a call is ever cancelled.
      call.digest ??= digest(name);
      if (call.digest === told) return call.cancel();
    }
  });
