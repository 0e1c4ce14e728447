import { expect, test } from "@playwright/test";
import { recordNow } from "@/lib/audit/journal";
import { nowMs } from "@/lib/kernel/clock";
import { toEventId } from "@/lib/kernel/ids";
import { makeHuman } from "@/prisma/world/make-human";
import { makeInstance } from "@/prisma/world/make-instance";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { updateAgent } from "../agents/update-agent";
import { updateServer } from "../servers/update-server";
import { toClientOf } from "./client-of";
import { createInstance } from "./create-instance";
import { deleteInstance } from "./delete-instance";
import { disconnectAll } from "./disconnect-all";
import { disconnectInstance } from "./disconnect-instance";
import type { InstanceView } from "./instance-view";
import { listInstances } from "./list-instances";
import { measureStop } from "./measure-stop";
import { updateInstance } from "./update-instance";

/** A call, or a closed stream, as the gateway records it. */
async function recordOf(
  world: World,
  { id, label, agent, human }: InstanceView & { human: { key: string } },
  what: "allowed" | "denied" | "stream",
): Promise<string> {
  const { eventId } = await recordNow(world.tenant.no, {
    type: { allowed: "gateway.tool.executed", denied: "gateway.tool.error", stream: "instance.stream_closed" }[
      what
    ] as "gateway.tool.executed",
    outcome: what === "denied" ? "denied" : "success",
    occurredAtMs: nowMs(),
    actor: { type: "agent", key: `agent|${agent.slug}`, name: agent.name },
    requestId: "req_test",
    surface: "mcp",
    human: { key: human.key, name: null, email: null },
    instance: { id, label, clientName: null, clientVersion: null, protocolVersion: null },
    server: "linear",
    ...(what === "stream" ? {} : { decision: what === "denied" ? ("deny" as const) : ("allow" as const) }),
    refs: { instance: { id, key: id } },
  });
  return toEventId(eventId);
}

test("a stop is measured by the log: the last call that was allowed, the first that was refused, the streams that ended", async () => {
  const world = await makeTenant();
  const { instance } = await makeInstance(world);
  const ctx = world.ctx("viewer");
  const of = { instance: instance.id };
  expect(await measureStop(ctx, of)).toBeUndefined();
  await recordOf(world, instance, "allowed");
  const last = await recordOf(world, instance, "allowed");
  await recordOf(world, instance, "denied");
  await updateInstance(world.ctx("admin"), instance.id, { status: "suspended" });
  expect(await measureStop(ctx, of)).toMatchObject({
    how: "suspended",
    lastAllowed: { event: last },
    firstRefused: null,
    streamsClosed: null,
  });
  await recordOf(world, instance, "stream");
  const first = await recordOf(world, instance, "denied");
  await recordOf(world, instance, "denied");
  // A change of something else does not hide it.
  await updateInstance(world.ctx("admin"), instance.id, { label: "Renamed" });
  expect(await measureStop(ctx, of)).toMatchObject({
    how: "suspended",
    change: { by: world.members.admin.email },
    lastAllowed: { event: last },
    firstRefused: { event: first },
    streamsClosed: { count: 1 },
  });
  await updateInstance(world.ctx("admin"), instance.id, { status: "active" });
  expect(await measureStop(ctx, of)).toBeUndefined();
  await disconnectInstance(world.ctx("admin"), instance.id);
  expect(await measureStop(ctx, of)).toMatchObject({ how: "disconnected" });
  await expect(measureStop(world.keyCtx("instances:read"), of)).rejects.toMatchObject({ code: "forbidden" });
});

test("agents, humans and servers are measured the same way, and another tenant's is not there", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  await makeInstance(world);
  await makeInstance(other);
  await updateAgent(world.ctx("admin"), "claude-code", { status: "suspended" });
  await updateServer(world.ctx("admin"), "linear", { enabled: false });
  expect(await measureStop(world.ctx("viewer"), { agent: "claude-code" })).toMatchObject({ how: "suspended" });
  expect(await measureStop(world.ctx("viewer"), { server: "linear" })).toMatchObject({ how: "disabled" });
  expect(await measureStop(other.ctx("viewer"), { agent: "claude-code" })).toBeUndefined();
  expect(await measureStop(other.ctx("viewer"), { server: "linear" })).toBeUndefined();
});

test("all instances of an agent, or of a human, are disconnected, each with an event, and no others", async () => {
  const world = await makeTenant();
  const { human, instance } = await makeInstance(world, { agent: "cursor" });
  const bob = await makeHuman(world);
  const make = async (who: string, agent: string) =>
    (await createInstance(world.ctx("admin"), { human: who, agent, consents: [] })).instance.id;
  const [zed, ofBob] = [await make(human.key, "zed"), await make(bob.key, "cursor")];
  const live = async () =>
    (await listInstances(world.ctx("viewer"), { status: "active" })).items.map(({ id }) => id).sort();
  const forbidden = { code: "forbidden" };
  await expect(disconnectAll(world.ctx("auditor"), { agent: "cursor" })).rejects.toMatchObject(forbidden);
  expect(await disconnectAll(world.ctx("admin"), { agent: "cursor" })).toEqual({ disconnected: 2 });
  expect(await live()).toEqual([zed]);
  expect(await disconnectAll(world.ctx("admin"), { agent: "cursor" })).toEqual({ disconnected: 0 });
  expect(await disconnectAll(world.ctx("admin"), { human: human.key })).toEqual({ disconnected: 1 });
  const events = await readEvents(world, { type: ["agent.disconnected"] });
  expect(events.map((event) => event.instance?.id).sort()).toEqual([instance.id, ofBob, zed].sort());
  const other = await makeTenant();
  await expect(disconnectAll(other.ctx("owner"), { human: bob.key })).rejects.toMatchObject({ code: "not_found" });
});

test("only who may write instances deletes one, and only in its tenant", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const { instance } = await makeInstance(world);
  await expect(deleteInstance(world.ctx("auditor"), instance.id)).rejects.toMatchObject({ code: "forbidden" });
  await expect(deleteInstance(other.ctx("owner"), instance.id)).rejects.toMatchObject({ code: "not_found" });
  await deleteInstance(world.ctx("admin"), instance.id);
  await expect(deleteInstance(world.ctx("admin"), instance.id)).rejects.toMatchObject({ code: "not_found" });
});

test("a client is shown by its document's host, or by where its answers go; a loopback address is the human's computer", () => {
  const of = (kind: "cimd" | "dcr", clientId: string, metadata: object) =>
    toClientOf({ kind, clientId, metadata: { ...metadata } });
  expect(of("cimd", "https://claude.ai/oauth/client", { client_name: "Claude", redirect_uris: [] })).toMatchObject({
    name: "Claude",
    host: "claude.ai",
  });
  expect(of("dcr", "dcr_1", { redirect_uris: ["http://127.0.0.1:8787/cb", "cursor://anysphere/cb"] }).host).toBeNull();
  expect(of("dcr", "dcr_2", { redirect_uris: ["http://localhost/", "https://www.cursor.com/cb"] }).host).toBe(
    "www.cursor.com",
  );
  expect(of("dcr", "dcr_3", { client_name: "\u202eevil\u0000", redirect_uris: "nonsense" })).toMatchObject({
    name: "evil",
    host: null,
  });
});
