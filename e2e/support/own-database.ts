import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { migrate } from "@/scripts/migrate.mjs";
import { openDatabase, removeDatabase } from "@/scripts/postgres.mjs";

/** A PostgreSQL of a test's own, which it can stop and start while the same URL goes on naming it. */
export interface OwnDatabase {
  url: string;
  stop: () => Promise<void>;
  start: () => Promise<void>;
  remove: () => Promise<void>;
}

/** Started and migrated. A stopped PostgreSQL comes back on another port, so the URL names a relay that knows which. */
export async function ownDatabase({
  within = process.env["TEST_SCRATCH"] ?? tmpdir(),
  durable = false,
}: {
  /** A folder that other users may walk through. */
  within?: string;
  /** Whether what was committed outlives a crash of it. */
  durable?: boolean;
} = {}): Promise<OwnDatabase> {
  const folder = mkdtempSync(path.join(within, "own-"));
  // Or it would be put where the user that PostgreSQL runs as can reach it.
  chmodSync(folder, 0o755);
  const dir = path.join(folder, "postgres");
  let database = await openDatabase({ dir, durable });
  await migrate(database.url);
  let port: number | undefined = Number(new URL(database.url).port);
  const relay = net.createServer((client) => {
    client.on("error", () => {});
    if (port === undefined) return void client.destroy();
    const server = net.connect(port, "127.0.0.1");
    server.on("error", () => client.destroy());
    client.on("close", () => server.destroy());
    server.on("close", () => client.destroy());
    client.pipe(server).pipe(client);
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  const address = relay.address();
  if (address === null || typeof address === "string") throw new Error("The relay has no port.");
  return {
    url: Object.assign(new URL(database.url), { port: String(address.port) }).href,
    stop: async () => {
      port = undefined;
      await database.stop();
    },
    start: async () => {
      database = await openDatabase({ dir, durable });
      port = Number(new URL(database.url).port);
    },
    remove: async () => {
      relay.close();
      await database.stop().catch(() => {});
      await removeDatabase(dir);
    },
  };
}

/** A tenant in a database that no server of the runner knows, made by the command line. Gives its key. */
export async function makeTenantIn(databaseUrl: string, slug: string): Promise<string> {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      "scripts/cli.mjs",
      "tenant",
      "create",
      slug,
      "--name",
      "P",
      "--organization",
      slug,
      "--owner",
      `owner@${slug}.example`,
      "--json",
    ],
    { env: { ...inherited, DATABASE_URL: databaseUrl } },
  );
  const { key }: { key: string } = JSON.parse(stdout);
  return key;
}
