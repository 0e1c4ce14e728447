import "server-only";
import { endPools, pool } from "@/lib/db/pool";
import { nowMs } from "@/lib/kernel/clock";
import { ensurePartitions } from "./ensure-partitions";
import { currentNode, releaseNode } from "./internal/node";
import { flushJournal, journalHealth } from "./journal";
import { expirePayloads } from "./payload/expire-payloads";
import { startSealer } from "./proof/sealer";
import { recoverIntents } from "./recover";
import { startRetention } from "./retention/start-retention";

const recoverEveryMs = 10_000;
const partitionEveryMs = 6 * 3_600_000;
const expireEveryMs = 60_000;

export type OpenLog = { close: () => Promise<void> };

/**
 * Opens the log for this process: takes a node number, makes partitions ahead, turns what a crash left behind into events,
 * and goes on doing so. Rejects when the database cannot be reached: a gateway without a log must not start.
 */
export async function openLog(): Promise<OpenLog> {
  await currentNode();
  await ensurePartitions();
  await recoverIntents();
  const stopSealer = startSealer();
  const stopRetention = startRetention();
  const timers = [
    every(recoverEveryMs, recoverIntents),
    every(partitionEveryMs, ensurePartitions),
    every(expireEveryMs, expirePayloads),
  ];
  return {
    async close() {
      for (const timer of timers) clearInterval(timer);
      await flushJournal();
      await Promise.all([stopSealer(), stopRetention()]);
      releaseNode();
      await endPools();
    },
  };
}

function every(ms: number, work: () => Promise<unknown>): NodeJS.Timeout {
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    // The database may be away; the next round tries again, and readiness says so in the meantime.
    work()
      .catch(() => {})
      .finally(() => {
        running = false;
      });
  }, ms);
  timer.unref();
  return timer;
}

/** Whether calls can be recorded right now, and why not. For readiness. */
export async function checkLog(): Promise<{
  ready: boolean;
  reasons: string[];
  lastWriteMs: number;
  waiting: number;
  checkedMs: number;
}> {
  const reasons: string[] = [];
  const health = journalHealth();
  try {
    await pool("writer").query("SELECT 1");
    await currentNode();
  } catch {
    reasons.push("The database does not answer.");
  }
  if (health.waiting > 1_000) reasons.push("The journal is behind.");
  return { ready: reasons.length === 0, reasons, ...health, checkedMs: nowMs() };
}

/** Closes the connections of a process that opened no log of its own: the command line, a test. */
export { endPools as closeConnections } from "@/lib/db/pool";
