import "server-only";
import { nowMs } from "@/lib/kernel/clock";
import { isHouseError } from "@/lib/kernel/errors";
import {
  afterAnswer,
  afterFailure,
  afterNothing,
  type Circuit,
  type Refusal,
} from "@/lib/registry/circuits/circuit-state";
import { admitTo, moveCircuit } from "@/lib/registry/circuits/circuits";
import type { Principal } from "@/lib/registry/load-principal";
import { IssuerAway, type UpstreamFailure, type UpstreamFailureType } from "./upstream-failure";

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
export const refusalOf = ({ tenant, server }: Principal): Refusal | undefined =>
  server === null ? undefined : admitTo(tenant.no, server);

/** What came of a request that was sent. Without a failure: the server answered, an error of a tool included. */
export function noteOutcome({ tenant, server }: Principal, failure?: UpstreamFailure): void {
  if (server !== null) moveCircuit(tenant.no, server, (circuit) => after(circuit, failure));
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
