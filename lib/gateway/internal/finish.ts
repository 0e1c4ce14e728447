import "server-only";
import { callTypes, type Use } from "@/lib/audit/call-types";
import type { EventDraft } from "@/lib/audit/draft";
import type { EventKept } from "@/lib/audit/event";
import { endIntent, type Intent, type Receipt } from "@/lib/audit/journal";
import type { Payload } from "@/lib/audit/payload";
import type { CallEnd } from "./call-end";

/** How long the answer waits for its outcome to be written when the database has gone away in the meantime. */
const recordWaitMs = 5_000;

/** Writes the terminal event. `undefined`: it could not be written in time, or recovery was faster. */
export async function finish(
  intent: Intent,
  draft: EventDraft,
  payload: Payload | undefined,
): Promise<Receipt | undefined> {
  const written = endIntent(intent, draft, payload);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), recordWaitMs);
  });
  try {
    return await Promise.race([written, late]);
  } finally {
    clearTimeout(timer);
    written.catch(() => {});
  }
}

export function toOutcome(
  use: Use,
  end: CallEnd,
  kept: EventKept & { task?: string },
): Pick<EventDraft, "type" | "outcome" | "error" | "result"> {
  const result = end.result ? { ...end.result, ...kept } : null;
  return end.error === undefined
    ? { type: callTypes[use].done, outcome: "success", error: null, result }
    : { type: callTypes[use].error, outcome: "error", error: end.error, result };
}
