/**
 * Applies prisma/migrations in order, as `prisma migrate deploy` does and in the same bookkeeping table, without the
 * Prisma CLI: the app and the tests start in milliseconds, and production needs no development packages.
 *
 * Each migration is one transaction together with its bookkeeping row: it is there completely or not at all, and after
 * a failure the next start simply tries the (corrected) file again.
 */
import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { Refusal } from "./refusal.mjs";

const LOCK = 72707369; // the advisory lock that Prisma takes too
const MIGRATIONS = fileURLToPath(new URL("../prisma/migrations", import.meta.url));

/**
 * @param {string} url
 * @param {string} [dir] a folder of <name>/migration.sql
 * @returns {Promise<string[]>} the names that were applied now
 */
export async function migrate(url, dir = MIGRATIONS) {
  const client = new pg.Client({ connectionString: url, application_name: "countersign migrate" });
  client.on("error", () => {});
  await client.connect();
  try {
    // Replicas that start together wait here; the second one finds everything done.
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
      id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
      migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
      started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`);
    const { rows } = await client.query(
      "SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL",
    );
    const before = new Map(rows.map((row) => [row.migration_name, row]));
    const applied = [];
    for (const { name, script, checksum } of readMigrations(dir)) {
      const row = before.get(name);
      if (row && !row.finished_at)
        throw new Refusal(
          `Migration ${name} failed when the Prisma CLI applied it: repair it, then run \`npm run db -- migrate resolve --rolled-back ${name}\`.`,
        );
      if (row && row.checksum !== checksum) throw new Refusal(`Migration ${name} was changed after it was applied.`);
      if (row) continue;
      await apply(client, name, script, checksum);
      applied.push(name);
    }
    return applied;
  } finally {
    await client.end().catch(() => {});
  }
}

function readMigrations(dir) {
  return fs
    .readdirSync(dir)
    .filter((name) => fs.existsSync(path.join(dir, name, "migration.sql")))
    .sort()
    .map((name) => {
      const script = fs.readFileSync(path.join(dir, name, "migration.sql"));
      return { name, script: script.toString(), checksum: createHash("sha256").update(script).digest("hex") };
    });
}

async function apply(client, name, script, checksum) {
  const id = randomUUID();
  try {
    await client.query("BEGIN");
    await client.query("INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)", [
      id,
      checksum,
      name,
    ]);
    await client.query(script); // the simple protocol: PostgreSQL itself finds the statements
    await client.query("RESET search_path"); // a script may have moved it
    // clock_timestamp: inside one transaction now() would give the start again.
    await client.query(
      "UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = $1",
      [id],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw new Refusal(`Migration ${name} failed and was rolled back: ${error.message}.`, { cause: error });
  }
}
