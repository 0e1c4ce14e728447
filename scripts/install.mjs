/** `npm ci`, where it has not run or package-lock.json says something else than what is installed. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { takeLock } from "./lock.mjs";
import { Refusal } from "./refusal.mjs";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** `folder` is the product's root, or one that has packages of its own. Tells whether anything had to be done. */
export async function ensureInstalled(folder = ROOT) {
  if (isInstalled(folder)) return false;
  await oneAtATime(async () => {
    if (isInstalled(folder)) return;
    console.error("Installing packages (npm ci) …");
    await run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: folder,
      sentence: "The packages could not be installed: `npm ci` failed, see above.",
    });
  });
  return true;
}

/** npm keeps its own record of what it put into node_modules, written when it had finished. */
function isInstalled(folder) {
  try {
    const wanted = JSON.parse(fs.readFileSync(path.join(folder, "package-lock.json"), "utf8")).packages;
    const present = JSON.parse(fs.readFileSync(path.join(folder, "node_modules/.package-lock.json"), "utf8")).packages;
    return Object.entries(wanted).every(
      // Optional packages are for one platform each.
      ([at, { version, optional }]) => at === "" || optional || present[at]?.version === version,
    );
  } catch {
    return false;
  }
}

/** Two commands in one clone must not install or build over each other: the second waits and finds it done. */
export async function oneAtATime(work) {
  const lock = await takeLock(path.join(ROOT, ".data/build.lock"), {
    waitMs: 15 * 60_000,
    onWait: ({ pid }) => console.error(`Process ${pid} is installing or building here: waiting for it …`),
  });
  if (lock.holder) throw new Refusal(`Process ${lock.holder.pid} has been installing or building here for 15 minutes.`);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

const running = new Set();

/** Ends what `run` has started: the command was asked to stop in the middle of it. */
export function endRunning() {
  for (const child of running) child.kill("SIGTERM");
}

/** Runs a program to its end. What it says goes to stderr: stdout belongs to the command that asked. */
export async function run(command, args, { cwd = ROOT, env = {}, sentence, quiet = false } = {}) {
  const child = spawn(command, args, {
    cwd,
    stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", 2, 2],
    env: { ...process.env, ...env },
    shell: process.platform === "win32" && command === "npm",
  });
  running.add(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (text) => {
      said += text;
    });
  const [failure, code] = await new Promise((resolve) => {
    child.once("error", (error) => resolve([error.message]));
    child.once("close", (exitCode) => resolve([undefined, exitCode]));
  });
  running.delete(child);
  if (code === 0) return;
  process.stderr.write(said);
  throw new Refusal(failure ? `${sentence} (${failure})` : sentence);
}
