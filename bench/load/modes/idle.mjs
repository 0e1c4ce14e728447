/** Idle sessions: opened, used once, then held without a word until the bench has read the memory of the gateway. */
import { openSession, prepareCall } from "../session.mjs";
import { attempt, counts, newTally, noteFailure } from "../tally.mjs";

const AT_ONCE = 10;

export async function idle(load, signals) {
  const tally = newTally(load);
  const held = await eachSession(load, tally, (session) => session);
  signals.opened(held.length);
  await signals.released;
  for (const session of held) session.close();
  return { ...counts(tally), answered: held.length };
}

/**
 * The same sessions, but closed at once: afterwards the gateway's young heap has its full size, and what the idle
 * sessions add is what they hold.
 */
export async function churn(load) {
  const tally = newTally(load);
  const closed = await eachSession(load, tally, (session) => {
    session.close();
    return session;
  });
  return { ...counts(tally), answered: closed.length };
}

/** Opens `load.sessions` sessions, makes one call in each and hands each to `then`. */
async function eachSession(load, tally, then) {
  const request = prepareCall(load);
  const results = [];
  let started = 0;
  async function worker() {
    while (started < load.sessions) {
      started += 1;
      try {
        const session = await openSession(load);
        if (await attempt(tally, session, request)) results.push(then(session));
        else session.close();
      } catch (error) {
        noteFailure(tally, error.message);
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
