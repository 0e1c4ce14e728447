/** The upstream that everything is measured in front of, and `direct`: the callers that use it without any gateway. */
import { fileURLToPath } from "node:url";
import { freePort } from "../../scripts/postgres.mjs";
import { startNode, untilReady } from "../lib/processes.mjs";

const PROGRAM = fileURLToPath(new URL("../upstream/fast.mjs", import.meta.url));

/** How many tools the path /{caller}/wide lists. */
export const WIDE_TOOLS = 500;

/**
 * @param {{ logs: string, cpu?: string }} options
 */
export async function startUpstream(options) {
  const port = await freePort();
  const env = { PORT: String(port), TOOLS: String(WIDE_TOOLS - 4) };
  const program = startNode(PROGRAM, { ...options, name: "upstream", env });
  const origin = `http://127.0.0.1:${port}`;
  await untilReady(program, `${origin}/stats`, 10_000);
  return {
    origin,
    pids: [program.pid],
    /** How many calls came in under the paths of one caller. */
    async callsFrom(caller) {
      const { calls } = await (await fetch(`${origin}/stats`)).json();
      const own = Object.entries(calls).filter(([path]) => path.startsWith(`/${caller}/`));
      return own.reduce((sum, [, count]) => sum + count, 0);
    },
  };
}

/** @returns {import("./start.mjs").Target} */
export function direct(upstream) {
  return {
    name: "direct",
    title: "direct (no gateway)",
    endpoint: (list) => ({ url: `${upstream.origin}/direct/${list}`, headers: {} }),
    pids: [],
    writes: false,
    made: 0,
  };
}
