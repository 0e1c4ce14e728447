/*
 * Calls under way in this process, so that `notifications/cancelled` of a legacy session can end one: a legacy upstream
 * may leave the stream of a cancelled call open for ever.
 */
const cancels = new Map<string, () => void>();

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
  cancels.set(name, cancel);
  return () => {
    if (cancels.get(name) === cancel) cancels.delete(name);
  };
}

/** Ends the call that the client names, if it is one of its own and in this process. */
export function cancelCall(instanceId: string, session: string | undefined, id: unknown): void {
  if (typeof id === "string" || typeof id === "number") cancels.get(nameOf(instanceId, session, id))?.();
}
