import type { Circuit } from "./circuit-state";

/**
 * Whether the process that answers leaves a server alone. `closed`: it is asked. `open`: it failed again and again, and calls are refused
 * until `retryAt`. `half_open`: that time is over; one request goes through, and what comes of it decides. Times are ISO 8601; what is
 * not about a closed one is null there. Other processes of the installation find out by themselves.
 */
export type CircuitView =
  | { state: "closed"; failingSince: null; retryAt: null; lastError: null }
  | {
      state: "open" | "half_open";
      failingSince: string;
      retryAt: string;
      /** How the server failed last. */
      lastError: { type: string; message: string };
    };

/** A circuit for people and programs to read, at a time in epoch milliseconds. Pure. */
export function toCircuitView(circuit: Circuit | undefined, nowMs: number): CircuitView {
  if (circuit === undefined || circuit.state === "closed")
    return { state: "closed", failingSince: null, retryAt: null, lastError: null };
  const { failingSinceMs, untilMs, last } = circuit;
  return {
    state: circuit.state === "open" && nowMs < untilMs ? "open" : "half_open",
    failingSince: new Date(failingSinceMs).toISOString(),
    retryAt: new Date(untilMs).toISOString(),
    lastError: last,
  };
}
