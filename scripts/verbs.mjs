/** The command line's verbs, run in a process of their own against a database that is open. */
import { spawn } from "node:child_process";
import { ROOT } from "./install.mjs";
import { Refusal } from "./refusal.mjs";

// The react-server condition lets plain Node load files that begin with `import "server-only"`.
const VERBS = ["--conditions=react-server", "--import", "tsx", "lib/cli/main.ts"];

/** Runs one verb with this terminal. @returns {Promise<number>} the exit code */
export function runVerb(args, env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...VERBS, ...args], { cwd: ROOT, stdio: "inherit", env });
    // Ctrl-C reaches the verb as well: it ends by itself, and what was opened for it is closed after it.
    process.on("SIGINT", () => {});
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    child.once("error", () => resolve(1));
    child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
  });
}

/** Runs one verb and gives its answer as an object. Throws the verb's own sentence when it refuses. */
export function askVerb(args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...VERBS, ...(args.includes("--json") ? args : [...args, "--json"])], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    const said = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"])
      child[name].setEncoding("utf8").on("data", (text) => {
        said[name] += text;
      });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code !== 0) return reject(new Refusal(said.stderr.trim() || `countersign ${args[0]} ended with ${code}.`));
      try {
        resolve(JSON.parse(said.stdout));
      } catch {
        reject(new Error(`countersign ${args.join(" ")} answered no JSON: ${said.stdout.slice(0, 200)}`));
      }
    });
  });
}
