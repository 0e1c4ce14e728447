import "server-only";
import { readServerCalls } from "@/lib/audit/server-calls";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { healthWindowMs } from "./get-server-health";
import { toFigures } from "./health-figures";
import { type HealthJudgement, judgeHealth } from "./judge-health";

/** Fewer than for one server by itself: the state of many is asked at once. */
const callsMax = 50;

/**
 * The state of each of these servers, by the newest 50 calls on each in the last 24 hours, in one question. What follows from
 * older calls only the server's own page knows. Throws `forbidden` without `servers:read` or `events:read`.
 */
export async function listServerStates(
  ctx: Ctx,
  serverIds: readonly string[],
): Promise<ReadonlyMap<string, HealthJudgement>> {
  requireScope(ctx, "servers:read");
  const traces = await readServerCalls(ctx, serverIds, { sinceMs: nowMs() - healthWindowMs, max: callsMax });
  return new Map([...traces].map(([id, trace]) => [id, judgeHealth(toFigures(trace))]));
}
