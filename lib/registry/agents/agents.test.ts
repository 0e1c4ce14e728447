import { expect, test } from "@playwright/test";
import { write } from "@/lib/audit/write";
import { tenantClient } from "@/lib/db/tenant";
import { newId } from "@/lib/kernel/ids";
import { makeInstance } from "@/prisma/world/make-instance";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import { createInstance } from "../instances/create-instance";
import { disconnectInstance } from "../instances/disconnect-instance";
import { deleteAgent } from "./delete-agent";
import { ensureAgent } from "./ensure-agent";
import { getAgent } from "./get-agent";
import { listAgents } from "./list-agents";
import { updateAgent } from "./update-agent";

const ensure = (world: World, slug: string) => {
  const ctx = world.ctx("admin");
  return write(ctx, async (tx, record) => {
    record.nothing("the agent may be known");
    return ensureAgent(tx, record, ctx, slug);
  });
};

test("an agent is made with an event when it is met for the first time, and only then", async () => {
  const world = await makeTenant();
  const made = await ensure(world, "claude-code");
  expect(await ensure(world, "claude-code")).toEqual(made);
  expect(await getAgent(world.ctx("viewer"), "claude-code")).toMatchObject({
    id: made.id,
    slug: "claude-code",
    key: "agent|claude-code",
    name: "Claude Code",
    status: "active",
    instances: 0,
  });
  const events = await readEvents(world, { agent: ["agent|claude-code"] });
  expect(events).toMatchObject([
    { type: "agent.created", agent: { slug: "claude-code", key: "agent|claude-code", name: "Claude Code" } },
  ]);
});

test("two first meetings at the same moment make one agent and one event", async () => {
  const world = await makeTenant();
  const [a, b] = await Promise.all([ensure(world, "cursor"), ensure(world, "cursor")]);
  expect(a.id).toBe(b.id);
  expect(await readEvents(world, { type: ["agent.created"] })).toHaveLength(1);
});

test("an unknown agent is named after its slug, and what is no slug is refused", async () => {
  const world = await makeTenant();
  expect(await ensure(world, "release-bot-2")).toMatchObject({ name: "Release Bot 2" });
  expect(await ensure(world, "n8n")).toMatchObject({ name: "n8n" });
  for (const slug of ["", "-a", "Big", "a b", "a/b", "é", "x".repeat(64)])
    await expect(ensure(world, slug)).rejects.toMatchObject({ code: "invalid", issues: [{ path: "agent" }] });
});

test("agents are listed by slug with the number of instances that are still connected", async () => {
  const world = await makeTenant();
  const { human, instance } = await makeInstance(world, { agent: "cursor" });
  const more = { human: human.key, agent: "cursor", consents: [] };
  await createInstance(world.ctx("admin"), more);
  await createInstance(world.ctx("admin"), { ...more, agent: "amp" });
  await disconnectInstance(world.ctx("admin"), instance.id);
  const first = await listAgents(world.ctx("viewer"), { limit: 1 });
  const second = await listAgents(world.ctx("viewer"), { limit: 1, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items].map((a) => [a.slug, a.instances])).toEqual([
    ["amp", 1],
    ["cursor", 1],
  ]);
  expect(second.nextCursor).toBeNull();
});

test("renaming, tagging and suspending an agent is recorded with what changed, and nothing where nothing did", async () => {
  const world = await makeTenant();
  await ensure(world, "codex");
  const ctx = world.ctx("admin");
  await updateAgent(ctx, "codex", { name: "Codex", tags: [] });
  expect(await updateAgent(ctx, "agent|codex", { status: "suspended", tags: ["b", "a", "b"] })).toMatchObject({
    status: "suspended",
    tags: ["a", "b"],
  });
  expect(await readEvents(world, { type: ["agent.updated"], agent: ["codex"] })).toMatchObject([
    { changes: { before: { status: "active", tags: [] }, after: { status: "suspended", tags: ["a", "b"] } } },
  ]);
});

test("deleting an agent disconnects its instances first, removes its OAuth clients, and leaves its history findable", async () => {
  const world = await makeTenant();
  const { instance } = await makeInstance(world, { agent: "goose" });
  const db = tenantClient(world.tenant.no);
  const { id: agentId } = await getAgent(world.ctx("viewer"), "goose");
  await db.oAuthClient.create({
    data: { tenantNo: world.tenant.no, id: newId("client"), clientId: "goose_1", agentId, kind: "dcr", metadata: {} },
  });
  await deleteAgent(world.ctx("admin"), "goose");
  await expect(getAgent(world.ctx("viewer"), "goose")).rejects.toMatchObject({ code: "not_found" });
  expect(await db.instance.count()).toBe(0);
  expect(await db.accessToken.count()).toBe(0);
  expect(await db.oAuthClient.count()).toBe(0);
  const events = await readEvents(world, { agent: ["goose"] });
  expect(events.map((e) => e.type).slice(-2)).toEqual(["agent.disconnected", "agent.deleted"]);
  expect(events.at(-1)).toMatchObject({ details: { removed: { instances: 1, clients: 1 } } });
  expect(await readEvent(world, { instance: [instance.id] })).toMatchObject({ type: "agent.disconnected" });
});

test("only who may write agents changes them, and another tenant's agent is not found", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const { id } = await ensure(world, "zed");
  for (const ctx of [world.ctx("auditor"), world.ctx("viewer"), world.keyCtx("agents:read")]) {
    await expect(updateAgent(ctx, "zed", { name: "Z" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteAgent(ctx, "zed")).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(listAgents(world.keyCtx("humans:read"))).rejects.toMatchObject({ code: "forbidden" });
  for (const ref of ["zed", id]) {
    await expect(getAgent(other.ctx("owner"), ref)).rejects.toMatchObject({ code: "not_found" });
    await expect(updateAgent(other.ctx("owner"), ref, { name: "Z" })).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteAgent(other.ctx("owner"), ref)).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await getAgent(world.ctx("owner"), "zed")).toMatchObject({ name: "Zed" });
});
