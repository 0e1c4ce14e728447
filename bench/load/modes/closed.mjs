/**
 * Closed loop: each session sends its next request as soon as the last one is answered. Gives throughput, and the
 * latency at that throughput. `list` is the same loop over tools/list.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { summarize } from "../../lib/statistics.mjs";
import { readMessage } from "../answer.mjs";
import { openSessions, prepare, prepareCall } from "../session.mjs";
import { attempt, counts, newTally, noteFailure } from "../tally.mjs";
import { measureWindow } from "../window.mjs";

/** So that a server that refuses everything is not hammered. */
const PAUSE_AFTER_FAILURE_MS = 5;

export async function closed(load, signals) {
  const tally = newTally(load);
  const request = load.mode === "list" ? prepare(load.protocol, "tools/list", {}) : prepareCall(load);
  const sessions = await openSessions(load, load.sessions);
  if (load.mode === "list") checkList(load, tally, await attempt(tally, sessions[0], request));
  const latencies = [];
  let running = true;

  async function loop(session) {
    while (running) {
      const from = performance.now();
      const answer = await attempt(tally, session, request);
      if (answer === undefined) await sleep(PAUSE_AFTER_FAILURE_MS);
      else if (tally.measuring) latencies.push(performance.now() - from);
    }
  }

  const loops = sessions.map(loop);
  const window = await measureWindow(load, tally, signals);
  running = false;
  await Promise.all(loops);
  for (const session of sessions) session.close();
  return { ...counts(tally), ...window, answered: latencies.length, latencyMs: summarize(latencies) };
}

/** A gateway that lists fewer tools would look faster than one that lists them all. */
function checkList(load, tally, answer) {
  const listed = answer && readMessage(answer).result.tools.length;
  if (listed !== undefined && listed !== load.tools) noteFailure(tally, `listed ${listed} of ${load.tools} tools`);
}
