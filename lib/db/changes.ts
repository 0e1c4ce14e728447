import "server-only";
import pg from "pg";
import { databaseUrl } from "@/lib/kernel/env";
import { pool } from "./pool";
import type { TenantTransaction } from "./tenant";

/** Channel on which the transaction of a change names its tenant. PostgreSQL delivers it with the commit, once a transaction. */
export const changesChannel = "countersign_changed";

/** Channel on which a process says that a call has been cancelled which it does not have. */
const cancelsChannel = "countersign_cancelled";

/** Channel on which a process says that a server which failed is well again. */
const circuitsChannel = "countersign_circuit_closed";

const retryMs = 1_000;

type Shared = {
  listeners: Map<number, Set<() => void>>;
  /** Who hears what processes tell each other, by channel. */
  hearers: Map<string, (text: string) => void>;
  client: pg.Client | undefined;
};
// Next bundles routes, pages and instrumentation apart: one listening connection a process lives on the global object.
const holder = globalThis as { countersignChanges?: Shared };
holder.countersignChanges ??= { listeners: new Map(), hearers: new Map(), client: undefined };
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
export const onCancelled = (listener: (name: string) => void): (() => void) => hear(cancelsChannel, listener);

/** Says to every process that a call of this name was cancelled. Rejects while the database is away. */
export async function tellCancelled(name: string): Promise<void> {
  await pool("lookup").query("SELECT pg_notify($1, $2)", [cancelsChannel, name]);
}

/** Calls `listener` with the name of each server that is said to be well again; gives what ends that. A hint as well. */
export const onCircuitClosed = (listener: (name: string) => void): (() => void) => hear(circuitsChannel, listener);

/** Says to every process, with the commit of this transaction, that a server is well again. */
export async function tellCircuitClosed(tx: TenantTransaction, name: string): Promise<void> {
  await tx.$executeRawUnsafe("SELECT pg_notify($1, $2)", circuitsChannel, name);
}

function hear(channel: string, listener: (text: string) => void): () => void {
  shared.hearers.set(channel, listener);
  if (shared.client === undefined) connect();
  return () => {
    shared.hearers.delete(channel);
    if (isIdle()) disconnect();
  };
}

const isIdle = (): boolean => shared.listeners.size === 0 && shared.hearers.size === 0;

function connect(): void {
  const client = new pg.Client({
    connectionString: databaseUrl(),
    options: "-c role=countersign_app",
    application_name: "countersign changes",
    connectionTimeoutMillis: 5_000,
  });
  shared.client = client;
  client.on("notification", ({ channel, payload }) => {
    if (channel !== changesChannel) return shared.hearers.get(channel)?.(payload ?? "");
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
    .then(() => client.query(`LISTEN ${changesChannel}; LISTEN ${cancelsChannel}; LISTEN ${circuitsChannel}`))
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
