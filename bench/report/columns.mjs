/** The columns that the tables of the bench are made of. */
import { against, difference, ratio, spread } from "../lib/statistics.mjs";
import { number, range } from "./markdown.mjs";

/**
 * @typedef {object} Column
 * @property {string} head
 * @property {(samples: { [target: string]: object[] }, target: string) => string} cell
 */

/** @returns {Column} a figure, over the rounds */
function figure(head, of, digits = 0) {
  return { head, cell: (samples, target) => range(spread(samples[target].map(of)), digits) };
}

/** @returns {Column} a figure's middle only, where its spread would say nothing */
function middle(head, of, digits = 0) {
  return { head, cell: (samples, target) => number(spread(samples[target].map(of)).median, digits) };
}

/** @returns {Column} a figure against the same figure of another target in the same round */
function compared(head, { base, of, by, digits, sign }) {
  return {
    head,
    cell: (samples, target) => (target === base ? "" : range(against(samples, { target, base, of, by }), digits, sign)),
  };
}

/** @returns {Column} a count over all rounds */
function sum(head, of) {
  return { head, cell: (samples, target) => number(samples[target].reduce((total, sample) => total + of(sample), 0)) };
}

const rateOf = ({ perSecond }) => perSecond;
const p50Of = ({ latencyMs }) => latencyMs.p50;
const gatewayCpuOf = ({ gateway }) => gateway.cpuUs;

export const rate = (unit = "calls/s") => figure(unit, rateOf);
export const rateAgainst = (base) => compared(`/ ${base}`, { base, of: rateOf, by: ratio, digits: 2 });
export const p50 = figure("p50 ms", p50Of, 2);
export const p95 = middle("p95 ms", ({ latencyMs }) => latencyMs.p95, 2);
export const p99 = middle("p99 ms", ({ latencyMs }) => latencyMs.p99, 2);
export const addedP50 = compared("added p50 ms", { base: "direct", of: p50Of, by: difference, digits: 2, sign: "+" });
export const gatewayCpu = figure("gateway CPU µs", gatewayCpuOf);
export const gatewayCpuAgainst = (base) => compared(`CPU / ${base}`, { base, of: gatewayCpuOf, by: ratio, digits: 2 });
export const databaseCpu = middle("database CPU µs", ({ database }) => database.cpuUs);
export const memory = middle("RSS MiB", ({ gateway }) => gateway.rssMiB);
export const errors = sum("errors", (sample) => sample.errors);
export const sent = sum("sent", (sample) => sample.sent);
export const delivered = sum("delivered", (sample) => sample.delivered);
export const delayP50 = figure("delay p50 ms", ({ delayMs }) => delayMs.p50, 2);
export const delayP99 = figure("delay p99 ms", ({ delayMs }) => delayMs.p99, 2);
export const foreign = middle("foreign cores", ({ foreignCores }) => foreignCores, 2);
