import type { PolicyTest } from "@/lib/db/rows";
import type { Effect, ReasonCode } from "@/lib/policy/decision";

/** A call whose outcome somebody has written down, as the API and the console show it. */
export type PolicyTestView = {
  id: string;
  name: string;
  /** Key. */
  human: string;
  /** Slug. */
  agent: string;
  /** Key. */
  server: string;
  tool: string;
  arguments: Record<string, unknown>;
  ip: string | null;
  at: string | null;
  expect: { decision: Effect; code?: ReasonCode; policy?: string };
  createdAt: string;
  updatedAt: string;
};

/** `arguments`: an object, as it was read or as it is about to be written. */
export const toPolicyTestView = (row: Omit<PolicyTest, "arguments"> & { arguments: unknown }): PolicyTestView => ({
  id: row.id,
  name: row.name,
  human: row.human,
  agent: row.agent,
  server: row.server,
  tool: row.tool,
  // safe because only objects are stored
  arguments: row.arguments as Record<string, unknown>,
  ip: row.ip,
  at: row.at?.toISOString() ?? null,
  expect: {
    decision: row.expectDecision,
    // safe because only codes that the input knows are stored
    ...(row.expectCode !== null && { code: row.expectCode as ReasonCode }),
    ...(row.expectPolicy !== null && { policy: row.expectPolicy }),
  },
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});
