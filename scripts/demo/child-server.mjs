// Starts an HTTP server in a process of its own, waits until it answers, and makes sure that it ends with us.
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const guard = new URL("./loopback-guard.mjs", import.meta.url).href;

/**
 * @param {{ name: string, script: string, args?: string[], env?: Record<string, string>, port: number, path: string,
 *   readyPath?: string, readyWithinMs?: number }} options
 */
export async function startChildServer({
  name,
  script,
  args = [],
  env = {},
  port,
  path,
  readyPath,
  readyWithinMs = 20_000,
}) {
  const child = spawn(process.execPath, ["--import", guard, script, ...args], {
    // Only what a server needs: server-everything has a tool that prints its environment to whoever asks.
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", PORT: String(port), ...env },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    // Ctrl-C in a terminal goes to everybody in the foreground; calls that are being finished still need their server.
    detached: true,
  });
  let lastWords = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    lastWords = (lastWords + text).slice(-2000);
  });
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(`exit ${signal ?? code}`));
  });
  let isOver = false;
  ended.then(() => {
    isOver = true;
  });

  const origin = `http://127.0.0.1:${port}`;
  async function stop() {
    if (isOver) return;
    // Politely first: a proxy that is asked to leave takes its own child along, and waits for it.
    child.kill("SIGTERM");
    const left = await Promise.race([ended.then(() => true), sleep(2000, false, { ref: false })]);
    if (!left) child.kill("SIGKILL");
    await ended;
  }

  const deadline = Date.now() + readyWithinMs;
  while (!isOver && !(await answers(origin + (readyPath ?? path)))) {
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`${name} did not answer within ${readyWithinMs} ms. ${lastWords}`.trim());
    }
    await sleep(60);
  }
  if (isOver) throw new Error(`${name} ended at start (${await ended}). ${lastWords}`.trim());
  return { name, url: origin + path, port, pid: child.pid, ended, stop };
}

/** Where a file of an installed package is, whatever its `exports` say. */
export function packageFile(path) {
  return fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url));
}

async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1000), headers: { connection: "close" } });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
