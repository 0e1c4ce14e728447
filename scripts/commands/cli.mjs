/**
 * `npm run -s cli -- <verb> …`: the verbs of lib/cli on the database that belongs here. stdout carries only what the
 * verb says; whatever has to happen first (packages, client, database, migrations) reports on stderr.
 */
import { ensureGenerated } from "../build.mjs";
import { postgresFolder, readEnvironment, runningAt, secretOf } from "../environment.mjs";
import { ensureInstalled } from "../install.mjs";
import { complain } from "../lifecycle.mjs";
import { runVerb } from "../verbs.mjs";

let database;
let code = 1;
try {
  const given = readEnvironment();
  await ensureInstalled();
  await ensureGenerated();
  const env = { ...process.env, DATA_DIR: given.dataDir, NODE_ENV: process.env.NODE_ENV ?? "production" };
  if (!given.databaseUrl) {
    const { openDatabase } = await import("../postgres.mjs");
    database = await openDatabase({ dir: postgresFolder(given.dataDir) });
    // A server that was running has been migrated by whoever started it.
    if (database.started) await (await import("../migrate.mjs")).migrate(database.url);
    env.DATABASE_URL = database.url;
    env.COUNTERSIGN_SECRET = given.secret ?? secretOf(given.dataDir);
    // Links that a verb prints lead to the server that is running on this data, whatever port it was given.
    env.PUBLIC_URL = process.env.PUBLIC_URL || runningAt(given.dataDir) || given.publicUrl;
  }
  code = await runVerb(process.argv.slice(2), env);
} catch (error) {
  complain(error);
} finally {
  await database?.stop();
}
process.exit(code);
