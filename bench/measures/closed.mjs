/** What a gateway can carry: sixteen callers that never pause. */
import { spread } from "../lib/statistics.mjs";
import * as columns from "../report/columns.mjs";
import { number } from "../report/markdown.mjs";
import { inRounds } from "./in-rounds.mjs";

export const closed = inRounds({
  name: "closed",
  title: "Closed loop, 16 sessions, echo",
  targets: ["direct", "forward", "group", "countersign"],
  full: { rounds: 5, seconds: 2.5 },
  quick: { rounds: 2, seconds: 1 },
  load: { mode: "closed", sessions: 16, tool: "echo", arguments: { text: "hello MCP" } },
  columns: [
    columns.rate(),
    columns.rateAgainst("forward"),
    columns.gatewayCpu,
    columns.gatewayCpuAgainst("forward"),
    columns.databaseCpu,
    columns.p50,
    columns.p95,
    columns.p99,
    columns.memory,
    columns.errors,
    columns.foreign,
  ],
  footnote(samples) {
    const middle = (of) => number(spread(Object.values(samples).flat().map(of)).median);
    const generator = middle(({ generator }) => generator.cpuUs);
    const upstream = middle(({ upstream }) => upstream.cpuUs);
    return `A call costs the generator ${generator} µs of CPU and the upstream ${upstream} µs.`;
  },
});
