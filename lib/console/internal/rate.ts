import "server-only";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Ctx } from "@/lib/kernel/ctx";
import { HouseError } from "@/lib/kernel/errors";

/** How many calls of a kind one caller may make: `max` within `seconds`, in each process of the installation. */
export type Rate = { name: string; max: number; seconds: number };

// Next bundles routes apart: one set of counters a process lives on the global object.
const shared = globalThis as { countersignRates?: Map<string, RateLimiterMemory> };

/** Counts a call of who asks. Throws `limit`, with the seconds to wait, where it is one too many. */
export async function countCall(ctx: Ctx, { name, max, seconds }: Rate): Promise<void> {
  shared.countersignRates ??= new Map();
  let limiter = shared.countersignRates.get(name);
  if (!limiter) {
    limiter = new RateLimiterMemory({ points: max, duration: seconds });
    shared.countersignRates.set(name, limiter);
  }
  try {
    await limiter.consume(`${ctx.tenant.no}/${ctx.actor.id}`);
  } catch (refused) {
    if (refused instanceof Error) throw refused;
    throw new HouseError(
      "limit",
      `More than ${max} such calls within ${seconds} seconds. Wait, and ask for more at a time.`,
      {
        retryAfterSeconds: toSeconds(refused),
      },
    );
  }
}

const toSeconds = (refused: unknown): number =>
  typeof refused === "object" &&
  refused !== null &&
  "msBeforeNext" in refused &&
  typeof refused.msBeforeNext === "number"
    ? Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
    : 1;
