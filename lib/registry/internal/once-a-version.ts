import "server-only";
import { LRUCache } from "lru-cache";

type Cache = LRUCache<string, Promise<{ version: number }>>;
// Next bundles routes, pages and instrumentation apart: one cache a process lives on the global object.
const shared = globalThis as { countersignByVersion?: Map<string, Cache> };
shared.countersignByVersion ??= new Map();
const caches = shared.countersignByVersion;

const tenantsMax = 500;

/**
 * Makes a reader that reads something of a tenant once for each of its versions, whose number the caller has read with its call. What was
 * read cannot be stale, because every change raises the version. `read` gives what is there and the version of the same snapshot: where
 * that has moved on since the caller read it, the newer is given, and nothing is kept under the older number. Neither is a failure.
 */
export function onceAVersion<T extends { version: number }>(
  what: string,
  read: (tenantNo: number) => Promise<T>,
): (tenantNo: number, version: number) => Promise<T> {
  const cache: Cache = caches.get(what) ?? new LRUCache({ max: tenantsMax });
  caches.set(what, cache);
  return (tenantNo, version) => {
    const name = `${tenantNo}:${version}`;
    const known = cache.get(name);
    if (known) return known as Promise<T>; // safe because only what `read` gave is kept under its name
    // The promise is kept, so that a hundred calls at one moment read once.
    const loading = read(tenantNo);
    cache.set(name, loading);
    loading.then(
      (found) => {
        if (found.version === version) return;
        cache.delete(name);
        cache.set(`${tenantNo}:${found.version}`, loading);
      },
      () => cache.delete(name),
    );
    return loading;
  };
}
