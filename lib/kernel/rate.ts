import "server-only";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { HouseError } from "./errors";

/** How often something may be done: `max` within `seconds`, in each process of the installation. */
export type Rate = { name: string; max: number; seconds: number };

// Next bundles routes apart: one set of counters a process lives on the global object.
const shared = globalThis as { countersignRates?: Map<string, RateLimiterMemory> };

/** Counts one more of `key`. Throws `limit`, with `sentence` and the seconds to wait, where it is one too many. */
export async function countOne({ name, max, seconds }: Rate, key: string, sentence: string): Promise<void> {
  shared.countersignRates ??= new Map();
  let limiter = shared.countersignRates.get(name);
  if (!limiter) {
    limiter = new RateLimiterMemory({ points: max, duration: seconds });
    shared.countersignRates.set(name, limiter);
  }
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (refused instanceof Error) throw refused;
    throw new HouseError("limit", sentence, { retryAfterSeconds: secondsOf(refused) });
  }
}

/** What the library rejects with is no error. */
const secondsOf = (refused: unknown): number =>
  typeof refused === "object" &&
  refused !== null &&
  "msBeforeNext" in refused &&
  typeof refused.msBeforeNext === "number"
    ? Math.max(1, Math.ceil(refused.msBeforeNext / 1_000))
    : 1;
