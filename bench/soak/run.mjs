/**
 * `npm run bench:soak [-- --minutes 30 --rate 100]`: whether the gateway stays as it is. Calls at a constant rate in both
 * protocol eras, while agents come, call, listen and are disconnected, and the list of tools changes all the time. At the end
 * every call must have its one event. Ends with 1 when something is broken or grows.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { undoEverything, undoOnSignals } from "../lib/cleanup.mjs";
import { describeMachine } from "../lib/machine.mjs";
import { makeTempFolder } from "../lib/temp-folder.mjs";
import { checkIntegrity, reportIntegrity } from "../measures/integrity.mjs";
import { startCountersign } from "../targets/countersign.mjs";
import { startDatabase } from "../targets/database.mjs";
import { startUpstream } from "../targets/upstream.mjs";
import { startCalls } from "./calls.mjs";
import { startComings } from "./comings.mjs";
import { startListeners } from "./listeners.mjs";
import { reportReadings, takeReading } from "./readings.mjs";

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "30" }, rate: { type: "string", default: "100" } },
});
const minutes = Number(values.minutes);
const rate = Number(values.rate);
/** Streams that have lost their agent are noticed within this time. */
const SETTLE_MS = 5_000;

async function main() {
  undoOnSignals();
  const folder = makeTempFolder();
  const { cpu, cores, node } = describeMachine(folder);
  const database = await startDatabase(folder);
  const upstream = await startUpstream({ logs: folder });
  const target = await startCountersign({ logs: folder, upstream, database });
  const failures = [];
  const soak = { target, upstream, failures, fail: (text) => failures.push(text) };
  console.log(`## Soak\n\n${minutes} minutes at ${rate} calls/s; ${cores} cores of ${cpu}, Node ${node}\n`);

  const parts = [await startListeners(soak), await startCalls(soak, rate), startComings(soak)];
  const readings = [];
  const end = performance.now() + minutes * 60_000;
  const every = Math.min(60_000, (minutes * 60_000) / 10);
  while (performance.now() < end) {
    await sleep(Math.min(every, Math.max(0, end - performance.now())));
    readings.push(await takeReading({ target, database, parts }));
    console.error(JSON.stringify(readings.at(-1)));
  }
  // The listeners stay to the last, so that what others did reaches them.
  for (const part of parts.toReversed()) await part.stop();
  await sleep(SETTLE_MS);
  const left = await takeReading({ target, database, parts });

  target.made = parts.reduce((sum, part) => sum + (part.counts().calls ?? 0), 0);
  const checks = await checkIntegrity({
    targets: [target],
    only: (names) => (names.includes(target.name) ? [target] : []),
    database,
    upstream,
    failures,
  });
  console.log(reportReadings({ readings, left, parts, fail: soak.fail }));
  console.log(`\n${reportIntegrity(checks)}`);
  for (const failure of [...new Set(failures)].slice(0, 20)) console.error(`Broken: ${failure}`);
  return failures.length > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
await undoEverything();
process.exit();
