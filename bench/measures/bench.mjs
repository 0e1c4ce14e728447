/** What every measure works with: the targets, the generator, and one way to put a load on a target. */
import { startGenerator } from "../lib/generator.mjs";

/**
 * @typedef {Awaited<ReturnType<typeof makeBench>>} Bench
 *
 * @param {object} parts
 * @param {import("../targets/start.mjs").Target[]} parts.targets
 * @param {import("../targets/start.mjs").Surroundings} parts.surroundings
 * @param {ReturnType<typeof import("../lib/pinning.mjs").choosePinning>} parts.pinning
 * @param {ReturnType<typeof import("../lib/options.mjs").readOptions>} parts.options
 */
export function makeBench({ targets, surroundings, pinning, options }) {
  const { logs, upstream, database } = surroundings;
  const generator = startGenerator({ logs, cpu: pinning.load });
  const failures = [];

  return {
    targets,
    options,
    pinning,
    upstream,
    database,
    /** What went wrong, in sentences. Any of them makes the run a failed one. */
    failures,

    /** The targets with these names, in the order of the report. */
    only: (names) => targets.filter(({ name }) => names.includes(name)),

    /**
     * Puts a load on a target and counts what was sent to it.
     *
     * @param {import("../targets/start.mjs").Target} target
     * @param {object} load `list` says which of the upstream's two lists of tools is behind the endpoint
     * @param {(sessions: number) => Promise<void>} [whileHeld]
     */
    async measure(target, { list = "mcp", ...load }, whileHeld) {
      const endpoint = { ...target.endpoint(list), protocol: options.protocol };
      const used = target.writes ? database.pids : [];
      const watched = { gateway: target.pids, database: used, upstream: upstream.pids };
      const sample = await generator.run({ ...endpoint, ...load }, watched, whileHeld);
      target.made += sample.made;
      if (sample.errors > 0)
        failures.push(`${target.name}, ${load.mode}: ${sample.errors} failed, the first with: ${sample.firstError}`);
      if (target.made >= 10_000 && sample.gateway)
        target.earlyMemory ??= { made: target.made, rssMiB: sample.gateway.rssMiB };
      return sample;
    },
  };
}
