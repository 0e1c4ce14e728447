import "server-only";
import { nowMs } from "@/lib/kernel/clock";
import { admit, type Circuit, type Refusal } from "./circuit-state";

/*
 * The circuits of this process, by tenant and server: two tenants that import the same URL know nothing of each other. Each
 * replica finds out by itself. A server that answers has no entry, so this costs a call one look-up.
 */

/** `url`: a server that was moved begins anew. */
type Entry = { url: string; circuit: Circuit };
type Place = { id: string; url: string };

/** Beyond it the oldest entry is forgotten: a server that nobody calls any more. */
const entriesMax = 10_000;

// Next bundles routes apart: one map a process lives on the global object.
const shared = globalThis as { countersignCircuits?: Map<string, Entry> };
const circuits = (): Map<string, Entry> => {
  shared.countersignCircuits ??= new Map();
  return shared.countersignCircuits;
};

/** Asks whether a request may be sent to a server now; what comes back says why not. Whoever may send has to say what came of it. */
export function admitTo(tenantNo: number, server: Place): Refusal | undefined {
  const circuit = circuitOf(tenantNo, server);
  if (circuit === undefined) return undefined;
  const admission = admit(circuit, nowMs());
  keep(tenantNo, server, admission.circuit);
  return admission.refusal;
}

/** Makes of the circuit what `after` says that came of a request. */
export function moveCircuit(
  tenantNo: number,
  server: Place,
  after: (circuit: Circuit | undefined) => Circuit | undefined,
): void {
  const before = circuitOf(tenantNo, server);
  const circuit = after(before);
  if (before !== undefined || circuit !== undefined) keep(tenantNo, server, circuit);
}

/** The circuit of a server as this process has it; undefined where nothing has failed since it last answered. */
export function circuitOf(tenantNo: number, { id, url }: Place): Circuit | undefined {
  const entry = circuits().get(nameOf(tenantNo, id));
  return entry?.url === url ? entry.circuit : undefined;
}

/** Forgets what failed: the server is asked again from the next request on. */
export const forgetCircuit = (tenantNo: number, serverId: string): void => {
  circuits().delete(nameOf(tenantNo, serverId));
};

function keep(tenantNo: number, { id, url }: Place, circuit: Circuit | undefined): void {
  const all = circuits();
  const name = nameOf(tenantNo, id);
  all.delete(name);
  if (circuit === undefined) return;
  all.set(name, { url, circuit });
  const [oldest] = all.size > entriesMax ? all.keys() : [];
  if (oldest !== undefined) all.delete(oldest);
}

const nameOf = (tenantNo: number, serverId: string): string => `${tenantNo}\n${serverId}`;
