import "server-only";
import pg from "pg";
import { databaseUrl } from "@/lib/kernel/env";

/** The roles of `prisma/migrations/*_audit`: what a connection may do, whoever the database user is. */
export type DatabaseRole = "countersign_app" | "countersign_writer" | "countersign_sealer";

const sizes: Record<DatabaseRole, number> = { countersign_app: 16, countersign_writer: 4, countersign_sealer: 1 };

type Pools = Partial<Record<DatabaseRole, pg.Pool>>;
// Next bundles routes, pages and instrumentation apart: one set of pools a process lives on the global object.
const shared = globalThis as { countersignPools?: Pools };

/**
 * The pool of connections that act as `role`. The role is part of the connection's start-up, so there is no moment at
 * which it could do more, and RESET ROLE leads back to it.
 */
export function pool(role: DatabaseRole = "countersign_app"): pg.Pool {
  shared.countersignPools ??= {};
  const existing = shared.countersignPools[role];
  if (existing) return existing;
  const made = new pg.Pool({
    connectionString: databaseUrl(),
    options: `-c role=${role} -c timezone=UTC -c statement_timeout=30s`,
    application_name: `countersign ${role.replace("countersign_", "")}`,
    max: sizes[role],
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  made.on("error", () => {});
  shared.countersignPools[role] = made;
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
