/** Progress: sessions that call the tool which streams notifications, and count what arrives and how late. */
import { summarize } from "../../lib/statistics.mjs";
import { openSessions, prepareCall } from "../session.mjs";
import { attempt, counts, newTally, noteFailure } from "../tally.mjs";
import { startWindow } from "../window.mjs";

export async function sse(load, signals) {
  const tally = newTally(load);
  const sessions = await openSessions(load, load.sessions);
  const delays = [];
  let streams = 0;

  async function stream(session, progressToken) {
    let arrived = 0;
    const onChunk = readProgress((delayMs) => {
      arrived += 1;
      delays.push(delayMs);
    });
    if (!(await attempt(tally, session, prepareCall(load, { progressToken }), onChunk))) return;
    streams += 1;
    const { steps } = load.arguments;
    if (arrived !== steps) noteFailure(tally, `${arrived} of ${steps} progress notifications arrived`);
  }

  async function loop(session, number) {
    const end = performance.now() + load.seconds * 1000;
    for (let turn = 0; performance.now() < end; turn += 1) await stream(session, `${number}-${turn}`);
  }

  const stop = startWindow(tally, signals);
  await Promise.all(sessions.map(loop));
  const window = stop();
  for (const session of sessions) session.close();
  const sent = tally.made * load.arguments.steps;
  return { ...counts(tally), ...window, answered: streams, sent, delivered: delays.length, delayMs: summarize(delays) };
}

/** A reader of one event stream that tells the delay of each progress notification, however the bytes are cut. */
function readProgress(onDelay) {
  let unread = "";
  return (chunk) => {
    unread += chunk.toString();
    const events = unread.split(/\r?\n\r?\n/);
    unread = events.pop();
    for (const event of events) {
      if (!event.includes("notifications/progress")) continue;
      const data = event.split(/\r?\n/).filter((line) => line.startsWith("data:"));
      const message = JSON.parse(data.map((line) => line.slice(5)).join("\n"));
      // The upstream writes the machine's monotonic clock, which every process of the machine shares.
      onDelay(Number(process.hrtime.bigint() - BigInt(message.params.message)) / 1e6);
    }
  };
}
