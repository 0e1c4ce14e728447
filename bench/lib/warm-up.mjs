/**
 * Warms a target up until the CPU it uses a call has settled: V8 compiles a gateway's path for some ten thousand calls,
 * and a figure taken before that would measure the compiler.
 */

const WINDOW_SECONDS = 1;
const SETTLED = 0.06;
const ENOUGH_CALLS = 10_000;

/**
 * @param {import("../measures/bench.mjs").Bench} bench
 * @param {import("../targets/start.mjs").Target} target
 * @param {number} capSeconds
 * @returns {Promise<boolean>} whether it settled within that time
 */
export async function warmUp(bench, target, capSeconds) {
  const load = { mode: "closed", sessions: 16, tool: "echo", arguments: { text: "hello MCP" }, list: "mcp" };
  let last = Number.NaN;
  for (let second = 0; second < capSeconds; second += WINDOW_SECONDS) {
    const { gateway } = await bench.measure(target, { ...load, warmSeconds: 0, seconds: WINDOW_SECONDS });
    // Without CPU figures (direct, or a system without /proc) a few seconds must do.
    const settled = Number.isFinite(gateway.cpuUs) ? Math.abs(gateway.cpuUs / last - 1) < SETTLED : second > 0;
    if (settled && target.made >= ENOUGH_CALLS) return true;
    last = gateway.cpuUs;
  }
  return false;
}
