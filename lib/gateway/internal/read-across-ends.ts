import { setTimeout as sleep } from "node:timers/promises";
import type { Deadline } from "./deadline";
import { discard } from "./discard";
import { isEventStream, readEvents, type StreamedEvent } from "./read-answer";
import type { UpstreamResponse } from "./upstream-failure";

/** How long is waited before coming back where the server does not say, and at most and at least. */
const retryMs = { usual: 1_000, least: 50, most: 30_000 };
/** How often one call is come back for. */
const returnsMax = 1_000;

/**
 * The events of a call's answer, also across its ends: a legacy server may close the stream before the answer, and wants to be come back
 * to with the id of the last event (2025-11-25 basic/transports, "Resumability and Redelivery"; SEP-1699). The client's own stream stays
 * open meanwhile: its result has to pass where its intent is. `again` gives undefined, and the events are over, where nobody can come back.
 */
export async function* readAcrossEnds(
  first: UpstreamResponse,
  deadline: Deadline,
  again: (lastEventId: string) => Promise<UpstreamResponse> | undefined,
): AsyncGenerator<StreamedEvent> {
  let response = first;
  let lastId: string | undefined;
  let waitMs = retryMs.usual;
  try {
    for (let returns = 0; returns <= returnsMax; returns += 1) {
      for await (const event of readEvents(response, () => deadline.renew())) {
        lastId = event.id ?? lastId;
        waitMs = event.retryMs ?? waitMs;
        yield event;
      }
      if (lastId === undefined || lastId === "") return;
      await sleep(Math.min(Math.max(waitMs, retryMs.least), retryMs.most), undefined, { signal: deadline.signal });
      const next = await again(lastId);
      if (next === undefined) return;
      discard(response);
      response = next;
      if (response.statusCode !== 200 || !isEventStream(response)) return;
    }
  } finally {
    discard(response);
  }
}
