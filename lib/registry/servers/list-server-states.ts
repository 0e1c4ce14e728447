import "server-only";
import { readServerCalls } from "@/lib/audit/server-calls";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { toCircuitView } from "../circuits/circuit-view";
import { circuitOf } from "../circuits/circuits";
import { healthWindowMs } from "./get-server-health";
import { toFigures } from "./health-figures";
import { type HealthJudgement, judgeHealth } from "./judge-health";

/** Fewer than for one server by itself: the state of many is asked at once. */
const callsMax = 50;

/**
 * The state of each of these servers, by the newest 50 calls on each in the last 24 hours, in one question, and by the circuits of this
 * process. What follows from
 * older calls only the server's own page knows. Throws `forbidden` without `servers:read` or `events:read`.
 */
export async function listServerStates(
  ctx: Ctx,
  servers: readonly { id: string; url: string }[],
): Promise<ReadonlyMap<string, HealthJudgement>> {
  requireScope(ctx, "servers:read");
  const atMs = nowMs();
  const ids = servers.map(({ id }) => id);
  const traces = await readServerCalls(ctx, ids, { sinceMs: atMs - healthWindowMs, max: callsMax });
  const urls = new Map(servers.map(({ id, url }) => [id, url]));
  return new Map(
    [...traces].map(([id, trace]) => {
      const circuit = circuitOf(ctx.tenant.no, { id, url: urls.get(id) ?? "" });
      return [id, judgeHealth(toFigures(trace), toCircuitView(circuit, atMs))];
    }),
  );
}
