import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { openDatabase } from "@/scripts/postgres.mjs";
import { dataFolder, processesOf } from "./command";

let dataDir: string;
let remove: () => Promise<void>;
test.beforeEach(() => {
  ({ dataDir, remove } = dataFolder());
});
test.afterEach(() => remove());

const open = () => openDatabase({ dir: join(dataDir, "postgres"), durable: false });
const pidFile = () => join(dataDir, "postgres", "data", "postmaster.pid");
const serverPid = () => Number(readFileSync(pidFile(), "utf8").split("\n")[0]);

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test("the first one in starts the server, the last one out stops it", async () => {
  const first = await open();
  const second = await open();
  expect([first.started, second.started]).toEqual([true, false]);
  expect(second.url).toBe(first.url);
  await first.stop();
  expect(await ask(second.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await second.stop();
  expect(existsSync(pidFile())).toBe(false);
});

test("many who come at once, to a folder that is empty, share one server", async () => {
  const all = await Promise.all(Array.from({ length: 4 }, open));
  expect(new Set(all.map(({ url }) => url)).size).toBe(1);
  await Promise.all(all.map(({ stop }) => stop()));
  expect(existsSync(pidFile())).toBe(false);
});

test("who comes while the last one leaves gets a server that stays", async () => {
  for (let round = 0; round < 5; round++) {
    const first = await open();
    const [second] = await Promise.all([open(), first.stop()]);
    expect(await ask(second.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await second.stop();
  }
});

test("what was committed survives a killed server, which is started again where it was", async () => {
  const database = await openDatabase({ dir: join(dataDir, "postgres") });
  await ask(database.url, "CREATE TABLE kept AS SELECT 1 AS one");
  const before = serverPid();
  process.kill(before, "SIGKILL");
  await expect.poll(() => ask(database.url, "SELECT one FROM kept").catch(() => "not yet")).toEqual([{ one: 1 }]);
  expect(serverPid()).not.toBe(before);
  await database.stop();
  expect(existsSync(pidFile())).toBe(false);
});

test("a server that outlived its app is used again", async () => {
  const script = `import("./scripts/postgres.mjs").then(async ({ openDatabase }) => {
    await openDatabase({ dir: ${JSON.stringify(join(dataDir, "postgres"))}, durable: false });
    console.log("open");
    setInterval(() => {}, 1000);
  });`;
  const app = spawn(process.execPath, ["-e", script], {
    env: { NODE_ENV: "production", PATH: process.env["PATH"] ?? "", DATA_DIR: dataDir },
  });
  await new Promise((resolve) => app.stdout.once("data", resolve));
  const before = serverPid();
  app.kill("SIGKILL");
  await sleep(300);
  const database = await open();
  expect([database.started, serverPid()]).toEqual([false, before]);
  await database.stop();
  expect(processesOf(dataDir)).toEqual([]);
});
