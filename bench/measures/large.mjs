/** Large results, which a gateway should pass on without touching every byte twice. */
import * as columns from "../report/columns.mjs";
import { inRounds } from "./in-rounds.mjs";

export const large = inRounds({
  name: "large",
  title: "Results of 100 kB, 8 sessions",
  targets: ["direct", "forward", "group", "countersign"],
  full: { rounds: 3, seconds: 1.5 },
  quick: { rounds: 1, seconds: 1 },
  load: { mode: "closed", sessions: 8, tool: "blob", arguments: { kb: 100 } },
  columns: [
    columns.rate(),
    columns.rateAgainst("direct"),
    columns.gatewayCpu,
    columns.databaseCpu,
    columns.p50,
    columns.p99,
    columns.memory,
    columns.errors,
    columns.foreign,
  ],
});
