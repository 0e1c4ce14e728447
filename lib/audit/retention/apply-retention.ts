import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { type PoolClient, pool } from "@/lib/db/pool";
import { nowMs } from "@/lib/kernel/clock";
import { newId } from "@/lib/kernel/ids";
import { eventValues, insertEvents } from "../internal/insert";
import { type EventRow, toEventRow } from "../internal/row";
import { uuidMs } from "../internal/uuid-time";
import { aboutTenant } from "./internal/about-tenant";

/** Held by the one process that applies retention. */
const runLock = 727_076;

/** Events that go in one transaction: enough to be quick, few enough that nobody waits for it. */
const batchMax = 20_000;

/** How often a month that readers are in is tried again before it is left for the next run. */
const dropTries = 20;
const dropWaitMs = 500;

/** What one transaction has taken from a tenant's log, as its event says it. */
export type Cut = {
  tenant: string;
  events: number;
  /** Everything that went was recorded before this instant, ISO 8601. */
  before: string;
  /** Months that went as a whole, by the names of their partitions. */
  partitions: string[];
  /** Leaves of the tenant's tree below this index may be without their event from now on. */
  belowIndex: number;
  /** When the oldest event that remains was recorded; null when none does. */
  oldestEventAt: string | null;
};

type Options = {
  /** Only what is past the retention of this tenant, row by row; months go with a run for everybody. */
  tenantNo?: number | undefined;
  /** Stops between two transactions. */
  signal?: AbortSignal | undefined;
  batch?: number;
};

/**
 * Takes what is past its retention out of the log: whole months by dropping their partitions, the rest row by row. Sealed events only, and none that a legal hold keeps: the database itself looks. Each transaction that takes
 * something writes `audit.retention_applied` into the tenant it took from. Undefined when another process is at it.
 */
export async function applyRetention({ tenantNo, signal, batch = batchMax }: Options = {}): Promise<Cut[] | undefined> {
  const client = await pool("retention").connect();
  let broken = true;
  try {
    const { rows } = await client.query<{ mine: boolean }>("SELECT pg_try_advisory_lock($1) AS mine", [runLock]);
    if (rows[0]?.mine !== true) {
      broken = false;
      return undefined;
    }
    const cuts: Cut[] = [];
    const goesOn = () => signal?.aborted !== true;
    if (tenantNo === undefined)
      for (const month of await oldMonths(client)) if (goesOn()) cuts.push(...(await dropMonth(client, month)));
    for (const tenant of await dueTenants(client)) {
      if (tenantNo !== undefined && tenant.no !== tenantNo) continue;
      for (let cut: Cut | undefined; goesOn(); ) {
        cut = await purge(client, tenant, batch);
        if (cut) cuts.push(cut);
        if (cut === undefined || cut.events < batch) break;
      }
    }
    await client.query("SELECT pg_advisory_unlock($1)", [runLock]);
    broken = false;
    return cuts;
  } finally {
    // A connection that failed may be in the middle of anything; with it goes the lock.
    client.release(broken);
  }
}

type Tenant = { no: number; slug: string; name: string };
type CutRow = { tenant_no: number; events: number; before_at: Date; below_index: string; oldest_id: string | null };

async function oldMonths(client: PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ month: string }>("SELECT month::text FROM audit.old_months() AS month");
  return rows.map(({ month }) => month);
}

async function dueTenants(client: PoolClient): Promise<Tenant[]> {
  return (await client.query<Tenant>("SELECT no, slug, name FROM audit.due_tenants()")).rows;
}

async function dropMonth(client: PoolClient, month: string): Promise<Cut[]> {
  const partition = `event_${month.slice(0, 7).replace("-", "_")}`;
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTransaction(client, async () => {
        const { rows } = await client.query<CutRow>("SELECT * FROM audit.drop_month($1::date)", [month]);
        if (rows.length === 0) return [];
        const { rows: tenants } = await client.query<Tenant>("SELECT no, slug, name FROM audit.tenant_names($1)", [
          rows.map((row) => row.tenant_no),
        ]);
        const named = new Map(tenants.map((tenant) => [tenant.no, tenant]));
        const cut = rows.flatMap((row) => {
          const tenant = named.get(row.tenant_no);
          return tenant ? [{ tenant, cut: toCut(tenant, row, [partition]) }] : [];
        });
        await record(client, cut);
        return cut.map((one) => one.cut);
      });
    } catch (error) {
      // Somebody reads: everybody else goes first.
      if (!isLocked(error)) throw error;
      if (tries === dropTries) return [];
      await sleep(dropWaitMs);
    }
  }
}

async function purge(client: PoolClient, tenant: Tenant, most: number): Promise<Cut | undefined> {
  return inTransaction(client, async () => {
    const { rows } = await client.query<CutRow>("SELECT $1::int AS tenant_no, * FROM audit.purge($1, $2)", [
      tenant.no,
      most,
    ]);
    const [row] = rows;
    if (!row) return undefined;
    const cut = toCut(tenant, row, []);
    await record(client, [{ tenant, cut }]);
    return cut;
  });
}

const toCut = ({ slug }: Tenant, row: CutRow, partitions: string[]): Cut => ({
  tenant: slug,
  events: row.events,
  before: row.before_at.toISOString(),
  partitions,
  belowIndex: Number(row.below_index),
  oldestEventAt: row.oldest_id === null ? null : new Date(uuidMs(row.oldest_id)).toISOString(),
});

/** Writes the events of a cut into its own transaction. */
async function record(client: PoolClient, cuts: readonly { tenant: Tenant; cut: Cut }[]): Promise<void> {
  const rows: EventRow[] = await Promise.all(
    cuts.map(({ tenant, cut: { tenant: _, ...details } }) =>
      toEventRow(tenant.no, uuidv7(), {
        type: "audit.retention_applied",
        outcome: "success",
        occurredAtMs: nowMs(),
        actor: { type: "system", key: "retention", name: "Retention" },
        requestId: newId("request"),
        surface: "system",
        ...aboutTenant(tenant),
        details,
      }),
    ),
  );
  await client.query(insertEvents(), eventValues(rows));
}

async function inTransaction<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  try {
    await client.query("BEGIN; SET LOCAL statement_timeout = '10min'");
    const result = await work();
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

/** 55P03 lock_not_available, 40P01 deadlock_detected. */
const isLocked = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && (error.code === "55P03" || error.code === "40P01");
