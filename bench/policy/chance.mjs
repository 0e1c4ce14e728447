/** Chance with a seed: the same tenant and the same calls in every run and on every machine. */

/**
 * @typedef {object} Chance
 * @property {(bound: number) => number} below a whole number from 0 up to but without the bound
 * @property {(from: number, to: number) => number} whole both included
 * @property {<Value>(values: readonly Value[]) => Value} one
 * @property {<Value>(values: readonly Value[], min: number, max: number) => Value[]} some different ones, in their order
 */

/** @returns {Chance} */
export function makeChance(seed) {
  let state = seed >>> 0;
  // mulberry32
  function next() {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (bound) => Math.floor(next() * bound);
  const whole = (from, to) => from + below(to - from + 1);
  return {
    below,
    whole,
    one: (values) => values[below(values.length)],
    some(values, min, max) {
      const chosen = new Set();
      for (const count = whole(min, max); chosen.size < count; ) chosen.add(below(values.length));
      return values.filter((_, i) => chosen.has(i));
    },
  };
}
