import "server-only";
import { nowMs } from "@/lib/kernel/clock";
import { isHouseError } from "@/lib/kernel/errors";
import type { Principal } from "@/lib/registry/load-principal";
import { admit, afterAnswer, afterFailure, afterNothing, type Circuit, type Refusal } from "./circuit-state";
import { IssuerAway, type UpstreamFailure, type UpstreamFailureType } from "./upstream-failure";

/*
 * The circuits of this process, by tenant and server: two tenants that import the same URL know nothing of each other. Each
 * replica finds out by itself. A server that answers has no entry, so this costs a call one look-up.
 */

/** `url`: a server that was moved begins anew. */
type Entry = { url: string; circuit: Circuit };

/** Beyond it the oldest entry is forgotten: a server that nobody calls any more. */
const entriesMax = 10_000;

// Next bundles routes apart: one map a process lives on the global object.
const shared = globalThis as { countersignCircuits?: Map<string, Entry> };
const circuits = (): Map<string, Entry> => {
  shared.countersignCircuits ??= new Map();
  return shared.countersignCircuits;
};

/** What each failure says of the server: it fails; it is there, whatever it said; or nothing, because it was not about the server. */
const says: Record<UpstreamFailureType, "fails" | "is there" | "nothing"> = {
  upstream_unreachable: "fails",
  upstream_timeout: "fails",
  upstream_5xx: "fails",
  // Nonsense is an answer, too: one tool of many may give it.
  upstream_protocol: "is there",
  upstream_4xx: "is there",
  upstream_forbidden: "is there",
  upstream_redirect: "is there",
  upstream_too_large: "is there",
  upstream_session_expired: "is there",
  upstream_unauthorized: "is there",
  needs_connection: "nothing",
  needs_reauth: "nothing",
  upstream_unavailable: "nothing",
  cancelled: "nothing",
};

/**
 * Asks whether a request may be sent to the principal's server now; what comes back says why not. Whoever may send has to say
 * with `noteOutcome` what came of it.
 */
export function refusalOf({ tenant, server }: Principal): Refusal | undefined {
  if (server === null) return undefined;
  const name = nameOf(tenant.no, server.id);
  const entry = circuits().get(name);
  if (entry === undefined || entry.url !== server.url) return undefined;
  const { circuit, refusal } = admit(entry.circuit, nowMs());
  keep(name, server.url, circuit);
  return refusal;
}

/** What came of a request that was sent. Without a failure: the server answered, an error of a tool included. */
export function noteOutcome({ tenant, server }: Principal, failure?: UpstreamFailure): void {
  if (server === null) return;
  const name = nameOf(tenant.no, server.id);
  const entry = circuits().get(name);
  const circuit = entry?.url === server.url ? entry.circuit : undefined;
  if (circuit === undefined && failure === undefined) return;
  keep(name, server.url, after(circuit, failure));
}

function after(circuit: Circuit | undefined, failure: UpstreamFailure | undefined): Circuit | undefined {
  if (failure === undefined) return afterAnswer();
  switch (isOfServer(failure) ? says[failure.type] : "nothing") {
    case "fails":
      return afterFailure(circuit, nowMs(), { type: failure.type, message: failure.message });
    case "is there":
      return afterAnswer();
    case "nothing":
      return afterNothing(circuit, nowMs());
  }
}

/** Not a human's credential that could not be renewed, nor something of our own that broke on the way. */
const isOfServer = (failure: UpstreamFailure): boolean =>
  !(failure instanceof IssuerAway) && !(isHouseError(failure.cause) && failure.cause.code !== "upstream");

function keep(name: string, url: string, circuit: Circuit | undefined): void {
  const all = circuits();
  all.delete(name);
  if (circuit === undefined) return;
  all.set(name, { url, circuit });
  const [oldest] = all.size > entriesMax ? all.keys() : [];
  if (oldest !== undefined) all.delete(oldest);
}

const nameOf = (tenantNo: number, serverId: string): string => `${tenantNo}\n${serverId}`;
