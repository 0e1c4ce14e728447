/**
 * `npm start`: from a clone to a running Countersign. Installs, builds, opens the database, migrates, serves; with the
 * embedded database also the demo world. Reads top to bottom like what it does.
 */
import fs from "node:fs";
import path from "node:path";
import { ensureBuilt, ensureGenerated, servingFile } from "../build.mjs";
import {
  lockFile,
  postgresFolder,
  readEnvironment,
  refuseTakenPort,
  refuseUnusableDatabase,
  secretOf,
} from "../environment.mjs";
import { ensureInstalled } from "../install.mjs";
import { aborted, runCommand } from "../lifecycle.mjs";
import { takeLock } from "../lock.mjs";
import { Refusal } from "../refusal.mjs";

await runCommand(start, { whenAsked: 0 });

async function start({ signal, step, onClose }) {
  const { dev, empty } = readFlags(process.argv.slice(2));
  const began = Date.now();
  const given = readEnvironment();
  const embedded = given.databaseUrl === undefined;
  if (!embedded && !given.secret)
    throw new Refusal(
      "With DATABASE_URL, COUNTERSIGN_SECRET is needed too: at least 32 characters, the same for every replica.",
    );
  await refuseTakenPort(given);
  await step(ensureInstalled());
  if (!embedded) await step(refuseUnusableDatabase(given.databaseUrl));
  if (embedded) onClose(await lockDataFolder(given));

  let dist;
  if (dev) await step(ensureGenerated());
  else {
    dist = await step(ensureBuilt({ serve: true }));
    onClose(() => fs.rmSync(servingFile(dist), { force: true }));
  }

  // Only now, because they need installed packages.
  const { openDatabase } = await import("../postgres.mjs");
  const { migrate } = await import("../migrate.mjs");
  const { serve } = await import("../serve.mjs");
  const { askVerb } = await import("../verbs.mjs");

  let databaseUrl = given.databaseUrl;
  if (embedded) {
    const database = await openDatabase({ dir: postgresFolder(given.dataDir) });
    onClose(() => database.stop());
    databaseUrl = database.url;
    if (fs.existsSync(unfinishedFile(given.dataDir))) await step(startAnew(given.dataDir, databaseUrl));
  }
  await step(migrate(databaseUrl));

  const env = {
    DATABASE_URL: databaseUrl,
    COUNTERSIGN_SECRET: given.secret ?? secretOf(given.dataDir),
    DATA_DIR: given.dataDir,
    PUBLIC_URL: given.publicUrl,
    ...(dist ? { COUNTERSIGN_DIST: dist } : {}),
  };
  const demo = embedded && !empty ? await step(demoFor(given.dataDir, databaseUrl)) : undefined;
  if (demo) env.UPSTREAM_ALLOW_PRIVATE = [process.env.UPSTREAM_ALLOW_PRIVATE, demo.addresses].filter(Boolean).join(",");

  const server = await serve({ port: given.port, host: given.host, env, dev, signal });
  // Closed in the order server, demo, database: calls that are under way still find their upstreams.
  let world;
  onClose(() => world?.stop());
  onClose(() => server.stop());

  const cli = (args) => askVerb(args, { ...env, NODE_ENV: "production" });
  if (demo) world = await step(startDemo(demo, { ...given, baseUrl: server.url, cli }));
  const lines = world?.lines ?? (await step(setupLines(cli)));
  say([
    `Countersign is ready after ${((Date.now() - began) / 1000).toFixed(1)} s: ${given.publicUrl}`,
    ...(lines.length > 0 ? ["", ...lines] : []),
    "",
    "Ctrl-C stops it.",
  ]);

  const how = await Promise.race([server.exited, aborted(signal)]);
  if (!signal.aborted) throw new Refusal(`The server ended unexpectedly (${how}).`);
  return 0;
}

function readFlags(args) {
  const known = ["--dev", "--empty"];
  const unknown = args.find((arg) => !known.includes(arg));
  if (unknown !== undefined) throw new Refusal(`npm start knows ${known.join(" and ")}, not ${unknown}.`);
  return { dev: args.includes("--dev"), empty: args.includes("--empty") };
}

async function lockDataFolder({ dataDir, publicUrl }) {
  const lock = await takeLock(lockFile(dataDir), { about: { publicUrl } });
  if (lock.holder)
    throw new Refusal(
      `Process ${lock.holder.pid} already runs Countersign on ${dataDir}: stop it first, or name another folder in DATA_DIR.`,
    );
  return lock.release;
}

/** Without a demo world, the first person comes in by a link that works once. */
async function setupLines(cli) {
  const { url } = await cli(["setup-link"]);
  return url ? ["Nobody can sign in yet. This link makes the first owner, once:", url] : [];
}

function say(lines) {
  console.log(["", ...lines.map((line) => (line ? `  ${line}` : "")), ""].join("\n"));
}

// ---- the demo world ----------------------------------------------------------------------------------------------

/** While this file exists, the database holds nothing but a demo world that was never completed. */
function unfinishedFile(dataDir) {
  return path.join(dataDir, "demo.unfinished");
}

/** A demo world is made in an empty database; where one is, its upstream servers run again; else there is none. */
async function demoFor(dataDir, databaseUrl) {
  const isThere = fs.existsSync(path.join(dataDir, "demo.json"));
  if (!isThere && (await hasTenant(databaseUrl))) return undefined;
  if (!fs.existsSync(new URL("../demo/demo.mjs", import.meta.url))) return undefined; // a copy without the demo world
  const { demoAllowPrivate } = await import("../demo/ports.mjs");
  return { firstTime: !isThere, addresses: await demoAllowPrivate(dataDir) };
}

async function startDemo({ firstTime }, { baseUrl, publicUrl, dataDir, cli }) {
  if (firstTime) fs.writeFileSync(unfinishedFile(dataDir), "");
  const { startDemo: begin } = await import("../demo/demo.mjs");
  const world = await begin({ baseUrl, publicUrl, dataDir, cli, firstTime });
  fs.rmSync(unfinishedFile(dataDir), { force: true });
  return world;
}

/** The first start was interrupted while it made the demo world. Nothing else is in there: begin again. */
async function startAnew(dataDir, databaseUrl) {
  const name = decodeURIComponent(new URL(databaseUrl).pathname.slice(1));
  await ask(
    Object.assign(new URL(databaseUrl), { pathname: "/postgres" }).href,
    async (client, { escapeIdentifier }) => {
      await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
    },
  );
  fs.rmSync(path.join(dataDir, "demo.json"), { force: true });
  fs.rmSync(unfinishedFile(dataDir), { force: true });
}

function hasTenant(databaseUrl) {
  return ask(databaseUrl, async (client) => (await client.query("SELECT FROM tenant LIMIT 1")).rowCount > 0);
}

async function ask(url, question) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await question(client, pg);
  } finally {
    await client.end();
  }
}
