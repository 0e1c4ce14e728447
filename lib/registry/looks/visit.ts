/** What is kept of a member's looks: as of when was the last thing they saw, and from when on they are told what happened. */
export type Looked = { lookedAt: Date; since: Date | null };

/** Looks that lie no further apart are one visit. */
export const visitGapMs = 30 * 60_000;

/**
 * A look at what was so `at` that moment. What a member is told goes back to the end of the visit before: whoever loads the page again, or
 * comes back from a page it led to, is not told that nothing happened. A look that is older than the last one changes nothing.
 */
export function afterLook(before: Looked | null, at: Date): Looked {
  if (before === null) return { lookedAt: at, since: null };
  if (at <= before.lookedAt) return before;
  const isVisit = at.getTime() - before.lookedAt.getTime() > visitGapMs;
  return { lookedAt: at, since: isVisit ? before.lookedAt : before.since };
}
