import { expect, test } from "@playwright/test";
import { tenantClient } from "@/lib/db/tenant";
import { makeHuman } from "@/prisma/world/make-human";
import { makeInstance } from "@/prisma/world/make-instance";
import { makeTenant } from "@/prisma/world/make-tenant";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import { createHuman } from "./create-human";
import { deleteHuman } from "./delete-human";
import { getHuman } from "./get-human";
import { listHumans } from "./list-humans";
import { updateHuman } from "./update-human";

test("a new human is found by key, id and e-mail in any case, and leaves an event that can be found by all three", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  const human = await createHuman(ctx, { email: "Alice.Archer@Acme.Example", name: "Alice Archer" });
  expect(human).toMatchObject({ key: "human|alice.archer", email: "alice.archer@acme.example", status: "active" });
  for (const ref of [human.key, human.id, "ALICE.archer@acme.example"])
    expect(await getHuman(world.ctx("viewer"), ref)).toEqual(human);

  for (const ref of [human.key, human.id, "alice.archer@acme.example"])
    expect(await readEvent(world, { human: [ref], type: ["human.created"] })).toMatchObject({
      outcome: "success",
      actor: { type: "member", key: world.members.admin.id, name: world.members.admin.email },
      human: { key: human.key, name: "Alice Archer", email: "alice.archer@acme.example" },
      changes: { before: null, after: { key: human.key, name: "Alice Archer", email: "alice.archer@acme.example" } },
      surface: "console",
    });
});

test("two humans of one local part get subjects of their own, and a subject is kept as the identity provider spells it", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  const keys: string[] = [];
  for (const email of ["bo@one.example", "bo@two.example", "bo@three.example"])
    keys.push((await createHuman(ctx, { email })).key);
  expect(keys).toEqual(["human|bo", "human|bo-2", "human|bo-3"]);
  expect((await createHuman(ctx, { email: "x@one.example", subject: "auth0|7F" })).key).toBe("human|auth0|7F");
});

test("an e-mail or a subject is taken once in a tenant, and may be taken again in another", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const ctx = world.ctx("admin");
  await createHuman(ctx, { email: "cy@acme.example", subject: "cy" });
  await expect(createHuman(ctx, { email: "CY@acme.example" })).rejects.toMatchObject({
    code: "conflict",
    issues: [{ path: "email" }],
  });
  await expect(createHuman(ctx, { email: "other@acme.example", subject: "cy" })).rejects.toMatchObject({
    code: "conflict",
    issues: [{ path: "subject" }],
  });
  expect(await createHuman(other.ctx("admin"), { email: "cy@acme.example" })).toMatchObject({ key: "human|cy" });
  expect(await readEvents(world, { type: ["human.created"] })).toHaveLength(1);
});

test("humans are listed page by page, each exactly once, also when one is added in between", async () => {
  const world = await makeTenant();
  const made: string[] = [];
  for (let n = 0; n < 5; n += 1) made.unshift((await makeHuman(world)).id);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listHumans>> = await listHumans(world.ctx("viewer"), {
      limit: 2,
      ...(cursor === null ? {} : { cursor }),
    });
    seen.push(...page.items.map((human) => human.id));
    cursor = page.nextCursor;
    await makeHuman(world);
  } while (cursor !== null);
  expect(seen).toEqual(made);
  await expect(listHumans(world.ctx("viewer"), { cursor: "nonsense" })).rejects.toMatchObject({ code: "invalid" });
});

test("suspending a human is recorded with before and after, and doing it again records nothing", async () => {
  const world = await makeTenant();
  const human = await makeHuman(world, { name: "Dee" });
  expect(await updateHuman(world.ctx("admin"), human.key, { status: "suspended" })).toMatchObject({
    status: "suspended",
  });
  await updateHuman(world.ctx("admin"), human.id, { status: "suspended" });
  await updateHuman(world.ctx("admin"), human.id, { name: "Dee Dunn" });
  expect((await readEvents(world, { type: ["human.updated"], human: [human.key] })).map((e) => e.changes)).toEqual([
    { before: { status: "active" }, after: { status: "suspended" } },
    { before: { name: "Dee" }, after: { name: "Dee Dunn" } },
  ]);
});

test("deleting a human disconnects their instances and takes their ceilings first, each with its event, and their history stays findable", async () => {
  const world = await makeTenant();
  const { human, instance } = await makeInstance(world);
  await deleteHuman(world.ctx("admin"), human.key);
  await expect(getHuman(world.ctx("viewer"), human.id)).rejects.toMatchObject({ code: "not_found" });
  const db = tenantClient(world.tenant.no);
  expect(await db.instance.count()).toBe(0);
  expect(await db.accessToken.count()).toBe(0);
  expect(await db.grant.count()).toBe(0);

  const events = await readEvents(world, { human: [human.key] });
  expect(events.map((e) => e.type).slice(-3)).toEqual(["agent.disconnected", "grant.deleted", "human.deleted"]);
  expect(events.at(-3)).toMatchObject({ instance: { id: instance.id }, details: { tokensRevoked: 1 } });
  expect(events.at(-2)).toMatchObject({ server: "linear", changes: { before: { ceiling: "high" }, after: null } });
  expect(events.at(-1)).toMatchObject({
    changes: { before: { name: "Alice Archer" }, after: null },
    details: { removed: { instances: 1, grants: 1, connections: 0 } },
  });
});

test("only who may write humans changes them, and a refused change leaves neither row nor event", async () => {
  const world = await makeTenant();
  const human = await makeHuman(world);
  for (const ctx of [world.ctx("auditor"), world.ctx("viewer"), world.keyCtx("humans:read", "grants:write")]) {
    const forbidden = { code: "forbidden" };
    await expect(createHuman(ctx, { email: "no@acme.example" })).rejects.toMatchObject(forbidden);
    await expect(updateHuman(ctx, human.id, { status: "suspended" })).rejects.toMatchObject(forbidden);
    await expect(deleteHuman(ctx, human.id)).rejects.toMatchObject(forbidden);
  }
  await expect(getHuman(world.keyCtx("grants:read"), human.id)).rejects.toMatchObject({ code: "forbidden" });
  await expect(listHumans(world.keyCtx("grants:read"))).rejects.toMatchObject({ code: "forbidden" });
  expect(await getHuman(world.ctx("viewer"), human.id)).toEqual(human);
  expect(await readEvents(world, { human: [human.key] })).toHaveLength(1);
});

test("another tenant's human is not found by id, key or e-mail", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const human = await makeHuman(world);
  const notFound = { code: "not_found" };
  for (const ref of [human.id, human.key, human.email ?? ""]) {
    await expect(getHuman(other.ctx("owner"), ref)).rejects.toMatchObject(notFound);
    await expect(updateHuman(other.ctx("owner"), ref, { name: "Mallory" })).rejects.toMatchObject(notFound);
    await expect(deleteHuman(other.ctx("owner"), ref)).rejects.toMatchObject(notFound);
  }
  expect((await listHumans(other.ctx("owner"))).items).toEqual([]);
  expect(await getHuman(world.ctx("owner"), human.id)).toEqual(human);
});
