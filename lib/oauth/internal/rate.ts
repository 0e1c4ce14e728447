import "server-only";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Ctx } from "@/lib/kernel/ctx";
import { HouseError } from "@/lib/kernel/errors";

/** How often something may be asked for: `max` within `seconds`, in each process of the installation. */
export type Rate = { name: string; max: number; seconds: number };

// Next bundles routes apart: one set of counters a process lives on the global object.
const shared = globalThis as { countersignOAuthRates?: Map<string, RateLimiterMemory> };

/** Counts one request of an address (and of the tenant as a whole, ten times as much). Throws `limit` with the seconds to wait. */
export async function countRequest({ tenant, ip }: Ctx, rate: Rate): Promise<void> {
  await consume({ ...rate, name: `${rate.name} address` }, `${tenant.no}/${ip ?? "unknown"}`);
  await consume({ ...rate, name: `${rate.name} tenant`, max: rate.max * 10 }, `${tenant.no}`);
}

async function consume({ name, max, seconds }: Rate, key: string): Promise<void> {
  shared.countersignOAuthRates ??= new Map();
  let limiter = shared.countersignOAuthRates.get(name);
  if (!limiter) {
    limiter = new RateLimiterMemory({ points: max, duration: seconds });
    shared.countersignOAuthRates.set(name, limiter);
  }
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (refused instanceof Error) throw refused;
    const waitMs: unknown =
      typeof refused === "object" && refused !== null ? Reflect.get(refused, "msBeforeNext") : 1_000;
    throw new HouseError("limit", "Too many requests. Wait a moment.", {
      retryAfterSeconds: Math.max(1, Math.ceil((typeof waitMs === "number" ? waitMs : 1_000) / 1_000)),
    });
  }
}
