import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { freePort } from "@/scripts/postgres.mjs";
import { commandOf, dataFolder, processesOf, run, type Started, start } from "./command";

/** The whole of `npm start`, on the build that the other tests use, without the demo world. Linux shows what is left. */
let dataDir: string;
let remove: () => Promise<void>;
let port: number;
test.beforeEach(async () => {
  ({ dataDir, remove } = dataFolder());
  port = await freePort();
});
test.afterEach(async () => {
  for (const pid of processesOf(dataDir)) process.kill(pid, "SIGKILL");
  await remove();
});

const env = () => ({ DATA_DIR: dataDir, PORT: String(port) });
const begin = (more: Record<string, string> = {}) => start(["scripts/start.mjs", "--empty"], { ...env(), ...more });
const isReady = () =>
  fetch(`http://127.0.0.1:${port}/api/ready`).then(
    ({ status }) => status === 200,
    () => false,
  );
const pidOf = (word: string) => processesOf(dataDir).find((pid) => commandOf(pid).includes(word));

async function expectCleanEnd({ ended }: Started): Promise<void> {
  expect(await ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining("    at ") });
  expect(processesOf(dataDir)).toEqual([]);
  expect(existsSync(join(dataDir, "countersign.lock"))).toBe(false);
}

test("it says when it is ready and how the first owner comes in, and ends clean on SIGTERM", async () => {
  const first = begin();
  await first.says("Countersign is ready");
  expect(await isReady()).toBe(true);
  await first.says(`http://localhost:${port}/`);
  expect(statSync(join(dataDir, "secret")).mode & 0o777).toBe(0o600);
  const secret = readFileSync(join(dataDir, "secret"), "utf8");
  first.child.kill("SIGTERM");
  await expectCleanEnd(first);

  const second = begin();
  await second.says("Countersign is ready");
  expect(readFileSync(join(dataDir, "secret"), "utf8")).toBe(secret);
  // Ctrl-C, and once more by somebody who is impatient.
  second.child.kill("SIGINT");
  await sleep(50);
  second.child.kill("SIGINT");
  await expectCleanEnd(second);
});

test("a second one on the same data folder is refused, and the first goes on", async () => {
  const first = begin();
  await first.says("Countersign is ready");
  const second = await run(["scripts/start.mjs", "--empty"], { ...env(), PORT: String(await freePort()) });
  expect(second).toMatchObject({
    code: 1,
    stderr: `Process ${first.child.pid} already runs Countersign on ${dataDir}: stop it first, or name another folder in DATA_DIR.\n`,
  });
  expect(await isReady()).toBe(true);
  first.child.kill("SIGTERM");
  await expectCleanEnd(first);
});

test("a signal to npm ends everything too", async () => {
  const npm = start(["npm", "start", "--", "--empty"], env());
  await npm.says("Countersign is ready");
  npm.child.kill("SIGTERM");
  expect(await npm.ended).toMatchObject({ code: 0 });
  await expect.poll(() => processesOf(dataDir)).toEqual([]);
});

test("a signal in the middle of the start leaves nothing", async () => {
  for (const ms of [60, 400, 900]) {
    const command = begin();
    await sleep(ms);
    command.child.kill("SIGTERM");
    await command.ended;
    expect(processesOf(dataDir)).toEqual([]);
  }
});

test("when the launcher is killed the server ends, and the next start takes the database over", async () => {
  const first = begin();
  await first.says("Countersign is ready");
  first.child.kill("SIGKILL");
  await expect.poll(() => pidOf("server.mjs"), { timeout: 15_000 }).toBeUndefined();
  const database = pidOf("postgres");
  expect(database).toBeDefined();

  const second = begin();
  await second.says("Countersign is ready");
  expect(pidOf("bin/postgres")).toBe(database);
  second.child.kill("SIGTERM");
  await expectCleanEnd(second);
});

test("when the server dies the command says so and ends", async () => {
  const command = begin();
  await command.says("Countersign is ready");
  process.kill(pidOf("server.mjs") ?? 0, "SIGKILL");
  const { code, stderr } = await command.ended;
  expect(stderr.trim().split("\n").at(-1)).toBe("The server ended unexpectedly (SIGKILL).");
  expect(code).toBe(1);
  expect(processesOf(dataDir)).toEqual([]);
});

test("with a database of one's own nothing is made but the tables, and a setup link is printed", async () => {
  const server = new URL(process.env["DATABASE_URL"] ?? "");
  const name = `start_${port}`;
  const admin = new pg.Client({ connectionString: server.href });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  try {
    const command = start(["scripts/start.mjs"], {
      ...env(),
      DATABASE_URL: Object.assign(server, { pathname: `/${name}` }).href,
      COUNTERSIGN_SECRET: "a secret for tests, long enough for it",
    });
    await command.says("This link makes the first owner, once:");
    expect(existsSync(join(dataDir, "postgres"))).toBe(false);
    command.child.kill("SIGTERM");
    await expectCleanEnd(command);
  } finally {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  }
});
