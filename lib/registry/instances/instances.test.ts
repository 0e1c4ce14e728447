import { expect, test } from "@playwright/test";
import { tenantClient } from "@/lib/db/tenant";
import { hashSecret } from "@/lib/kernel/keys";
import { makeHuman } from "@/prisma/world/make-human";
import { makeInstance } from "@/prisma/world/make-instance";
import { definitionHashOf, makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import { createInstance } from "./create-instance";
import { disconnectInstance } from "./disconnect-instance";
import { getInstance } from "./get-instance";
import { listInstances } from "./list-instances";
import { updateInstance } from "./update-instance";

const tokenOf = ({ tenant }: World, token: string) =>
  tenantClient(tenant.no).accessToken.findFirst({ where: { hash: new Uint8Array(hashSecret(token)) } });

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

test("an instance is made with its consents and a token, and leaves an event for itself and for each consent", async () => {
  const world = await makeTenant();
  for (const key of ["github", "linear"]) await makeServer(world, { key, name: key.toUpperCase() });
  const human = await makeHuman(world, { name: "Alice", ceilings: { github: "medium", linear: "high" } });
  const expiresAt = inAnHour();
  const { instance, token } = await createInstance(world.ctx("admin"), {
    human: human.email ?? "",
    agent: "claude-code",
    label: "Alice's laptop",
    consents: [
      { server: "linear", level: "medium", expiresAt, excludedTools: ["create_issue"] },
      { server: "github", level: "low" },
    ],
  });
  expect(instance).toMatchObject({
    label: "Alice's laptop",
    status: "active",
    agent: { slug: "claude-code", name: "Claude Code" },
    human: { key: human.key, name: "Alice", email: human.email },
    clientName: null,
    connectedAt: null,
    consents: [
      { server: "github", serverName: "GITHUB", level: "low", expiresAt: null, excludedTools: [] },
      { server: "linear", serverName: "LINEAR", level: "medium", expiresAt, excludedTools: ["create_issue"] },
    ],
  });
  expect(await getInstance(world.ctx("viewer"), instance.id)).toEqual(instance);

  const events = await readEvents(world, { instance: [instance.id] });
  expect(events.map((e) => e.type)).toEqual(["instance.created", "consent.granted", "consent.granted"]);
  for (const event of events)
    expect(event).toMatchObject({
      human: { key: human.key, name: "Alice" },
      agent: { slug: "claude-code" },
      instance: { id: instance.id, label: "Alice's laptop" },
    });
  expect(await readEvent(world, { server: ["linear"], type: ["consent.granted"] })).toMatchObject({
    server: "linear",
    resource: { type: "server", key: "linear", name: "LINEAR" },
    changes: { before: null, after: { level: "medium", expiresAt, excludedTools: ["create_issue"] } },
  });
  expect(JSON.stringify(events)).not.toContain(token);
});

test("the token is kept as a hash only, reaches the whole tenant, and does not expire by itself", async () => {
  const world = await makeTenant();
  const { instance, token } = await makeInstance(world);
  expect(token).toMatch(/^cst_[A-Za-z0-9_-]{43}$/);
  expect(await tokenOf(world, token)).toMatchObject({
    instanceId: instance.id,
    kind: "static",
    audience: null,
    expiresAt: null,
    revokedAt: null,
  });
});

test("a consent keeps the definition hashes of exactly the tools that it reaches", async () => {
  const world = await makeTenant();
  await makeServer(world, {
    tools: [
      { name: "list", level: "low" },
      { name: "read", level: "low" },
      { name: "write", level: "medium" },
      { name: "drop", level: "high" },
      { name: "gone", level: "low", state: "removed" },
    ],
  });
  const human = await makeHuman(world, { ceilings: { linear: "high" } });
  await createInstance(world.ctx("admin"), {
    human: human.key,
    agent: "cursor",
    consents: [{ server: "linear", level: "medium", excludedTools: ["read"] }],
  });
  expect((await tenantClient(world.tenant.no).consent.findFirstOrThrow()).definitionHashes).toEqual({
    list: definitionHashOf("list"),
    write: definitionHashOf("write"),
  });
});

test("a consent above the human's ceiling is forbidden, naming what was asked, what is allowed and the server; nothing is made", async () => {
  const world = await makeTenant();
  for (const key of ["github", "linear"]) await makeServer(world, { key });
  const human = await makeHuman(world, { ceilings: { linear: "medium" } });
  const asked = (server: string) =>
    createInstance(world.ctx("owner"), { human: human.key, agent: "cursor", consents: [{ server, level: "high" }] });
  await expect(asked("linear")).rejects.toMatchObject({
    code: "forbidden",
    message: `Asked for high on "linear", but medium is the most that "${human.key}" may delegate there.`,
    issues: [{ path: "consents.0.level" }],
    detail: { server: "linear", asked: "high", allowed: "medium" },
  });
  await expect(asked("github")).rejects.toMatchObject({
    code: "forbidden",
    message: `Asked for high on "github", but nothing is granted to "${human.key}" there.`,
    detail: { asked: "high", allowed: null },
  });
  expect((await listInstances(world.ctx("viewer"))).items).toEqual([]);
  expect(await readEvents(world, { type: ["instance.created", "agent.created", "consent.granted"] })).toEqual([]);
});

test("what does not exist is refused by its place in the input: a tool, a server named twice, an expiry in the past", async () => {
  const world = await makeTenant();
  await makeServer(world);
  const human = await makeHuman(world, { ceilings: { linear: "high" } });
  const create = (consents: Parameters<typeof createInstance>[1]["consents"]) =>
    createInstance(world.ctx("admin"), { human: human.key, agent: "cursor", consents });
  const linear = { server: "linear", level: "low" } as const;
  await expect(create([{ ...linear, excludedTools: ["list_issues", "lst_issues"] }])).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "consents.0.excludedTools.1", message: '"linear" has no tool "lst_issues".' }],
  });
  await expect(create([linear, linear])).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "consents.1.server" }],
  });
  await expect(create([{ ...linear, expiresAt: "2020-01-01T00:00:00Z" }])).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "consents.0.expiresAt" }],
  });
  await expect(create([{ server: "jira", level: "low" }])).rejects.toMatchObject({ code: "not_found" });
});

test("suspending and renaming are recorded, and a disconnected instance can be neither changed nor revived", async () => {
  const world = await makeTenant();
  const { instance } = await makeInstance(world);
  const ctx = world.ctx("admin");
  expect(await updateInstance(ctx, instance.id, { status: "suspended", label: "CI" })).toMatchObject({
    status: "suspended",
    label: "CI",
  });
  await updateInstance(ctx, instance.id, { status: "suspended", label: "CI" });
  expect(await readEvents(world, { type: ["instance.updated"], instance: [instance.id] })).toMatchObject([
    { changes: { before: { status: "active", label: "Claude Code" }, after: { status: "suspended", label: "CI" } } },
  ]);
  await disconnectInstance(ctx, instance.id);
  await expect(updateInstance(ctx, instance.id, { status: "active" })).rejects.toMatchObject({ code: "conflict" });
});

test("disconnecting revokes every token once and for all, leaves one event, and keeps the row for its history", async () => {
  const world = await makeTenant();
  const { instance, token } = await makeInstance(world);
  const ctx = world.ctx("admin");
  expect(await disconnectInstance(ctx, instance.id)).toMatchObject({ status: "disconnected" });
  const revokedAt = (await tokenOf(world, token))?.revokedAt;
  expect(revokedAt).toBeInstanceOf(Date);
  await disconnectInstance(ctx, instance.id);
  expect((await tokenOf(world, token))?.revokedAt).toEqual(revokedAt);
  expect(await readEvents(world, { type: ["agent.disconnected"], instance: [instance.id] })).toMatchObject([
    {
      changes: { before: { status: "active" }, after: { status: "disconnected" } },
      details: { tokensRevoked: 1 },
      resource: { type: "instance", key: instance.id },
    },
  ]);
});

test("instances are listed by agent, human and status, page by page, each exactly once", async () => {
  const world = await makeTenant();
  const { human, instance } = await makeInstance(world, { agent: "cursor" });
  const bob = await makeHuman(world);
  const make = async (who: string, agent: string) =>
    (await createInstance(world.ctx("admin"), { human: who, agent, consents: [] })).instance.id;
  const second = await make(human.key, "zed");
  const third = await make(bob.key, "cursor");
  await disconnectInstance(world.ctx("admin"), second);
  const ids = async (filter: Parameters<typeof listInstances>[1]) =>
    (await listInstances(world.ctx("viewer"), filter)).items.map((item) => item.id);

  const first = await listInstances(world.ctx("viewer"), { limit: 2 });
  expect([...first.items.map((i) => i.id), ...(await ids({ limit: 2, cursor: first.nextCursor ?? "" }))]).toEqual([
    third,
    second,
    instance.id,
  ]);
  expect(await ids({ agent: "cursor" })).toEqual([third, instance.id]);
  expect(await ids({ human: human.key })).toEqual([second, instance.id]);
  expect(await ids({ human: human.email ?? "", agent: "agent|cursor" })).toEqual([instance.id]);
  expect(await ids({ status: "disconnected" })).toEqual([second]);
});

test("only who may write instances connects, changes or disconnects one", async () => {
  const world = await makeTenant();
  const { human, instance } = await makeInstance(world);
  for (const ctx of [world.ctx("auditor"), world.ctx("viewer"), world.keyCtx("instances:read", "consents:write")]) {
    const forbidden = { code: "forbidden" };
    await expect(createInstance(ctx, { human: human.key, agent: "zed", consents: [] })).rejects.toMatchObject(
      forbidden,
    );
    await expect(updateInstance(ctx, instance.id, { status: "suspended" })).rejects.toMatchObject(forbidden);
    await expect(disconnectInstance(ctx, instance.id)).rejects.toMatchObject(forbidden);
  }
  await expect(getInstance(world.keyCtx("agents:read"), instance.id)).rejects.toMatchObject({ code: "forbidden" });
  expect(await getInstance(world.ctx("viewer"), instance.id)).toEqual(instance);
});

test("another tenant's instance is not found, and neither is its human or server when an instance is made", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const { human, instance } = await makeInstance(world);
  const ctx = other.ctx("owner");
  const notFound = { code: "not_found" };
  await expect(getInstance(ctx, instance.id)).rejects.toMatchObject(notFound);
  await expect(updateInstance(ctx, instance.id, { label: "mine" })).rejects.toMatchObject(notFound);
  await expect(disconnectInstance(ctx, instance.id)).rejects.toMatchObject(notFound);
  await expect(createInstance(ctx, { human: human.id, agent: "zed", consents: [] })).rejects.toMatchObject(notFound);
  const own = await makeHuman(other);
  const consents = [{ server: "linear", level: "low" } as const];
  await expect(createInstance(ctx, { human: own.id, agent: "zed", consents })).rejects.toMatchObject(notFound);
  expect(await getInstance(world.ctx("viewer"), instance.id)).toEqual(instance);
});
