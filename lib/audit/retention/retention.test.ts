import { expect, test } from "@playwright/test";
import { nowMs } from "@/lib/kernel/clock";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import { getRetention } from "./get-retention";
import { recordPast } from "./internal/past-events";
import { previewRetention } from "./preview-retention";
import { UpdateRetentionInput, updateRetention } from "./update-retention";

const dayMs = 86_400_000;
const daysAgo = (days: number) => nowMs() - days * dayMs;
const changes = (world: World) => readEvents(world, { type: ["audit.retention_changed"] });

test("a tenant that has said nothing keeps its events for 400 days and arguments for 30", async () => {
  const world = await makeTenant();
  expect(await getRetention(world.ctx("viewer"))).toMatchObject({ days: 400, payloadDays: 30, version: 0 });
});

test("a change is in force at once, in this tenant only, and leaves an event with what was before", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const ctx = world.ctx("admin");
  expect(await updateRetention(ctx, { days: 90, payloadDays: 7, version: 0 })).toEqual({
    days: 90,
    payloadDays: 7,
    version: 1,
  });
  expect(await getRetention(ctx)).toMatchObject({ days: 90, payloadDays: 7, version: 1, byMonth: false });
  expect(await getRetention(other.ctx("admin"))).toMatchObject({ days: 400, payloadDays: 30, version: 0 });
  expect(await changes(world)).toMatchObject([
    {
      resource: { type: "tenant", key: world.tenant.slug },
      actor: { type: "member" },
      changes: { before: { days: 400, payloadDays: 30 }, after: { days: 90, payloadDays: 7 } },
    },
  ]);
  expect(await changes(other)).toEqual([]);
  const { cutsBefore } = await getRetention(ctx);
  expect(Date.parse(cutsBefore) % dayMs).toBe(0);
  expect(Date.parse(cutsBefore)).toBeLessThanOrEqual(daysAgo(90));
  expect(Date.parse(cutsBefore)).toBeGreaterThan(daysAgo(91) - 1);
});

test("of two who change the settings at once the slower is refused, and what changes nothing leaves nothing", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  const both = await Promise.allSettled([
    updateRetention(ctx, { days: 90, payloadDays: 7, version: 0 }),
    updateRetention(ctx, { days: 60, payloadDays: 7, version: 0 }),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
  const { days, payloadDays, version } = await getRetention(ctx);
  expect(version).toBe(1);
  await updateRetention(ctx, { days, payloadDays, version });
  expect(await getRetention(ctx)).toMatchObject({ version: 1 });
  await expect(updateRetention(ctx, { days: 30, payloadDays: 0, version: 0 })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await changes(world)).toHaveLength(1);
});

test("who may only read cannot change it, and who may not even read sees nothing", async () => {
  const world = await makeTenant();
  for (const role of ["auditor", "viewer"] as const)
    await expect(updateRetention(world.ctx(role), { days: 90, payloadDays: 7, version: 0 })).rejects.toMatchObject({
      code: "forbidden",
    });
  await expect(getRetention(world.keyCtx("events:read"))).rejects.toMatchObject({ code: "forbidden" });
  await expect(previewRetention(world.keyCtx("events:read"), { days: 30 })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await changes(world)).toEqual([]);
});

test("days outside of their bounds are refused with the bounds", () => {
  for (const [field, value] of [
    ["days", 29],
    ["days", 3651],
    ["days", 90.5],
    ["days", "soon"],
    ["payloadDays", -1],
    ["payloadDays", 3651],
  ] as const) {
    const { error } = UpdateRetentionInput.safeParse({ days: 400, payloadDays: 30, version: 0, [field]: value });
    expect(error?.issues, `${field} ${value}`).toMatchObject([
      { path: [field], message: expect.stringMatching(/3650/) },
    ]);
  }
});

test("before retention is lowered, it can be seen how many events of how many months would go", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const ctx = world.ctx("viewer");
  const none = await previewRetention(ctx, { days: 30 });
  expect(none).toMatchObject({ events: 0, months: 0, isMore: false, someHeld: false });
  for (const days of [35, 36, 100]) await recordPast(world.tenant.no, daysAgo(days));
  await recordPast(other.tenant.no, daysAgo(40));
  const { months, ...seen } = await previewRetention(ctx, { days: 30 });
  expect(seen).toEqual({ ...none, months: undefined, events: 3, before: none.before });
  expect(months).toBeGreaterThanOrEqual(3);
  expect(months).toBeLessThanOrEqual(4);
  expect(await previewRetention(ctx, { days: 99 })).toMatchObject({ events: 1, months: 1 });
  expect((await readEvent(world, {})).id).toBeTruthy();
});
