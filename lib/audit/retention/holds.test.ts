import { expect, test } from "@playwright/test";
import { pool } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import { nowMs } from "@/lib/kernel/clock";
import { makeHuman } from "@/prisma/world/make-human";
import { makeTenant } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { recordPast } from "./internal/past-events";
import { isHeld } from "./is-held";
import { listHolds } from "./list-holds";
import { PlaceHoldInput, placeHold } from "./place-hold";
import { releaseHold } from "./release-hold";

test("a hold is placed, listed and released, each with an event; released ones stay on record", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  const placed = await placeHold(ctx, { reason: "Case 7" });
  expect(placed).toMatchObject({ scope: {}, reason: "Case 7", releasedAt: null, placedBy: world.members.admin.id });
  const second = await placeHold(ctx, PlaceHoldInput.parse({ reason: "Case 8", from: "2026-01-01T00:00:00+01:00" }));
  expect(second.scope).toEqual({ from: "2025-12-31T23:00:00.000Z" });
  await releaseHold(ctx, placed.id);
  const { items } = await listHolds(world.ctx("viewer"));
  expect(items.map(({ id, releasedBy }) => [id, releasedBy])).toEqual([
    [second.id, null],
    [placed.id, world.members.admin.id],
  ]);
  const first = await listHolds(ctx, { limit: 1 });
  expect(first.items).toEqual([second]);
  const next = await listHolds(ctx, { limit: 1, cursor: first.nextCursor ?? "" });
  expect(next.items.map(({ id }) => id)).toEqual([placed.id]);
  expect(next.nextCursor).toBeNull();
  expect(await readEvents(world, { type: ["audit.hold_placed", "audit.hold_released"] })).toMatchObject([
    { type: "audit.hold_placed", changes: { before: null, after: { reason: "Case 7" } } },
    { type: "audit.hold_placed", resource: { type: "hold", key: second.id } },
    { type: "audit.hold_released", changes: { before: { reason: "Case 7" }, after: null } },
  ]);
  await expect(releaseHold(ctx, placed.id)).rejects.toMatchObject({ code: "not_found" });
});

test("a human is named by key or by e-mail, and a name that the log does not know is refused, because it would hold nothing", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  const { key, id, email } = await makeHuman(world);
  for (const human of [key, id, String(email).toUpperCase()])
    expect((await placeHold(ctx, { reason: "r", human })).scope).toEqual({ human: key });
  for (const wrong of [{ human: "human|nobody" }, { agent: key }, { server: "nothing" }])
    await expect(placeHold(ctx, { reason: "r", ...wrong })).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: Object.keys(wrong)[0] }],
    });
  await expect(placeHold(ctx, { reason: "r", human: key, agent: "x" })).rejects.toMatchObject({ code: "invalid" });
  const late = { from: "2026-01-02T00:00:00.000Z", to: "2026-01-01T00:00:00.000Z" };
  await expect(placeHold(ctx, { reason: "r", ...late })).rejects.toMatchObject({ issues: [{ path: "to" }] });
  expect(PlaceHoldInput.safeParse({ reason: " " }).success).toBe(false);
});

test("who may only read can place and release none, and another tenant's hold is not found", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const { id } = await placeHold(world.ctx("owner"), { reason: "r" });
  for (const role of ["auditor", "viewer"] as const) {
    await expect(placeHold(world.ctx(role), { reason: "r" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(releaseHold(world.ctx(role), id)).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(listHolds(world.keyCtx("events:read"))).rejects.toMatchObject({ code: "forbidden" });
  await expect(releaseHold(other.ctx("owner"), id)).rejects.toMatchObject({ code: "not_found" });
  expect((await listHolds(other.ctx("owner"))).items).toEqual([]);
  expect((await listHolds(world.ctx("owner"))).items).toMatchObject([{ id, releasedAt: null }]);
});

test("whether an event is held is known by who it concerns and when it was, in its own tenant", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const refs = { human: { id: `hum_${world.tenant.no}`, key: "human|alice" } };
  const [alices, nobodys] = [
    await recordPast(world.tenant.no, nowMs(), { refs }),
    await recordPast(world.tenant.no, nowMs()),
  ];
  const theirs = await recordPast(other.tenant.no, nowMs(), { refs: { human: { id: "hum_x", key: "human|alice" } } });
  const held = (no: number, uuid: string) => withinTenant(no, (sql) => isHeld(sql, no, uuid));
  expect(await held(world.tenant.no, alices)).toBe(false);
  await recordPast(world.tenant.no, nowMs(), {
    refs: { resource: { id: `hum_${world.tenant.no}`, key: "human|alice" } },
  });
  const { id } = await placeHold(world.ctx("admin"), { reason: "r", human: "human|alice" });
  expect(await held(world.tenant.no, alices)).toBe(true);
  expect(await held(world.tenant.no, nobodys)).toBe(false);
  expect(await held(other.tenant.no, theirs)).toBe(false);
  await releaseHold(world.ctx("admin"), id);
  expect(await held(world.tenant.no, alices)).toBe(false);
  const past = { from: new Date(0).toISOString(), to: new Date(nowMs() - 60_000).toISOString() };
  await placeHold(world.ctx("admin"), { reason: "r", ...past });
  expect(await held(world.tenant.no, alices)).toBe(false);
});

test("the console's role cannot take a hold away by itself, nor change what it holds", async () => {
  const world = await makeTenant();
  await placeHold(world.ctx("admin"), { reason: "r" });
  for (const change of ["DELETE FROM audit.legal_hold", "UPDATE audit.legal_hold SET scope = '{}'"])
    await expect(pool("app").query(change)).rejects.toThrow("permission denied");
});
