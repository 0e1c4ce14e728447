import "server-only";
import { readServerCalls } from "@/lib/audit/server-calls";
import { tenantClient } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { type CircuitView, toCircuitView } from "../circuits/circuit-view";
import { circuitOf } from "../circuits/circuits";
import { getServerRow } from "./find-server-row";
import { type HealthFigures, toFigures } from "./health-figures";
import { type HealthJudgement, judgeHealth } from "./judge-health";

/** How a server is, by the calls that agents made on it. */
export type ServerHealth = { server: string } & HealthJudgement &
  Omit<HealthFigures, "newest"> & {
    /** What was looked at. `complete`: every call of that time, and not only the newest. */
    window: { from: string; to: string; complete: boolean };
    /** Of each kind of call its part of all, from 0 to 1; null where there was none. */
    shares: { success: number; toolError: number; failed: number; denied: number } | null;
    /** Whether the process that answers leaves the server alone, because it fails again and again. */
    circuit: CircuitView;
    /** When the server last told its tools; null: never. */
    discoveredAt: string | null;
  };

export const healthWindowMs = 24 * 3_600_000;
const callsMax = 1_000;

/**
 * The health of one server in this tenant, by the newest 1,000 calls of the last 24 hours, whoever made them and through whichever
 * process, and by the circuit of this one. Nothing is asked of the server. Throws `not_found`, and `forbidden` without `servers:read` or `events:read`.
 */
export async function getServerHealth(ctx: Ctx, key: string): Promise<ServerHealth> {
  requireScope(ctx, "servers:read");
  const row = await getServerRow(tenantClient(ctx.tenant.no), key);
  const toMs = nowMs();
  const sinceMs = toMs - healthWindowMs;
  const trace = (await readServerCalls(ctx, [row.id], { sinceMs, max: callsMax })).get(row.id);
  if (trace === undefined) throw new Error("The log gave no answer for a server that it was asked for.");
  const figures = toFigures(trace);
  const { newest: _, ...shown } = figures;
  const circuit = toCircuitView(circuitOf(ctx.tenant.no, row), toMs);
  const oldest = trace.calls.at(-1);
  const complete = trace.calls.length < callsMax;
  return {
    server: row.key,
    ...judgeHealth(figures, circuit),
    window: {
      from: new Date(complete || !oldest ? sinceMs : oldest.atMs).toISOString(),
      to: new Date(toMs).toISOString(),
      complete,
    },
    shares: toShares(shown.calls),
    ...shown,
    circuit,
    discoveredAt: row.discoveredAt?.toISOString() ?? null,
  };
}

function toShares({ total, success, toolError, failed, denied }: HealthFigures["calls"]): ServerHealth["shares"] {
  if (total === 0) return null;
  const share = (n: number) => Math.round((n / total) * 10_000) / 10_000;
  return { success: share(success), toolError: share(toolError), failed: share(failed), denied: share(denied) };
}
