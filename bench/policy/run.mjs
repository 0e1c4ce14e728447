/**
 * `npm run bench:policy`: what a decision of lib/policy costs, beside cel-js and Cedar doing the same work. See
 * ../README.md. Ends with 1 only when something is broken (an engine decides otherwise than the reference), never
 * because a machine is slow.
 */
import { parseArgs } from "node:util";
import v8 from "node:v8";
import { Refusal } from "../../scripts/refusal.mjs";
import { undoOnSignals } from "../lib/cleanup.mjs";
import { describeMachine } from "../lib/machine.mjs";
import { runBench, tell, writeJson } from "../lib/program.mjs";
import { makeTempFolder } from "../lib/temp-folder.mjs";
import { number, range, table } from "../report/markdown.mjs";
import { makeChance } from "./chance.mjs";
import { loadPolicy } from "./engine-under-test.mjs";
import { authoring, buckets, COUNTS, decisions, manyTools, preparing } from "./measures.mjs";
import { verdict } from "./verdict.mjs";
import { SEED } from "./world.mjs";

// Node 20's V8 inlines calls into WebAssembly, and now and then ends the process when it takes that back (Cedar is one).
v8.setFlagsFromString("--no-turbo-inline-js-wasm-calls");

const usage = `npm run bench:policy -- [options]
  --quick      fewer and shorter rounds: at most 25 s
  --json FILE  every figure, for later comparison`;

async function main() {
  const options = readOptions();
  if (options.help) return console.log(usage);
  undoOnSignals();
  const folder = makeTempFolder();
  const machine = describeMachine(folder);
  const lib = await loadPolicy(folder);
  const timing = { quick: options.quick, chance: makeChance(SEED) };
  console.log(introduction(machine));

  tell("deciding");
  const all = decisions(lib, timing, { subset: false });
  print("A decision, all eight kinds of conditions, CPU µs", COUNTS, all.rows, 2);
  tell("deciding, Cedar's subset");
  const subset = decisions(lib, timing, { subset: true });
  print("A decision, the six kinds that Cedar can say, CPU µs", COUNTS, subset.rows, 2);
  tell("sorting tools into buckets");
  const tools = buckets(lib, timing);
  print("The bucket of one tool, CPU µs", COUNTS, tools.rows, 2);
  const many = manyTools(lib, timing);
  print("The buckets of an instance that connects, CPU ms", COUNTS, many.rows, 2);
  tell("making policies ready");
  const ready = preparing(lib, timing);
  print("Making the policies of a tenant ready, CPU ms", COUNTS, ready.rows, 2);
  const written = authoring(lib, timing);
  print("Writing a policy, CPU µs", [300], written.rows, 1);

  const agreed = [...all.agreed, ...subset.agreed];
  console.log(`\n${agreements(agreed)}`);
  console.log(`\n${verdict({ all, subset, buckets: tools })}`);
  if (options.json) writeJson(options.json, { machine, all, subset, tools, many, ready, written });
  const wrong = agreed.flatMap((one) => one.wrong);
  for (const sentence of wrong.slice(0, 10)) console.error(`Broken: ${sentence}`);
  tell("done");
  return wrong.length > 0 ? 1 : 0;
}

function readOptions() {
  try {
    const options = { quick: { type: "boolean", default: false }, json: { type: "string" }, help: { type: "boolean" } };
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Refusal(`${error.message}\n\n${usage}`);
  }
}

const introduction = ({ cpu, cores, system, node, loadAverage }) => `# Countersign bench: policy

- ${cpu}, ${cores} cores, ${system}, Node ${node}; load average ${number(loadAverage, 2)} at the start
- a tenant of 5 servers × 10 tools and 50 agents; 95 % of its policies allow, 5 % deny, 30 % are for one agent, 10 % cover a
  whole server; seed ${SEED}
- CPU of the whole process (its garbage collector too) for one operation; median [lowest..highest] over rounds in which all
  contenders take turns`;

function print(title, counts, rows, digits) {
  const cells = (byCount) => counts.map((count) => (byCount.has(count) ? range(byCount.get(count), digits) : "–"));
  const heads = [title, ...counts.map((count) => `${number(count)} policies`)];
  console.log(
    `\n${table(
      heads,
      [...rows].map(([name, byCount]) => [name, ...cells(byCount)]),
    )}`,
  );
}

function agreements(agreed) {
  const rows = agreed.map(({ count, requests, covering, allowed, engines, wrong }) => [
    number(count),
    number(covering, 1),
    number(requests),
    number(allowed),
    number(engines),
    wrong.length === 0 ? "agree" : `**${wrong.length} wrong**`,
  ]);
  const heads = ["policies", "cover a call", "calls", "allowed by the reference", "engines", "before timing"];
  return `### Agreement with a naive reference\n\n${table(heads, rows)}`;
}

await runBench(main);
