import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { startJob } from "@/lib/kernel/start-job";
import { listProbed } from "@/lib/registry/servers/list-probed";
import { listOvergrown, pruneDefinitions } from "@/lib/registry/servers/prune-definitions";
import { gatewayCtx } from "../internal/gateway-ctx";
import { probeServer } from "./probe-server";

const everyMs = 3_600_000;
/** Servers are asked one after the other, over half the hour where there are few, without a pause where there are many. */
const pauseMsMax = 30_000;

/**
 * Asks every server that needs nobody's account for its tools from now on, every hour (DESIGN §8), and removes definitions of tools that
 * are too many. Several processes may: each leaves alone what another has asked lately. What it gives ends that.
 */
export const startToolProbe = (): (() => Promise<void>) =>
  startJob(
    async (signal) => {
      await probeAll(signal);
      await pruneAll(signal);
    },
    { firstAfterMs: 300_000, everyMs },
  );

/** One round over the definitions that are kept. Gives how many went. */
export async function pruneAll(signal?: AbortSignal): Promise<number> {
  let removed = 0;
  for (const { tenant, server } of await listOvergrown()) {
    if (signal?.aborted) break;
    removed += await pruneDefinitions({ ...gatewayCtx(tenant), surface: "system" }, server);
  }
  return removed;
}

/** One round of asking. Gives how many servers answered. */
export async function probeAll(signal?: AbortSignal, pauseMs?: number): Promise<number> {
  const servers = await listProbed(everyMs);
  const pause = pauseMs ?? Math.min(pauseMsMax, everyMs / 2 / Math.max(1, servers.length));
  let answered = 0;
  for (const { tenant, server } of servers) {
    if (signal?.aborted) break;
    if (await probeServer(tenant, server)) answered += 1;
    await sleep(pause, undefined, { ref: false, ...(signal && { signal }) }).catch(() => {});
  }
  return answered;
}
