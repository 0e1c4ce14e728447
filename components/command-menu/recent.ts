import type { Entry } from "./entry";

/*
 * Places chosen in the menu, in the storage of the tab: names of people do not stay on a computer. By tenant and user, because
 * somebody else may sign in in the same tab.
 */

const recentMax = 6;
const keyOf = (tenant: string, user: string): string => `recent/${tenant}/${user}`;

export function readRecent(tenant: string, user: string): Entry[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(keyOf(tenant, user)) ?? "[]");
    return Array.isArray(stored) ? stored.flatMap(readEntry).slice(0, recentMax) : [];
  } catch {
    // The storage can be forbidden, or hold what another version wrote: the menu works without it.
    return [];
  }
}

export function rememberRecent(tenant: string, user: string, { href, label, note }: Entry): void {
  const others = readRecent(tenant, user).filter((entry) => entry.href !== href);
  try {
    sessionStorage.setItem(keyOf(tenant, user), JSON.stringify([{ href, label, note }, ...others].slice(0, recentMax)));
  } catch {
    // As above.
  }
}

/** Only paths of this site: whatever is in the storage, nothing else is led to. */
function readEntry(stored: unknown): Entry[] {
  const { href, label, note }: { href?: unknown; label?: unknown; note?: unknown } = Object(stored);
  if (typeof href !== "string" || typeof label !== "string" || !/^\/[^/\\]/.test(href)) return [];
  return [{ href, label, icon: "clock", ...(typeof note === "string" ? { note } : {}) }];
}
