/** Calls that become due at a constant rate, in sessions of 2025-11-25 and without any in 2026-07-28, in turn. */
import { setTimeout as sleep } from "node:timers/promises";
import { summarize } from "../lib/statistics.mjs";
import { openSessions, prepare, prepareCall } from "../load/session.mjs";

const SESSIONS = 12;
/** A session is used for so many calls and then opened anew. */
const LIFE = 500;
/** Of twenty requests: fourteen echoes, two larger answers, one with progress, one that waits, two lists. */
const mix = [
  ...Array.from({ length: 14 }, () => ({ tool: "echo", arguments: { text: "hello MCP" } })),
  ...Array.from({ length: 2 }, () => ({ tool: "blob", arguments: { kb: 20 } })),
  { tool: "progress", arguments: { steps: 5, gapMs: 20 }, _meta: { progressToken: "p" } },
  { tool: "filler_1", arguments: { project: "p", title: "t", priority: "low" } },
  ...Array.from({ length: 2 }, () => ({ method: "tools/list" })),
];

export async function startCalls({ target, fail }, rate) {
  const eras = ["2025-11-25", "2026-07-28"].map((protocol) => ({
    protocol,
    requests: mix.map((each) =>
      each.method
        ? { isCall: false, prepared: prepare(protocol, each.method, {}) }
        : { isCall: true, prepared: prepareCall({ protocol, ...each }, each._meta) },
    ),
  }));
  const endpoint = target.endpoint("wide");
  const free = [];
  for (const era of eras)
    for (const session of await openSessions({ ...endpoint, protocol: era.protocol }, SESSIONS))
      free.push({ session, era, uses: 0 });

  let calls = 0;
  let lists = 0;
  let inFlight = 0;
  let latencies = [];
  const queue = [];

  async function run(one, due) {
    inFlight += 1;
    const { isCall, prepared } = one.era.requests[due.turn % mix.length];
    if (isCall) calls += 1;
    else lists += 1;
    try {
      const { failure } = await one.session.request(prepared);
      if (failure) fail(`${prepared.method}, ${one.era.protocol}: ${failure}`);
      latencies.push(performance.now() - due.at);
      one.uses += 1;
      if (one.uses === LIFE) {
        one.session.close();
        const [session] = await openSessions({ ...endpoint, protocol: one.era.protocol }, 1);
        Object.assign(one, { session, uses: 0 });
      }
    } catch (error) {
      fail(`${prepared.method}: ${error.message}`);
    }
    inFlight -= 1;
    const next = queue.shift();
    if (next) run(one, next);
    else free.push(one);
  }

  let stopped = false;
  const start = performance.now();
  const loop = (async () => {
    for (let turn = 0; !stopped; turn += 1) {
      for (let now = performance.now(); start + (turn * 1000) / rate > now && !stopped; now = performance.now())
        await sleep(1);
      const due = { turn, at: performance.now() };
      const one = free.shift();
      if (one) run(one, due);
      else queue.push(due);
    }
  })();

  return {
    counts: () => ({ calls, lists }),
    /** Latencies since the last time, milliseconds. */
    latency() {
      const since = summarize(latencies);
      latencies = [];
      return since;
    },
    async stop() {
      stopped = true;
      await loop;
      queue.length = 0;
      while (inFlight > 0) await sleep(10);
      for (const { session } of free) session.close();
    },
  };
}
