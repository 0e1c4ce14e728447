import { expect, test } from "@playwright/test";
import type { ServerCall, ServerTrace } from "@/lib/audit/server-calls";
import type { CircuitView } from "../circuits/circuit-view";
import { kindOf, percentilesOf, toFigures } from "./health-figures";
import { judgeHealth, type ServerState } from "./judge-health";

const noon = Date.parse("2026-11-22T12:00:00Z");

/**
 * What the log says, the newest first: `.` a success, `t` an error of the tool, `x` the server failed, `d` denied, `c` called off.
 * One call a minute, the newest at noon.
 */
function trace(calls: string, test: ServerTrace["test"] = null): ServerTrace {
  const ends: Record<string, Pick<ServerCall, "outcome" | "error">> = {
    ".": { outcome: "success", error: null },
    t: { outcome: "error", error: { type: "tool_error", message: "No such file." } },
    x: { outcome: "error", error: { type: "upstream_5xx", message: "The server failed (HTTP 503)." } },
    d: { outcome: "denied", error: { type: "blocked_by_policy", message: "No." } },
    c: { outcome: "error", error: { type: "cancelled", message: "Gone." } },
  };
  return {
    calls: [...calls].map((letter, i) => ({
      eventId: `evt_${i}`,
      atMs: noon - i * 60_000,
      totalMs: 12,
      upstreamMs: letter === "d" ? null : 10,
      ...(ends[letter] ?? { outcome: "unknown", error: null }),
    })),
    test,
  };
}

const closed: CircuitView = { state: "closed", failingSince: null, retryAt: null, lastError: null };

const tested = (ok: boolean, minutesAgo: number) => ({
  eventId: "evt_test",
  atMs: noon - minutesAgo * 60_000,
  ok,
  message: ok ? null : "Nothing listens at mcp.example, port 443.",
});

const cases: [state: ServerState, reason: RegExp, calls: string, test?: ServerTrace["test"]][] = [
  ["unknown", /No agent has called it/, ""],
  ["unknown", /No agent has called it/, "ddd"],
  ["unknown", /No agent has called it/, "cc"],
  ["healthy", /last test passed/, "", tested(true, 5)],
  ["failing", /last test .* failed\. Nothing listens/, "", tested(false, 5)],
  ["healthy", /answered the one call/, "."],
  ["healthy", /each of the newest 3 calls/, "..."],
  ["healthy", /each of the newest 3 calls/, "tt."],
  ["healthy", /each of the newest 2 calls/, "d.c.d"],
  ["healthy", /1 of the newest 3 calls failed/, "..x"],
  ["healthy", /2 of the newest 62 calls failed/, `${".".repeat(60)}xx`],
  ["degraded", /answers now, but 2 of the newest 4 calls failed.*HTTP 503/, "..xx"],
  ["degraded", /2 of the newest 32/, `${".".repeat(30)}xx`],
  ["degraded", /^The newest call failed\..*HTTP 503/, "x"],
  ["degraded", /^The newest 2 calls failed/, "xx......"],
  ["degraded", /^The newest call failed/, "dxc...."],
  ["failing", /^The newest 3 calls failed one after the other/, "xxx"],
  ["failing", /^The newest 3 calls failed/, `xdxcx${".".repeat(500)}`],
  ["failing", /2 of the newest 4 calls failed/, "x.x."],
  ["failing", /10 of the newest 20 calls failed/, "x.".repeat(40)],
  ["degraded", /^The newest call failed/, "x.x.."],
  // A test is the newest evidence until somebody calls.
  ["failing", /last test/, "......", { ...tested(false, 0), atMs: noon + 1 }],
  ["healthy", /each of the newest 6/, "......", tested(false, 1)],
  ["degraded", /a test since then passed/, "xxxxx", { ...tested(true, 0), atMs: noon + 1 }],
  ["failing", /^The newest 5 calls failed/, "xxxxx", tested(true, 1)],
];

for (const [state, reason, calls, tried] of cases)
  test(`${calls === "" ? "no call" : calls.slice(0, 20)}${tried ? `, a test ${tried.ok ? "passed" : "failed"}` : ""}: ${state}`, () => {
    const judged = judgeHealth(toFigures(trace(calls, tried)), closed);
    expect(judged.reason).toMatch(reason);
    expect(judged.state).toBe(state);
  });

test("a server that is left alone is failing, whatever its calls say; one that is to be tried is what they say", () => {
  const lastError = { type: "upstream_timeout", message: "The server did not answer for 10 seconds." };
  const at = { failingSince: "2026-11-22T11:59:00.000Z", retryAt: "2026-11-22T12:00:10.000Z", lastError };
  for (const calls of ["", "....", "xxx"]) {
    const judged = judgeHealth(toFigures(trace(calls)), { state: "open", ...at });
    expect(judged).toEqual({ state: "failing", reason: expect.stringContaining(lastError.message) });
    expect(judgeHealth(toFigures(trace(calls)), { state: "half_open", ...at })).toEqual(
      judgeHealth(toFigures(trace(calls)), closed),
    );
  }
});

test("calls are counted by what they say of the server, and the newest of each kind is named", () => {
  const figures = toFigures(trace("dxt.c?.x"));
  expect(figures.calls).toEqual({ total: 8, success: 2, toolError: 1, failed: 2, denied: 1, other: 2 });
  expect(figures.lastSuccessAt).toBe("2026-11-22T11:57:00.000Z");
  expect(figures.lastFailure).toMatchObject({ eventId: "evt_1", type: "upstream_5xx", at: "2026-11-22T11:59:00.000Z" });
  expect(figures.failedInARow).toBe(1);
  expect(figures.gatewayMs).toEqual({ p50: 2, p95: 2, p99: 2 });
});

test("what a human lacks, or calls off, is never the server's failure", () => {
  for (const type of ["needs_connection", "needs_reauth", "upstream_session_expired", "cancelled", "rate_limited"])
    expect(kindOf("error", type), type).toBe("other");
  for (const type of ["upstream_timeout", "upstream_unavailable", "upstream_unauthorized", "upstream_4xx"])
    expect(kindOf("error", type), type).toBe("failed");
  expect(kindOf("error", "upstream_error")).toBe("toolError");
  expect(kindOf("unknown", null)).toBe("other");
});

test("percentiles are nearest ranks, of whatever order", () => {
  expect(percentilesOf([])).toBeNull();
  expect(percentilesOf([7])).toEqual({ p50: 7, p95: 7, p99: 7 });
  const hundred = Array.from({ length: 100 }, (_, i) => ((i * 37) % 100) + 1);
  expect(percentilesOf(hundred)).toEqual({ p50: 50, p95: 95, p99: 99 });
});
