import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { freePort, openDatabase } from "@/scripts/postgres.mjs";
import { dataFolder, processesOf, run, start } from "./command";

/** How a verb finds its database. What the verbs do is tested in e2e/cli. */
let dataDir: string;
let remove: () => Promise<void>;
test.beforeEach(() => {
  ({ dataDir, remove } = dataFolder());
});
test.afterEach(() => remove());

const cli = (args: string[], env: Record<string, string> = {}) =>
  run(["npm", "run", "-s", "cli", "--", ...args], { DATA_DIR: dataDir, ...env });

test("where nothing runs, a verb opens the database, answers on stdout alone, and leaves nothing running", async () => {
  const { code, stdout } = await cli(["setup-link", "--json"], { PORT: "4567" });
  expect(JSON.parse(stdout)).toEqual({ url: expect.stringMatching(/^http:\/\/localhost:4567\//) });
  expect(code).toBe(0);
  expect(processesOf(dataDir)).toEqual([]);
});

test("verbs at the same time share one database, and the last one closes it", async () => {
  const answers = await Promise.all([1, 2, 3].map(() => cli(["tenant", "list", "--json"])));
  expect(answers.map(({ stdout }) => stdout)).toEqual(Array(3).fill('{"items":[]}\n'));
  expect(processesOf(dataDir)).toEqual([]);
});

test("beside a running server a verb uses its database and says its address", async () => {
  const port = await freePort();
  const server = start(["scripts/start.mjs", "--empty"], { DATA_DIR: dataDir, PORT: String(port) });
  await server.says("Countersign is ready");
  const { stdout } = await cli(["setup-link", "--json"]);
  expect(JSON.parse(stdout)).toEqual({ url: expect.stringMatching(`^http://localhost:${port}/`) });
  expect((await fetch(`http://127.0.0.1:${port}/api/ready`)).status).toBe(200);
  server.child.kill("SIGTERM");
  expect(await server.ended).toMatchObject({ code: 0 });
  expect(processesOf(dataDir)).toEqual([]);
});

test("a database of one's own is used as it is", async () => {
  const database = await openDatabase({ dir: join(dataDir, "postgres"), database: "empty", durable: false });
  const secret = "a secret for tests, long enough for it";
  const { code, stdout } = await cli(["tenant", "list"], { DATABASE_URL: database.url, COUNTERSIGN_SECRET: secret });
  await database.stop();
  // It has no tables yet: `npm start` makes them, a verb does not.
  expect([code, stdout]).toEqual([1, ""]);
});

test("wrong usage is exit code 2", async () => {
  expect(await cli(["no-such-verb"])).toMatchObject({ code: 2, stdout: "" });
});
