import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { pool } from "@/lib/db/pool";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict, HouseError } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { write } from "../write";
import { ledgerHealth } from "./ledger-health";
import { type Verification, verifyTenant } from "./verify/verify-tenant";

/** Advisory lock of a verification, with the tenant's number: one at a time for each. */
const verifyLock = 727_075;

/** Verifications that one process runs at a time: each keeps several connections busy, and others need some, too. */
const runningMax = 2;
let running = 0;

export type VerifyOptions = {
  /** Checkpoints from elsewhere that the log must fit. */
  notes?: readonly string[];
  /** How long to wait for the sealer first, so that little is left unsealed. */
  waitMs?: number;
  /** Whether stored arguments and results are opened and compared with what events have committed to. */
  payloads?: boolean;
};

/**
 * Verifies the log of the tenant, leaves `audit.verified`, and keeps the result for the health page. One at a time: while another
 * runs, this is a conflict.
 */
export async function verifyLog(ctx: Ctx, options: VerifyOptions = {}): Promise<Verification> {
  requireScope(ctx, "checkpoints:read");
  if (running >= runningMax)
    throw new HouseError("limit", "Other logs are being verified. Try again in a moment.", { retryAfterSeconds: 10 });
  running += 1;
  try {
    return await verifyAlone(ctx, options);
  } finally {
    running -= 1;
  }
}

async function verifyAlone(ctx: Ctx, { waitMs = 0, ...options }: VerifyOptions): Promise<Verification> {
  const lock = await pool().connect();
  try {
    const { rows } = await lock.query<{ ours: boolean }>("SELECT pg_try_advisory_lock($1, $2) AS ours", [
      verifyLock,
      ctx.tenant.no,
    ]);
    if (rows[0]?.ours !== true) throw conflict("This log is being verified already. Try again when that has ended.");
    try {
      await untilSealed(ctx.tenant.no, waitMs);
      const startedMs = nowMs();
      const verification = await verifyTenant(ctx.tenant.no, options);
      await record(ctx, verification, (nowMs() - startedMs) / 1_000);
      return verification;
    } finally {
      await lock.query("SELECT pg_advisory_unlock($1, $2)", [verifyLock, ctx.tenant.no]);
    }
  } finally {
    lock.release();
  }
}

async function untilSealed(tenantNo: number, waitMs: number): Promise<void> {
  for (const end = nowMs() + waitMs; nowMs() < end; await sleep(100)) {
    const { unsealed, stalled } = await ledgerHealth(tenantNo);
    if (unsealed === 0 || stalled !== null) return;
  }
}

async function record(ctx: Ctx, verification: Verification, seconds: number): Promise<void> {
  const { ok, size, root, sealedThrough, payloads, problemCount } = verification;
  await write(ctx, async (tx, event) => {
    // Row-level security reads the setting; it ends with the transaction.
    await tx.$executeRawUnsafe("SELECT set_config('app.tenant_no', $1, true)", String(ctx.tenant.no));
    await tx.$executeRawUnsafe(
      `INSERT INTO audit.verification (tenant_no, at, ok, size, problems, seconds) VALUES ($1, now(), $2, $3::bigint, $4, $5)
       ON CONFLICT (tenant_no) DO UPDATE SET
         at = excluded.at, ok = excluded.ok, size = excluded.size, problems = excluded.problems, seconds = excluded.seconds`,
      ...[ctx.tenant.no, ok, size, problemCount, seconds],
    );
    await event({
      type: "audit.verified",
      outcome: ok ? "success" : "error",
      resource: { type: "tenant", key: ctx.tenant.slug, name: ctx.tenant.slug },
      refs: { resource: { id: `tenant:${ctx.tenant.no}`, key: ctx.tenant.slug } },
      details: { ok, size, root, sealedThrough, payloads, problems: problemCount },
      ...(ok ? {} : { error: { type: "log_damaged", message: sentence(verification) } }),
    });
  });
}

const sentence = ({ problems: [first], problemCount }: Verification): string =>
  `${problemCount} ${problemCount === 1 ? "problem was" : "problems were"} found${first ? `, the first: ${first.text}` : "."}`;
