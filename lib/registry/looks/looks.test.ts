import { expect, test } from "@playwright/test";
import { tenantClient } from "@/lib/db/tenant";
import { makeTenant } from "@/prisma/world/make-tenant";
import { getLastLook } from "./get-last-look";
import { markSeen } from "./mark-seen";
import { noteLook } from "./note-look";
import { afterLook, visitGapMs } from "./visit";

const minute = 60_000;
const start = Date.parse("2026-11-22T17:40:00Z");
const at = (minutes: number) => new Date(start + minutes * minute);

test("a visit tells what happened since the one before it ended, however often its page is loaded", () => {
  const first = afterLook(null, at(0));
  expect(first).toEqual({ lookedAt: at(0), since: null });
  const still = afterLook(first, at(20));
  expect(still).toEqual({ lookedAt: at(20), since: null });
  const nextDay = afterLook(still, at(900));
  expect(nextDay).toEqual({ lookedAt: at(900), since: at(20) });
  expect(afterLook(afterLook(nextDay, at(901)), at(925))).toEqual({ lookedAt: at(925), since: at(20) });
});

test("a visit ends with a pause that is longer than half an hour, not with one that is as long", () => {
  const looked = { lookedAt: at(0), since: null };
  expect(afterLook(looked, new Date(start + visitGapMs)).since).toBeNull();
  expect(afterLook(looked, new Date(start + visitGapMs + 1)).since).toEqual(at(0));
});

test("a page that was opened long ago and is looked at late takes nothing back", () => {
  const looked = { lookedAt: at(900), since: at(20) };
  expect(afterLook(looked, at(0))).toEqual(looked);
});

test("a look is the member's own, in this tenant alone; reading moves nothing", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const ctx = world.ctx("viewer");
  const ago = (minutes: number) => new Date(Date.now() - minutes * minute).toISOString();
  expect(await getLastLook(ctx)).toEqual({ since: null });
  const long = ago(600);
  await noteLook(ctx, { at: long });
  for (let i = 0; i < 3; i += 1) expect(await getLastLook(ctx)).toEqual({ since: long });
  expect(await getLastLook(world.ctx("owner"))).toEqual({ since: null });
  expect(await getLastLook(other.ctx("viewer"))).toEqual({ since: null });

  const seen = ago(60);
  await noteLook(ctx, { at: seen });
  expect(await getLastLook(ctx), "an hour ago was a visit of its own, which has ended").toEqual({ since: seen });
});

test("what was marked as seen is not told again, and nobody has seen the future", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("auditor");
  const before = new Date().toISOString();
  await markSeen(ctx, { at: before });
  expect(await getLastLook(ctx)).toEqual({ since: before });
  await noteLook(ctx, { at: "2199-01-01T00:00:00Z" });
  await markSeen(ctx, { at: "2199-01-01T00:00:00Z" });
  expect(Date.parse((await getLastLook(ctx)).since ?? "")).toBeLessThanOrEqual(Date.now());
});

test("two windows that report at once leave the later look", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  const ago = (minutes: number) => new Date(Date.now() - minutes * minute).toISOString();
  await noteLook(ctx, { at: ago(100) });
  const late = ago(1);
  await Promise.all([noteLook(ctx, { at: late }), noteLook(ctx, { at: ago(50) }), noteLook(ctx, { at: ago(90) })]);
  const [row] = await tenantClient(world.tenant.no).lastLook.findMany();
  expect(row?.lookedAt.toISOString()).toBe(late);
});

test("who is no member has no overview", async () => {
  const world = await makeTenant();
  await expect(getLastLook(world.keyCtx("*"))).rejects.toMatchObject({ code: "forbidden" });
  await expect(noteLook(world.keyCtx("*"), { at: new Date().toISOString() })).rejects.toMatchObject({
    code: "forbidden",
  });
});
