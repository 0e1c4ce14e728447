import { expect, test } from "@playwright/test";
import { recordNow } from "@/lib/audit/journal";
import { tenantClient } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import { toEventId } from "@/lib/kernel/ids";
import { humanCtx } from "@/prisma/world/human-ctx";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { deleteAgent } from "../agents/delete-agent";
import { deleteHuman } from "../humans/delete-human";
import { createInstance } from "../instances/create-instance";
import { deleteInstance } from "../instances/delete-instance";
import { disconnectInstance } from "../instances/disconnect-instance";
import { getInstance } from "../instances/get-instance";
import { listMyReports } from "../mine/list-my-reports";
import { setMyPause } from "../mine/set-my-pause";
import { createReport } from "./create-report";
import { listReports } from "./list-reports";
import { resolveReport } from "./resolve-report";

/** A human with an instance, and one call of it in the log. */
async function person(world: World, subject: string) {
  const human = await makeHuman(world, { subject, ceilings: { linear: "high" } });
  const { instance } = await createInstance(world.ctx("admin"), {
    human: human.key,
    agent: "claude-code",
    consents: [{ server: "linear", level: "high" }],
  });
  const { agent } = instance;
  const { eventId } = await recordNow(world.tenant.no, {
    type: "gateway.tool.executed",
    outcome: "success",
    occurredAtMs: nowMs(),
    actor: { type: "agent", key: `agent|${agent.slug}`, name: agent.name },
    requestId: "req_test",
    surface: "mcp",
    human: { key: human.key, name: human.name, email: human.email },
    agent: { slug: agent.slug, key: `agent|${agent.slug}`, name: agent.name },
    instance: { id: instance.id, label: instance.label, clientName: null, clientVersion: null, protocolVersion: null },
    server: "linear",
    decision: "allow",
    refs: { human: { id: human.id, key: human.key }, instance: { id: instance.id, key: instance.id } },
  });
  return { human, ctx: humanCtx(world, human), id: instance.id, event: toEventId(eventId) };
}

async function makeWorld() {
  const world = await makeTenant();
  await makeServer(world);
  return { world, alice: await person(world, "alice"), bob: await person(world, "bob") };
}

test("reporting pauses the instance in the same breath, and leaves both events under the human's authority", async () => {
  const { world, alice, bob } = await makeWorld();
  const report = await createReport(alice.ctx, { event: alice.event, text: "Not me." });
  expect(report).toMatchObject({
    event: alice.event,
    text: "Not me.",
    human: { key: alice.human.key },
    resolvedAt: null,
  });
  expect(await getInstance(world.ctx("viewer"), alice.id)).toMatchObject({
    status: "suspended",
    suspendedBy: "human",
  });
  expect((await getInstance(world.ctx("viewer"), bob.id)).status).toBe("active");
  const events = await readEvents(world, { actor: [alice.human.key] });
  expect(events.map(({ type }) => type)).toEqual(["instance.updated", "report.created"]);
  expect(events[1]).toMatchObject({
    human: { key: alice.human.key },
    instance: { id: alice.id },
    resource: { type: "event", key: alice.event },
    details: { report: report.id, event: alice.event, text: "Not me." },
  });
});

test("nobody reports what is not under their own authority", async () => {
  const { world, alice, bob } = await makeWorld();
  const other = await makeWorld();
  for (const event of [bob.event, other.alice.event, "evt_nonsense"])
    await expect(createReport(alice.ctx, { event })).rejects.toMatchObject({ code: "not_found" });
  for (const ctx of [world.ctx("owner"), world.keyCtx("*")])
    await expect(createReport(ctx, { event: alice.event })).rejects.toMatchObject({ code: "forbidden" });
  expect((await listReports(world.ctx("auditor"))).items).toEqual([]);
  expect((await getInstance(world.ctx("viewer"), bob.id)).status).toBe("active");
});

test("saying it twice is saying it once; it pauses again where the human has resumed, and opens again what was resolved", async () => {
  const { world, alice } = await makeWorld();
  const first = await createReport(alice.ctx, { event: alice.event });
  await createReport(alice.ctx, { event: alice.event });
  await setMyPause(alice.ctx, { instance: alice.id, paused: false });
  await createReport(alice.ctx, { event: alice.event });
  expect((await getInstance(world.ctx("viewer"), alice.id)).status).toBe("suspended");
  expect(await readEvents(world, { type: ["report.created"] })).toHaveLength(1);
  await resolveReport(world.ctx("admin"), first.id);
  expect(await createReport(alice.ctx, { event: alice.event, text: "Again." })).toMatchObject({
    id: first.id,
    text: "Again.",
    resolvedAt: null,
  });
  expect((await listReports(world.ctx("viewer"), { state: "open" })).items).toHaveLength(1);
});

test("what happened after the instance was disconnected, or without one, is reported all the same", async () => {
  const { world, alice } = await makeWorld();
  await disconnectInstance(world.ctx("admin"), alice.id);
  await createReport(alice.ctx, { event: alice.event });
  expect((await getInstance(world.ctx("viewer"), alice.id)).status).toBe("disconnected");
  const [added] = await readEvents(world, { type: ["human.created"], human: [alice.human.key] });
  expect(await createReport(alice.ctx, { event: added?.id ?? "" })).toMatchObject({ instance: null });
});

test("an admin resolves a report once; the agent stays paused; readers cannot, and another tenant's is not found", async () => {
  const { world, alice } = await makeWorld();
  const other = await makeTenant();
  const { id } = await createReport(alice.ctx, { event: alice.event });
  for (const role of ["auditor", "viewer"] as const)
    await expect(resolveReport(world.ctx(role), id)).rejects.toMatchObject({ code: "forbidden" });
  await expect(resolveReport(alice.ctx, id)).rejects.toMatchObject({ code: "forbidden" });
  await expect(resolveReport(other.ctx("owner"), id)).rejects.toMatchObject({ code: "not_found" });
  expect((await listReports(other.ctx("owner"))).items).toEqual([]);

  const { resolvedAt } = await resolveReport(world.ctx("admin"), id);
  expect(resolvedAt).not.toBeNull();
  expect((await resolveReport(world.ctx("owner"), id)).resolvedAt).toBe(resolvedAt);
  expect(await readEvents(world, { type: ["report.resolved"] })).toMatchObject([
    { actor: { type: "member" }, human: { key: alice.human.key }, details: { report: id, event: alice.event } },
  ]);
  expect((await getInstance(world.ctx("viewer"), alice.id)).status).toBe("suspended");
  expect(await listMyReports(alice.ctx)).toMatchObject([{ id, resolvedAt }]);
});

test("a human sees their own reports only", async () => {
  const { alice, bob } = await makeWorld();
  await createReport(alice.ctx, { event: alice.event });
  expect(await listMyReports(bob.ctx)).toEqual([]);
  expect(await listMyReports(alice.ctx)).toHaveLength(1);
});

test("what was reported can be deleted: the instance, its agent, and the human with their clients and reports", async () => {
  const { world, alice, bob } = await makeWorld();
  const admin = world.ctx("admin");
  for (const { ctx, event } of [alice, bob]) await createReport(ctx, { event });
  await deleteInstance(admin, alice.id);
  expect((await listReports(admin)).items.map(({ instance }) => instance?.id ?? null)).toEqual([bob.id, null]);
  await expect(getInstance(admin, alice.id)).rejects.toMatchObject({ code: "not_found" });
  expect((await readEvents(world, { instance: [alice.id] })).slice(-2).map(({ type }) => type)).toEqual([
    "agent.disconnected",
    "instance.deleted",
  ]);

  const db = tenantClient(world.tenant.no);
  const { agentId } = await db.instance.findFirstOrThrow({ where: { id: bob.id } });
  await db.oAuthClient.create({
    data: {
      tenantNo: world.tenant.no,
      id: "cli_test",
      clientId: "robot",
      agentId,
      kind: "manual",
      metadata: { client_name: "Robot" },
      humanId: bob.human.id,
    },
  });
  await deleteHuman(admin, bob.human.key);
  expect((await db.oAuthClient.findFirstOrThrow({ where: { id: "cli_test" } })).humanId).toBeNull();
  expect(await readEvents(world, { type: ["human.deleted"] })).toMatchObject([{ details: { clientsLeft: 1 } }]);
  expect((await listReports(admin)).items).toHaveLength(1);
  await deleteAgent(admin, "claude-code");
  expect(await db.oAuthClient.count()).toBe(0);
});
