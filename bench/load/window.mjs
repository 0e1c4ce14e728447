/** The part of a load that is measured: after a short warm-up, for so many seconds, announced to the bench. */
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Switches `tally.measuring` on for the window. The bench reads the servers' CPU when it hears the two signals.
 *
 * @param {{ warmSeconds: number, seconds: number }} load
 * @param {{ measuring: boolean }} tally
 * @param {{ measuring(): void, measured(): void }} signals
 */
export async function measureWindow(load, tally, signals) {
  await sleep(load.warmSeconds * 1000);
  const stop = startWindow(tally, signals);
  await sleep(load.seconds * 1000);
  return stop();
}

/** For a load that knows by itself when its window begins and ends. Returns the function that ends it. */
export function startWindow(tally, signals) {
  signals.measuring();
  tally.measuring = true;
  const cpu = process.cpuUsage();
  const from = performance.now();
  return () => {
    tally.measuring = false;
    const seconds = (performance.now() - from) / 1000;
    const used = process.cpuUsage(cpu);
    signals.measured();
    return { seconds, generatorCpuSeconds: (used.user + used.system) / 1e6 };
  };
}
