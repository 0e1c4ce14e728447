import "server-only";
import pg from "pg";
import { databaseUrl } from "@/lib/kernel/env";

/** Channel on which the transaction of a change names its tenant. PostgreSQL delivers it with the commit, once a transaction. */
export const changesChannel = "countersign_changed";

const retryMs = 1_000;

type Shared = { listeners: Map<number, Set<() => void>>; client: pg.Client | undefined };
// Next bundles routes, pages and instrumentation apart: one listening connection a process lives on the global object.
const holder = globalThis as { countersignChanges?: Shared };
holder.countersignChanges ??= { listeners: new Map(), client: undefined };
const shared = holder.countersignChanges;

/**
 * Calls `listener` soon after something of a tenant was changed, in whichever process; gives what ends that. Only a hint: a
 * notification can be lost with its connection, so nothing may be correct because of it. Where one may have been lost,
 * listeners are called, too.
 */
export function onTenantChanged(tenantNo: number, listener: () => void): () => void {
  const own = shared.listeners.get(tenantNo) ?? new Set();
  own.add(listener);
  shared.listeners.set(tenantNo, own);
  if (shared.client === undefined) connect();
  return () => {
    own.delete(listener);
    if (own.size === 0) shared.listeners.delete(tenantNo);
    if (shared.listeners.size === 0) disconnect();
  };
}

function connect(): void {
  const client = new pg.Client({
    connectionString: databaseUrl(),
    options: "-c role=countersign_app",
    application_name: "countersign changes",
    connectionTimeoutMillis: 5_000,
  });
  shared.client = client;
  client.on("notification", ({ payload }) => {
    for (const listener of shared.listeners.get(Number(payload)) ?? []) listener();
  });
  const again = () => {
    if (shared.client !== client) return;
    shared.client = undefined;
    const timer = setTimeout(() => {
      if (shared.client !== undefined || shared.listeners.size === 0) return;
      connect();
    }, retryMs);
    timer.unref();
  };
  client.on("error", again);
  client.on("end", again);
  client
    .connect()
    .then(() => client.query(`LISTEN ${changesChannel}`))
    .then(() => {
      for (const own of shared.listeners.values()) for (const listener of own) listener();
    })
    .catch(again);
}

/** With its last listener the connection goes. */
function disconnect(): void {
  const { client } = shared;
  shared.client = undefined;
  client?.end().catch(() => {});
}
