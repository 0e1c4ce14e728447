/**
 * `npm run bench:console`: what the console's pages cost in a browser, with a busy tenant behind them. See ../README.md. Ends with 1
 * only when something is broken (a page fails, or what should appear does not), never because a machine is slow.
 */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureBrowser } from "../../scripts/browser.mjs";
import { ensureBuilt } from "../../scripts/build.mjs";
import { ensureInstalled } from "../../scripts/install.mjs";
import { migrate } from "../../scripts/migrate.mjs";
import { freePort } from "../../scripts/postgres.mjs";
import { Refusal } from "../../scripts/refusal.mjs";
import { undoLater, undoOnSignals } from "../lib/cleanup.mjs";
import { describeMachine } from "../lib/machine.mjs";
import { askNode, startNode, untilReady } from "../lib/processes.mjs";
import { runBench, tell, writeJson } from "../lib/program.mjs";
import { makeTempFolder } from "../lib/temp-folder.mjs";
import { number } from "../report/markdown.mjs";
import { startDatabase } from "../targets/database.mjs";
import { openPage, paintWithoutScripts, signIn, startBrowser } from "./browser.mjs";
import { placesOf } from "./places.mjs";
import { report } from "./report.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SLOWDOWNS = [1, 4];
const usage = `npm run bench:console -- [options]
  --quick        two rounds instead of seven
  --rounds N     how often every page is opened at each speed
  --events N     calls in the log (10000), --tools N of the server (500), --policies N of the tenant (300)
  --json FILE    every sample`;

async function main() {
  const options = readOptions();
  if (options.help) return console.log(usage);
  undoOnSignals();
  await ensureInstalled();
  const executablePath = await ensureBrowser();
  if (!executablePath) throw new Refusal("No Chromium can be had here. Name one in CHROMIUM_PATH.");
  const dist = await ensureBuilt({ beside: true });
  const folder = makeTempFolder();
  const machine = describeMachine(folder);
  const { origin, town } = await startTown(folder, dist, options);
  tell("furnished");

  const browser = await startBrowser(executablePath);
  undoLater(() => browser.close());
  console.log(introduction(machine, browser.version(), options));
  const storageState = await signIn(browser, origin, town);
  await sealed(origin, town, storageState);
  const cookie = storageState.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");

  const broken = [];
  const places = placesOf(town).map((place) => ({ ...place, serverMs: [], htmlKiB: Number.NaN, loads: [] }));
  for (const place of places) {
    place.done = new Map(place.acts.map(({ name, shownGoalMs }) => [name, { samples: [], shownGoalMs }]));
    await askServer(`${origin}${place.path}`, cookie, place);
  }
  tell("asked the server");
  for (let round = 0; round < options.rounds; round += 1) {
    for (const place of places)
      for (const slow of SLOWDOWNS)
        broken.push(...(await visit(browser, { origin, storageState, place, slow, isWarmUp: round === 0 })));
    tell(round === 0 ? "warmed up" : `round ${round} of ${options.rounds - 1}`);
  }

  console.log(
    `\n${report(
      places.map((place) => ({ ...place, acts: place.done })),
      SLOWDOWNS,
    )}`,
  );
  if (options.json) writeJson(options.json, { machine, places });
  for (const sentence of new Set(broken)) console.error(`Broken: ${sentence}`);
  return broken.length > 0 ? 1 : 0;
}

function readOptions() {
  const text = (standard) => ({ type: "string", default: String(standard) });
  try {
    const { values } = parseArgs({
      options: {
        ...{ quick: { type: "boolean" }, help: { type: "boolean" }, json: { type: "string" } },
        ...{ rounds: { type: "string" }, events: text(10_000), tools: text(500), policies: text(300) },
      },
    });
    const rounds = Number(values.rounds ?? (values.quick ? 2 : 7));
    if (![rounds, values.events, values.tools, values.policies].every((one) => Number(one) >= 1))
      throw new Error("Rounds, events, tools and policies are whole numbers from 1 on.");
    // One more, in which everything is read for the first time.
    return { ...values, rounds: rounds + 1 };
  } catch (error) {
    throw new Refusal(`${error.message}\n\n${usage}`);
  }
}

/** A durable database, the tenant in it, and the product in front, each as an operator would have it. */
async function startTown(folder, dist, { events, tools, policies }) {
  const { url } = await startDatabase(folder);
  await migrate(url);
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const env = {
    ...{ PORT: String(port), HOST: "127.0.0.1", PUBLIC_URL: origin, DATABASE_URL: url },
    DATA_DIR: path.join(folder, "data"),
    COUNTERSIGN_SECRET: randomBytes(32).toString("base64url"),
    ...{ NODE_ENV: "production", NEXT_MANUAL_SIG_HANDLE: "true", NEXT_TELEMETRY_DISABLED: "1" },
    ...{ COUNTERSIGN_DIST: dist, LOG_LEVEL: "error" },
  };
  tell("furnishing");
  const town = await askNode(path.join(ROOT, "bench/console/furnish.ts"), {
    logs: folder,
    name: "furnish",
    cwd: ROOT,
    args: ["--events", events, "--tools", tools, "--policies", policies],
    env: { ...env, NODE_OPTIONS: "--conditions=react-server --import tsx" },
  });
  const program = startNode(path.join(ROOT, "server.mjs"), { logs: folder, name: "countersign", cwd: ROOT, env });
  await untilReady(program, `${origin}/api/ready`, 60_000);
  return { origin, town };
}

/** The sealer works beside; what is measured is a server that has nothing else to do. */
async function sealed(origin, { tenant }, { cookies }) {
  const headers = { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; ") };
  for (let turn = 0; turn < 240; turn += 1) {
    const answer = await fetch(`${origin}/api/v1/${tenant}/log/health`, { headers });
    const { figures } = await answer.json();
    if (figures.ledger.unsealed === 0) return;
    await sleep(250);
  }
  throw new Refusal("The log was not sealed within a minute.");
}

/** How long the server takes for the whole document, one request at a time: forty of them, or for ten seconds. */
async function askServer(url, cookie, place) {
  const end = performance.now() + 10_000;
  for (let turn = 0; turn < 40 && (performance.now() < end || turn < 15); turn += 1) {
    const started = performance.now();
    const answer = await fetch(url, { headers: { cookie, accept: "text/html" }, redirect: "manual" });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Refusal(`${url} was answered with ${answer.status}.`);
    if (turn >= 10) place.serverMs.push(performance.now() - started);
  }
}

/** Opens a page as somebody does who has never been there, and does there what is done there. Gives what is broken. */
async function visit(browser, { origin, storageState, place, slow, isWarmUp }) {
  const floorMs = await paintWithoutScripts(browser, { origin, storageState, path: place.path, slow });
  const opened = await openPage(browser, { origin, storageState, path: place.path, slow });
  try {
    const { status, scriptKiB, htmlKiB, lcpMs } = opened;
    if (status !== 200) return [`${place.name} was answered with ${status}.`];
    await opened.holds(place.holds);
    place.htmlKiB = htmlKiB;
    if (!isWarmUp) place.loads.push({ slow, scriptKiB, lcpMs, floorMs });
    for (const { name, prepare, act, wanted, after } of place.acts) {
      await prepare?.(opened.page);
      const figures = await opened.interact(act, wanted);
      if (!isWarmUp) place.done.get(name).samples.push({ slow, ...figures });
      await after?.(opened.page);
    }
    return (await opened.complaints()).map((complaint) => `${place.name}: ${complaint}`);
  } catch (error) {
    return [`${place.name}: ${error.message.split("\n")[0]}`];
  } finally {
    await opened.close();
  }
}

const introduction = ({ cpu, cores, system, node, loadAverage }, version, { events, tools, policies, rounds }) =>
  `# Countersign bench: console

- ${cpu}, ${cores} cores, ${system}, Node ${node}, Chromium ${version}, headless; load average ${number(loadAverage, 2)} at the start
- a tenant with ${number(Number(events))} calls in the log, a server of ${number(Number(tools))} tools, ${number(Number(policies))} policies,
  40 agents with 120 instances
- every page in a new browser with an empty cache, ${rounds - 1} times at full and at a quarter of the speed; median [lowest..highest]
- *next paint*: the slowest input of what is done, until the frame after it; *seen after*: until what was wanted is there; ✓ ✗: the goal`;

await runBench(main);
