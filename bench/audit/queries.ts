import type { AuditSearch } from "@/lib/audit/search";

/** What is asked of the log: a name, the search, and what the design allows it to cost (milliseconds in the database). */
export type Asked = { name: string; search: Partial<AuditSearch>; goalMs: number };

/** The time of the youngest event of the generator is "now". */
export const toAsked = (nowMs: number): Asked[] => {
  const ago = (hours: number) => new Date(nowMs - hours * 3_600_000).toISOString();
  const single: [string, Partial<AuditSearch>][] = [
    ["type: executed", { type: ["gateway.tool.executed"] }],
    ["type: error (7 %)", { type: ["gateway.tool.error"] }],
    ["type: five in all", { type: ["policy.deleted"] }],
    ["type: both calls", { type: ["gateway.tool.executed", "gateway.tool.error"] }],
    ["type: three of policies", { type: ["policy.created", "policy.updated", "policy.deleted"] }],
    ["outcome: denied", { outcome: ["denied"] }],
    ["outcome: unknown (0.1 %)", { outcome: ["unknown"] }],
    ["decision: deny", { decision: ["deny"] }],
    ["agent, busy", { agent: ["agent-0"] }],
    ["agent, silent for 60 days", { agent: ["agent-23"] }],
    ["agent, never heard of", { agent: ["nobody"] }],
    ["five agents", { agent: ["agent-7", "agent-14", "agent-23", "agent-43", "agent-63"] }],
    ["instance, busy", { instance: ["ins_10000"] }],
    ["instance, hardly used", { instance: ["ins_13999"] }],
    ["human, busy", { human: ["human|user-0"] }],
    ["human, quiet", { human: ["human|user-799"] }],
    ["actor", { actor: ["mem_10003"] }],
    ["server, busy", { server: ["server-0"] }],
    ["server, quiet", { server: ["server-39"] }],
    ["tool", { tool: ["tool_399"] }],
    ["policy, most calls", { policy: ["pol_0"] }],
    ["policy, few", { policy: ["pol_29"] }],
    ["reason", { reason: ["NO_GRANT"] }],
    ["reason, rare", { reason: ["NO_MATCHING_POLICY"] }],
    ["1 hour, long ago", { from: ago(1_001), to: ago(1_000) }],
    ["30 days", { from: ago(720) }],
  ];
  const combined: [string, Partial<AuditSearch>, number][] = [
    ["agent × denied", { agent: ["agent-0"], outcome: ["denied"] }, 5],
    ["agent × server × denied", { agent: ["agent-14"], server: ["server-39"], outcome: ["denied"] }, 5],
    ["silent agent × quiet server × denied", { agent: ["agent-23"], server: ["server-38"], outcome: ["denied"] }, 5],
    [
      "human × server × denied × type",
      { human: ["human|user-9"], server: ["server-39"], outcome: ["denied"], type: ["gateway.tool.error"] },
      5,
    ],
    ["human × tool", { human: ["human|user-3"], tool: ["tool_399"] }, 5],
    ["policy × agent", { policy: ["pol_29"], agent: ["agent-21"] }, 5],
    ["policy × human", { policy: ["pol_0"], human: ["human|user-799"] }, 5],
    ["server × reason", { server: ["server-0"], reason: ["NO_MATCHING_POLICY"] }, 5],
    ["busy human × busy agent, never together", { human: ["human|user-0"], agent: ["agent-1"] }, 20],
    [
      "busy agent × five servers × 7 days",
      { agent: ["agent-0"], server: ["server-1", "server-2", "server-3", "server-4", "server-5"], from: ago(168) },
      5,
    ],
    ["7 days × agent × denied", { agent: ["agent-0"], outcome: ["denied"], from: ago(168) }, 5],
    ["oldest first", { order: "asc" }, 1],
  ];
  const words: [string, Partial<AuditSearch>, number][] = [
    ["a key", { q: "human|user-77" }, 20],
    ["part of a name (agents)", { q: "agent 29" }, 20],
    ["two words", { q: "user-799 tool_1" }, 20],
    ["a word that finds nothing", { q: "qwertyuiop" }, 20],
    ["a reason", { q: "consent_expired" }, 20],
  ];
  return [
    { name: "no filter", search: {}, goalMs: 1 },
    ...single.map(([name, search]) => ({ name, search, goalMs: 1 })),
    ...combined.map(([name, search, goalMs]) => ({ name, search, goalMs })),
    ...words.map(([name, search, goalMs]) => ({ name: `words: ${name}`, search, goalMs })),
  ];
};
