import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { takeLock } from "@/scripts/lock.mjs";
import { freePort, openDatabase } from "@/scripts/postgres.mjs";
import { dataFolder, type Ended, processesOf, run } from "./command";

const SECRET = "a secret for tests, long enough for it";

let dataDir: string;
let remove: () => Promise<void>;
let port: number;

test.beforeEach(async () => {
  ({ dataDir, remove } = dataFolder());
  port = await freePort();
});
test.afterEach(() => remove());

const npmStart = (env: Record<string, string> = {}, ...flags: string[]) =>
  run(["scripts/start.mjs", ...flags], { DATA_DIR: dataDir, PORT: String(port), ...env });

/** One sentence on stderr, nothing on stdout, exit code 1, and no process that stays. */
function expectRefusal({ code, stdout, stderr }: Ended, sentence: string | RegExp): void {
  expect(stderr.trim().split("\n").at(-1)).toMatch(sentence);
  expect(stderr).not.toContain("    at ");
  expect(stdout).toBe("");
  expect(code).toBe(1);
  expect(processesOf(dataDir)).toEqual([]);
}

test("a taken port is named, with a way out", async () => {
  const holder = createServer().listen(port, "127.0.0.1");
  expectRefusal(await npmStart(), `Port ${port} is taken. Choose another one: PORT=${port + 1} npm start`);
  holder.close();
});

const wrong: [string, Record<string, string>, string][] = [
  ["PORT", { PORT: "http" }, 'PORT must be a whole number from 1 to 65535; it is "http".'],
  ["HOST", { HOST: "203.0.113.7" }, "HOST 203.0.113.7 is not an address of this machine (EADDRNOTAVAIL)."],
  ["PUBLIC_URL", { PUBLIC_URL: "example.org" }, 'PUBLIC_URL must be an http(s) URL; it is "example.org".'],
  [
    "DATABASE_URL",
    { DATABASE_URL: "mysql://a:b@c/d", COUNTERSIGN_SECRET: SECRET },
    "DATABASE_URL must look like postgresql://user:password@host:5432/database.",
  ],
  ["TRUST_PROXY", { TRUST_PROXY: "yes" }, 'TRUST_PROXY must be how many proxies are in front, 0 to 10; it is "yes".'],
  ["AUTH_OIDC_ISSUER", { AUTH_OIDC_ISSUER: "login" }, 'AUTH_OIDC_ISSUER must be a URL; it is "login".'],
  ["COUNTERSIGN_SECRET", { COUNTERSIGN_SECRET: "short" }, "COUNTERSIGN_SECRET needs at least 32 characters."],
];
for (const [name, env, sentence] of wrong)
  test(`a wrong ${name} is one sentence`, async () => {
    expectRefusal(await npmStart(env), sentence);
  });

test("an unknown flag is one sentence", async () => {
  expectRefusal(await npmStart({}, "--emtpy"), "npm start knows --dev and --empty, not --emtpy.");
});

test("a database of one's own needs a secret of one's own", async () => {
  const answer = await npmStart({ DATABASE_URL: "postgresql://someone:hidden@127.0.0.1:1/none" });
  expectRefusal(answer, "With DATABASE_URL, COUNTERSIGN_SECRET is needed too: at least 32 characters");
});

test("a database that cannot be reached is named without its password", async () => {
  const env = { DATABASE_URL: `postgresql://someone:hidden@127.0.0.1:${port}/none`, COUNTERSIGN_SECRET: SECRET };
  const answer = await npmStart(env);
  expectRefusal(answer, `PostgreSQL at 127.0.0.1:${port} (DATABASE_URL) cannot be reached: ECONNREFUSED.`);
  expect(answer.stderr).not.toContain("hidden");
});

test("a wrong password and a missing database are told apart", async () => {
  const right = new URL(process.env["DATABASE_URL"] ?? "");
  const wrongPassword = Object.assign(new URL(right), { password: "not-the-one" });
  const denied = await npmStart({ DATABASE_URL: wrongPassword.href, COUNTERSIGN_SECRET: SECRET });
  expectRefusal(denied, `PostgreSQL at ${right.host} does not let the user "${right.username}" in`);
  expect(denied.stderr).not.toContain("not-the-one");

  const missing = Object.assign(new URL(right), { pathname: "/no_such_database" });
  const absent = await npmStart({ DATABASE_URL: missing.href, COUNTERSIGN_SECRET: SECRET });
  expectRefusal(absent, `PostgreSQL at ${right.host} has no database "no_such_database".`);
});

test("a data folder has one `npm start` at a time", async () => {
  const lock = await takeLock(join(dataDir, "countersign.lock"));
  expectRefusal(await npmStart(), `Process ${process.pid} already runs Countersign on ${dataDir}`);
  expect(existsSync(join(dataDir, "postgres"))).toBe(false);
  lock.release?.();
});

test("a migration that fails is named, and nothing stays behind", async () => {
  // Somebody has made a table where ours belongs.
  const dir = join(dataDir, "postgres");
  const database = await openDatabase({ dir });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("CREATE TABLE organization ()");
  await client.end();
  await database.stop();
  // And a launcher that was killed has left its lock.
  writeFileSync(join(dataDir, "countersign.lock"), JSON.stringify({ pid: process.pid, started: "an earlier life" }));

  expectRefusal(
    await npmStart(),
    /^Migration \d+_\w+ failed and was rolled back: relation "organization" already exists\.$/,
  );
  expect(existsSync(join(dataDir, "countersign.lock"))).toBe(false);
  expect(existsSync(join(dir, "data", "postmaster.pid"))).toBe(false);
});

test("a data folder that cannot be a database is one sentence", async () => {
  mkdirSync(join(dataDir, "postgres", "data"), { recursive: true });
  writeFileSync(join(dataDir, "postgres", "password"), "x");
  writeFileSync(join(dataDir, "postgres", "data", "PG_VERSION"), "12");
  expectRefusal(await npmStart(), /^PostgreSQL did not start: /);
});
