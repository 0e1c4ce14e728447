/** The figures beside the goals of the design (DESIGN §10). Advice, never a reason to fail: machines differ. */
import { spread } from "../lib/statistics.mjs";
import { number, range, table } from "../report/markdown.mjs";

const goals = { lcpMs: { 1: 350, 4: 600 }, paintMs: 50 };

const beside = (figure, goal, digits) =>
  goal === undefined || figure.count === 0
    ? range(figure, digits)
    : `${range(figure, digits)} ${figure.median <= goal ? "✓" : "✗"} ≤ ${number(goal)}`;

/** @param {{ name: string, scriptGoalKiB?: number, serverMs: number[], htmlKiB: number, loads: object[], acts: Map<string, object> }[]} places */
export function report(places, slowdowns) {
  const [full, slowed] = slowdowns;
  const of = (samples, slow, key) => spread(samples.filter((one) => one.slow === slow).map((one) => one[key]));
  const pages = places.map(({ name, scriptGoalKiB, serverMs, htmlKiB, loads }) => [
    name,
    beside(spread(loads.map(({ scriptKiB }) => scriptKiB)), scriptGoalKiB, 1),
    number(htmlKiB, 1),
    range(spread(serverMs), 1),
    ...slowdowns.flatMap((slow) => [
      beside(of(loads, slow, "lcpMs"), goals.lcpMs[slow], 0),
      range(of(loads, slow, "floorMs")),
    ]),
  ]);
  const acts = places.flatMap(({ name, acts }) =>
    [...acts].map(([act, { samples, shownGoalMs }]) => [
      name,
      act,
      beside(of(samples, full, "paintMs"), goals.paintMs, 0),
      range(of(samples, slowed, "paintMs")),
      beside(of(samples, full, "shownMs"), shownGoalMs, 0),
      range(of(samples, slowed, "shownMs")),
    ]),
  );
  const lcp = slowdowns.flatMap((slow) => [`largest paint, CPU ÷ ${slow}, ms`, "without scripts"]);
  return [
    table(["page", "scripts, KiB gzipped", "HTML, KiB gzipped", "server, ms", ...lcp], pages),
    table(["page", "what is done", "next paint, ms", `÷ ${slowed}`, "seen after, ms", `÷ ${slowed}`], acts),
  ].join("\n\n");
}
