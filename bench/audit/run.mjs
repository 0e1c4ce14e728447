/**
 * `npm run bench:audit [-- --events 100000,10000000]`: what the log costs to write, read, seal, verify and export when it is
 * small and when it is large. Everything is made on throw-away databases of its own; ten million events take a quarter of an
 * hour to make and about 40 GB of disk. `--quick` is 20,000 and 200,000.
 */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureBuilt, ensureGenerated } from "../../scripts/build.mjs";
import { ensureInstalled } from "../../scripts/install.mjs";
import { migrate } from "../../scripts/migrate.mjs";
import { freePort } from "../../scripts/postgres.mjs";
import { askVerb } from "../../scripts/verbs.mjs";
import { undoEverything, undoOnSignals } from "../lib/cleanup.mjs";
import { describeMachine } from "../lib/machine.mjs";
import { askNode, startNode, untilReady } from "../lib/processes.mjs";
import { makeTempFolder } from "../lib/temp-folder.mjs";
import { startDatabase, withClient } from "../targets/database.mjs";
import { generate } from "./generate.mjs";
import { report } from "./report.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const { values } = parseArgs({
  options: {
    events: { type: "string", default: "100000,10000000" },
    quick: { type: "boolean", default: false },
    rounds: { type: "string", default: "11" },
  },
});
const sizes = (values.quick ? "20000,200000" : values.events).split(",").map(Number);
const say = (line) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);

/** Makes a log of `total` events, asks it everything, and removes it. */
async function measureLog(total) {
  const folder = makeTempFolder();
  const logs = folder;
  const { url, pids } = await startDatabase(folder);
  const env = {
    DATABASE_URL: url,
    COUNTERSIGN_SECRET: randomBytes(32).toString("base64url"),
    DATA_DIR: path.join(folder, "data"),
    NODE_ENV: "production",
  };
  await migrate(url);
  // The first tenant of a database has the number 1, which is the generator's largest.
  const { key } = await askVerb(
    ["tenant", "create", "bench", "--name", "Bench", "--organization", "Bench", "--owner", "bench@example.com"],
    env,
  );
  const now = Date.now();
  const begun = performance.now();
  await withClient(url, (client) => generate(client, total, { now, say }));
  say(`${total} events made in ${Math.round((performance.now() - begun) / 1000)} s`);

  const ask = (name, ...args) =>
    askNode(path.join(ROOT, "bench/audit", `${name}.ts`), {
      logs,
      name: `${name}-${total}`,
      cwd: ROOT,
      args,
      env: { ...env, NODE_OPTIONS: "--conditions=react-server --import tsx" },
    });
  const read = await ask("measure", "--now", String(now), "--rounds", values.rounds);
  say("read");
  const flow = await ask("flow", "--postmaster", String(pids[0]));
  say("sealed, verified, exported, written");
  const http = await askOverHttp({ env, key, now, logs });
  say("asked over HTTP");
  await undoEverything();
  return { total, ...read, http, ...flow };
}

/** The same questions as an API client asks them: the whole product in between. */
async function askOverHttp({ env, key, now, logs }) {
  const dist = await ensureBuilt({ beside: true });
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const program = startNode(path.join(ROOT, "server.mjs"), {
    logs,
    name: "countersign",
    cwd: ROOT,
    env: {
      ...env,
      PORT: String(port),
      HOST: "127.0.0.1",
      PUBLIC_URL: origin,
      NEXT_MANUAL_SIG_HANDLE: "true",
      NEXT_TELEMETRY_DISABLED: "1",
      COUNTERSIGN_DIST: dist,
      LOG_LEVEL: "error",
    },
  });
  await untilReady(program, `${origin}/api/ready`, 60_000);
  const asked = {
    "no filter": "events",
    "one agent": "events?agent=agent-0",
    "a silent agent, denied": "events?agent=agent-23&outcome=denied",
    "two words": "events?q=user-799+tool_1",
    "histogram of 30 days": `events/summary?from=${new Date(now - 30 * 86_400_000).toISOString()}`,
  };
  const figures = [];
  for (const [name, resource] of Object.entries(asked)) {
    const times = [];
    for (let i = 0; i < 25; i += 1) {
      const started = performance.now();
      const response = await fetch(`${origin}/api/v1/bench/${resource}`, {
        headers: { authorization: `Bearer ${key}` },
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${resource}: HTTP ${response.status}`);
      times.push(performance.now() - started);
    }
    figures.push({ name, ms: times.sort((a, b) => a - b)[12] });
  }
  await program.stop();
  return figures;
}

let code = 0;
undoOnSignals();
try {
  await ensureInstalled();
  await ensureGenerated();
  console.log(`# The audit log\n\n${JSON.stringify(describeMachine(makeTempFolder()))}\n`);
  const measured = [];
  for (const total of sizes) measured.push(await measureLog(total));
  const { text, broken } = report(measured);
  console.log(text);
  code = broken ? 1 : 0;
} catch (error) {
  console.error(error);
  code = 1;
}
await undoEverything();
process.exit(code);
