import { setTimeout as sleep } from "node:timers/promises";
import { discard } from "./discard";
import { isEventStream, readEvents, type StreamedEvent } from "./read-answer";
import type { UpstreamResponse } from "./upstream-failure";

/** How long is waited before a stream is asked for again, at first and at most. */
const retryMs = { first: 100, most: 15_000 };

/** Whether a server has a standing stream of this session and still holds an older one for open: there is one of each session only. */
export const isHeldElsewhere = ({ statusCode }: UpstreamResponse): boolean => statusCode === 409;

/**
 * What a server announces on the standing stream of a session. A client that comes back, perhaps to another process, can be faster than
 * the end of the stream that it left: then the server is asked again until it lets go of that one, or the client would hear nothing of it
 * for as long as it stays. Ends when the server ends the stream. Rejects when `signal` aborts.
 */
export async function* standingEvents(
  first: UpstreamResponse,
  open: () => Promise<UpstreamResponse>,
  signal: AbortSignal,
): AsyncGenerator<StreamedEvent> {
  let response = first;
  try {
    for (let waitMs = retryMs.first; isHeldElsewhere(response); waitMs = Math.min(waitMs * 2, retryMs.most)) {
      discard(response);
      await sleep(waitMs, undefined, { signal });
      response = await open();
    }
    if (response.statusCode === 200 && isEventStream(response)) yield* readEvents(response);
  } finally {
    discard(response);
  }
}
