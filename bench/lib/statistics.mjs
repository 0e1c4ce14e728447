/** The few numbers that a list of numbers is reduced to. */

/**
 * Nearest-rank quantile.
 *
 * @param {ArrayLike<number>} sorted ascending
 * @param {number} share 0 to 1
 */
export function quantile(sorted, share) {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/**
 * The latencies of one window.
 *
 * @param {number[]} values
 */
export function summarize(values) {
  const sorted = Float64Array.from(values).sort();
  return {
    count: sorted.length,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99),
    max: quantile(sorted, 1),
  };
}

/**
 * Median, lowest and highest over rounds. What a round could not measure (NaN) is left out.
 *
 * @param {number[]} values
 */
export function spread(values) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median: median ?? Number.NaN, lowest: sorted[0], highest: sorted.at(-1), count: sorted.length };
}

/**
 * A figure of `target` set against the same figure of `base`, always inside one round: a noisy neighbour then weighs on
 * both sides of a comparison.
 *
 * @template Sample
 * @param {{ [target: string]: (Sample & { round: number })[] }} samples
 * @param {{ target: string, base: string, of: (sample: Sample) => number, by: (a: number, b: number) => number }} what
 */
export function against(samples, { target, base, of, by }) {
  const pairs = (samples[target] ?? []).map((sample) => {
    const other = samples[base]?.find(({ round }) => round === sample.round);
    return other ? by(of(sample), of(other)) : Number.NaN;
  });
  return spread(pairs);
}

export const ratio = (a, b) => a / b;
export const difference = (a, b) => a - b;
