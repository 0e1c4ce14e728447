/** Progress notifications: whether they arrive at all, and how long after the upstream sent them. */
import * as columns from "../report/columns.mjs";
import { inRounds } from "./in-rounds.mjs";

export const progress = inRounds({
  name: "progress",
  title: "Progress over SSE, 20 sessions, 10 notifications 20 ms apart",
  note: "CPU is per stream of ten",
  targets: ["direct", "forward", "countersign"],
  full: { rounds: 2, seconds: 2 },
  quick: { rounds: 1, seconds: 1 },
  load: { mode: "sse", sessions: 20, tool: "progress", arguments: { steps: 10, gapMs: 20 } },
  columns: [
    columns.sent,
    columns.delivered,
    columns.delayP50,
    columns.delayP99,
    columns.gatewayCpu,
    columns.errors,
    columns.foreign,
  ],
});
