import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeDatabase } from "@/scripts/postgres.mjs";

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves when stdout holds this text; rejects when the command ends before. */
  says: (text: string) => Promise<void>;
}

/** A command of ours as a person would type it: nothing of the test's own environment but the build to serve. */
export function start(args: string[], env: Record<string, string> = {}): Started {
  const keep = ["PATH", "HOME", "COUNTERSIGN_DIST"];
  const kept = Object.fromEntries(keep.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  const [command = process.execPath, ...rest] = args[0] === "npm" ? args : [process.execPath, ...args];
  const child = spawn(command, rest, {
    env: { NODE_ENV: "production", ...kept, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => child.once("close", (code) => resolve({ code, ...said })));
  const says = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => said.stdout.includes(text) && resolve();
      look();
      child.stdout.on("data", look);
      ended.then(({ code, stderr }) => reject(new Error(`ended with ${code} before it said "${text}": ${stderr}`)));
    });
  return { child, ended, says };
}

export const run = (args: string[], env: Record<string, string> = {}) => start(args, env).ended;

/** A data folder that the user PostgreSQL runs as can reach, and its removal with whatever runs in it. */
export function dataFolder(): { dataDir: string; remove: () => Promise<void> } {
  const above = mkdtempSync(join(process.env["TEST_SCRATCH"] ?? tmpdir(), "start-"));
  chmodSync(above, 0o755);
  const dataDir = join(above, "data");
  return {
    dataDir,
    async remove() {
      await removeDatabase(join(dataDir, "postgres"));
      rmSync(above, { recursive: true, force: true });
    },
  };
}

/** Processes that belong to this data folder, by their environment: the launcher, the server, PostgreSQL, the demo's. */
export function processesOf(dataDir: string): number[] {
  if (!existsSync("/proc/self/environ")) return [];
  const numbers = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return numbers.map(Number).filter((pid) => pid !== process.pid && read(`/proc/${pid}/environ`).includes(dataDir));
}

export const commandOf = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll("\0", " ");

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // it has just ended
  }
}
