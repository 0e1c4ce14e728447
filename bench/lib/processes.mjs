/** Starting and stopping the processes of a run, each in a process group of its own: Ctrl-C reaches the bench alone. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "../../scripts/refusal.mjs";
import { undoLater } from "./cleanup.mjs";
import { pinned } from "./pinning.mjs";

const GRACE_MS = 12_000;

/**
 * Starts a Node program. It is stopped at the end of the run at the latest.
 *
 * @param {string} file
 * @param {object} options
 * @param {string} options.name
 * @param {string} options.logs the folder for what it says
 * @param {string[]} [options.args]
 * @param {Record<string, string>} [options.env] on top of ours
 * @param {string} [options.cwd]
 * @param {string} [options.cpu] the core it may use
 * @param {boolean} [options.ipc] whether it talks to us over a channel
 */
export function startNode(file, { name, logs, args = [], env = {}, cwd, cpu, ipc = false }) {
  const files = { stdout: path.join(logs, `${name}.out`), stderr: path.join(logs, `${name}.log`) };
  const [stdout, stderr] = [fs.openSync(files.stdout, "w"), fs.openSync(files.stderr, "w")];
  const [command, ...rest] = pinned(cpu, [process.execPath, file, ...args]);
  const child = spawn(command, rest, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", stdout, stderr, ...(ipc ? ["ipc"] : [])],
  });
  for (const descriptor of [stdout, stderr]) fs.closeSync(descriptor);
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const exited = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  const forget = undoLater(stop, () => signalGroup(child.pid, "SIGKILL"));
  exited.then(forget);

  async function stop() {
    if (!isRunning()) return;
    signalGroup(child.pid, "SIGTERM");
    const ended = await Promise.race([exited.then(() => true), sleep(GRACE_MS, false, { ref: false })]);
    if (ended) return;
    console.error(`${name} did not stop within ${GRACE_MS / 1000} s and was killed.`);
    signalGroup(child.pid, "SIGKILL");
    await exited;
  }

  const said = () => lastLines(files.stdout, files.stderr);
  return { name, child, pid: child.pid, isRunning, exited, stop, said, ...files };
}

/**
 * Runs a Node program to its end, whatever its exit code, and gives the JSON object that it printed; without one, what
 * it complained about is thrown.
 *
 * @param {string} file
 * @param {Parameters<typeof startNode>[1]} options
 */
export async function askNode(file, options) {
  const program = startNode(file, options);
  await program.exited;
  const text = fs.readFileSync(program.stdout, "utf8");
  if (text.startsWith("{")) return JSON.parse(text);
  throw new Refusal(`${options.name} ${options.args[0]}: ${fs.readFileSync(program.stderr, "utf8").trim()}`);
}

/**
 * Waits until the program answers this URL with a success.
 *
 * @param {ReturnType<typeof startNode>} program
 * @param {string} url
 * @param {number} ms
 */
export async function untilReady(program, url, ms) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(25)) {
    if (!program.isRunning()) throw new Refusal(`${program.name} ended while it started:\n${program.said()}`);
    const ready = await fetch(url, { signal: AbortSignal.timeout(5000) }).then(
      (response) => response.ok,
      () => false, // nobody listens yet
    );
    if (ready) return;
  }
  throw new Refusal(`${program.name} was not ready after ${ms / 1000} s:\n${program.said()}`);
}

function signalGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // it has just ended by itself
  }
}

function lastLines(...files) {
  const texts = files.map((file) => fs.readFileSync(file, "utf8").trim());
  return texts.map((text) => text.split("\n").slice(-15).join("\n")).join("\n");
}
