/**
 * The load generator as the bench sees it: give it a load, get back what it measured together with the CPU that the
 * servers used in exactly the measured window.
 */
import { fileURLToPath } from "node:url";
import { Refusal } from "../../scripts/refusal.mjs";
import { machineCpu } from "./machine.mjs";
import { startNode } from "./processes.mjs";
import { usageOf } from "./usage.mjs";

const PROGRAM = fileURLToPath(new URL("../load/generator.mjs", import.meta.url));
/** A load that takes this much longer than it should hangs. */
const PATIENCE_MS = 60_000;

/**
 * @param {{ logs: string, cpu?: string }} options
 */
export function startGenerator(options) {
  const program = startNode(PROGRAM, { ...options, name: "generator", ipc: true });
  let onMessage = () => {};
  program.child.on("message", (message) => onMessage(message));

  /**
   * @param {object} load see bench/load/modes
   * @param {Record<string, number[]>} [watched] groups of processes whose CPU counts
   * @param {(sessions: number) => Promise<void>} [whileHeld] runs while idle sessions are held open
   */
  function run(load, watched = {}, whileHeld) {
    const groups = { ...watched, ours: [process.pid] };
    return new Promise((resolve, reject) => {
      let before;
      let after;
      const settle = (then, value) => {
        clearTimeout(timer);
        program.child.off("exit", died);
        onMessage = () => {};
        then(value);
      };
      const died = () => settle(reject, new Refusal(`The load generator ended:\n${program.said()}`));
      const timer = setTimeout(
        () => settle(reject, new Refusal(`The load ${load.mode} on ${load.url} did not end.`)),
        ((load.seconds ?? 0) + (load.warmSeconds ?? 0)) * 1000 + PATIENCE_MS,
      );
      program.child.once("exit", died);
      onMessage = async (message) => {
        if (message.signal === "measuring") before = reading(groups);
        else if (message.signal === "measured") after = reading(groups);
        else if (message.signal === "opened") {
          await Promise.resolve(whileHeld?.(message.sessions)).catch((error) => settle(reject, error));
          if (program.isRunning()) program.child.send({ released: true });
        } else if (message.failure) settle(reject, new Refusal(`${load.mode} on ${load.url}: ${message.failure}`));
        else
          settle(resolve, before ? { ...message.result, ...between(before, after, message.result) } : message.result);
      };
      program.child.send({ load });
    });
  }

  return { run };
}

function reading(groups) {
  return { at: performance.now(), usage: usageOf(groups), machine: machineCpu() };
}

/**
 * CPU a call. Our two readings lie a little beside the generator's window, so we take how many cores were busy between
 * them and apply that to the window in which the calls were counted.
 */
function between(before, after, result) {
  const elapsed = (after.at - before.at) / 1000;
  const cores = (name) => (after.usage[name].cpuSeconds - before.usage[name].cpuSeconds) / elapsed;
  const perCall = (busyCores) => (busyCores * result.seconds * 1e6) / result.answered;
  const busy = (after.machine.busySeconds - before.machine.busySeconds) / elapsed;
  const stolen = (after.machine.stolenSeconds - before.machine.stolenSeconds) / elapsed;
  const figures = {};
  for (const name of Object.keys(before.usage))
    if (name !== "ours") figures[name] = { cpuUs: perCall(cores(name)), rssMiB: after.usage[name].rssMiB };
  return {
    ...figures,
    generator: { cpuUs: perCall(result.generatorCpuSeconds / result.seconds) },
    perSecond: result.answered / result.seconds,
    // What other programs and other virtual machines took, in cores.
    foreignCores: Math.max(0, busy - cores("ours")) + stolen,
  };
}
