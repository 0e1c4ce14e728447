/** What every bench is as a program: it tells on stderr how far it is, because stdout is its report, and ends when all is undone. */
import fs from "node:fs";
import { complain } from "../../scripts/lifecycle.mjs";
import { isLeaving, undoEverything } from "./cleanup.mjs";

/** @param {string} text */
export function tell(text) {
  console.error(`${process.uptime().toFixed(0).padStart(4)} s  ${text}`);
}

/**
 * The figures of a run, for later comparison.
 *
 * @param {string} file
 * @param {object} figures maps in it become objects
 */
export function writeJson(file, figures) {
  const plain = (_, value) => (value instanceof Map ? Object.fromEntries(value) : value);
  fs.writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), ...figures }, plain, 2)}\n`);
}

/** @param {() => Promise<number | undefined>} main gives the exit code */
export async function runBench(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    // On the way out everything we measure stops answering; that is not news.
    if (!isLeaving()) complain(error);
    process.exitCode = 1;
  }
  await undoEverything();
  process.exit();
}
