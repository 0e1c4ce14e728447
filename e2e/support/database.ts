import pg from "pg";

/** One statement on the database of the tests, for what no door shows: the journal, raw tables, the passing of time. */
export async function sql<Row extends Record<string, unknown> = Record<string, unknown>>(
  text: string,
  values: unknown[] = [],
  url = testDatabase(),
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Calls of a tenant whose end is not written yet. */
export async function openIntents(tenant: string, url = testDatabase()): Promise<number> {
  const text = "SELECT i.event_id FROM audit.intent i JOIN tenant t ON t.no = i.tenant_no WHERE t.slug = $1";
  return (await sql(text, [tenant], url)).length;
}

export function testDatabase(): string {
  const url = process.env["DATABASE_URL"];
  if (!url) throw new Error("These tests need a server and its DATABASE_URL: run them with `npm test`.");
  return url;
}
