import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { migrate } from "@/scripts/migrate.mjs";
import { createDatabase, type ScratchDatabase, scratchDatabase } from "./database";

let database: ScratchDatabase;
let folder: string;

test.beforeEach(async () => {
  database = scratchDatabase();
  await createDatabase(database);
  folder = mkdtempSync(join(tmpdir(), "countersign-migrate-"));
});
test.afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

function migration(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), sql);
}

const bookkeeping = () =>
  database.query("SELECT migration_name, finished_at IS NOT NULL AS done FROM _prisma_migrations ORDER BY started_at");

test("migrations are applied in the order of their names, each once", async () => {
  migration("20260102000000_second", "INSERT INTO log (line) VALUES ('second')");
  migration(
    "20260101000000_first",
    "CREATE TABLE log (no serial, line text); INSERT INTO log (line) VALUES ('first');",
  );
  expect(await migrate(database.url, folder)).toEqual(["20260101000000_first", "20260102000000_second"]);
  expect(await migrate(database.url, folder)).toEqual([]);

  migration("20260103000000_third", "INSERT INTO log (line) VALUES ('third')");
  expect(await migrate(database.url, folder)).toEqual(["20260103000000_third"]);
  expect(await database.query("SELECT line FROM log ORDER BY no")).toEqual([
    { line: "first" },
    { line: "second" },
    { line: "third" },
  ]);
});

test("functions and triggers survive, semicolons and all", async () => {
  migration(
    "1_trigger",
    `CREATE TABLE t (n int);
     CREATE FUNCTION double() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n := NEW.n * 2; RETURN NEW; END; $$;
     CREATE TRIGGER double BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION double();
     DO $$ BEGIN IF NOT EXISTS (SELECT FROM t) THEN INSERT INTO t VALUES (21); END IF; END $$;`,
  );
  await migrate(database.url, folder);
  expect(await database.query("SELECT n FROM t")).toEqual([{ n: 42 }]);
});

test("a failing migration leaves nothing, names itself, and may be corrected", async () => {
  migration("1_good", "CREATE TABLE good ()");
  migration("2_bad", "CREATE TABLE half_done (); INSERT INTO half_done SELECT FROM nowhere;");
  await expect(migrate(database.url, folder)).rejects.toThrow(
    'Migration 2_bad failed and was rolled back: relation "nowhere" does not exist.',
  );
  expect(await database.query("SELECT to_regclass('good') AS good, to_regclass('half_done') AS half")).toEqual([
    { good: "good", half: null },
  ]);
  expect(await bookkeeping()).toEqual([{ migration_name: "1_good", done: true }]);

  migration("2_bad", "CREATE TABLE half_done ()");
  expect(await migrate(database.url, folder)).toEqual(["2_bad"]);
});

test("a migration that was changed after it was applied is refused by name", async () => {
  migration("1_good", "CREATE TABLE good ()");
  await migrate(database.url, folder);
  migration("1_good", "CREATE TABLE better ()");
  await expect(migrate(database.url, folder)).rejects.toThrow("Migration 1_good was changed after it was applied.");
});

test("runners that start together apply each migration once", async () => {
  migration("1_slow", "CREATE TABLE once (); SELECT pg_sleep(0.3);");
  migration("2_next", "CREATE TABLE twice ()");
  const applied = await Promise.all([1, 2, 3].map(() => migrate(database.url, folder)));
  expect(applied.flat().sort()).toEqual(["1_slow", "2_next"]);
  expect(await bookkeeping()).toHaveLength(2);
});

test("a migration that the Prisma CLI left half done is not skipped over", async () => {
  migration("1_good", "CREATE TABLE good ()");
  await migrate(database.url, folder);
  await database.query("UPDATE _prisma_migrations SET finished_at = NULL");
  await expect(migrate(database.url, folder)).rejects.toThrow(/Migration 1_good failed when the Prisma CLI applied it/);
});

test("the product's own migrations apply to an empty database", async () => {
  expect((await migrate(database.url)).length).toBeGreaterThan(0);
  expect(await migrate(database.url)).toEqual([]);
});
