/**
 * Whether memory stays: a million calls, and the memory after them against the memory after the first ten thousand.
 * Takes minutes, so it runs only when it is asked for.
 */
import { number, table } from "../report/markdown.mjs";

export const memory = {
  name: "memory",
  title: "memory over many calls",
  optional: true,
  /** @param {import("./bench.mjs").Bench} bench */
  async run(bench) {
    const calls = bench.options.quick ? 100_000 : 1_000_000;
    const load = { mode: "closed", sessions: 16, tool: "echo", arguments: { text: "hello MCP" } };
    const rows = [];
    for (const target of bench.only(["forward", "countersign"])) {
      let last;
      do last = await bench.measure(target, { ...load, warmSeconds: 0, seconds: 3 });
      while (target.made < calls);
      const { rssMiB } = last.gateway;
      const early = target.earlyMemory;
      rows.push({
        name: target.name,
        title: target.title,
        early,
        made: target.made,
        rssMiB,
        growth: rssMiB / early.rssMiB,
      });
    }
    return { rows };
  },
  report({ rows }) {
    const cells = rows.map(({ title, early, made, rssMiB, growth }) => [
      title,
      `${number(early.rssMiB)} after ${number(early.made)} calls`,
      `${number(rssMiB)} after ${number(made)} calls`,
      number(growth, 2),
    ]);
    return `### Memory over many calls\n\n${table(["", "RSS MiB early", "RSS MiB late", "late / early"], cells)}`;
  },
};
