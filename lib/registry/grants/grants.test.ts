import { expect, test } from "@playwright/test";
import { makeHuman } from "@/prisma/world/make-human";
import { makeInstance } from "@/prisma/world/make-instance";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { getInstance } from "../instances/get-instance";
import { deleteGrant } from "./delete-grant";
import { listGrants } from "./list-grants";
import { putGrant } from "./put-grant";

test("a ceiling is set, changed and taken away, each with an event that human and server find; setting it again records nothing", async () => {
  const world = await makeTenant();
  await makeServer(world, { key: "github", name: "GitHub" });
  const human = await makeHuman(world, { name: "Alice Archer" });
  const ctx = world.ctx("admin");
  const made = await putGrant(ctx, { human: human.email ?? "", server: "github", ceiling: "medium" });
  expect(made).toMatchObject({
    human: human.key,
    humanId: human.id,
    humanName: "Alice Archer",
    server: "github",
    serverName: "GitHub",
    ceiling: "medium",
  });
  expect(await putGrant(ctx, { human: human.key, server: "github", ceiling: "medium" })).toEqual(made);
  expect(await putGrant(ctx, { human: human.id, server: "github", ceiling: "low" })).toMatchObject({ ceiling: "low" });
  await deleteGrant(ctx, { human: human.key, server: "github" });
  expect((await listGrants(world.ctx("viewer"))).items).toEqual([]);

  const expected = [
    { type: "grant.created", changes: { before: null, after: { ceiling: "medium" } } },
    { type: "grant.updated", changes: { before: { ceiling: "medium" }, after: { ceiling: "low" } } },
    { type: "grant.deleted", changes: { before: { ceiling: "low" }, after: null } },
  ];
  for (const filter of [{ human: [human.key] }, { server: ["github"] }]) {
    const events = await readEvents(world, { ...filter, type: expected.map((e) => e.type) });
    expect(events).toMatchObject(
      expected.map((e) => ({
        ...e,
        human: { key: human.key, name: "Alice Archer", email: human.email },
        server: "github",
        resource: { type: "server", key: "github", name: "GitHub" },
      })),
    );
  }
});

test("lowering a ceiling leaves the consents as they were", async () => {
  const world = await makeTenant();
  const { human, instance } = await makeInstance(world, { level: "high" });
  await putGrant(world.ctx("admin"), { human: human.key, server: "linear", ceiling: "low" });
  expect((await getInstance(world.ctx("viewer"), instance.id)).consents).toEqual(instance.consents);
  expect(await readEvents(world, { type: ["consent.changed", "consent.revoked"] })).toEqual([]);
});

test("ceilings are listed by human and by server, page by page, each exactly once", async () => {
  const world = await makeTenant();
  for (const key of ["github", "linear"]) await makeServer(world, { key });
  const alice = await makeHuman(world, { ceilings: { github: "low", linear: "medium" } });
  const bob = await makeHuman(world, { ceilings: { linear: "high" } });
  const ctx = world.ctx("viewer");
  const short = (items: { human: string; server: string }[]) => items.map((g) => `${g.human} ${g.server}`).sort();
  const all = [`${alice.key} github`, `${alice.key} linear`, `${bob.key} linear`].sort();

  const first = await listGrants(ctx, { limit: 2 });
  const second = await listGrants(ctx, { limit: 2, cursor: first.nextCursor ?? "" });
  expect(short([...first.items, ...second.items])).toEqual(all);
  expect(second.nextCursor).toBeNull();
  expect(short((await listGrants(ctx, { human: alice.key })).items)).toEqual(
    short((await listGrants(ctx, { human: alice.id })).items),
  );
  expect(short((await listGrants(ctx, { human: alice.key })).items)).toEqual([
    `${alice.key} github`,
    `${alice.key} linear`,
  ]);
  expect(short((await listGrants(ctx, { server: "github" })).items)).toEqual([`${alice.key} github`]);
  expect(short((await listGrants(ctx, { server: "linear", human: bob.email ?? "" })).items)).toEqual([
    `${bob.key} linear`,
  ]);
});

test("only who may write grants sets a ceiling, and a refusal leaves no event", async () => {
  const world = await makeTenant();
  await makeServer(world);
  const human = await makeHuman(world);
  for (const ctx of [world.ctx("auditor"), world.ctx("viewer"), world.keyCtx("humans:write", "grants:read")]) {
    const grant = { human: human.key, server: "linear" };
    await expect(putGrant(ctx, { ...grant, ceiling: "high" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteGrant(ctx, grant)).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(listGrants(world.keyCtx("humans:read"))).rejects.toMatchObject({ code: "forbidden" });
  expect(await readEvents(world, { type: ["grant.created"] })).toEqual([]);
});

test("a human or a server of another tenant is not found, and neither is a ceiling that was never set", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  await makeServer(world, { key: "linear" });
  await makeServer(other, { key: "notion" });
  const [human, stranger] = [await makeHuman(world), await makeHuman(other, { ceilings: { notion: "high" } })];
  const ctx = world.ctx("owner");
  const notFound = { code: "not_found" };
  await expect(putGrant(ctx, { human: stranger.id, server: "linear", ceiling: "low" })).rejects.toMatchObject(notFound);
  await expect(putGrant(ctx, { human: human.id, server: "notion", ceiling: "low" })).rejects.toMatchObject(notFound);
  await expect(deleteGrant(ctx, { human: stranger.id, server: "notion" })).rejects.toMatchObject(notFound);
  await expect(deleteGrant(ctx, { human: human.id, server: "linear" })).rejects.toMatchObject(notFound);
  await expect(listGrants(ctx, { human: stranger.key })).rejects.toMatchObject(notFound);
  expect((await listGrants(ctx)).items).toEqual([]);
});
