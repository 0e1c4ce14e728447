/** What a lone agent feels: one call after the other, to an upstream that answers at once and to one that takes 20 ms. */
import * as columns from "../report/columns.mjs";
import { inRounds } from "./in-rounds.mjs";

const common = {
  targets: ["direct", "forward", "group", "countersign"],
  columns: [columns.p50, columns.addedP50, columns.p95, columns.p99, columns.errors, columns.foreign],
};

export const echo = inRounds({
  ...common,
  name: "echo",
  title: "One caller, sequential, echo",
  full: { rounds: 3, seconds: 1.5 },
  quick: { rounds: 1, seconds: 0.8 },
  load: { mode: "closed", sessions: 1, tool: "echo", arguments: { text: "hello MCP" } },
});

export const sleep = inRounds({
  ...common,
  name: "sleep",
  title: "One caller, sequential, an upstream that takes 20 ms",
  full: { rounds: 3, seconds: 2.5 },
  quick: { rounds: 1, seconds: 1 },
  load: { mode: "closed", sessions: 1, tool: "sleep", arguments: { ms: 20 } },
});
