import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@/scripts/postgres.mjs";

export interface ServerProcess {
  url: string;
  /** Ends it as a crash would, and waits until it is gone. */
  kill: () => Promise<void>;
  /** Asks it to drain; gives the exit code, or the name of the signal that ended it. */
  stop: () => Promise<number | string>;
  /** What it has written to its log. */
  log: () => string;
  /** How much memory it holds (resident set size). */
  memoryBytes: () => number;
}

const running = new Set<ChildProcess>();
// A test that fails in the middle leaves nothing behind.
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * Another server of this build, on the database of the tests unless `env` names one. Resolves when it is ready. `publicUrl`: where it is
 * reached from outside, if something stands before it.
 */
export async function startServer({
  port,
  publicUrl,
  env = {},
}: {
  port?: number;
  publicUrl?: string;
  env?: Record<string, string>;
} = {}): Promise<ServerProcess> {
  const at = port ?? (await freePort());
  const url = `http://localhost:${at}`;
  const folder = mkdtempSync(join(process.env["TEST_SCRATCH"] ?? tmpdir(), "countersign-server-"));
  const file = join(folder, "log");
  const output = openSync(file, "w");
  // The runner's own options (its loader, its conditions) are not the server's.
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ["server.mjs"], {
    stdio: ["ignore", output, output],
    env: {
      ...inherited,
      HOST: "127.0.0.1",
      NEXT_TELEMETRY_DISABLED: "1",
      NEXT_MANUAL_SIG_HANDLE: "true",
      ...env,
      NODE_ENV: "production",
      PORT: String(at),
      PUBLIC_URL: publicUrl ?? url,
    },
  });
  running.add(child);
  const exited = new Promise<number | string>((resolve) =>
    child.once("exit", (code, signal) => resolve(code ?? signal ?? "")),
  );
  const log = () => readFileSync(file, "utf8");
  const memoryBytes = () =>
    1024 * Number(execFileSync("ps", ["-o", "rss=", "-p", String(child.pid)], { encoding: "utf8" }));
  let ended: number | string | undefined;
  const forget = exited.then((how) => {
    ended = how;
    running.delete(child);
  });
  const done = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const how = await exited;
    rmSync(folder, { recursive: true, force: true });
    return how;
  };

  while (!(await isReady(url))) {
    if (ended !== undefined) {
      await forget;
      throw new Error(`The server ended (${ended}) before it was ready: ${log().slice(-2000)}`);
    }
    await sleep(25);
  }
  return { url, log, memoryBytes, kill: async () => void (await done("SIGKILL")), stop: () => done("SIGTERM") };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/api/ready`, { headers: { connection: "close" } });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}
