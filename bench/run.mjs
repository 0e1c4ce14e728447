/**
 * `npm run bench`: what a tool call through Countersign costs, beside what it would cost at least. See README.md.
 * Ends with 1 only when something is broken (failed calls, wrong counts), never because a machine is slow.
 */
import { undoOnSignals } from "./lib/cleanup.mjs";
import { describeMachine } from "./lib/machine.mjs";
import { readOptions } from "./lib/options.mjs";
import { choosePinning } from "./lib/pinning.mjs";
import { runBench, tell, writeJson } from "./lib/program.mjs";
import { makeTempFolder } from "./lib/temp-folder.mjs";
import { warmUp } from "./lib/warm-up.mjs";
import { chooseMeasures, measureNames } from "./measures/all.mjs";
import { makeBench } from "./measures/bench.mjs";
import { checkIntegrity, reportIntegrity } from "./measures/integrity.mjs";
import { introduction } from "./report/introduction.mjs";
import { number } from "./report/markdown.mjs";
import { verdict } from "./report/verdict.mjs";
import { startDatabase } from "./targets/database.mjs";
import { startTargets, targetNames } from "./targets/start.mjs";
import { startUpstream } from "./targets/upstream.mjs";

const WARM_UP_SECONDS = { full: 60, quick: 5 };

async function main() {
  const options = readOptions(process.argv.slice(2), { measures: measureNames, targets: targetNames });
  if (options.help) return console.log(options.help);
  undoOnSignals();

  const folder = makeTempFolder();
  const machine = describeMachine(folder);
  const bench = await start(options, folder);
  console.log(introduction({ machine, ...bench }));
  console.log(`- warmed up with ${(await warmUpAll(bench)).join(", ")}`);

  const results = [];
  for (const measure of chooseMeasures(options.only)) {
    tell(`measuring ${measure.title}`);
    const result = await measure.run(bench);
    results.push({ measure: measure.name, ...result });
    console.log(`\n${measure.report(result)}`);
  }
  tell("counting");
  const checks = await checkIntegrity(bench);
  console.log(`\n${reportIntegrity(checks)}`);
  if (options.targets.includes("countersign")) console.log(`\n${verdict(results)}`);

  if (options.json) writeJson(options.json, { options, machine, postgres: bench.database.version, results, checks });
  for (const failure of bench.failures) console.error(`Broken: ${failure}`);
  tell("done");
  return bench.failures.length > 0 ? 1 : 0;
}

async function start(options, folder) {
  tell("starting PostgreSQL, the upstream and the targets");
  const pinning = choosePinning(options.pin);
  const database = await startDatabase(folder);
  const upstream = await startUpstream({ logs: folder, cpu: pinning.load });
  const surroundings = { logs: folder, cpu: pinning.gateway, upstream, database };
  const targets = await startTargets(options.targets, surroundings);
  return makeBench({ targets, surroundings, pinning, options });
}

/** In words how far each came: the figures of a target that had not settled are too high. */
async function warmUpAll(bench) {
  const words = [];
  for (const target of bench.targets) {
    tell(`warming up ${target.name}`);
    const settled = await warmUp(bench, target, WARM_UP_SECONDS[bench.options.quick ? "quick" : "full"]);
    words.push(`${number(target.made)} calls to ${target.name}${settled ? "" : " (**not settled**)"}`);
  }
  return words;
}

await runBench(main);
