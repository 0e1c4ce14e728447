/** Idle sessions: opened, used once, then held without a word until the bench has read the memory of the gateway. */
import { openSession, prepareCall } from "../session.mjs";
import { attempt, counts, newTally, noteFailure } from "../tally.mjs";

const AT_ONCE = 10;

/** `load.steps`: how many sessions are held at each reading. */
export async function idle(load, signals) {
  const tally = newTally(load);
  const held = [];
  for (const sessions of load.steps) {
    held.push(...(await openAndUse(load, tally, sessions - held.length)));
    await signals.opened(held.length);
  }
  for (const session of held) session.close();
  return { ...counts(tally), answered: held.length };
}

/** Opens so many sessions and makes one call in each. */
async function openAndUse(load, tally, sessions) {
  const request = prepareCall(load);
  const opened = [];
  let started = 0;
  async function worker() {
    while (started < sessions) {
      started += 1;
      try {
        const session = await openSession(load);
        if (await attempt(tally, session, request)) opened.push(session);
        else session.close();
      } catch (error) {
        noteFailure(tally, error.message);
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return opened;
}
