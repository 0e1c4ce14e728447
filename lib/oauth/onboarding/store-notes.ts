import "server-only";
import { LRUCache } from "lru-cache";
import { write } from "@/lib/audit/write";
import type { TenantTransaction } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import { newId } from "@/lib/kernel/ids";
import { findTenant } from "@/lib/registry/tenants/find-tenant";
import { applyNote } from "./apply-note";
import { attemptMinutes, pickAttempt } from "./pick-attempt";
import { type Attempt, type Note, readSteps } from "./step";

/** Attempts that a tenant keeps. Of those that nobody can put a name to the oldest go first. */
export const attemptsMax = 200;

export type TimedNote = Note & { atMs: number };

/** Anybody can ask for a tenant that does not exist: the same question is not asked again at once. */
const tenants = new LRUCache<string, { tenant: Awaited<ReturnType<typeof findTenant>> }>({
  max: 1_000,
  ttl: 60_000,
  perf: { now: nowMs },
});

/** Adds notes of one tenant to its attempts, in their order. Those of a tenant that does not exist are nobody's. */
export async function storeNotes(slug: string, notes: readonly TimedNote[]): Promise<void> {
  const known = tenants.get(slug) ?? { tenant: await findTenant(slug) };
  tenants.set(slug, known);
  if (!known.tenant) return;
  const { no, organizationId } = known.tenant;
  const ctx = {
    tenant: { no, slug, organizationId },
    actor: { type: "system", id: "oauth", name: "Authorization server" },
    scopes: [],
    surface: "system",
    requestId: newId("request"),
    ip: null,
    userAgent: null,
  } as const;
  await write(ctx, async (tx, record) => {
    record.nothing("How far a client has come is a help for people, and no change of anything.");
    // Of two processes that note something one waits: a step must not overwrite another.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('onboarding'), ${no}::int)`;
    let attempts = await load(tx);
    for (const note of notes) attempts = await add(tx, no, attempts, note);
    await tx.$executeRaw`
      DELETE FROM onboarding WHERE tenant_no = ${no} AND id IN (
        SELECT id FROM onboarding WHERE tenant_no = ${no}
        ORDER BY client_id IS NOT NULL DESC, updated_at DESC, id DESC OFFSET ${attemptsMax})`;
  });
}

async function load(tx: TenantTransaction): Promise<Attempt[]> {
  const rows = await tx.onboarding.findMany({
    where: { updatedAt: { gte: new Date(nowMs() - attemptMinutes * 60_000) } },
    orderBy: { updatedAt: "desc" },
    take: attemptsMax,
  });
  return rows.map((row) => ({ ...row, steps: readSteps(row.steps), updatedAtMs: row.updatedAt.getTime() }));
}

async function add(
  tx: TenantTransaction,
  tenantNo: number,
  attempts: Attempt[],
  { atMs, ...note }: TimedNote,
): Promise<Attempt[]> {
  const before = pickAttempt(attempts, note, atMs);
  const { steps, ...after } = applyNote(before, note, atMs);
  const data = {
    ...after,
    key: after.clientId ?? `${after.ip ?? ""} ${after.userAgent ?? ""}`,
    steps,
    updatedAt: new Date(atMs),
  };
  const id = before?.id ?? newId("onboarding");
  if (before) await tx.onboarding.updateMany({ where: { id }, data });
  else await tx.onboarding.create({ data: { tenantNo, id, ...data, createdAt: new Date(atMs) } });
  return [{ id, ...after, steps, updatedAtMs: atMs }, ...attempts.filter((one) => one.id !== id)];
}
