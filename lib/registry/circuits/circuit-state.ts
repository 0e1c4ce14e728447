/*
 * A circuit breaker as data: what one server's failures make of it, with the time handed in. A server that fails again and
 * again is left alone for a while, so that agents hear at once what they would otherwise wait for, and so that a server that
 * is coming back is not trampled. Pure.
 */

/** So many failures in a row, within so long, open the circuit. */
export const failuresToOpen = 5;
export const failuresWithinMs = 30_000;
/**
 * And nothing but failures for so long: where many call at once, five failures in a row are soon there by chance, because one tool
 * of many is broken.
 */
export const failingForMs = 1_000;
/** How long it stays open at first; twice as long after every probe that failed, up to the longest. */
export const openMsFirst = 10_000;
export const openMsLongest = 120_000;
/** How long everybody else waits for the one probe. A probe that takes longer, or is never heard of, lets another one through. */
export const probeMs = 10_000;
/** What is told to whoever comes while a probe is on its way. */
const probeRetryMs = 1_000;

/** Why the server failed last, in the words of the log. */
export type LastFailure = { type: string; message: string };

type Broken = { failingSinceMs: number; openMs: number; last: LastFailure };
export type Circuit =
  /** Times of the newest failures since the server last answered, the oldest first; never empty. */
  | { state: "closed"; failedAtMs: readonly number[]; failingSinceMs: number }
  | ({ state: "open"; untilMs: number } & Broken)
  | ({ state: "probing"; untilMs: number } & Broken);

/** Why a request is not sent now: since when the server has failed, how it did last, and when to ask again. */
export type Refusal = { failingSinceMs: number; last: LastFailure; retryAfterMs: number };

export type Admission = { circuit: Circuit | undefined; refusal: Refusal | undefined };

/** Whether a request may be sent now. The first one after the wait is the probe: the circuit says so from then on. */
export function admit(circuit: Circuit | undefined, nowMs: number): Admission {
  if (circuit === undefined || circuit.state === "closed") return { circuit, refusal: undefined };
  if (nowMs >= circuit.untilMs)
    return { circuit: { ...circuit, state: "probing", untilMs: nowMs + probeMs }, refusal: undefined };
  const { failingSinceMs, last, untilMs } = circuit;
  const retryAfterMs = circuit.state === "open" ? untilMs - nowMs : probeRetryMs;
  return { circuit, refusal: { failingSinceMs, last, retryAfterMs } };
}

/** The server failed. What was sent before it opened and fails later makes it neither longer nor worse. */
export function afterFailure(circuit: Circuit | undefined, nowMs: number, last: LastFailure): Circuit {
  switch (circuit?.state) {
    case "open":
      return circuit;
    case "probing": {
      const openMs = Math.min(circuit.openMs * 2, openMsLongest);
      return { ...circuit, state: "open", openMs, untilMs: nowMs + openMs, last };
    }
    default: {
      const failingSinceMs = circuit?.failingSinceMs ?? nowMs;
      const failedAtMs = [...(circuit?.failedAtMs ?? []), nowMs].slice(-failuresToOpen);
      const [oldest = nowMs] = failedAtMs;
      const isRow = failedAtMs.length === failuresToOpen && nowMs - oldest <= failuresWithinMs;
      return isRow && nowMs - failingSinceMs >= failingForMs
        ? { state: "open", failingSinceMs, openMs: openMsFirst, untilMs: nowMs + openMsFirst, last }
        : { state: "closed", failedAtMs, failingSinceMs };
    }
  }
}

/** The server answered, whenever it was asked: it is there. */
export const afterAnswer = (): undefined => undefined;

/** A request ended without saying anything about the server. If it was the probe, the next one is. */
export const afterNothing = (circuit: Circuit | undefined, nowMs: number): Circuit | undefined =>
  circuit?.state === "probing" ? { ...circuit, untilMs: Math.min(circuit.untilMs, nowMs) } : circuit;
