/** Interleaved rounds: every target once in each round, in a new random order, so that no one always has the quiet turn. */
import { setTimeout as sleep } from "node:timers/promises";

/** What the last target still had to write or to seal must not be counted as the next one's. */
const SETTLE_MS = 200;

/**
 * @template Sample
 * @param {import("../targets/start.mjs").Target[]} targets
 * @param {number} rounds
 * @param {(target: import("../targets/start.mjs").Target, round: number) => Promise<Sample>} measure
 * @returns {Promise<{ [target: string]: (Sample & { round: number })[] }>}
 */
export async function interleave(targets, rounds, measure) {
  const samples = Object.fromEntries(targets.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const target of shuffled(targets)) {
      samples[target.name].push({ round, ...(await measure(target, round)) });
      await sleep(SETTLE_MS);
    }
  return samples;
}

function shuffled(list) {
  const rest = [...list];
  return list.map(() => rest.splice(Math.floor(Math.random() * rest.length), 1)[0]);
}
