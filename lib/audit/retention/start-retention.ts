import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { nowMs } from "@/lib/kernel/clock";
import { applyRetention } from "./apply-retention";

const firstAfterMs = 60_000;
const everyMs = 3_600_000;
/** How long a shutdown waits for the transaction that is on. */
const stopMs = 2_000;

type State = { lastRunMs: number; failure: string | undefined };
// One job a process, whichever of Next's bundles asks for it.
const shared = globalThis as { countersignRetention?: State };
const state = (): State => (shared.countersignRetention ??= { lastRunMs: 0, failure: undefined });

/** When this process last had a look (epoch milliseconds, 0 for never), and what went wrong the last time something did. */
export const retentionHealth = (): Readonly<State> => state();

/** Applies retention from now on, every hour, unless another process is at it. What it gives ends that. */
export function startRetention(): () => Promise<void> {
  const asked = new AbortController();
  const ended = run(asked.signal);
  return async () => {
    asked.abort();
    await Promise.race([ended, sleep(stopMs, undefined, { ref: false })]);
  };
}

async function run(signal: AbortSignal): Promise<void> {
  await pause(firstAfterMs, signal);
  while (!signal.aborted) {
    const mine = state();
    try {
      await applyRetention({ signal });
      mine.lastRunMs = nowMs();
      mine.failure = undefined;
    } catch (error) {
      // The database may be away; the next round tries again, and health says so in the meantime.
      mine.failure = error instanceof Error ? error.message : String(error);
    }
    await pause(everyMs, signal);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => {});
