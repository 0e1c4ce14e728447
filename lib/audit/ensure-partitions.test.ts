import { expect, test } from "@playwright/test";
import pg from "pg";
import { withinTenant } from "@/lib/db/within-tenant";
import { nowMs } from "@/lib/kernel/clock";
import { databaseUrl } from "@/lib/kernel/env";
import { makeTenant } from "@/prisma/world/make-tenant";
import { ensurePartitions } from "./ensure-partitions";

const partitions = ["2091_05", "2091_06", "2091_07", "2091_08"].flatMap((month) => [`event_${month}`, `term_${month}`]);

/** Runs as the owner of the tables, whom nothing is forbidden but by triggers. */
async function asOwner<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
  const owner = new pg.Client({ connectionString: databaseUrl() });
  await owner.connect();
  try {
    return (await owner.query<T>(text, values)).rows;
  } finally {
    await owner.end();
  }
}

const dropAll = async () => {
  for (const name of partitions) await asOwner(`DROP TABLE IF EXISTS audit.${name}`);
};

/** How a table is guarded and indexed, whatever its name. */
const shapeOf = (name: string) =>
  asOwner<{ shape: string }>(
    `SELECT regexp_replace(pg_get_indexdef(indexrelid), '\\S+_\\d{4}_\\d{2}\\S*', '', 'g') AS shape
     FROM pg_index WHERE indrelid = $1::regclass
     UNION ALL SELECT t.tgname || ' ' || t.tgtype::text FROM pg_trigger t WHERE t.tgrelid = $1::regclass
     UNION ALL SELECT a.attname || ' ' || a.attnotnull::text || ' ' || a.attstorage::text FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
     UNION ALL SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c WHERE c.conrelid = $1::regclass AND c.contype = 'c'
     ORDER BY 1`,
    [`audit.${name}`],
  );

// They share the months.
test.describe.configure({ mode: "serial" });
test.beforeEach(dropAll);
test.afterEach(dropAll);

test("months are made while somebody reads: neither waits for the other, whichever of the tables the reader goes to first", async () => {
  const { tenant } = await makeTenant();
  for (const [first, then] of [
    ["term", "event"],
    ["event", "term"],
  ]) {
    await dropAll();
    const seen = await withinTenant(tenant.no, async (sql) => {
      await sql.query("SET LOCAL lock_timeout = '20s'");
      await sql.query(`SELECT count(*) FROM audit.${first} WHERE tenant_no = $1`, [tenant.no]);
      await ensurePartitions(Date.UTC(2091, 5, 15));
      return sql.query(`SELECT count(*) FROM audit.${then} WHERE tenant_no = $1`, [tenant.no]);
    });
    expect(seen.rowCount).toBe(1);
  }
});

test("a month that is made later is indexed, guarded and checked as the first ones are", async () => {
  await ensurePartitions(Date.UTC(2091, 5, 15));
  const suffix = new Date(nowMs()).toISOString().slice(0, 7).replace("-", "_");
  for (const parent of ["event", "term"]) {
    const shape = await shapeOf(`${parent}_2091_06`);
    expect(shape.length).toBeGreaterThan(3);
    expect(shape).toEqual(await shapeOf(`${parent}_${suffix}`));
  }
});

test("several processes make the same months at once", async () => {
  const at = Date.UTC(2091, 5, 15);
  await Promise.all([ensurePartitions(at), ensurePartitions(at), ensurePartitions(at)]);
  const made = await asOwner<{ name: string | null }>(
    "SELECT to_regclass('audit.' || n)::text AS name FROM unnest($1::text[]) n",
    [partitions],
  );
  expect(made.map(({ name }) => name)).toEqual(partitions.map((name) => `audit.${name}`));
});
