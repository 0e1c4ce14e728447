import "server-only";
import { nowMs } from "@/lib/kernel/clock";
import { startJob } from "@/lib/kernel/start-job";
import { applyRetention } from "./apply-retention";

type State = { lastRunMs: number; failure: string | undefined };
// One job a process, whichever of Next's bundles asks for it.
const shared = globalThis as { countersignRetention?: State };
const state = (): State => (shared.countersignRetention ??= { lastRunMs: 0, failure: undefined });

/** When this process last had a look (epoch milliseconds, 0 for never), and what went wrong the last time something did. */
export const retentionHealth = (): Readonly<State> => state();

/** Applies retention from now on, every hour, unless another process is at it. What it gives ends that. */
export const startRetention = (): (() => Promise<void>) =>
  startJob(round, { firstAfterMs: 60_000, everyMs: 3_600_000 });

async function round(signal: AbortSignal): Promise<void> {
  const mine = state();
  try {
    await applyRetention({ signal });
    mine.lastRunMs = nowMs();
    mine.failure = undefined;
  } catch (error) {
    // The database may be away; the next round tries again, and health says so in the meantime.
    mine.failure = error instanceof Error ? error.message : String(error);
  }
}
