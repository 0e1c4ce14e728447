import "server-only";
import { LRUCache } from "lru-cache";
import { nowMs } from "@/lib/kernel/clock";

/** How many failures one key may have within a window that begins with the first. */
export type Allowance = { max: number; windowSeconds: number };

type Count = { failures: number; until: number };

// Bounded: a flood of made-up names pushes out the oldest counts and costs no more memory than this. Next bundles
// routes and pages apart, so the one book of the process lies on the global object.
const shared = globalThis as { countersignFailures?: LRUCache<string, Count> };
const book = () => (shared.countersignFailures ??= new LRUCache({ max: 20_000 }));

function current(key: string): Count | undefined {
  const count = book().get(key);
  return count !== undefined && count.until > nowMs() ? count : undefined;
}

/** Seconds that `key` has to wait, 0 when it may try. */
export function waitSeconds(key: string, { max }: Allowance): number {
  const count = current(key);
  return count === undefined || count.failures < max ? 0 : Math.ceil((count.until - nowMs()) / 1000);
}

/** Counts an attempt as a failure until it turns out otherwise; the new number of them within the window. */
export function countFailure(key: string, { windowSeconds }: Allowance): number {
  const count = current(key) ?? { failures: 0, until: nowMs() + windowSeconds * 1000 };
  count.failures += 1;
  book().set(key, count);
  return count.failures;
}

/** Takes one count back: that attempt was none. */
export function uncountFailure(key: string): void {
  const count = current(key);
  if (count) count.failures -= 1;
}

/** Forgets the failures of a key that has succeeded. */
export const forgetFailures = (key: string): void => void book().delete(key);
