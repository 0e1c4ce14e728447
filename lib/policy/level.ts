/** Class of a tool, ceiling of a human, consent to an instance. Hierarchical: a higher level includes the lower ones. */
export const levels = ["low", "medium", "high"] as const;
export type Level = (typeof levels)[number];

const rank: Record<Level, number> = { low: 1, medium: 2, high: 3 };

export const minLevel = (a: Level, b: Level): Level => (rank[a] <= rank[b] ? a : b);
export const maxLevel = (a: Level, b: Level): Level => (rank[a] >= rank[b] ? a : b);
/** Whether a principal at `have` may use what needs `need`. */
export const reaches = (have: Level, need: Level): boolean => rank[have] >= rank[need];
