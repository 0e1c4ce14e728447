/** A long list of tools, which every client asks for first. */
import * as columns from "../report/columns.mjs";
import { WIDE_TOOLS } from "../targets/upstream.mjs";
import { inRounds } from "./in-rounds.mjs";

export const list = inRounds({
  name: "list",
  title: `tools/list with ${WIDE_TOOLS} tools, 4 sessions`,
  targets: ["direct", "forward", "countersign"],
  full: { rounds: 3, seconds: 1.5 },
  quick: { rounds: 1, seconds: 1 },
  load: { mode: "list", sessions: 4, list: "wide", tools: WIDE_TOOLS },
  columns: [
    columns.rate("lists/s"),
    columns.rateAgainst("direct"),
    columns.gatewayCpu,
    columns.p50,
    columns.p99,
    columns.errors,
    columns.foreign,
  ],
});
