import "server-only";
import pg from "pg";
import { databaseUrl } from "@/lib/kernel/env";

/** What a connection is for: each purpose has its role (see the audit migration), its size and its settings. */
export type Purpose = "app" | "lookup" | "writer" | "sealer" | "retention";

const purposes: Record<Purpose, { role: string; size: number; settings?: string }> = {
  /** Console and API: Prisma, the log's readers. */
  app: { role: "countersign_app", size: 16 },
  /**
   * What every request of an agent asks. Its statements are few and look rows up by their keys, so one generic plan of
   * index look-ups serves whatever the tables' statistics say, and nothing is planned twice.
   */
  lookup: {
    role: "countersign_app",
    size: 4,
    settings:
      "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off",
  },
  /** The journal of the gateway, recovery, dictionaries. */
  writer: { role: "countersign_writer", size: 4, settings: "-c plan_cache_mode=force_generic_plan" },
  sealer: { role: "countersign_sealer", size: 1 },
  /** The hourly cut: a connection of its own, so that no call waits for it. */
  retention: { role: "countersign_writer", size: 1 },
};

type Pools = Partial<Record<Purpose, pg.Pool>>;
// Next bundles routes, pages and instrumentation apart: one set of pools a process lives on the global object.
const shared = globalThis as { countersignPools?: Pools };

/**
 * The pool of connections for one purpose. The role is part of the connection's start-up, so there is no moment at which
 * it could do more, and RESET ROLE leads back to it.
 */
export function pool(purpose: Purpose = "app"): pg.Pool {
  shared.countersignPools ??= {};
  const existing = shared.countersignPools[purpose];
  if (existing) return existing;
  const { role, size, settings = "" } = purposes[purpose];
  const made = new pg.Pool({
    connectionString: databaseUrl(),
    options: `-c role=${role} -c timezone=UTC -c statement_timeout=30s -c jit=off ${settings}`,
    application_name: `countersign ${purpose}`,
    max: size,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  made.on("error", () => {});
  shared.countersignPools[purpose] = made;
  return made;
}

/** Ends every pool of the process; for shutdown and for tests. */
export async function endPools(): Promise<void> {
  const pools = Object.values(shared.countersignPools ?? {});
  shared.countersignPools = {};
  await Promise.all(pools.map((p) => p.end()));
}

/** Anything that can run one SQL statement: a pool, a client, a transaction. */
export type Queryable = Pick<pg.Pool, "query">;

export type { Pool, PoolClient } from "pg";
