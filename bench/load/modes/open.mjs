/**
 * Open loop: calls become due at a constant rate, whether or not earlier ones were answered. A call that finds every
 * session busy waits in a queue, and that wait is part of its latency: no coordinated omission. The clock of a call
 * starts when the generator notices that it is due; how late it noticed is told apart (`lagMs`).
 */
import { setTimeout as sleep } from "node:timers/promises";
import { summarize } from "../../lib/statistics.mjs";
import { openSessions, prepareCall } from "../session.mjs";
import { attempt, counts, newTally } from "../tally.mjs";
import { startWindow } from "../window.mjs";

/** Calls that are still unanswered after this long are cut off, and so become errors. */
const DRAIN_MS = 10_000;

export async function open(load, signals) {
  const tally = newTally(load);
  const request = prepareCall(load);
  const sessions = await openSessions(load, load.sessions);
  // First in, first out: every session is used in turn, none is idle long enough for its connection to be closed.
  const free = [...sessions];
  const queue = [];
  const latencies = [];
  const lags = [];
  let inFlight = 0;

  async function run(session, call) {
    inFlight += 1;
    const answer = await attempt(tally, session, request);
    if (answer !== undefined && call.measured) latencies.push(performance.now() - call.noticedAt);
    inFlight -= 1;
    const next = queue.shift();
    if (next) run(session, next);
    else free.push(session);
  }

  const warm = Math.round(load.rate * load.warmSeconds);
  const total = warm + Math.round(load.rate * load.seconds);
  const start = performance.now();
  let stop;
  for (let next = 0; next < total; ) {
    const now = performance.now();
    const dueAt = start + (next * 1000) / load.rate;
    if (dueAt > now) {
      await sleep(1);
      continue;
    }
    if (next === warm) stop = startWindow(tally, signals);
    const call = { noticedAt: now, measured: next >= warm };
    if (call.measured) lags.push(now - dueAt);
    const session = free.shift();
    if (session) run(session, call);
    else queue.push(call);
    next += 1;
  }
  const window = stop();

  for (const end = performance.now() + DRAIN_MS; inFlight > 0 && performance.now() < end; ) await sleep(2);
  for (const session of sessions) session.close();
  while (inFlight > 0) await sleep(2);
  return {
    ...counts(tally),
    ...window,
    answered: latencies.length,
    latencyMs: summarize(latencies),
    lagMs: summarize(lags),
  };
}
