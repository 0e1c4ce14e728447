/** The server as a child process: started, waited for until it answers, and always ended. */
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "./install.mjs";
import { Refusal } from "./refusal.mjs";

/**
 * @param {{ port: number, host?: string, env: Record<string, string>, dev?: boolean,
 *   output?: "inherit" | number, signal?: AbortSignal, readyWithinMs?: number }} options
 * @returns {Promise<{ url: string, exited: Promise<number | string>, stop: () => Promise<number | string> }>}
 *   `exited`: the exit code, or the name of the signal
 */
export async function serve({ port, host = "127.0.0.1", env, dev = false, output = "inherit", signal, readyWithinMs }) {
  const server = dev
    ? ["node_modules/next/dist/bin/next", "dev", "--port", String(port), "--hostname", host]
    : ["server.mjs"];
  const child = spawn(process.execPath, server, {
    cwd: ROOT,
    // The channel: when the launcher is gone, however it ended, the server drains and ends too.
    stdio: ["ignore", output, output, "ipc"],
    // A group of its own: Ctrl-C reaches the launcher alone, which ends everything in order.
    detached: true,
    env: {
      ...process.env,
      PORT: String(port),
      HOST: host,
      NODE_ENV: dev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      ...(dev ? {} : { NEXT_MANUAL_SIG_HANDLE: "true" }),
      ...env,
    },
  });
  const exited = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, name) => resolve(code ?? name));
  });
  let ended;
  exited.then((how) => {
    ended = how;
  });

  async function stop() {
    if (ended === undefined) kill(child, "SIGTERM", dev);
    // It promises ten seconds for its drain. What hangs longer will not come back.
    const how = await Promise.race([exited, sleep(15_000, undefined, { ref: false })]);
    if (how === undefined) kill(child, "SIGKILL", true);
    return exited;
  }

  const url = `http://${isWildcard(host) ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host}:${port}`;
  const end = Date.now() + (readyWithinMs ?? 120_000);
  while (!(await isReady(url))) {
    if (ended !== undefined) throw new Refusal(`The server ended (${ended}) before it was ready, see above.`);
    if (signal?.aborted || Date.now() > end) {
      await stop();
      throw new Refusal("The server did not become ready in time.");
    }
    await sleep(50);
  }
  return { url, exited, stop };
}

async function isReady(url) {
  try {
    const answer = await fetch(`${url}/api/ready`, {
      signal: AbortSignal.timeout(10_000),
      headers: { connection: "close" },
    });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}

const isWildcard = (host) => host === "0.0.0.0" || host === "::";

/** `next dev` has children of its own, which only a signal to the group reaches for certain. */
function kill(child, name, group) {
  try {
    process.kill(group && process.platform !== "win32" ? -child.pid : child.pid, name);
  } catch {
    // It has just ended.
  }
}
