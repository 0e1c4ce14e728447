/**
 * `npm test`: from a clone to a verdict. Installs what it needs, lints, checks the types, builds, and runs every test
 * against a server and a database of its own, which are gone afterwards. The last line is `N passed, N failed`.
 * `--quick` (`npm run verify`) stops after lint, types and the unit tests. Whatever else is given goes to Playwright:
 * `npm test -- e2e/api --project=doors`.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureBrowser } from "../browser.mjs";
import { ensureBuilt, ensureGenerated, ensureRouteTypes } from "../build.mjs";
import { ensureInstalled, ROOT, run } from "../install.mjs";
import { complain, runCommand } from "../lifecycle.mjs";
import { livingProcess, signFile } from "../lock.mjs";
import { Refusal } from "../refusal.mjs";

const PREFIX = "countersign-test-";
const ELSEWHERE = [
  ...["AUTH_OIDC_ISSUER", "AUTH_OIDC_CLIENT_ID", "AUTH_OIDC_CLIENT_SECRET", "AUTH_OIDC_NAME"],
  ...["TRUST_PROXY", "LOG_LEVEL", "COUNTERSIGN_FRONT"],
];
const tally = { passed: 0, failed: 0 };

await runCommand(
  async (command) => {
    try {
      await test(command);
    } catch (error) {
      command.signal.throwIfAborted();
      fail(error);
    }
    // Said when everything has been stopped: it is the last line.
    return () => {
      console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
      return tally.failed > 0 || tally.passed === 0 ? 1 : 0;
    };
  },
  { whenAsked: 130 },
);

async function test({ signal, step, onClose }) {
  const args = process.argv.slice(2);
  const named = args.filter((arg) => arg.startsWith("--project="));
  // Unit tests never see the server: whoever names only them need not wait for a build.
  const quick = args.includes("--quick") || (named.length > 0 && named.every((arg) => arg === "--project=unit"));
  const forPlaywright = args.filter((arg) => arg !== "--quick");

  await step(ensureInstalled());
  await step(ensureGenerated());
  // Somebody who names a test wants that test.
  if (forPlaywright.length === 0) await step(checkSources());

  const scratch = await step(makeScratch());
  const results = path.join(ROOT, "test-results", path.basename(scratch).slice(PREFIX.length));
  fs.mkdirSync(results, { recursive: true });
  onClose(async () => {
    await removeScratch(scratch);
    if (tally.failed === 0) fs.rmSync(results, { recursive: true, force: true });
    else console.log(`\nWhat this run left to look at: ${path.relative(ROOT, results)}`);
  });

  const env = await prepareEnvironment(scratch, onClose);
  await step();
  const projects = ["unit"];
  if (!quick) {
    await step(ensureInstalled(path.join(ROOT, "e2e/outside/suites")));
    heading("Build and server");
    const server = await serveBuild({ env, log: path.join(results, "server.log"), signal });
    onClose(() => server && endServer(server));
    await step();
    projects.push("house");
    if (server) Object.assign(env, { BASE_URL: env.PUBLIC_URL });
    if (server) projects.push("doors", "start");
    const chromium = server && (await step(findChromium()));
    if (chromium) Object.assign(env, { CHROMIUM_PATH: chromium });
    if (chromium) projects.push("console");
  }

  heading(`Tests: ${projects.join(", ")}`);
  const chosen = forPlaywright.some((arg) => arg.startsWith("--project")) ? [] : projects;
  const child = startPlaywright([...chosen.map((name) => `--project=${name}`), ...forPlaywright], { env, results });
  onClose(() => child.stop());
  const status = await step(child.exited);
  readReport(path.join(results, "report.json"), status);
}

function heading(text) {
  console.log(`\n── ${text}`);
}

function fail(error) {
  complain(error);
  tally.failed++;
}

/** One check that counts as one test. */
async function count(check) {
  try {
    await check;
    tally.passed++;
  } catch (error) {
    fail(error);
  }
}

async function checkSources() {
  const node = (file, ...args) =>
    run(process.execPath, [path.join("node_modules", file), ...args], { sentence: "Not clean, see above." });
  heading("Lint, format and import arrows");
  await count(node("@biomejs/biome/bin/biome", "check", "--error-on-warnings", "--max-diagnostics=50", "."));
  heading("Types");
  await count(ensureRouteTypes().then(() => node("typescript/bin/tsc", "--noEmit", "--incremental", "false")));
}

// ---- what the tests run on ---------------------------------------------------------------------------------------

/** A folder for this run alone, open to the user that PostgreSQL runs as. What killed runs left behind goes first. */
async function makeScratch() {
  for (const name of fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith(PREFIX))) {
    const folder = path.join(os.tmpdir(), name);
    const isFresh = Date.now() - (fs.statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0) < 10_000;
    if (!isFresh && !livingProcess(path.join(folder, "owner.json"))) await removeScratch(folder);
  }
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), PREFIX));
  signFile(path.join(scratch, "owner.json"));
  fs.chmodSync(scratch, 0o755);
  return scratch;
}

/** The database, and where the system can tell (Linux), whatever interrupted tests have started and not ended. */
async function removeScratch(scratch) {
  const { removeDatabase } = await import("../postgres.mjs");
  await removeDatabase(path.join(scratch, "postgres"));
  const numbers = process.platform === "linux" ? fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
  for (const pid of numbers.map(Number).filter((number) => number !== process.pid))
    try {
      // They all have the folder in their environment: its name is nobody else's.
      if (fs.readFileSync(`/proc/${pid}/environ`, "utf8").includes(scratch)) process.kill(pid, "SIGKILL");
    } catch {
      // It belongs to somebody else, or has just ended.
    }
  fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** What the tests run on: a database, a port, and a certificate that whatever they start trusts, for localhost. */
async function prepareEnvironment(scratch, onClose) {
  const { freePort, openDatabase } = await import("../postgres.mjs");
  const { migrate } = await import("../migrate.mjs");
  const database = await openDatabase({ dir: path.join(scratch, "postgres"), durable: false });
  onClose(() => database.stop());
  await migrate(database.url);
  const { generate } = await import("selfsigned");
  const { cert, private: key } = await generate([{ name: "commonName", value: "localhost" }], { keyType: "ec" });
  const tls = { cert: path.join(scratch, "cert.pem"), key: path.join(scratch, "key.pem") };
  fs.writeFileSync(tls.cert, cert);
  fs.writeFileSync(tls.key, key, { mode: 0o600 });
  const port = await freePort();
  return {
    DATABASE_URL: database.url,
    COUNTERSIGN_SECRET: randomBytes(32).toString("base64url"),
    UPSTREAM_ALLOW_PRIVATE: "127.0.0.1,localhost,::1",
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    DATA_DIR: path.join(scratch, "data"),
    TEST_SCRATCH: scratch,
    NODE_EXTRA_CA_CERTS: tls.cert,
    TEST_TLS_KEY: tls.key,
    // Whatever this shell has set for a server of its own says nothing about the product.
    ...Object.fromEntries(ELSEWHERE.map((name) => [name, ""])),
  };
}

/** Where this fails, that is one failed test, and the tests that need no server still run. */
async function serveBuild({ env, log, signal }) {
  try {
    const dist = await ensureBuilt({ beside: true });
    const { serve } = await import("../serve.mjs");
    const output = fs.openSync(log, "w");
    env.COUNTERSIGN_DIST = dist; // for the server, and for what tests start themselves
    return await serve({ port: Number(env.PORT), env, output, signal });
  } catch (error) {
    fail(error);
    if (fs.existsSync(log)) console.error(fs.readFileSync(log, "utf8").slice(-4000));
    return undefined;
  }
}

async function endServer(server) {
  const how = await server.stop();
  if (how !== 0) fail(new Refusal(`The server ended with ${how} after the tests; it should drain and end with 0.`));
}

async function findChromium() {
  const chromium = await ensureBrowser();
  if (!chromium)
    fail(new Refusal("!!! No Chromium can be had here: the console's tests do NOT run. Name one in CHROMIUM_PATH."));
  return chromium;
}

// ---- Playwright --------------------------------------------------------------------------------------------------

function startPlaywright(args, { env, results }) {
  const child = spawn(process.execPath, ["node_modules/@playwright/test/cli.js", "test", ...args], {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
    // A group of its own: one Ctrl-C would otherwise reach it twice, and at the second it leaves its browsers behind.
    detached: true,
    env: {
      ...process.env,
      ...env,
      TEST_RESULTS: results,
      // Lets tests load files that begin with `import "server-only"`. What they start must not inherit it.
      NODE_OPTIONS: "--conditions=react-server",
    },
  });
  const exited = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, name) => resolve(code ?? name));
  });
  async function stop() {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGINT");
    if ((await Promise.race([exited, sleep(10_000, "hangs", { ref: false })])) === "hangs")
      process.kill(-child.pid, "SIGKILL");
    await exited;
  }
  return { exited, stop };
}

function readReport(file, status) {
  let found = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
  let errors = [];
  if (fs.existsSync(file)) ({ stats: found, errors } = JSON.parse(fs.readFileSync(file, "utf8")));
  tally.passed += found.expected;
  // Errors outside any test: a file that cannot be loaded, say.
  const failed = found.unexpected + found.flaky + errors.length;
  tally.failed += failed === 0 && status !== 0 ? 1 : failed;
  if (found.skipped > 0) console.log(`\n${found.skipped} skipped`);
}
