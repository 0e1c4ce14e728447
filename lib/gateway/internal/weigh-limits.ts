import type { LimitReasonCode } from "@/lib/audit/catalog/reasons";
import { type LimitNumbers, toNumberWords, toThisWords } from "@/lib/registry/limits/limit-words";
import type { CallLimit } from "@/lib/registry/limits/load-limits";

/** A limit that a call meets, with what is used of it at this moment. */
export type MeasuredLimit = {
  limit: CallLimit;
  /** Calls let through in the window that is open; 0 where none is. */
  usedCalls: number;
  /** Until that window ends. */
  endsInMs: number;
  /** Calls under way. */
  running: number;
};

export type LimitRefusal = { code: LimitReasonCode; limit: CallLimit; text: string; retryAfterMs: number };

/** Nobody knows when a call that is under way will end: asked again after this long, the answer may be another. */
const someCallEndsMs = 1_000;

/**
 * What refuses one more call, or undefined where every limit has room for it. All limits count; of several that are reached the
 * one is named that takes longest to have room again.
 */
export const weighLimits = (all: readonly MeasuredLimit[]): LimitRefusal | undefined =>
  all
    .flatMap(reachedBy)
    .reduce<LimitRefusal | undefined>(
      (worst, one) => (worst === undefined || one.retryAfterMs > worst.retryAfterMs ? one : worst),
      undefined,
    );

function reachedBy({ limit, usedCalls, endsInMs, running }: MeasuredLimit): LimitRefusal[] {
  const { calls, seconds, concurrent } = limit;
  const reached: LimitRefusal[] = [];
  if (calls !== null && seconds !== null && usedCalls >= calls)
    reached.push(toRefusal("RATE_LIMITED", limit, { calls, seconds, concurrent: null }, Math.max(1, endsInMs)));
  if (concurrent !== null && running >= concurrent)
    reached.push(toRefusal("TOO_MANY_CALLS", limit, { calls: null, seconds: null, concurrent }, someCallEndsMs));
  return reached;
}

function toRefusal(code: LimitReasonCode, limit: CallLimit, part: LimitNumbers, retryAfterMs: number): LimitRefusal {
  const seconds = toSeconds(retryAfterMs);
  return {
    code,
    limit,
    text: `The limit of ${toNumberWords(part)} for ${toThisWords(limit.kind)} is reached; wait ${seconds} ${seconds === 1 ? "second" : "seconds"}`,
    retryAfterMs,
  };
}

/** Whole seconds, never too few: `Retry-After` knows no others (RFC 9110 §10.2.3). */
export const toSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));
