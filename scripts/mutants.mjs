/**
 * Whether the tests of lib/policy bite: hand-made faults (lib/policy/mutants.json), each put into a copy of the sources,
 * never into the clone, where a test has to fail.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { ROOT } from "./install.mjs";
import { Refusal } from "./refusal.mjs";

const LIST = "lib/policy/mutants.json";
/** What the tests of lib/policy need. */
const COPIED = ["lib/policy", "lib/kernel", "playwright.config.ts", "tsconfig.json", "package.json"];
/** The tests that have to notice, as Playwright chooses files. Those of `check` are long, and what they test is no gate. */
const TESTS = "lib/policy/(?!check/)";
/** Folders whose own tests are asked before all others, to notice sooner. */
const WITH_TESTS = ["schema", "text"];

/** @typedef {{ name: string, file: string, original: string, replacement: string }} Mutant */
/** @typedef {{ killed: boolean, how: string }} Fate */

/**
 * The list, whole or those whose name has one of the words. Throws where the list says something else than the sources.
 *
 * @param {string[]} words
 * @returns {Mutant[]}
 */
export function readMutants(words) {
  /** @type {{ mutants: Mutant[] }} */
  const { mutants } = JSON.parse(fs.readFileSync(path.join(ROOT, LIST), "utf8"));
  const stale = mutants.flatMap(({ name, file, original }) => {
    const found = fs.readFileSync(path.join(ROOT, "lib/policy", file), "utf8").split(original).length - 1;
    return found === 1 ? [] : [`"${name}": its text stands ${found} times in lib/policy/${file}, not once.`];
  });
  if (stale.length > 0) throw new Refusal(`${LIST} does not fit the sources any more.\n${stale.join("\n")}`);
  return words.length === 0 ? mutants : mutants.filter(({ name }) => words.some((word) => name.includes(word)));
}

/** A copy of the sources in which mutants live, one at a time. @param {string} folder */
export function makeCopy(folder) {
  for (const name of COPIED) fs.cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"), "junction");
  let running;

  /**
   * Runs the tests on the copy as it is, to the first that fails.
   *
   * @param {number} patienceMs
   * @param {string} files
   * @returns {Promise<{ failed: string | undefined, broken: string | undefined, passed: number }>} `failed`: the test;
   *   `broken`: why no test could tell
   */
  async function test(patienceMs, files = TESTS) {
    const results = path.join(folder, "results");
    fs.rmSync(results, { recursive: true, force: true });
    const child = spawn(
      process.execPath,
      [
        path.join(ROOT, "node_modules/@playwright/test/cli.js"),
        ...["test", files, "--project=unit", "-x", "--workers=1"],
      ],
      {
        cwd: folder,
        stdio: "ignore",
        // A group of its own: what hangs is ended with all that it has started.
        detached: true,
        env: { ...process.env, TEST_RESULTS: results, TEST_DEEP: undefined, NODE_OPTIONS: "--conditions=react-server" },
      },
    );
    const end = () => {
      if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGKILL");
    };
    running = end;
    const timer = setTimeout(end, patienceMs);
    await new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
    clearTimeout(timer);
    if (child.signalCode !== null)
      return { failed: `no end within ${patienceMs / 1000} s`, broken: undefined, passed: 0 };
    return verdictOf(path.join(results, "report.json"), child.exitCode);
  }

  /** @param {Mutant} mutant @param {number} patienceMs @returns {Promise<Fate>} */
  async function tryMutant({ file, original, replacement }, patienceMs) {
    const at = path.join(folder, "lib/policy", file);
    const text = fs.readFileSync(at, "utf8");
    fs.writeFileSync(at, text.split(original).join(replacement));
    try {
      const near = WITH_TESTS.find((room) => file.startsWith(`${room}/`));
      const soon = near ? await test(patienceMs, `lib/policy/${near}/`) : undefined;
      const { failed, broken } = soon?.failed || soon?.broken ? soon : await test(patienceMs);
      if (broken !== undefined) return { killed: false, how: `it cannot be run: ${broken}` };
      return failed === undefined ? { killed: false, how: "no test fails" } : { killed: true, how: failed };
    } finally {
      fs.writeFileSync(at, text);
    }
  }

  return { test, tryMutant, stop: () => running?.() };
}

function verdictOf(file, exitCode) {
  if (!fs.existsSync(file)) return { failed: undefined, broken: `exit code ${exitCode}, no report`, passed: 0 };
  const { stats, errors, suites } = JSON.parse(fs.readFileSync(file, "utf8"));
  const [first] = suites.flatMap(failuresIn);
  const broken = first === undefined && (errors.length > 0 || exitCode !== 0);
  return {
    failed: first,
    broken: broken ? (errors[0]?.message ?? `exit code ${exitCode}`).split("\n")[0] : undefined,
    passed: stats.expected,
  };
}

/** Tests that failed; those that were not come to are none. */
function failuresIn({ specs = [], suites = [], file }) {
  const own = specs
    .filter(({ tests }) => tests.some(({ status }) => status === "unexpected"))
    .map(({ title }) => `${path.basename(file)}: ${title}`);
  return [...own, ...suites.flatMap(failuresIn)];
}
