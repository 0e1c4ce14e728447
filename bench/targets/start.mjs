/** Everything that is measured, by name. */
import { startCountersign } from "./countersign.mjs";
import { startFloor } from "./floor.mjs";
import { direct } from "./upstream.mjs";

/**
 * @typedef {object} Surroundings what a target runs in
 * @property {string} logs
 * @property {string} [cpu] the core of the gateway
 * @property {Awaited<ReturnType<typeof import("./upstream.mjs").startUpstream>>} upstream
 * @property {Awaited<ReturnType<typeof import("./database.mjs").startDatabase>>} database
 *
 * @typedef {object} Target
 * @property {string} name
 * @property {string} title
 * @property {(list: "mcp" | "wide") => { url: string, headers: Record<string, string> }} endpoint the MCP endpoint in
 *   front of the upstream's short or long list of tools
 * @property {number[]} pids the gateway's own processes
 * @property {boolean} writes whether the CPU of the database is spent for it
 * @property {number} made how many tools/call the generator has sent to it
 * @property {{ made: number, rssMiB: number }} [earlyMemory] the gateway's memory when it was warm but still young
 */

const starters = {
  direct: async ({ upstream }) => direct(upstream),
  forward: (surroundings) => startFloor("forward", surroundings),
  group: (surroundings) => startFloor("group", surroundings),
  countersign: startCountersign,
};

export const targetNames = Object.keys(starters);

/**
 * @param {string[]} names
 * @param {Surroundings} surroundings
 * @returns {Promise<Target[]>}
 */
export async function startTargets(names, surroundings) {
  const targets = [];
  for (const name of targetNames) if (names.includes(name)) targets.push(await starters[name](surroundings));
  return targets;
}
