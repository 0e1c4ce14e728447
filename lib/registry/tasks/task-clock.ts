/** Longest that a task is remembered, whatever its server says of it: it is as long as the answers tell clients. */
export const keptMsMax = 7 * 86_400_000;
/** Shortest: a server may let a task live longer than it said at first. */
const keptMsMin = 3_600_000;

/**
 * Until when a task is remembered (epoch milliseconds), by the time to live from its creation that its server gives it; null: it gives
 * none (MCP 2025-11-25 basic/utilities/tasks, "TTL and Resource Management"; SEP-2663).
 */
export const keptUntilMs = (createdAtMs: number, ttlMs: number | null): number =>
  createdAtMs + Math.min(Math.max(ttlMs ?? keptMsMax, keptMsMin), keptMsMax);
