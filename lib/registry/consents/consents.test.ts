import { expect, test } from "@playwright/test";
import { tenantClient } from "@/lib/db/tenant";
import { makeHuman } from "@/prisma/world/make-human";
import { makeInstance } from "@/prisma/world/make-instance";
import { definitionHashOf, makeServer } from "@/prisma/world/make-server";
import { makeTenant } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { putGrant } from "../grants/put-grant";
import { createInstance } from "../instances/create-instance";
import { disconnectInstance } from "../instances/disconnect-instance";
import { listConsents } from "./list-consents";
import { putConsent } from "./put-consent";
import { revokeConsent } from "./revoke-consent";

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const needsTheHuman = {
  code: "forbidden",
  message: "A consent can be lowered or revoked here; raising it needs the human.",
};

test("a consent is narrowed step by step, each step an event with what changed, and what is not given stays", async () => {
  const world = await makeTenant();
  const { instance, human } = await makeInstance(world, { level: "high" });
  const at = { instance: instance.id, server: "linear" };
  const ctx = world.ctx("admin");
  const expiresAt = inHours(4);
  expect(await putConsent(ctx, { ...at, level: "medium" })).toMatchObject({
    ...at,
    human: human.key,
    agent: "claude-code",
    serverName: "Linear",
    level: "medium",
    expiresAt: null,
  });
  await putConsent(ctx, { ...at, level: "medium", expiresAt });
  await putConsent(ctx, { ...at, level: "medium", excludedTools: ["create_issue"] });
  const last = await putConsent(ctx, { ...at, level: "medium" });
  expect(last).toMatchObject({ level: "medium", expiresAt, excludedTools: ["create_issue"] });

  for (const filter of [{ instance: [instance.id] }, { server: ["linear"] }, { human: [human.key] }])
    expect((await readEvents(world, { ...filter, type: ["consent.changed"] })).map((e) => e.changes)).toEqual([
      { before: { level: "high" }, after: { level: "medium" } },
      { before: { expiresAt: null }, after: { expiresAt } },
      { before: { excludedTools: [] }, after: { excludedTools: ["create_issue"] } },
    ]);
});

test("raising a consent needs the human: no higher level, no later expiry, no tool taken in again, no server added", async () => {
  const world = await makeTenant();
  for (const key of ["linear", "github"]) await makeServer(world, { key });
  const human = await makeHuman(world, { ceilings: { linear: "high", github: "high" } });
  const { instance } = await createInstance(world.ctx("admin"), {
    human: human.key,
    agent: "cursor",
    consents: [{ server: "linear", level: "medium", expiresAt: inHours(4), excludedTools: ["list_issues"] }],
  });
  const at = { instance: instance.id, server: "linear", level: "medium" } as const;
  for (const wider of [
    { ...at, level: "high" as const },
    { ...at, expiresAt: null },
    { ...at, expiresAt: inHours(5) },
    { ...at, excludedTools: [] },
    { ...at, level: "low" as const, excludedTools: ["create_issue"] },
    { ...at, server: "github", level: "low" as const },
  ])
    await expect(putConsent(world.ctx("owner"), wider)).rejects.toMatchObject(needsTheHuman);
  expect((await listConsents(world.ctx("viewer"))).items).toMatchObject([
    { level: "medium", excludedTools: ["list_issues"] },
  ]);
  expect(await readEvents(world, { type: ["consent.changed"] })).toEqual([]);
});

test("a lower level is still held against the ceiling, which may have been lowered since", async () => {
  const world = await makeTenant();
  const { instance, human } = await makeInstance(world, { level: "high" });
  await putGrant(world.ctx("admin"), { human: human.key, server: "linear", ceiling: "low" });
  const at = { instance: instance.id, server: "linear" };
  await expect(putConsent(world.ctx("admin"), { ...at, level: "medium" })).rejects.toMatchObject({
    code: "forbidden",
    detail: { asked: "medium", allowed: "low" },
  });
  expect(await putConsent(world.ctx("admin"), { ...at, level: "high", excludedTools: ["delete_repo"] })).toMatchObject({
    excludedTools: ["delete_repo"],
  });
  expect(await putConsent(world.ctx("admin"), { ...at, level: "low" })).toMatchObject({ level: "low" });
});

test("narrowing drops definition hashes and never takes in one that the human did not see", async () => {
  const world = await makeTenant();
  const { instance } = await makeInstance(world, { level: "high" });
  const db = tenantClient(world.tenant.no);
  await db.tool.updateMany({ where: { name: "list_issues" }, data: { definitionHash: "changed" } });
  await putConsent(world.ctx("admin"), {
    instance: instance.id,
    server: "linear",
    level: "medium",
    excludedTools: ["create_issue"],
  });
  expect((await db.consent.findFirstOrThrow()).definitionHashes).toEqual({
    list_issues: definitionHashOf("list_issues"),
  });
});

test("of two narrowings at one moment neither undoes the other", async () => {
  const world = await makeTenant();
  const { instance } = await makeInstance(world, { level: "high" });
  const at = { instance: instance.id, server: "linear" };
  const settled = await Promise.allSettled([
    putConsent(world.ctx("admin"), { ...at, level: "low" }),
    putConsent(world.ctx("admin"), { ...at, level: "high", excludedTools: ["delete_repo"] }),
  ]);
  const [consent] = (await listConsents(world.ctx("viewer"))).items;
  // Either order is right; a level that went up again is not.
  expect(consent?.level).toBe("low");
  expect(settled[0].status).toBe("fulfilled");
});

test("revoking takes the consent away and records what it was", async () => {
  const world = await makeTenant();
  const { instance } = await makeInstance(world, { level: "medium" });
  const at = { instance: instance.id, server: "linear" };
  await revokeConsent(world.ctx("admin"), at);
  expect((await listConsents(world.ctx("viewer"), { instance: instance.id })).items).toEqual([]);
  expect(await readEvents(world, { type: ["consent.revoked"], server: ["linear"] })).toMatchObject([
    {
      instance: { id: instance.id },
      changes: { before: { level: "medium", expiresAt: null, excludedTools: [] }, after: null },
    },
  ]);
  await expect(revokeConsent(world.ctx("admin"), at)).rejects.toMatchObject({ code: "not_found" });
});

test("consents are listed by instance, server and human, page by page, each exactly once", async () => {
  const world = await makeTenant();
  for (const key of ["github", "linear", "notion"]) await makeServer(world, { key });
  const human = await makeHuman(world, { ceilings: { github: "low", linear: "low", notion: "low" } });
  const { instance } = await createInstance(world.ctx("admin"), {
    human: human.key,
    agent: "cursor",
    consents: ["github", "linear", "notion"].map((server) => ({ server, level: "low" as const })),
  });
  const first = await listConsents(world.ctx("viewer"), { limit: 2 });
  const second = await listConsents(world.ctx("viewer"), { limit: 2, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items].map((c) => c.server).sort()).toEqual(["github", "linear", "notion"]);
  for (const filter of [{ instance: instance.id }, { human: human.key }])
    expect((await listConsents(world.ctx("viewer"), filter)).items).toHaveLength(3);
  expect((await listConsents(world.ctx("viewer"), { server: "notion" })).items).toMatchObject([{ server: "notion" }]);
});

test("only who may write consents changes them, not on a disconnected instance, and another tenant's is not found", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const { instance } = await makeInstance(world, { level: "medium" });
  await makeServer(other);
  const at = { instance: instance.id, server: "linear" };
  for (const ctx of [world.ctx("auditor"), world.ctx("viewer"), world.keyCtx("consents:read", "instances:write")]) {
    await expect(putConsent(ctx, { ...at, level: "low" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(revokeConsent(ctx, at)).rejects.toMatchObject({ code: "forbidden" });
  }
  const stranger = other.ctx("owner");
  await expect(putConsent(stranger, { ...at, level: "low" })).rejects.toMatchObject({ code: "not_found" });
  await expect(revokeConsent(stranger, at)).rejects.toMatchObject({ code: "not_found" });
  await expect(listConsents(stranger, { instance: instance.id })).rejects.toMatchObject({ code: "not_found" });
  await disconnectInstance(world.ctx("admin"), instance.id);
  await expect(putConsent(world.ctx("admin"), { ...at, level: "low" })).rejects.toMatchObject({ code: "conflict" });
  expect(await readEvents(world, { type: ["consent.changed", "consent.revoked"] })).toEqual([]);
});
