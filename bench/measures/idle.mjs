/** What a session costs that does nothing: memory of the gateway before and while many are held open. */
import { setTimeout as sleep } from "node:timers/promises";
import { usageOf } from "../lib/usage.mjs";
import { number, table } from "../report/markdown.mjs";

export const idle = {
  name: "idle",
  title: "idle sessions",
  /** @param {import("./bench.mjs").Bench} bench */
  async run(bench) {
    const sessions = bench.options.quick ? 300 : 1000;
    const rows = [];
    for (const target of bench.only(["forward", "countersign"])) {
      const load = { sessions, tool: "echo", arguments: { text: "hello MCP" } };
      // A young heap shrinks while nobody calls: it must have its working size when the first reading is taken.
      await bench.measure(target, { ...load, mode: "closed", sessions: 16, warmSeconds: 0, seconds: 1.5 });
      await bench.measure(target, { ...load, mode: "churn" });
      const before = await quietMemory(target);
      let held;
      let opened = 0;
      const from = performance.now();
      let openedMs;
      await bench.measure(target, { ...load, mode: "idle" }, async (count) => {
        openedMs = performance.now() - from;
        opened = count;
        held = await quietMemory(target);
      });
      const kibEach = ((held - before) * 1024) / opened;
      rows.push({
        name: target.name,
        title: target.title,
        sessions: opened,
        kibEach,
        msEach: openedMs / opened,
        before,
      });
    }
    return { sessions, rows };
  },
  report({ sessions, rows }) {
    const heads = ["", "open", "KiB each", "ms to open one", "RSS before MiB"];
    const cells = rows.map(({ title, sessions, kibEach, msEach, before }) => [
      title,
      number(sessions),
      number(kibEach, 1),
      number(msEach, 2),
      number(before),
    ]);
    return `### ${number(sessions)} idle sessions, each initialized and used once\n\n${table(heads, cells)}`;
  },
};

/** The least memory seen within a second: between two collections a heap holds what nobody needs. */
async function quietMemory(target) {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 4; turn += 1) {
    await sleep(250);
    least = Math.min(least, usageOf({ gateway: target.pids }).gateway.rssMiB);
  }
  return least;
}
