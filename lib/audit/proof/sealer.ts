import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "@/lib/db/pool";
import { pool } from "@/lib/db/pool";
import { nowMs } from "@/lib/kernel/clock";
import { copyCheckpoints } from "./outside-copy";
import { backlogMax, resumeStalled, sealRound } from "./seal";
import { readSweep, type Seen } from "./sweep";
import { thinCheckpoints } from "./thin-checkpoints";

/** How long after a look without work the next one comes. */
const everyMs = 500;
const afterFailureMs = 1_000;
const resumeEveryMs = 30_000;
const thinEveryMs = 10 * 60_000;
const copyEveryMs = 3_600_000;
/** How long a shutdown gives the last events. */
const lastRoundMs = 2_000;

/** What the sealer of this process has to say: epoch milliseconds, 0 for never. */
export type SealerHealth = {
  running: boolean;
  /** When the database was last asked, and something was last sealed here. */
  lastLookMs: number;
  lastSealMs: number;
  /** Events sealed by this process. */
  sealed: number;
  /** What went wrong the last time something did, until it goes well again. */
  failure: string | undefined;
};

type State = SealerHealth & { stop: (() => Promise<void>) | undefined };
// One sealer a process, whichever of Next's bundles asks for it.
const shared = globalThis as { countersignSealer?: State };
const state = (): State =>
  (shared.countersignSealer ??= {
    ...{ running: false, lastLookMs: 0, lastSealMs: 0, sealed: 0, failure: undefined },
    stop: undefined,
  });

/** How the sealer of this process is. How far each tenant is sealed is in the database: `ledgerHealth`. */
export function sealerHealth(): SealerHealth {
  const { stop: _, ...health } = state();
  return health;
}

/**
 * Seals from now on, whenever no other process does. Never throws: while the database is away it tries again, and health says
 * so. What it gives stops it, after a last round and a last copy of the checkpoints.
 */
export function startSealer(db: Pool = pool("sealer")): () => Promise<void> {
  const mine = state();
  if (mine.stop) return mine.stop;
  const asked = new AbortController();
  const ended = run(db, mine, asked.signal);
  mine.stop = async () => {
    mine.stop = undefined;
    asked.abort();
    await Promise.race([ended, sleep(lastRoundMs, undefined, { ref: false })]);
  };
  return mine.stop;
}

async function run(db: Pool, mine: State, signal: AbortSignal): Promise<void> {
  mine.running = true;
  let seen: Seen | undefined;
  const due = { resume: 0, thin: 0, copy: 0 };
  let thinned = false;
  while (!signal.aborted) {
    let wait = everyMs;
    try {
      seen = await sealAll(db, mine, seen, signal);
      const now = nowMs();
      if (now >= due.resume) {
        mine.sealed += await resumeStalled(db);
        due.resume = now + resumeEveryMs;
      }
      if (now >= due.thin) {
        // The first time everything is looked at; then what has become older than an hour since, with room to spare.
        await thinCheckpoints(db, thinned ? 4 * copyEveryMs : undefined);
        thinned = true;
        due.thin = now + thinEveryMs;
      }
      if (now >= due.copy) {
        due.copy = now + copyEveryMs;
        await copyCheckpoints(db);
      }
      mine.failure = undefined;
    } catch (error) {
      seen = undefined;
      wait = afterFailureMs;
      mine.failure = error instanceof Error ? error.message : String(error);
    }
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
  await sealAll(db, mine, undefined, undefined)
    .then(() => copyCheckpoints(db))
    .catch(() => {});
  mine.running = false;
}

/** Rounds until nothing is left. Gives below where that is so. */
async function sealAll(db: Pool, mine: State, seen: Seen | undefined, signal: AbortSignal | undefined) {
  let known = seen;
  let max: number | undefined;
  for (;;) {
    const sweep = await readSweep(db, known);
    mine.lastLookMs = nowMs();
    if (!sweep.due) return { epoch: sweep.epoch, xid: sweep.xmin };
    const round = await sealRound(db, known, max);
    // Another process is at it.
    if (!round) return known;
    mine.sealed += round.sealed;
    if (round.sealed > 0) mine.lastSealMs = nowMs();
    known = round.seen;
    if (!round.more || signal?.aborted === true) return known;
    max = backlogMax;
  }
}

/** Seals everything that can be sealed now, in this process, and gives how many events that were. For whoever cannot wait. */
export async function sealNow(db: Pool = pool("sealer")): Promise<number> {
  const mine = { ...state(), stop: undefined, sealed: 0 };
  await sealAll(db, mine, undefined, undefined);
  return mine.sealed;
}
