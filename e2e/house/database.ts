import { randomBytes } from "node:crypto";
import pg from "pg";

export interface ScratchDatabase {
  url: string;
  /** Rows of one statement, as objects. */
  query: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  /** Ends every connection and removes the database. */
  drop: () => Promise<void>;
}

/** A name for a database that no other test uses; the database itself is made by whoever wants it to exist. */
export function scratchDatabase(): ScratchDatabase {
  const server = process.env["DATABASE_URL"];
  if (!server) throw new Error("These tests need DATABASE_URL: run them with `npm test -- --project=house`.");
  const name = `house_${randomBytes(6).toString("hex")}`;
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  return {
    url,
    query: (sql, values) => ask(url, sql, values),
    drop: async () => {
      await ask(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

export async function createDatabase(database: ScratchDatabase): Promise<void> {
  const name = new URL(database.url).pathname.slice(1);
  await ask(process.env["DATABASE_URL"] ?? "", `CREATE DATABASE ${name}`);
}

async function ask(url: string, sql: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
