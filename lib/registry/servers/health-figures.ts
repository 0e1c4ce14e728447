import type { ServerTrace } from "@/lib/audit/server-calls";

/** Milliseconds that half, 95 and 99 of a hundred calls did not exceed (nearest rank). */
export type Percentiles = { p50: number; p95: number; p99: number };

/**
 * What each call says. `answered` holds what the tool answered, errors of a tool included. `failed`: the server gave no usable
 * answer. `other`: it says nothing about the server (called off, a human without a connection, an outcome nobody knows).
 */
export type CallCounts = {
  total: number;
  success: number;
  toolError: number;
  failed: number;
  denied: number;
  other: number;
};

/** What is known of a server before anybody judges it. Times are ISO 8601; `null`: it did not happen among the calls that were looked at. */
export type HealthFigures = {
  calls: CallCounts;
  /** How many of the newest calls failed, one after the other, since the server last answered. */
  failedInARow: number;
  /** Of the newest calls that were answered or failed: how many they are, how many of them failed, and when the newest was. */
  newest: { heard: number; failed: number; at: string | null };
  upstreamMs: Percentiles | null;
  /** What this gateway added: deciding, writing down, passing on. */
  gatewayMs: Percentiles | null;
  lastSuccessAt: string | null;
  lastFailure: { at: string; type: string; message: string; eventId: string } | null;
  lastTest: { at: string; ok: boolean; message: string | null; eventId: string } | null;
};

/** How many of the newest calls "lately" is. */
const newestMax = 20;

/** Errors of the tool itself: the server is well and has answered. */
const toolErrors: ReadonlySet<string> = new Set(["tool_error", "upstream_error"]);

/** Ends that are not the server's doing. */
const notTheServers: ReadonlySet<string> = new Set([
  "needs_connection",
  "needs_reauth",
  "upstream_session_expired",
  "cancelled",
]);

type CallKind = Exclude<keyof CallCounts, "total">;

/** What a call's outcome and error type say. An error type that is not known here says nothing of the server unless it is an upstream's. */
export function kindOf(outcome: string, errorType: string | null): CallKind {
  if (outcome === "success" || outcome === "denied") return outcome;
  if (outcome !== "error" || errorType === null || notTheServers.has(errorType)) return "other";
  if (toolErrors.has(errorType)) return "toolError";
  return errorType.startsWith("upstream_") ? "failed" : "other";
}

/** Counts what the log says of one server. Durations are those of answered calls: a refusal or a silence is no speed. Pure. */
export function toFigures({ calls, test }: ServerTrace): HealthFigures {
  const counts: CallCounts = { total: calls.length, success: 0, toolError: 0, failed: 0, denied: 0, other: 0 };
  const newest: HealthFigures["newest"] = { heard: 0, failed: 0, at: null };
  const upstream: number[] = [];
  const own: number[] = [];
  let failedInARow = 0;
  let hasAnswered = false;
  let lastSuccessAt: string | null = null;
  let lastFailure: HealthFigures["lastFailure"] = null;
  for (const { eventId, atMs, outcome, error, totalMs, upstreamMs } of calls) {
    const kind = kindOf(outcome, error?.type ?? null);
    counts[kind] += 1;
    const answered = kind === "success" || kind === "toolError";
    if (!answered && kind !== "failed") continue;
    newest.at ??= iso(atMs);
    if (newest.heard < newestMax) {
      newest.heard += 1;
      newest.failed += answered ? 0 : 1;
    }
    hasAnswered ||= answered;
    if (!hasAnswered) failedInARow += 1;
    if (kind === "success") lastSuccessAt ??= iso(atMs);
    if (!answered && error) lastFailure ??= { at: iso(atMs), ...error, eventId };
    if (!answered || upstreamMs === null) continue;
    upstream.push(upstreamMs);
    if (totalMs !== null) own.push(Math.max(0, totalMs - upstreamMs));
  }
  return {
    calls: counts,
    failedInARow,
    newest,
    upstreamMs: percentilesOf(upstream),
    gatewayMs: percentilesOf(own),
    lastSuccessAt,
    lastFailure,
    lastTest: test && { at: iso(test.atMs), ok: test.ok, message: test.message, eventId: test.eventId },
  };
}

export function percentilesOf(values: readonly number[]): Percentiles | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

const iso = (ms: number): string => new Date(ms).toISOString();
