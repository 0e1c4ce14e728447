import { expect, test } from "@playwright/test";
import { database } from "@/lib/db/client";
import { tenantClient } from "@/lib/db/tenant";
import { makeInstance } from "@/prisma/world/make-instance";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { updateServer } from "../servers/update-server";
import { updateTool } from "../servers/update-tool";
import { deleteLimit } from "./delete-limit";
import { listLimits } from "./list-limits";
import { type CallSubjects, loadLimits } from "./load-limits";
import { PutLimitInput, putLimit } from "./put-limit";

const version = async ({ tenant }: World): Promise<number> =>
  (await database().tenant.findUniqueOrThrow({ where: { no: tenant.no } })).limitsVersion;
const put = (world: World, input: unknown) => putLimit(world.ctx("admin"), PutLimitInput.parse(input));
const limitsOf = async (world: World) => loadLimits(world.tenant.no, await version(world));
const perMinute = { calls: 10, seconds: 60 };

/** A call of somebody unknown, but for what is said. */
const call = (subjects: Partial<CallSubjects> = {}): CallSubjects => ({
  ...{ tenant: "1", server: "srv_x", tool: "tol_x", agent: "agt_x", human: "hum_x", instance: "ins_x" },
  ...subjects,
});

test("as long as nobody has said anything, nothing is limited and nothing is looked up", async () => {
  const world = await makeTenant();
  expect(await version(world)).toBe(0);
  const limits = loadLimits(world.tenant.no, 0);
  expect(limits).not.toBeInstanceOf(Promise);
  expect((await limits).metBy(call())).toEqual([]);
  expect((await limits).timeoutSecondsOf("srv_x", "tol_x")).toBeNull();
});

test("a limit is of one, or of every one of a kind, and a call meets all that concern it", async () => {
  const world = await makeTenant();
  const { instance, human } = await makeInstance(world, { server: "linear", agent: "cursor" });
  await put(world, { kind: "tenant", concurrent: 100 });
  await put(world, { kind: "server", subject: "linear", calls: 1, seconds: 1 });
  await put(world, { kind: "tool", subject: "linear/create_issue", calls: 2, seconds: 1 });
  await put(world, { kind: "agent", subject: "agent|cursor", calls: 3, seconds: 1 });
  await put(world, { kind: "human", subject: human.email, calls: 4, seconds: 1 });
  await put(world, { kind: "instance", subject: instance.id, calls: 5, seconds: 1 });
  await put(world, { kind: "instance", calls: 6, seconds: 1 });
  expect((await listLimits(world.ctx("viewer"))).items).toMatchObject([
    { kind: "tenant", subject: null, subjectName: null, concurrent: 100, calls: null, seconds: null },
    { kind: "server", subject: "linear", subjectName: "Linear" },
    { kind: "tool", subject: "linear/create_issue", subjectName: "create_issue" },
    { kind: "agent", subject: "cursor" },
    { kind: "human", subject: human.key },
    { kind: "instance", subject: instance.id, subjectName: instance.label },
    { kind: "instance", subject: null },
  ]);

  const db = tenantClient(world.tenant.no);
  const tool = await db.tool.findFirstOrThrow({ where: { name: "create_issue" } });
  const { agentId, humanId } = await db.instance.findFirstOrThrow({ where: { id: instance.id } });
  const limits = await limitsOf(world);
  const met = (subjects: Partial<CallSubjects>) =>
    limits
      .metBy(call(subjects))
      .map(({ limit, subject }) => [limit.calls ?? limit.concurrent, subject])
      .sort();
  expect(met({})).toEqual([
    [100, "1"],
    [6, "ins_x"],
  ]);
  expect(met({ server: tool.serverId, tool: tool.id, agent: agentId, human: humanId, instance: instance.id })).toEqual([
    [1, tool.serverId],
    [100, "1"],
    [2, tool.id],
    [3, agentId],
    [4, humanId],
    [5, instance.id],
    [6, instance.id],
  ]);
  expect(met({ server: null, tool: null })).toHaveLength(2);
});

test("every change raises the version that calls read, and leaves an event with both limits; no change leaves none", async () => {
  const world = await makeTenant();
  await makeServer(world, { key: "linear" });
  const wanted = { kind: "server", subject: "linear", ...perMinute };
  const { id } = await put(world, wanted);
  await put(world, wanted);
  expect(await version(world)).toBe(1);
  expect(await put(world, { ...wanted, concurrent: 2 })).toMatchObject({ id, concurrent: 2 });
  await deleteLimit(world.ctx("admin"), id);
  expect(await version(world)).toBe(3);
  const first = { kind: "server", subject: "linear", ...perMinute, concurrent: null };
  const resource = { type: "limit", key: id, name: "10 calls in 60 seconds for the server linear" };
  const events = await readEvents(world, {
    type: ["limit.created", "limit.updated", "limit.deleted"],
    server: ["linear"],
  });
  expect(events).toMatchObject([
    { type: "limit.created", resource, server: "linear", changes: { before: null, after: first } },
    { type: "limit.updated", changes: { before: first, after: { ...first, concurrent: 2 } } },
    { type: "limit.deleted", changes: { before: { ...first, concurrent: 2 }, after: null } },
  ]);
  await expect(deleteLimit(world.ctx("admin"), id)).rejects.toMatchObject({ code: "not_found" });
});

test("limits are read once for a version, and never under an older number", async () => {
  const world = await makeTenant();
  await put(world, { kind: "human", ...perMinute });
  const [first, second] = await Promise.all([loadLimits(world.tenant.no, 1), loadLimits(world.tenant.no, 1)]);
  expect(second).toBe(first);
  await put(world, { kind: "human", calls: 3, seconds: 60 });
  expect((await loadLimits(world.tenant.no, 1)).metBy(call())).toMatchObject([{ limit: { calls: 10 } }]);
  expect((await loadLimits(world.tenant.no, 2)).metBy(call())).toMatchObject([{ limit: { calls: 3 } }]);
});

test("a limit that says nothing, or half of something, or names what cannot be named, is refused", async () => {
  const world = await makeTenant();
  await makeServer(world, { key: "linear" });
  for (const input of [
    { kind: "human" },
    { kind: "human", calls: 5 },
    { kind: "human", seconds: 5, concurrent: 1 },
    { kind: "human", calls: 0, seconds: 5 },
    { kind: "human", calls: 5, seconds: 86_401 },
    { kind: "human", calls: 1.5, seconds: 5 },
    { kind: "planet", ...perMinute },
  ])
    expect(PutLimitInput.safeParse(input).success, JSON.stringify(input)).toBe(false);
  await expect(put(world, { kind: "tenant", subject: "this", ...perMinute })).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "subject" }],
  });
  await expect(put(world, { kind: "tool", subject: "create_issue", ...perMinute })).rejects.toMatchObject({
    code: "invalid",
  });
  await expect(put(world, { kind: "tool", subject: "linear/nothing", ...perMinute })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await version(world)).toBe(0);
});

test("only who may write the environment changes limits, everybody sees them, and nobody another tenant's", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const { instance, human } = await makeInstance(world, { server: "linear", agent: "cursor" });
  const { id } = await put(world, { kind: "human", subject: human.key, ...perMinute });
  await put(world, { kind: "human", ...perMinute });
  for (const role of ["auditor", "viewer"] as const) {
    const input = PutLimitInput.parse({ kind: "tenant", ...perMinute });
    await expect(putLimit(world.ctx(role), input)).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteLimit(world.ctx(role), id)).rejects.toMatchObject({ code: "forbidden" });
  }
  const first = await listLimits(world.ctx("viewer"), { limit: 1 });
  const rest = await listLimits(world.ctx("viewer"), { limit: 1, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...rest.items]).toMatchObject([{ id }, { subject: null }]);

  expect((await listLimits(other.ctx("viewer"))).items).toEqual([]);
  expect((await limitsOf(other)).metBy(call({ human: human.id }))).toEqual([]);
  await expect(deleteLimit(other.ctx("owner"), id)).rejects.toMatchObject({ code: "not_found" });
  for (const [kind, subject] of [
    ["server", "linear"],
    ["tool", "linear/create_issue"],
    ["agent", "cursor"],
    ["human", human.key],
    ["instance", instance.id],
  ])
    await expect(put(other, { kind, subject, ...perMinute }), kind).rejects.toMatchObject({ code: "not_found" });
});

test("a limit of what is deleted goes with it", async () => {
  const world = await makeTenant();
  const { id } = await makeServer(world, { key: "linear" });
  await put(world, { kind: "server", subject: "linear", ...perMinute });
  await put(world, { kind: "tool", subject: "linear/create_issue", ...perMinute });
  await put(world, { kind: "tool", ...perMinute });
  await database().server.delete({ where: { tenantNo_id: { tenantNo: world.tenant.no, id } } });
  expect((await listLimits(world.ctx("viewer"))).items).toMatchObject([{ kind: "tool", subject: null }]);
});

test("how long a call may take is said of the tool before the server, raises the version, and is in their events", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  const { id } = await makeServer(world, { key: "linear" });
  const tool = await tenantClient(world.tenant.no).tool.findFirstOrThrow({ where: { name: "create_issue" } });
  expect(await updateServer(ctx, "linear", { timeoutSeconds: 30 })).toMatchObject({ timeoutSeconds: 30 });
  expect(await updateTool(ctx, "linear", "create_issue", { timeoutSeconds: 5 })).toMatchObject({ timeoutSeconds: 5 });
  const limits = await limitsOf(world);
  expect(limits.timeoutSecondsOf(id, tool.id)).toBe(5);
  expect(limits.timeoutSecondsOf(id, "tol_other")).toBe(30);
  expect(limits.timeoutSecondsOf("srv_other", null)).toBeNull();
  // What does not concern it leaves the version alone.
  await updateServer(ctx, "linear", { timeoutSeconds: 30, name: "Linear 2" });
  await updateTool(ctx, "linear", "create_issue", { level: "high" });
  expect(await version(world)).toBe(2);
  await updateTool(ctx, "linear", "create_issue", { timeoutSeconds: null });
  expect((await limitsOf(world)).timeoutSecondsOf(id, tool.id)).toBe(30);
  const events = await readEvents(world, { type: ["resource.updated"], server: ["linear"] });
  expect(events.map(({ changes }) => changes)).toMatchObject([
    { before: { timeoutSeconds: null }, after: { timeoutSeconds: 30 } },
    { before: { timeoutSeconds: null }, after: { timeoutSeconds: 5 } },
    { after: { name: "Linear 2" } },
    { after: { level: "high" } },
    { before: { timeoutSeconds: 5 }, after: { timeoutSeconds: null } },
  ]);
});
