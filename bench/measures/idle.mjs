/** What a session costs that does nothing: memory of the gateway before and while many are held open. */
import { setTimeout as sleep } from "node:timers/promises";
import { spread } from "../lib/statistics.mjs";
import { usageOf } from "../lib/usage.mjs";
import { number, range, table } from "../report/markdown.mjs";

export const idle = {
  name: "idle",
  title: "idle sessions",
  /** @param {import("./bench.mjs").Bench} bench */
  async run(bench) {
    const sessions = bench.options.quick ? 100 : 500;
    const steps = [1, 2, 3, 4].map((times) => times * sessions);
    const rows = [];
    for (const target of bench.only(["forward", "countersign"])) {
      const load = { tool: "echo", arguments: { text: "hello MCP" } };
      // Calls, and the first sessions, bring the heap to its working size: what is added then is what sessions hold.
      await bench.measure(target, { ...load, mode: "closed", sessions: 16, warmSeconds: 0, seconds: 1 });
      const readings = [];
      await bench.measure(target, { ...load, mode: "idle", steps }, async (open) => {
        const openedAt = performance.now();
        readings.push({ open, openedAt, rssMiB: await quietMemory(target), readAt: performance.now() });
      });
      rows.push({ name: target.name, title: target.title, ...perSession(readings), rssMiB: readings.at(-1).rssMiB });
    }
    return { sessions: steps.at(-1), rows };
  },
  report({ sessions, rows }) {
    const heads = ["", "KiB each", "ms to open one", "RSS MiB at the end"];
    const cells = rows.map(({ title, kibEach, msEach, rssMiB }) => [
      title,
      range(kibEach, 1),
      range(msEach, 2),
      number(rssMiB),
    ]);
    return `### ${number(sessions)} idle sessions, each initialized and used once\n\n${table(heads, cells)}`;
  },
};

/** Between one reading and the next: a heap grows in leaps, so one difference alone may be off by several MiB. */
function perSession(readings) {
  const steps = readings.slice(1).map((after, index) => ({ before: readings[index], after }));
  const each = (of) => spread(steps.map(({ before, after }) => of(before, after) / (after.open - before.open)));
  return {
    kibEach: each((before, after) => (after.rssMiB - before.rssMiB) * 1024),
    msEach: each((before, after) => after.openedAt - before.readAt),
  };
}

/** The least memory seen within half a second: between two collections a heap holds what nobody needs. */
async function quietMemory(target) {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 5; turn += 1) {
    await sleep(100);
    least = Math.min(least, usageOf({ gateway: target.pids }).gateway.rssMiB);
  }
  return least;
}
