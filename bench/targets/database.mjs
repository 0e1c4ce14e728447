/** A throw-away PostgreSQL of the same kind that Countersign runs by itself, with every promise of durability kept. */
import path from "node:path";
import pg from "pg";
import { openDatabase, removeDatabase } from "../../scripts/postgres.mjs";
import { Refusal } from "../../scripts/refusal.mjs";
import { undoLater } from "../lib/cleanup.mjs";
import { parentOf } from "../lib/usage.mjs";

/**
 * Both databases live in one server: whoever is measured alone has it to itself, and the others are silent.
 *
 * @param {string} folder
 */
export async function startDatabase(folder) {
  const dir = path.join(folder, "postgres");
  let opened;
  let postmaster;
  undoLater(
    async () => {
      const database = await opened.catch(() => undefined); // why it failed was already told
      await database?.stop();
      await removeDatabase(dir);
    },
    () => postmaster && process.kill(postmaster, "SIGQUIT"),
  );
  opened = openDatabase({ dir, database: "countersign", durable: true });
  const { url } = await opened;

  return withClient(url, async (client) => {
    await client.query("CREATE DATABASE floor");
    const { rows } = await client.query(
      `SELECT pg_backend_pid() AS backend, current_setting('server_version') AS version,
              current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit`,
    );
    const { backend, version, fsync, commit } = rows[0];
    if (fsync !== "on" || commit !== "on")
      throw new Refusal(`The database is not durable: fsync ${fsync}, synchronous_commit ${commit}.`);
    postmaster = parentOf(backend);
    return { url, floorUrl: String(Object.assign(new URL(url), { pathname: "/floor" })), version, pids: [postmaster] };
  });
}

/**
 * @template Result
 * @param {string} url
 * @param {(client: pg.Client) => Promise<Result>} work
 */
export async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url, application_name: "countersign bench" });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
