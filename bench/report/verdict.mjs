/**
 * The goals of the design (DESIGN §10) beside what was measured, and beside what the floor `group` reaches on the same
 * machine: no durable gateway can do much better. Advice, never a reason to fail: machines differ.
 */
import { against, difference, ratio, spread } from "../lib/statistics.mjs";
import { range, table } from "./markdown.mjs";

const atLeast = (...levels) => ({ levels, sign: "≥", holds: (value, level) => value >= level });
const atMost = (...levels) => ({ levels, sign: "≤", holds: (value, level) => value <= level });

const rateOf = ({ perSecond }) => perSecond;

/** A figure against the same figure of another target, inside each round. */
function versus(base, of, by) {
  return ({ samples }, target) => against(samples, { target, base, of, by });
}

/** A figure by itself. */
function alone(of) {
  return ({ samples }, target) => spread((samples[target] ?? []).map(of));
}

/** A figure that the measure has already summed up. */
function summed(of) {
  return ({ rows }, target) => rows.filter(({ name }) => name === target).map(of)[0] ?? spread([]);
}

const goals = [
  {
    text: "calls/s, 16 sessions, against forward",
    measure: "closed",
    value: versus("forward", rateOf, ratio),
    target: atLeast(0.3, 0.45),
    digits: 2,
  },
  {
    text: "gateway CPU a call, against forward",
    measure: "closed",
    value: versus("forward", ({ gateway }) => gateway.cpuUs, ratio),
    target: atMost(4, 2.5),
    digits: 2,
  },
  {
    text: "database CPU a call, µs",
    measure: "closed",
    value: alone(({ database }) => database.cpuUs),
    target: atMost(80, 45),
  },
  {
    text: "p99, 16 sessions, against forward",
    measure: "closed",
    value: versus("forward", ({ latencyMs }) => latencyMs.p99, ratio),
    target: atMost(3),
    digits: 2,
  },
  {
    text: "added p50, one caller, 20 ms upstream, ms",
    measure: "sleep",
    value: versus("direct", ({ latencyMs }) => latencyMs.p50, difference),
    target: atMost(2),
    digits: 2,
  },
  {
    text: "tools/list of 500, against direct",
    measure: "list",
    value: versus("direct", rateOf, ratio),
    target: atLeast(0.7),
    digits: 2,
  },
  {
    text: "results of 100 kB, against direct",
    measure: "large",
    value: versus("direct", rateOf, ratio),
    target: atLeast(0.45),
    digits: 2,
  },
  {
    text: "progress delivered / sent",
    measure: "progress",
    value: alone(({ delivered, sent }) => delivered / sent),
    target: atLeast(1),
    digits: 2,
  },
  {
    text: "KiB an idle session",
    measure: "idle",
    value: summed(({ kibEach }) => kibEach),
    target: atMost(8),
    digits: 1,
  },
  {
    text: "memory after a million calls / after ten thousand",
    measure: "memory",
    value: summed(({ growth }) => spread([growth])),
    target: atMost(1.15),
    digits: 2,
  },
];

/** @param {{ measure: string }[]} results */
export function verdict(results) {
  const rows = goals.flatMap(({ text, measure, value, target, digits = 0 }) => {
    const result = results.find((each) => each.measure === measure);
    if (!result) return [];
    const { levels, sign, holds } = target;
    const level = (index) => (levels[index] === undefined ? "" : `${sign} ${levels[index]}`);
    const own = value(result, "countersign");
    const floor = range(value(result, "group"), digits);
    return [[text, level(0), level(1), range(own, digits), judge(own.median, levels, holds), floor]];
  });
  const heads = ["Countersign", "first level", "second level", "measured", "met", "floor `group`"];
  return `### Verdict\n\n${table(heads, rows)}`;
}

function judge(value, levels, holds) {
  if (!Number.isFinite(value)) return "not measured";
  if (!holds(value, levels[0])) return "**not met**";
  if (levels.length === 1) return "met";
  return holds(value, levels[1]) ? "second level" : "first level";
}
