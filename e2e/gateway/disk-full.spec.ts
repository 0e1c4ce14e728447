import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openIntents, sql } from "../support/database";
import { makeTenantIn, type OwnDatabase, ownDatabase } from "../support/own-database";
import { newTrace, rawAgent } from "../support/raw-agent";
import { expect, makeScene, test } from "../support/scene";
import { startServer } from "../support/server";
import { unique, worldOf } from "../support/world";

/** Room for a database with a little in it. */
const diskBytes = 400 * 1024 * 1024;

/** A disk of its own that can be full without anybody else noticing; undefined where this machine gives none. */
function mountDisk(): { folder: string; unmount: () => void } | undefined {
  const folder = mkdtempSync(path.join(process.env["TEST_SCRATCH"] ?? tmpdir(), "disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${diskBytes},mode=755`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  let mounted = true;
  const unmount = () => {
    if (!mounted) return;
    mounted = false;
    execFileSync("umount", ["-l", folder], { stdio: "ignore" });
    rmSync(folder, { recursive: true, force: true });
  };
  // A test that is torn off leaves nothing behind.
  process.once("exit", unmount);
  return { folder, unmount };
}

/** Takes every last byte. */
function fill(file: string): void {
  const open = openSync(file, "w");
  for (const size of [1024 * 1024, 4096, 1])
    try {
      for (const bytes = Buffer.alloc(size); writeSync(open, bytes) === size; );
    } catch {
      // There is no room for so much any more.
    }
  closeSync(open);
}

/** PostgreSQL may have ended when it could not write its own log; then somebody starts it again. */
async function revive(database: OwnDatabase): Promise<void> {
  for (let tries = 0; tries < 10; tries += 1) {
    const answers = await sql("SELECT 1", [], database.url).then(
      () => true,
      () => false,
    );
    if (answers) return;
    await sleep(300);
  }
  await database.stop().catch(() => {});
  await database.start();
}

test("the database's disk is full: calls are refused in words, nothing recorded is lost, no call leaves without its intent, and service resumes when there is room", async ({
  upstream,
}) => {
  test.setTimeout(240_000);
  const disk = mountDisk();
  test.skip(disk === undefined, "NOT TESTED HERE: no disk of its own can be mounted (it takes root on Linux).");
  if (!disk) return;
  const database = await ownDatabase({ within: disk.folder, durable: true });
  const server = await startServer({ env: { DATABASE_URL: database.url } });
  let running = true;
  const loops: Promise<void>[] = [];
  try {
    const [data] = await sql<{ data_directory: string }>("SHOW data_directory", [], database.url);
    expect(data?.data_directory.startsWith(disk.folder), "the database is on the disk that will be full").toBe(true);
    const slug = `t-${unique()}`;
    const world = worldOf(slug, await makeTenantIn(database.url, slug), server.url);
    const scene = await makeScene(upstream, "high", world);

    const answers: { isError: boolean; failure: string | undefined; event: string | undefined; text: string }[] = [];
    const caller = async () => {
      const agent = await rawAgent(world.mcpUrl("fixture"), scene.instance.token, "modern");
      while (running) {
        const { message, status, text } = await agent.call("echo", { text: "x".repeat(2_000) }, newTrace());
        const result = message?.result;
        answers.push({
          isError: result === undefined || result.isError === true,
          failure: result?._meta?.["countersign/failure"]?.type ?? (status >= 500 ? String(status) : undefined),
          event: result?._meta?.["countersign/auditEvent"]?.id,
          text: result?.content?.[0]?.text ?? text,
        });
        if (result === undefined || result.isError === true) await sleep(20);
      }
    };
    for (let i = 0; i < 6; i += 1) loops.push(caller());
    const succeeded = () => answers.filter((one) => !one.isError).length;
    const refused = () => answers.filter((one) => one.failure === "audit_unavailable");

    await expect.poll(succeeded, { timeout: 20_000 }).toBeGreaterThan(20);
    const fillers: string[] = [];
    const fillUp = () => {
      const filler = path.join(disk.folder, `filler-${fillers.length}`);
      fillers.push(filler);
      fill(filler);
    };
    fillUp();
    await expect
      .poll(
        () => {
          // What the database frees by itself is taken, too.
          fillUp();
          return refused().length;
        },
        { timeout: 60_000 },
      )
      .toBeGreaterThan(20);
    for (const { text } of refused()) expect(text).toMatch(/audit log/);

    for (const filler of fillers) rmSync(filler);
    await revive(database);
    const atReturn = succeeded();
    await expect.poll(() => succeeded() - atReturn, { timeout: 60_000 }).toBeGreaterThan(20);
    running = false;
    await Promise.all(loops);
    await expect.poll(async () => (await fetch(`${server.url}/api/ready`)).status, { timeout: 20_000 }).toBe(200);
    await expect.poll(() => openIntents(slug, database.url), { timeout: 40_000 }).toBe(0);

    const events = await world.calls();
    const ids = new Map(events.map((event) => [event.id, event]));
    expect(ids.size).toBe(events.length);
    for (const { event, isError } of answers)
      if (event !== undefined && !isError) expect(ids.get(event)).toMatchObject({ outcome: "success" });
    const sent = events.filter((event) => event.error?.type !== "audit_unavailable").map((event) => event.traceId);
    const arrived = (await upstream.calls()).map((call) => call.headers["traceparent"]?.split("-")[1]);
    expect(arrived.toSorted(), "every call that arrived has one event, and no other event says so").toEqual(
      sent.toSorted(),
    );
  } finally {
    running = false;
    await Promise.allSettled(loops);
    await server.stop();
    await database.remove().finally(disk.unmount);
  }
});
