/** The Prisma client and `next build`, each only when its sources changed. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { oneAtATime, ROOT, run } from "./install.mjs";
import { livingProcess, signFile } from "./lock.mjs";
import { Refusal } from "./refusal.mjs";

/** Where `npm start` looks for its build, and where `npm test` builds while somebody is being served from there. */
const SERVED = process.env.COUNTERSIGN_DIST || ".next";
const BESIDE = ".next-test";

const SOURCES = [
  "app",
  "components",
  "instrumentation-client.ts",
  "instrumentation.ts",
  "lib",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "prisma/schema",
  "proxy.ts",
  "public",
  "tsconfig.json",
];
const GENERATED = path.join("lib", "db", "generated");

export async function ensureGenerated() {
  const digest = hashOf([
    "prisma/schema",
    "node_modules/prisma/package.json",
    "node_modules/@prisma/client/package.json",
  ]);
  const stamp = path.join(ROOT, GENERATED, ".source-hash");
  const isFresh = () => readStamp(stamp) === digest;
  if (isFresh()) return;
  await oneAtATime(async () => {
    if (isFresh()) return;
    await run(process.execPath, ["scripts/prisma.mjs", "generate"], {
      quiet: true,
      sentence: "The database client could not be generated: `npm run db -- generate` says why.",
    });
    fs.writeFileSync(stamp, digest);
  });
}

/**
 * @param {{ beside?: boolean, serve?: boolean }} options `beside`: while a server is running on another build, leave
 *   that one alone. `serve`: this process is about to serve the build, which nobody may replace meanwhile.
 * @returns {Promise<string>} the folder of the build
 */
export async function ensureBuilt({ beside = false, serve = false } = {}) {
  await ensureGenerated();
  const digest = hashOf(SOURCES);
  const isFresh = (dist) => readStamp(path.join(ROOT, dist, "source-hash")) === digest;
  return oneAtATime(async () => {
    let dist = SERVED;
    if (!isFresh(dist)) {
      const server = servedBy(dist);
      if (server && !beside)
        throw new Refusal(`The sources have changed, and process ${server.pid} serves the last build: stop it first.`);
      if (server) dist = BESIDE;
      if (!isFresh(dist)) await build(dist, digest);
    }
    if (serve) signFile(servingFile(dist));
    return dist;
  });
}

async function build(dist, digest) {
  console.error("Building …");
  // No stamp while it is half done.
  fs.rmSync(path.join(ROOT, dist, "source-hash"), { force: true });
  for (const other of [".next", BESIDE]) if (other !== dist) forgetTypes(other);
  await next("build", dist, "The build failed, see above.");
  fs.writeFileSync(path.join(ROOT, dist, "source-hash"), digest);
}

/** The types of routes, which Next writes from the folder app, and next-env.d.ts: what `tsc` needs and no clone has. */
export async function ensureRouteTypes() {
  const digest = hashOf(["app", "next.config.ts", "node_modules/next/package.json"]);
  const stamp = path.join(ROOT, SERVED, "types", "source-hash");
  if (SERVED !== BESIDE) forgetTypes(BESIDE);
  if (readStamp(stamp) === digest && fs.existsSync(path.join(ROOT, "next-env.d.ts"))) return;
  await oneAtATime(() => next("typegen", SERVED, "Next could not write the types of the routes, see above."));
  fs.writeFileSync(stamp, digest);
}

/** TypeScript reads the route types of both builds; those of an older one name pages that may be gone. */
function forgetTypes(dist) {
  fs.rmSync(path.join(ROOT, dist, "types"), { recursive: true, force: true });
}

function next(command, dist, sentence) {
  return run(process.execPath, ["node_modules/next/dist/bin/next", command], {
    env: { COUNTERSIGN_DIST: dist, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
    sentence,
  });
}

const servingFolder = (dist) => path.join(ROOT, dist, "serving");

/** Where `npm start` says that it serves from this build; there may be several, each with a database of its own. */
export const servingFile = (dist) => path.join(servingFolder(dist), `${process.pid}.json`);

function servedBy(dist) {
  const folder = servingFolder(dist);
  const files = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return files.map((name) => livingProcess(path.join(folder, name))).find((holder) => holder !== undefined);
}

function readStamp(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function hashOf(inputs) {
  const hash = createHash("sha256");
  const add = (at) => {
    if (at === GENERATED || /\.(md|test\.tsx?)$/.test(at)) return;
    const stat = fs.statSync(path.join(ROOT, at), { throwIfNoEntry: false });
    if (stat?.isDirectory()) for (const name of fs.readdirSync(path.join(ROOT, at)).sort()) add(path.join(at, name));
    else if (stat) hash.update(`${at}\0${stat.size}\0`).update(fs.readFileSync(path.join(ROOT, at)));
  };
  for (const at of inputs) add(at);
  return hash.digest("hex");
}
