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
    const before = await load(tx);
    const after = addNotes(before, notes);
    const changed = after.filter((one) => !before.includes(one));
    const known = new Set(before.map(({ id }) => id));
    await tx.onboarding.createMany({
      data: changed.filter(({ id }) => !known.has(id)).map((one) => ({ tenantNo: no, id: one.id, ...toData(one) })),
    });
    for (const one of changed.filter(({ id }) => known.has(id)))
      await tx.onboarding.updateMany({ where: { id: one.id }, data: toData(one) });
    await dropOldest(tx);
  });
}

async function dropOldest(tx: TenantTransaction): Promise<void> {
  for (const where of [{ clientId: null }, {}]) {
    const excess = (await tx.onboarding.count()) - attemptsMax;
    if (excess <= 0) return;
    const oldest = await tx.onboarding.findMany({
      where,
      orderBy: [{ updatedAt: "asc" }, { id: "asc" }],
      take: excess,
      select: { id: true },
    });
    await tx.onboarding.deleteMany({ where: { id: { in: oldest.map(({ id }) => id) } } });
  }
}

async function load(tx: TenantTransaction): Promise<Attempt[]> {
  const rows = await tx.onboarding.findMany({
    where: { updatedAt: { gte: new Date(nowMs() - attemptMinutes * 60_000) } },
    orderBy: { updatedAt: "desc" },
    take: attemptsMax,
  });
  return rows.map(({ id, clientId, client, server, ip, userAgent, steps, updatedAt }) => ({
    ...{ id, clientId, client, server, ip, userAgent },
    steps: readSteps(steps),
    updatedAtMs: updatedAt.getTime(),
  }));
}

/** The attempts with the notes in them, the latest first. */
function addNotes(known: readonly Attempt[], notes: readonly TimedNote[]): Attempt[] {
  let attempts = [...known];
  for (const { atMs, ...note } of notes) {
    const before = pickAttempt(attempts, note, atMs);
    const id = before?.id ?? newId("onboarding");
    const after = { id, ...applyNote(before, note, atMs), updatedAtMs: atMs };
    attempts = [after, ...attempts.filter((one) => one.id !== id)];
  }
  return attempts;
}

const toData = ({ id: _, updatedAtMs, ...one }: Attempt) => ({
  ...one,
  key: one.clientId ?? `${one.ip ?? ""} ${one.userAgent ?? ""}`,
  updatedAt: new Date(updatedAtMs),
});
