import type { AuditEvent } from "@/lib/audit/event";

/** A page of events, or the next events of a poll. */
export type Answer = { items: AuditEvent[]; nextCursor: string | null; caughtUp?: boolean | undefined };

const isAnswer = (value: unknown): value is Answer =>
  typeof value === "object" &&
  value !== null &&
  "items" in value &&
  Array.isArray(value.items) &&
  "nextCursor" in value;

/** Reads events from the API. Throws where it does not answer with events. */
export async function readEvents(address: string, signal?: AbortSignal): Promise<Answer> {
  const response = await fetch(address, {
    headers: { accept: "application/json" },
    ...(signal === undefined ? {} : { signal }),
  });
  const answer: unknown = response.ok ? await response.json() : undefined;
  if (!isAnswer(answer)) throw new Error(`Events could not be read (${response.status}).`);
  return answer;
}
