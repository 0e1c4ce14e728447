import "server-only";
import { setTimeout as sleep } from "node:timers/promises";

/** How long a shutdown waits for what is on. */
const stopMs = 2_000;

/**
 * Does something again and again from now on, the next time `everyMs` after the last one has ended. `round` is asked to stop by its
 * signal, and answers for its own failures: what it throws is dropped. What is given ends the job.
 */
export function startJob(
  round: (signal: AbortSignal) => Promise<unknown>,
  { firstAfterMs, everyMs }: { firstAfterMs: number; everyMs: number },
): () => Promise<void> {
  const asked = new AbortController();
  const { signal } = asked;
  const pause = (ms: number) => sleep(ms, undefined, { signal, ref: false }).catch(() => {});
  const run = async (): Promise<void> => {
    for (await pause(firstAfterMs); !signal.aborted; await pause(everyMs)) await round(signal).catch(() => {});
  };
  const ended = run();
  return async () => {
    asked.abort();
    await Promise.race([ended, sleep(stopMs, undefined, { ref: false })]);
  };
}
