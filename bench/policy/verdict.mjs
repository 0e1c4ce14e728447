/** The goals (research: policy engine §7) beside what was measured. Advice, never a reason to fail: machines differ. */
import { range, table } from "../report/markdown.mjs";
import { names } from "./contenders.mjs";

const AT = 300;
const figureOf = ({ rows }, name) => rows.get(name)?.get(AT);
const atMost = (limit) => ({ says: `≤ ${limit} µs`, limit });

/** @param {Record<"all" | "subset" | "buckets", { rows: import("./measures.mjs").Rows }>} results */
export function verdict({ all, subset, buckets }) {
  const below = (text, result, own, peer) => {
    const limit = figureOf(result, peer)?.median;
    return { text, own: figureOf(result, own), says: `< ${peer}`, limit, peer: figureOf(result, peer) };
  };
  const goals = [
    { text: "`decide`", own: figureOf(all, names.decide), ...atMost(10) },
    { text: "`decide`, schema enforced", own: figureOf(all, names.decideSchema), ...atMost(10) },
    { text: "`explain`", own: figureOf(all, names.explain), ...atMost(60) },
    { text: "`classify`, a tool", own: figureOf(buckets, "`classify`"), ...atMost(20) },
    {
      text: "`classify`, a tool, first look",
      own: figureOf(buckets, "`classify`, the first look into the schema"),
      ...atMost(20),
    },
    below("the policies alone", all, names.alone, names.cel),
    below("`decide`", all, names.decide, names.celDecide),
    below("`decide`, Cedar's subset", subset, names.decide, names.cedarByTool),
  ];
  const rows = goals.map(({ text, own, says, limit, peer }) => [
    text,
    says,
    own ? range(own, 2) : "–",
    peer ? range(peer, 2) : "",
    own === undefined || limit === undefined ? "not measured" : own.median <= limit ? "met" : "**not met**",
  ]);
  const heads = [`At ${AT} policies, CPU µs`, "goal", "measured", "peer", ""];
  return `### Verdict\n\n${table(heads, rows)}`;
}
