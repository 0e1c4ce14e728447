import { expect, test } from "@playwright/test";
import { tenantClient } from "@/lib/db/tenant";
import { makeInstance } from "@/prisma/world/make-instance";
import { makeTenant } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { getTenantSettings } from "./get-tenant-settings";
import { loadBuiltIn, rememberBuiltIn } from "./load-built-in";
import { updateTenantSettings } from "./update-tenant-settings";

const allOn = { countersign_whoami: true, countersign_can_i: true, countersign_request_access: true };

test("an environment is renamed and keeps its address; its event says before and after; saying the same again leaves none", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  const before = await getTenantSettings(ctx);
  expect(before).toMatchObject({ slug: world.tenant.slug, builtInTools: allOn });
  expect(await updateTenantSettings(ctx, { name: "Staging" })).toEqual({ ...before, name: "Staging" });
  await updateTenantSettings(ctx, { name: "Staging", builtInTools: { countersign_whoami: true } });
  await updateTenantSettings(ctx, {});
  expect(await getTenantSettings(world.ctx("viewer"))).toEqual({ ...before, name: "Staging" });
  expect(await readEvents(world, { type: ["tenant.updated"] })).toMatchObject([
    {
      resource: { type: "tenant", key: world.tenant.slug, name: "Staging" },
      actor: { type: "member" },
      changes: { before: { name: before.name }, after: { name: "Staging" } },
    },
  ]);
});

test("a tool of the gateway's own is switched off and on again by itself, in one tenant and in no other", async () => {
  const [here, there] = [await makeTenant(), await makeTenant()];
  const ctx = here.ctx("owner");
  const off = await updateTenantSettings(ctx, { builtInTools: { countersign_can_i: false } });
  expect(off.builtInTools).toEqual({ ...allOn, countersign_can_i: false });
  await updateTenantSettings(ctx, { builtInTools: { countersign_request_access: false } });
  expect((await getTenantSettings(ctx)).builtInTools).toEqual({
    ...{ countersign_whoami: true, countersign_can_i: false, countersign_request_access: false },
  });
  expect((await getTenantSettings(there.ctx("owner"))).builtInTools).toEqual(allOn);
  await updateTenantSettings(ctx, { builtInTools: { countersign_can_i: true } });
  const events = await readEvents(here, { type: ["tenant.updated"] });
  expect(events.map(({ changes }) => changes)).toEqual([
    { before: { countersign_can_i: true }, after: { countersign_can_i: false } },
    { before: { countersign_request_access: true }, after: { countersign_request_access: false } },
    { before: { countersign_can_i: false }, after: { countersign_can_i: true } },
  ]);
  expect(await readEvents(there, { type: ["tenant.updated"] })).toEqual([]);
});

test("two changes at once both count", async () => {
  const world = await makeTenant();
  await Promise.all([
    updateTenantSettings(world.ctx("owner"), { name: "Both" }),
    updateTenantSettings(world.ctx("admin"), { builtInTools: { countersign_whoami: false } }),
  ]);
  expect(await getTenantSettings(world.ctx("viewer"))).toMatchObject({
    name: "Both",
    builtInTools: { countersign_whoami: false },
  });
});

test("who may only read changes nothing, and who may not read sees nothing", async () => {
  const world = await makeTenant();
  for (const role of ["auditor", "viewer"] as const)
    await expect(updateTenantSettings(world.ctx(role), { name: "Mine" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(getTenantSettings({ ...world.ctx("owner"), scopes: ["events:read"] })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect((await getTenantSettings(world.ctx("viewer"))).name).not.toBe("Mine");
});

test("what an instance was shown of the gateway's own tools is remembered, none at all being something else than never", async () => {
  const world = await makeTenant();
  const [one, other] = [await makeInstance(world), await makeInstance(world, { server: "github" })];
  const { no } = world.tenant;
  const all = ["countersign_whoami", "countersign_can_i", "countersign_request_access"];
  expect(await loadBuiltIn(no, one.instance.id)).toEqual({ on: all, listed: null });
  await rememberBuiltIn(no, one.instance.id, []);
  expect(await loadBuiltIn(no, one.instance.id)).toEqual({ on: all, listed: [] });
  expect(await loadBuiltIn(no, other.instance.id)).toEqual({ on: all, listed: null });
  await updateTenantSettings(world.ctx("owner"), { builtInTools: { countersign_whoami: false } });
  expect((await loadBuiltIn(no, one.instance.id)).on).toEqual(all.slice(1));
  // Another tenant's instance is nobody here.
  const { tenant } = await makeTenant();
  expect(await loadBuiltIn(tenant.no, one.instance.id)).toEqual({ on: [], listed: null });
  await rememberBuiltIn(tenant.no, one.instance.id, all);
  expect(await loadBuiltIn(no, one.instance.id)).toMatchObject({ listed: [] });
  expect(await tenantClient(no).instance.count()).toBe(2);
});
