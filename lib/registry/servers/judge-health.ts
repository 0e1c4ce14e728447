import type { CircuitView } from "../circuits/circuit-view";
import type { HealthFigures } from "./health-figures";

/**
 * `failing`: calls do not get through now. `degraded`: some do not. `unknown`: nobody has called it lately. How long a server takes is
 * shown and not judged: some tools are slow by nature.
 */
export const serverStates = ["healthy", "degraded", "failing", "unknown"] as const;
export type ServerState = (typeof serverStates)[number];

/** The state of a server, and why in a sentence. */
export type HealthJudgement = { state: ServerState; reason: string };

/** So many failures one after the other are no accident any more. */
const failuresInARow = 3;
/** Lately so many calls at least, before a share of them says anything. */
const heardMin = 4;
/** So many failures at least, and this share of all calls, before a server that answers now counts as degraded. */
const failuresMin = 2;
const shareMin = 0.05;

/**
 * Judges a server by what the log says of the last 24 hours, and by whether the process that answers leaves it alone: what failed need not
 * have been calls. Pure: the same figures, the same state.
 */
export function judgeHealth(figures: HealthFigures, circuit: CircuitView): HealthJudgement {
  if (circuit.state === "open")
    return {
      state: "failing",
      reason: `It has failed again and again, so calls are not passed on for the moment. The last time: ${circuit.lastError.message}`,
    };
  const { calls, failedInARow, newest, lastFailure, lastTest } = figures;
  const heard = calls.success + calls.toolError + calls.failed;
  const last = lastFailure ? ` The last time: ${lastFailure.message}` : "";
  // A test is the newest evidence where nothing was heard of the server since.
  const isNewest = lastTest !== null && (newest.at === null || newest.at < lastTest.at);

  if (isNewest && !lastTest.ok)
    return { state: "failing", reason: `The last test of its connection failed. ${lastTest.message ?? ""}`.trim() };
  if (heard === 0)
    return isNewest
      ? { state: "healthy", reason: "No agent has called it in the last 24 hours; the last test passed." }
      : { state: "unknown", reason: "No agent has called it in the last 24 hours." };
  if (failedInARow > 0 && isNewest)
    return {
      state: "degraded",
      reason: `${inWords(failedInARow)} failed, but a test since then passed. No agent has called it again.`,
    };
  if (failedInARow >= failuresInARow)
    return { state: "failing", reason: `${inWords(failedInARow)} failed one after the other.${last}` };
  if (failedInARow > 0 && newest.heard >= heardMin && newest.failed * 2 >= newest.heard)
    return { state: "failing", reason: `${newest.failed} of the newest ${newest.heard} calls failed.${last}` };
  if (failedInARow > 0) return { state: "degraded", reason: `${inWords(failedInARow)} failed.${last}` };
  if (calls.failed >= failuresMin && calls.failed >= heard * shareMin)
    return {
      state: "degraded",
      reason: `It answers now, but ${calls.failed} of the newest ${heard} calls failed.${last}`,
    };
  return {
    state: "healthy",
    reason:
      calls.failed > 0
        ? `It answers; ${calls.failed} of the newest ${heard} calls failed.`
        : heard === 1
          ? "It answered the one call of the last 24 hours."
          : `It answered each of the newest ${heard} calls of the last 24 hours.`,
  };
}

const inWords = (n: number): string => (n === 1 ? "The newest call" : `The newest ${n} calls`);
