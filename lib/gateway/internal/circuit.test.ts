import { expect, test } from "@playwright/test";
import { holdClock } from "@/lib/kernel/clock";
import { HouseError } from "@/lib/kernel/errors";
import { failingForMs, failuresToOpen, openMsFirst } from "@/lib/registry/circuits/circuit-state";
import type { Principal } from "@/lib/registry/load-principal";
import { noteOutcome, refusalOf } from "./circuit";
import { IssuerAway, UpstreamFailure, type UpstreamFailureType } from "./upstream-failure";

let serverNo = 0;

/** A principal at a server of its own; only what a circuit looks at is there. */
function at(tenantNo = 1, id = `srv_${serverNo++}`, url = "https://shared.example/mcp"): Principal {
  // safe because circuits go by the tenant and the server alone
  return { tenant: { no: tenantNo }, server: { id, url } } as Principal;
}

const down = new UpstreamFailure("upstream_5xx", "The server failed (HTTP 503).");
/** So many failures, the first of them long enough before the others. */
function failing(principal: Principal, failure = down, times = failuresToOpen, nowMs = Date.now()): void {
  let at = nowMs - failingForMs;
  const letGo = holdClock(() => at);
  for (let i = 0; i < times; i += 1) {
    noteOutcome(principal, failure);
    at = nowMs;
  }
  letGo();
}

test("the same URL in two tenants, and two servers of one tenant, know nothing of each other", () => {
  const here = at(1, "srv_same");
  const there = at(2, "srv_same");
  const beside = at(1);
  failing(here);
  expect(refusalOf(here)?.last).toEqual({ type: "upstream_5xx", message: down.message });
  expect(refusalOf(there)).toBeUndefined();
  expect(refusalOf(beside)).toBeUndefined();
});

const opens: Record<UpstreamFailureType, boolean> = {
  upstream_unreachable: true,
  upstream_timeout: true,
  upstream_protocol: false,
  upstream_5xx: true,
  upstream_4xx: false,
  upstream_forbidden: false,
  upstream_redirect: false,
  upstream_too_large: false,
  upstream_session_expired: false,
  upstream_unauthorized: false,
  upstream_unavailable: false,
  needs_connection: false,
  needs_reauth: false,
  cancelled: false,
};

for (const [type, does] of Object.entries(opens))
  test(`${type} ${does ? "opens" : "never opens"} a circuit`, () => {
    const principal = at();
    // safe because these are the table's own keys
    failing(principal, new UpstreamFailure(type as UpstreamFailureType, "So it was."), 20);
    expect(refusalOf(principal) !== undefined).toBe(does);
  });

test("an issuer that is away, and what broke on our side, is not the server's failure", () => {
  const principal = at();
  failing(principal, new IssuerAway("upstream_unreachable", "Could not be renewed."), 20);
  failing(principal, new UpstreamFailure("upstream_unreachable", "Broke.", new HouseError("internal", "Broke.")), 20);
  expect(refusalOf(principal)).toBeUndefined();
  failing(principal, new UpstreamFailure("upstream_unreachable", "No name.", new HouseError("upstream", "No name.")));
  expect(refusalOf(principal)?.last.message).toBe("No name.");
});

test("after its wait one request goes through, and its answer lets everybody through", () => {
  let now = Date.now();
  const principal = at();
  failing(principal, down, failuresToOpen, now);
  const letGo = holdClock(() => now);
  try {
    const failingSinceMs = now - failingForMs;
    expect(refusalOf(principal)).toMatchObject({ failingSinceMs, retryAfterMs: openMsFirst });
    now += openMsFirst;
    expect(refusalOf(principal)).toBeUndefined();
    expect(refusalOf(principal)).toBeDefined();
    noteOutcome(principal);
    expect(refusalOf(principal)).toBeUndefined();
    expect(refusalOf(principal)).toBeUndefined();
  } finally {
    letGo();
  }
});

test("a server that was moved to another address begins anew, and the old address does not speak for it", () => {
  const before = at(1, "srv_moved", "https://old.example/mcp");
  const after = at(1, "srv_moved", "https://new.example/mcp");
  failing(before);
  expect(refusalOf(after)).toBeUndefined();
  failing(after, down, failuresToOpen - 1);
  expect(refusalOf(after)).toBeUndefined();
});
