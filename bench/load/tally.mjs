/** What one load counts while it runs. Every tools/call that is sent counts as made: the audit log must agree. */

/** @param {{ mode: string }} load */
export function newTally(load) {
  return { made: 0, errors: 0, firstError: undefined, bytes: 0, measuring: false, isCall: load.mode !== "list" };
}

/**
 * Sends one prepared request and counts it.
 *
 * @param {ReturnType<typeof newTally>} tally
 * @param {Awaited<ReturnType<typeof import("./session.mjs").openSession>>} session
 * @param {ReturnType<typeof import("./session.mjs").prepare>} request
 * @param {(chunk: Buffer) => void} [onChunk]
 * @returns {Promise<import("./connection.mjs").Answer | undefined>} the answer, or undefined after a failure
 */
export async function attempt(tally, session, request, onChunk) {
  if (tally.isCall) tally.made += 1;
  try {
    const { answer, failure } = await session.request(request, onChunk);
    tally.bytes += answer.body.length;
    if (failure === undefined) return answer;
    noteFailure(tally, failure);
  } catch (error) {
    noteFailure(tally, error.message);
  }
  return undefined;
}

export function noteFailure(tally, text) {
  tally.errors += 1;
  tally.firstError ??= text;
}

/** What the bench is told: the counts without the switches. */
export function counts({ made, errors, firstError, bytes }) {
  return { made, errors, firstError, bytes };
}
