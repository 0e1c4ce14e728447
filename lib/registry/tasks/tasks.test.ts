import { expect, test } from "@playwright/test";
import { pool } from "@/lib/db/pool";
import { holdClock } from "@/lib/kernel/clock";
import { createInstance } from "@/lib/registry/instances/create-instance";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { findTasks, type TaskOwner } from "./find-tasks";
import { forgetTasks, keepTask, rememberEnd, rememberTask } from "./remember-task";
import { keptUntilMs } from "./task-clock";

const day = 86_400_000;

async function ownerIn(world: World, subject = "alice"): Promise<TaskOwner> {
  const server = await makeServer(world);
  const human = await makeHuman(world, { subject });
  const { instance } = await createInstance(world.ctx("admin"), { human: human.key, agent: "cursor", consents: [] });
  return { tenantNo: world.tenant.no, instanceId: instance.id, serverId: server.id };
}

const started = {
  upstreamId: "task-1",
  ttlMs: null,
  tool: "create_issue",
  call: "evt_01kare8m3yfqva4wk8v2h6n0td",
  arguments: { token: "very secret", n: 1 },
};

test("a task is found with its arguments by whoever started it, and by nobody else", async () => {
  const world = await makeTenant();
  const owner = await ownerIn(world);
  const id = await rememberTask(owner, started);
  const found = await findTasks(owner, ["task-1", "task-2"]);
  expect([...found.keys()]).toEqual(["task-1"]);
  expect(found.get("task-1")).toMatchObject({ id, tool: "create_issue", arguments: started.arguments, ended: null });

  const human = await makeHuman(world, { subject: "bob" });
  const { instance } = await createInstance(world.ctx("admin"), { human: human.key, agent: "cursor", consents: [] });
  const stranger = await ownerIn(await makeTenant());
  for (const other of [
    { ...owner, instanceId: instance.id },
    { ...owner, serverId: stranger.serverId },
    { ...owner, tenantNo: stranger.tenantNo },
    stranger,
  ])
    expect(await findTasks(other, ["task-1"])).toEqual(new Map());
});

test("neither the arguments nor the server's id stand in the table, and sealed arguments are bound to their row", async () => {
  const owner = await ownerIn(await makeTenant());
  await rememberTask(owner, started);
  const { rows } = await pool().query("SELECT task::text AS row FROM task WHERE tenant_no = $1", [owner.tenantNo]);
  expect(rows).toHaveLength(1);
  const hex = (text: string) => Buffer.from(text).toString("hex");
  for (const secret of ["very secret", "task-1"]) {
    expect(rows[0].row).not.toContain(secret);
    expect(rows[0].row).not.toContain(hex(secret));
  }
  await pool().query("UPDATE task SET id = 'tsk_other' WHERE tenant_no = $1", [owner.tenantNo]);
  expect(await findTasks(owner, ["task-1"])).toEqual(new Map());
});

test("the same id again is the newer call's, whose end is not on record", async () => {
  const owner = await ownerIn(await makeTenant());
  const first = await rememberTask(owner, started);
  await rememberEnd(owner.tenantNo, first, "result x");
  expect((await findTasks(owner, ["task-1"])).get("task-1")?.ended).toBe("result x");
  const second = await rememberTask(owner, { ...started, tool: "delete_issue", arguments: undefined });
  expect((await findTasks(owner, ["task-1"])).get("task-1")).toMatchObject({
    ...{ id: second, tool: "delete_issue", ended: null },
    arguments: undefined,
  });
});

test("a task is forgotten when its time is over, at the latest after a week, and its row is gone soon", async () => {
  const owner = await ownerIn(await makeTenant());
  await rememberTask(owner, started);
  await rememberTask(owner, { ...started, upstreamId: "short", ttlMs: 2 * 3_600_000 });
  const known = async () => [...(await findTasks(owner, ["task-1", "short"])).keys()].sort();
  const at = async <T>(ms: number, work: () => Promise<T>): Promise<T> => {
    const now = Date.now() + ms;
    const release = holdClock(() => now);
    try {
      return await work();
    } finally {
      release();
    }
  };
  expect(await at(3_600_000, known)).toEqual(["short", "task-1"]);
  expect(await at(3 * 3_600_000, known)).toEqual(["task-1"]);
  // Its server lets it live longer than it said.
  const short = (await findTasks(owner, ["short"])).get("short");
  if (short === undefined) throw new Error("The task should be known.");
  await keepTask(owner.tenantNo, short, 4 * 3_600_000);
  await keepTask(owner.tenantNo, short, 1);
  expect(await at(3 * 3_600_000, known)).toEqual(["short", "task-1"]);
  expect(await at(7 * day + 1_000, known)).toEqual([]);

  const rows = async () => (await pool().query("SELECT 1 FROM task WHERE tenant_no = $1", [owner.tenantNo])).rowCount;
  await at(0, forgetTasks);
  expect(await rows()).toBe(2);
  await pool().query("UPDATE task SET expires_at = now() - interval '1 second' WHERE tenant_no = $1", [owner.tenantNo]);
  expect(await forgetTasks()).toBeGreaterThanOrEqual(2);
  expect(await rows()).toBe(0);
});

test("a time to live is at least an hour and at most a week", () => {
  expect(keptUntilMs(0, null)).toBe(7 * day);
  expect(keptUntilMs(0, 1)).toBe(3_600_000);
  expect(keptUntilMs(0, 5 * 3_600_000)).toBe(5 * 3_600_000);
  expect(keptUntilMs(0, Number.MAX_SAFE_INTEGER)).toBe(7 * day);
});
