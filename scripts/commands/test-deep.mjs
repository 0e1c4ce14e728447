/**
 * `npm run test:deep`: what `npm test` tries of lib/policy, tried for longer. First every property many thousand times, then
 * hand-made faults, each of which a test has to notice. Needs no server and no database. The last line is
 * `N passed, N failed`: a property counts as a test, a fault that was noticed as one more.
 *
 * `--only properties` or `--only mutants` runs one half; words after it choose mutants by their names.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureInstalled, ROOT } from "../install.mjs";
import { complain, runCommand } from "../lifecycle.mjs";
import { makeCopy, readMutants } from "../mutants.mjs";
import { Refusal } from "../refusal.mjs";

const HALVES = ["properties", "mutants"];
/** Mutants that are tried at the same time. */
const LANES = 2;
/** A mutant may make the tests run for ever; none makes them this many times as long and ends. */
const PATIENCE = 6;
const PATIENCE_LEAST_MS = 120_000;

const tally = { passed: 0, failed: 0 };

await runCommand(
  async (command) => {
    try {
      await testDeep(command);
    } catch (error) {
      command.signal.throwIfAborted();
      fail(error);
    }
    return () => {
      console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
      return tally.failed > 0 || tally.passed === 0 ? 1 : 0;
    };
  },
  { whenAsked: 130 },
);

async function testDeep({ step, onClose }) {
  const { only, words } = readOptions();
  await step(ensureInstalled());
  // Before minutes are spent: a list that does not fit the sources is a mistake already.
  const mutants = only === "properties" ? [] : readMutants(words);
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "countersign-deep-"));
  onClose(() => fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 3 }));

  if (only !== "mutants") {
    heading("Properties, many times");
    const properties = startProperties(path.join(scratch, "results"));
    onClose(() => properties.stop());
    await step(properties.exited);
    countTests(path.join(scratch, "results/report.json"));
    tell();
  }
  if (mutants.length > 0) {
    heading(`${mutants.length} mutants`);
    await tryMutants(mutants, { scratch, step, onClose });
    tell();
  }
}

function readOptions() {
  const { values, positionals } = parseArgs({ options: { only: { type: "string" } }, allowPositionals: true });
  const { only } = values;
  if (only !== undefined && !HALVES.includes(only)) throw new Refusal(`--only takes ${HALVES.join(" or ")}.`);
  return { only, words: positionals };
}

/** Every test on its own, so that the long ones of one file share the cores. */
function startProperties(results) {
  const args = ["test", "lib/policy", "--project=unit", "--fully-parallel"];
  const child = spawn(process.execPath, ["node_modules/@playwright/test/cli.js", ...args], {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
    env: { ...process.env, TEST_DEEP: "1", TEST_RESULTS: results, NODE_OPTIONS: "--conditions=react-server" },
  });
  const exited = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return { exited, stop: () => isOver() || process.kill(-child.pid, "SIGKILL") };
}

function countTests(file) {
  if (!fs.existsSync(file)) throw new Refusal("The tests of lib/policy left no report.");
  const { stats, errors } = JSON.parse(fs.readFileSync(file, "utf8"));
  tally.passed += stats.expected;
  tally.failed += stats.unexpected + stats.flaky + errors.length;
}

async function tryMutants(mutants, { scratch, step, onClose }) {
  const lanes = Array.from({ length: LANES }, (_, i) => makeCopy(path.join(scratch, `copy-${i}`)));
  onClose(() => {
    for (const lane of lanes) lane.stop();
  });
  const from = performance.now();
  const untouched = await step(lanes[0].test(600_000));
  if (untouched.failed !== undefined || untouched.broken !== undefined)
    throw new Refusal(`Without any mutant the tests fail: ${untouched.failed ?? untouched.broken}.`);
  const patienceMs = Math.max(PATIENCE_LEAST_MS, PATIENCE * (performance.now() - from));
  console.log(`Without any mutant ${untouched.passed} tests pass.\n\n| mutant | | noticed by |\n|---|---|---|`);

  const waiting = [...mutants];
  const survivors = [];
  const work = lanes.map(async (lane) => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const { killed, how } = await lane.tryMutant(mutant, patienceMs);
      tally[killed ? "passed" : "failed"] += 1;
      if (!killed) survivors.push(`${mutant.name} (${mutant.file}): ${how}`);
      console.log(`| ${mutant.name} | ${killed ? "killed" : "**lives**"} | ${how.replaceAll("|", "\\|")} |`);
    }
  });
  onClose(() => {
    waiting.length = 0;
  });
  await step(Promise.all(work));
  if (survivors.length > 0) console.log(`\nNo test notices:\n${survivors.map((one) => `- ${one}`).join("\n")}`);
}

function heading(text) {
  console.log(`\n── ${text}`);
}

function tell() {
  console.log(`\n${(process.uptime() / 60).toFixed(1)} minutes so far`);
}

function fail(error) {
  complain(error);
  tally.failed += 1;
}
