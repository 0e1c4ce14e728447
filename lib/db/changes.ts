import "server-only";
import pg from "pg";
import { databaseUrl } from "@/lib/kernel/env";
import { pool } from "./pool";

/** Channel on which the transaction of a change names its tenant. PostgreSQL delivers it with the commit, once a transaction. */
export const changesChannel = "countersign_changed";

/** Channel on which a process says that a call has been cancelled which it does not have. */
const cancelsChannel = "countersign_cancelled";

const retryMs = 1_000;

type Shared = {
  listeners: Map<number, Set<() => void>>;
  /** Hears which calls were cancelled; undefined where this process makes none. */
  cancelled: ((name: string) => void) | undefined;
  client: pg.Client | undefined;
};
// Next bundles routes, pages and instrumentation apart: one listening connection a process lives on the global object.
const holder = globalThis as { countersignChanges?: Shared };
holder.countersignChanges ??= { listeners: new Map(), cancelled: undefined, client: undefined };
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
    if (isIdle()) disconnect();
  };
}

/** Calls `listener` with the name of each call that another process says was cancelled; gives what ends that. A hint as well. */
export function onCancelled(listener: (name: string) => void): () => void {
  shared.cancelled = listener;
  if (shared.client === undefined) connect();
  return () => {
    shared.cancelled = undefined;
    if (isIdle()) disconnect();
  };
}

/** Says to every process that a call of this name was cancelled. Rejects while the database is away. */
export async function tellCancelled(name: string): Promise<void> {
  await pool("lookup").query("SELECT pg_notify($1, $2)", [cancelsChannel, name]);
}

const isIdle = (): boolean => shared.listeners.size === 0 && shared.cancelled === undefined;

function connect(): void {
  const client = new pg.Client({
    connectionString: databaseUrl(),
    options: "-c role=countersign_app",
    application_name: "countersign changes",
    connectionTimeoutMillis: 5_000,
  });
  shared.client = client;
  client.on("notification", ({ channel, payload }) => {
    if (channel === cancelsChannel) return shared.cancelled?.(payload ?? "");
    for (const listener of shared.listeners.get(Number(payload)) ?? []) listener();
  });
  const again = () => {
    if (shared.client !== client) return;
    shared.client = undefined;
    const timer = setTimeout(() => {
      if (shared.client !== undefined || isIdle()) return;
      connect();
    }, retryMs);
    timer.unref();
  };
  client.on("error", again);
  client.on("end", again);
  client
    .connect()
    .then(() => client.query(`LISTEN ${changesChannel}; LISTEN ${cancelsChannel}`))
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
