import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { migrate } from "@/scripts/migrate.mjs";
import { createDatabase, type ScratchDatabase, scratchDatabase } from "./database";

/**
 * What a developer does with `npm run db -- migrate …`, on a schema and databases of the test's own. The schema engine is
 * npm's WebAssembly build behind our adapter (scripts/schema-engine.mjs): after a change of Prisma's version this says
 * whether all of it still works.
 */
test.describe.configure({ mode: "serial" });

/** It ended well, whatever it said; when it did not, the failure shows what it said. */
const done = { code: 0, said: expect.any(String) };

let project: string;
let database: ScratchDatabase;
let fresh: ScratchDatabase;

test.beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "countersign-migrations-"));
  database = scratchDatabase();
  fresh = scratchDatabase();
  write(
    "prisma.config.ts",
    `export default {
      schema: "prisma/schema",
      migrations: { path: "prisma/migrations" },
      datasource: { url: process.env["DATABASE_URL"] },
    };`,
  );
  write("prisma/schema/base.prisma", 'datasource db {\n provider = "postgresql"\n}');
});
test.afterAll(async () => {
  rmSync(project, { recursive: true, force: true });
  await database.drop();
  await fresh.drop();
});

test("migrate dev makes the database, the migration and applies it", async () => {
  write(
    "prisma/schema/tenant.prisma",
    'model Tenant {\n id String @id\n name String\n note String?\n @@map("tenant")\n}',
  );
  const dev = prisma("migrate", "dev", "--name", "init");
  expect(dev).toEqual(done);
  expect(sqlOf("init")).toContain('CREATE TABLE "tenant"');
  expect(await database.query("SELECT * FROM tenant")).toEqual([]);
});

test("SQL that Prisma cannot say is written by hand, applied, and no drift is seen afterwards", async () => {
  write(
    "prisma/schema/event.prisma",
    'model Event {\n id String\n at DateTime @db.Timestamptz(3)\n tenantId String @map("tenant_id")\n body Json\n @@id([id, at])\n @@index([body(ops: JsonbPathOps)], type: Gin, map: "event_body")\n @@map("event")\n}',
  );
  expect(prisma("migrate", "dev", "--create-only", "--name", "event")).toEqual(done);
  expect(await database.query("SELECT to_regclass('event') AS event")).toEqual([{ event: null }]);

  write(
    `prisma/migrations/${folderOf("event")}/migration.sql`,
    `CREATE TABLE "event" (
       "id" TEXT NOT NULL, "at" TIMESTAMPTZ(3) NOT NULL, "tenant_id" TEXT NOT NULL, "body" JSONB NOT NULL,
       CONSTRAINT "event_pkey" PRIMARY KEY ("id", "at")
     ) PARTITION BY RANGE ("at");
     CREATE TABLE "event_2026" PARTITION OF "event" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
     CREATE TABLE "event_rest" PARTITION OF "event" DEFAULT;
     CREATE INDEX "event_body" ON "event" USING GIN ("body" jsonb_path_ops);
     CREATE INDEX "event_kind" ON "event" ((body->>'kind'), "at" DESC);
     ALTER TABLE "event" ENABLE ROW LEVEL SECURITY;
     CREATE POLICY "event_of_tenant" ON "event" USING ("tenant_id" = current_setting('app.tenant', true));
     CREATE FUNCTION event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'events are final; nothing may change them'; END; $$;
     CREATE TRIGGER event_is_final BEFORE UPDATE OR DELETE ON "event" FOR EACH ROW EXECUTE FUNCTION event_is_final();`,
  );
  expect(prisma("migrate", "dev")).toEqual(done);
  await database.query("INSERT INTO event VALUES ('a', now(), 't', '{}')");
  await expect(database.query("DELETE FROM event")).rejects.toThrow("events are final");

  const again = prisma("migrate", "dev", "--name", "nothing");
  expect(again).toEqual({ code: 0, said: expect.stringContaining("Already in sync") });
  expect(readdirSync(join(project, "prisma/migrations")).filter((name) => name.endsWith("_nothing"))).toEqual([]);
});

test("losing data is said before it happens", async () => {
  await database.query("INSERT INTO tenant VALUES ('t1', 'One', 'keep me')");
  write("prisma/schema/tenant.prisma", 'model Tenant {\n id String @id\n name String\n @@map("tenant")\n}');
  const dev = prisma("migrate", "dev", "--create-only", "--name", "lose");
  expect(dev.said).toMatch(/drop the column `note` on the `tenant` table, which still contains 1 non-null values/);
  removeMigration("lose");
});

test("a required column on a table with rows is refused", async () => {
  write(
    "prisma/schema/tenant.prisma",
    'model Tenant {\n id String @id\n name String\n note String?\n plan String\n @@map("tenant")\n}',
  );
  const dev = prisma("migrate", "dev", "--name", "plan");
  expect(dev.code).not.toBe(0);
  expect(dev.said).toMatch(/Added the required column `plan` to the `tenant` table without a default value/);
  removeMigration("plan");
  write(
    "prisma/schema/tenant.prisma",
    'model Tenant {\n id String @id\n name String\n note String?\n @@map("tenant")\n}',
  );
});

test("diff compares migrations with the schema and says so by its exit code", () => {
  const diff = [
    "migrate",
    "diff",
    "--from-migrations",
    "prisma/migrations",
    "--to-schema",
    "prisma/schema",
    "--exit-code",
  ];
  expect(prisma(...diff)).toEqual(done);
  write("prisma/schema/more.prisma", 'model More {\n id String @id\n @@map("more")\n}');
  const changed = prisma(...diff, "--script");
  expect(changed).toEqual({ code: 2, said: expect.stringContaining('CREATE TABLE "more"') });
  rmSync(join(project, "prisma/schema/more.prisma"));
});

test("shadow databases are gone afterwards", async () => {
  expect(await database.query("SELECT datname FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow%'")).toEqual(
    [],
  );
});

test("what our own runner applied is up to date for Prisma, and the other way round", async () => {
  await createDatabase(fresh);
  await migrate(fresh.url, join(project, "prisma/migrations"));
  const status = prismaOn(fresh, "migrate", "status");
  expect(status).toEqual({ code: 0, said: expect.stringContaining("Database schema is up to date") });
  expect(await migrate(database.url, join(project, "prisma/migrations"))).toEqual([]);
});

test("a migration that fails is explained, resolved and applied again", async () => {
  write("prisma/migrations/20990101000000_bad/migration.sql", "CREATE TABLE bad (n int); SELECT * FROM nowhere;");
  const deploy = prismaOn(fresh, "migrate", "deploy");
  expect(deploy.code).not.toBe(0);
  expect(deploy.said).toMatch(/nowhere[\s\S]*20990101000000_bad/);
  const status = prismaOn(fresh, "migrate", "status");
  expect(status.code).not.toBe(0);
  expect(status.said).toContain("failed");

  expect(prismaOn(fresh, "migrate", "resolve", "--rolled-back", "20990101000000_bad")).toEqual(done);
  write("prisma/migrations/20990101000000_bad/migration.sql", "CREATE TABLE bad (n int);");
  expect(prismaOn(fresh, "migrate", "deploy")).toEqual(done);
  expect(await fresh.query("SELECT * FROM bad")).toEqual([]);
  removeMigration("bad");
});

test("a migration that was edited after it was applied is noticed", () => {
  const file = `prisma/migrations/${folderOf("init")}/migration.sql`;
  const before = readFileSync(join(project, file), "utf8");
  write(file, `${before}\n-- a word`);
  const dev = prisma("migrate", "dev");
  expect(dev.code).not.toBe(0);
  expect(dev.said).toMatch(/_init` was modified after it was applied/);
  write(file, before);
});

test("a server that is not there is one clear error", () => {
  const status = run({ DATABASE_URL: "postgresql://a:b@127.0.0.1:1/none" }, "migrate", "status");
  expect(status.code).not.toBe(0);
  expect(status.said).toContain("P1001");
});

test("the product's own migrations and schema agree", () => {
  const diff = [
    "migrate",
    "diff",
    "--from-migrations",
    "prisma/migrations",
    "--to-schema",
    "prisma/schema",
    "--exit-code",
  ];
  expect(run({ DATABASE_URL: database.url }, ...diff, { cwd: process.cwd() })).toEqual(done);
});

function write(file: string, text: string): void {
  mkdirSync(join(project, file, ".."), { recursive: true });
  writeFileSync(join(project, file), text);
}

function folderOf(name: string): string {
  const found = readdirSync(join(project, "prisma/migrations")).find((folder) => folder.endsWith(`_${name}`));
  if (!found) throw new Error(`There is no migration ${name}.`);
  return found;
}

const sqlOf = (name: string) =>
  readFileSync(join(project, "prisma/migrations", folderOf(name), "migration.sql"), "utf8");

function removeMigration(name: string): void {
  for (const folder of readdirSync(join(project, "prisma/migrations")))
    if (folder.endsWith(`_${name}`)) rmSync(join(project, "prisma/migrations", folder), { recursive: true });
}

const prisma = (...args: string[]) => run({ DATABASE_URL: database.url }, ...args);
const prismaOn = (on: ScratchDatabase, ...args: string[]) => run({ DATABASE_URL: on.url }, ...args);

/** The exit code and all that was said, in the scratch project unless another folder is named at the end. */
function run(
  env: Record<string, string>,
  ...rest: (string | { cwd: string })[]
): { code: number | null; said: string } {
  const args = rest.filter((one) => typeof one === "string");
  const cwd = rest.find((one) => typeof one !== "string")?.cwd ?? project;
  const script = join(process.cwd(), "scripts/prisma.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000, // a question that nobody answers
    // What Playwright sets for itself is not for the CLI, and colours would stand between the words.
    env: { ...process.env, NODE_OPTIONS: "", NO_COLOR: "1", FORCE_COLOR: "0", ...env },
  });
  return { code: status, said: stdout + stderr };
}
