/** What callers feel at an ordinary load: a constant rate over 32 sessions, where waiting for a free one counts. */
import { spread } from "../lib/statistics.mjs";
import * as columns from "../report/columns.mjs";
import { number } from "../report/markdown.mjs";
import { inRounds } from "./in-rounds.mjs";

export const [open60, open300] = [60, 300].map((rate) =>
  inRounds({
    name: "open",
    title: `Open loop, ${rate} calls/s over 32 sessions`,
    targets: ["direct", "forward", "group", "countersign"],
    full: { rounds: 3, seconds: 2.5 },
    quick: { rounds: 1, seconds: 0.8 },
    load: { mode: "open", rate, sessions: 32, tool: "echo", arguments: { text: "hello MCP" } },
    columns: [columns.p50, columns.addedP50, columns.p95, columns.p99, columns.errors, columns.foreign],
    footnote(samples) {
      const { highest } = spread(
        Object.values(samples)
          .flat()
          .map(({ lagMs }) => lagMs.p99),
      );
      return `The generator noticed 99 % of the due calls within ${number(highest, 2)} ms; waiting for a session counts.`;
    },
  }),
);
