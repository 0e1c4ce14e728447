/**
 * CPU time of one operation. All contenders of a comparison take turns, in a new order in each round, so that what else
 * runs on the machine weighs on all of them; CPU and not wall time, because the machine is shared.
 */

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {(times: number) => void} run does it so many times
 * @property {number} [atMost] no more often than this in a turn
 */

/** A turn that lasts at least this long does not measure the clock. */
const TURN_MS = { full: 50, quick: 25 };
const ROUNDS = { full: 9, quick: 5 };

/**
 * @param {Contender[]} contenders
 * @param {{ quick: boolean, chance: import("./chance.mjs").Chance }} options
 * @returns {Map<string, number[]>} CPU µs of one operation, a figure a round
 */
export function race(contenders, { quick, chance }) {
  const mode = quick ? "quick" : "full";
  const turns = contenders.map(({ atMost = Number.POSITIVE_INFINITY, ...contender }) => ({
    ...contender,
    times: Math.min(atMost, timesFor(contender, TURN_MS[mode])),
    figures: [],
  }));
  for (let round = 0; round < ROUNDS[mode]; round += 1)
    for (const turn of chance.some(turns, turns.length, turns.length).sort(() => chance.below(3) - 1))
      turn.figures.push(cpuUs(turn, turn.times));
  return new Map(turns.map(({ name, figures }) => [name, figures]));
}

/** Warms up while it finds out how often fits into a turn: V8 compiles what runs hot, and a product runs hot. */
function timesFor(contender, turnMs) {
  let times = 1;
  for (let spentMs = 0; spentMs < 3 * turnMs; times *= 2) {
    const oneMs = (cpuUs(contender, times) * times) / 1000;
    spentMs += oneMs;
    if (oneMs >= turnMs) return Math.max(1, Math.round((times * turnMs) / oneMs));
  }
  return times;
}

function cpuUs({ run }, times) {
  const before = process.cpuUsage();
  run(times);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}
