import "server-only";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { CallLimits, MetLimit } from "@/lib/registry/limits/load-limits";
import type { Principal } from "@/lib/registry/load-principal";
import { type LimitRefusal, type MeasuredLimit, weighLimits } from "./internal/weigh-limits";

/*
 * How many calls were let through, and how many are under way, counted in the memory of this process: of N processes each lets
 * the whole limit through, so together at most N times as much. A counter exists as long as its window is open or a call runs.
 */
type Counters = { windows: RateLimiterMemory; running: Map<string, number>; turn: Promise<unknown> };

// Next bundles routes apart: one set of counters a process lives on the global object.
const shared = globalThis as { countersignLimits?: Counters };
shared.countersignLimits ??= {
  // It only counts and forgets; how many are too many is said by limits, which change.
  windows: new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: 1 }),
  running: new Map(),
  turn: Promise.resolve(),
};
const counters = shared.countersignLimits;

/** A call that may be made until it `leave`s, or why it may not. Leaving again does nothing. */
export type Place = { leave: () => void } | { refused: LimitRefusal };

const unlimited: Place = { leave: () => {} };

/**
 * Takes a place in every limit that an allowed call meets, or in none where one of them is reached. The place is left when the
 * call has ended, and at the latest when the client is gone, because nothing of the call lasts longer.
 */
export async function takePlace(limits: CallLimits, principal: Principal, client: AbortSignal): Promise<Place> {
  const { tenant, server, tool, agent, human, instance } = principal;
  const met = limits.metBy({
    ...{ tenant: String(tenant.no), server: server?.id ?? null, tool: tool?.id ?? null },
    ...{ agent: agent.id, human: human.id, instance: instance.id },
  });
  if (met.length === 0) return unlimited;
  const place = await inTurn(async (): Promise<Place> => {
    const refused = weighLimits(await Promise.all(met.map(measure)));
    if (refused) return { refused };
    await Promise.all(met.map(count));
    return { leave: enter(met) };
  });
  if ("leave" in place) client.addEventListener("abort", place.leave, { once: true });
  return place;
}

/** Looking and counting are one act: the library answers by promise, and another call must not come in between. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = counters.turn.then(work);
  counters.turn = mine.catch(() => {});
  return mine;
}

const nameOf = ({ limit, subject }: MetLimit): string => `${limit.id} ${subject}`;
/** A window of another length is another window: what was used of a minute says nothing of an hour. */
const windowOf = (met: MetLimit): string => `${nameOf(met)} ${met.limit.seconds}`;

async function measure(met: MetLimit): Promise<MeasuredLimit> {
  const window = met.limit.seconds === null ? null : await counters.windows.get(windowOf(met));
  // One that has ended may still be there, until its timer comes round.
  const isOpen = window !== null && window.msBeforeNext > 0;
  return {
    limit: met.limit,
    usedCalls: isOpen ? window.consumedPoints : 0,
    endsInMs: isOpen ? window.msBeforeNext : 0,
    running: counters.running.get(nameOf(met)) ?? 0,
  };
}

/** The first call opens the window. */
async function count(met: MetLimit): Promise<void> {
  const { seconds } = met.limit;
  if (seconds !== null) await counters.windows.penalty(windowOf(met), 1, { customDuration: seconds });
}

/** Counts a call among those under way; the returned function takes it out again, once. */
function enter(met: readonly MetLimit[]): () => void {
  const { running } = counters;
  const names = met.map(nameOf);
  for (const name of names) running.set(name, (running.get(name) ?? 0) + 1);
  let left = false;
  return () => {
    if (left) return;
    left = true;
    for (const name of names) {
      const rest = (running.get(name) ?? 1) - 1;
      if (rest === 0) running.delete(name);
      else running.set(name, rest);
    }
  };
}
