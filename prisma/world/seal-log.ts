import { setTimeout as sleep } from "node:timers/promises";
import { recordNow } from "@/lib/audit/journal";
import { readLedger } from "@/lib/audit/proof/ledger";
import { ledgerHealth } from "@/lib/audit/proof/ledger-health";
import { sealerLock } from "@/lib/audit/proof/seal";
import { sealNow } from "@/lib/audit/proof/sealer";
import { pool } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import { nowMs } from "@/lib/kernel/clock";

/** Seals everything that a tenant has recorded; other tests and a server may be sealing meanwhile. */
export async function sealLog(tenantNo: number): Promise<void> {
  for (;;) {
    await sealNow();
    const { unsealed, stalled } = await ledgerHealth(tenantNo);
    if (unsealed === 0 || stalled !== null) return;
    await sleep(20);
  }
}

/** Keeps every other process from sealing while `work` runs: what is signed meanwhile was signed by this one, which knows of it. */
export async function asOnlySealer(work: () => Promise<void>): Promise<void> {
  // The pool has one connection, to which the lock then belongs.
  const sealer = pool("sealer");
  await sealer.query("SELECT pg_advisory_lock($1)", [sealerLock]);
  try {
    await work();
  } finally {
    await sealer.query("SELECT pg_advisory_unlock($1)", [sealerLock]);
  }
}

/** The UUIDs of a tenant's sealed events, in the order of their leaves. */
export const ledgerOf = async (tenantNo: number): Promise<string[]> =>
  (await withinTenant(tenantNo, (sql) => readLedger(sql, tenantNo, 0, 1_000_000))).map(({ id }) => id);

/** Records calls of Alice's agent. Every third is denied. */
export async function recordCalls(tenantNo: number, count: number, name = "Alice Archer"): Promise<string[]> {
  const one = (i: number) =>
    recordNow(tenantNo, {
      type: i % 3 === 2 ? "gateway.tool.error" : "gateway.tool.executed",
      outcome: i % 3 === 2 ? "denied" : "success",
      occurredAtMs: nowMs(),
      actor: { type: "agent", key: "agent|claude-code", name: "Claude Code" },
      requestId: `req_${i}`,
      surface: "mcp",
      refs: {
        agent: { id: "agt_1", key: "claude-code" },
        human: { id: "hum_1", key: "human|alice" },
        resource: { id: "srv_1", key: "linear" },
        tool: { id: "tol_1", key: "create_issue" },
      },
      human: { key: "human|alice", name, email: "alice@people.example" },
      agent: { slug: "claude-code", key: "agent|claude-code", name: "Claude Code" },
      resource: { type: "server", key: "linear", name: "Linear" },
      server: "linear",
      tool: { name: "create_issue", slug: "create_issue", level: "medium", definitionHash: null },
      decision: i % 3 === 2 ? "deny" : "allow",
      reason: i % 3 === 2 ? { code: "trust_too_low", text: "no" } : { code: "allowed", text: "yes" },
      durationMs: { policy: 0.25, upstream: 10, total: 11 },
      details: { number: i },
    });
  // The first one fills the dictionaries, so that the others do not all ask for the same.
  const first = await one(0);
  const rest = await Promise.all(Array.from({ length: count - 1 }, (_, i) => one(i + 1)));
  return [first, ...rest].map(({ eventId }) => eventId);
}
