import { expect, test } from "@playwright/test";
import { makeTenant } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { createView } from "./create-view";
import { deleteView } from "./delete-view";
import { listViews } from "./list-views";
import { updateView } from "./update-view";

const denied = { name: "Denied", query: "outcome=denied&range=24h" };
const ofViews = { type: ["audit.view_changed" as const] };

test("a private view is its owner's alone, in this tenant alone, and leaves no event", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const view = await createView(world.ctx("viewer"), denied);
  expect(view).toMatchObject({ ...denied, id: expect.stringMatching(/^viw_/), shared: false, own: true });
  expect((await listViews(world.ctx("viewer"))).items).toEqual([view]);
  for (const ctx of [world.ctx("owner"), world.ctx("auditor"), world.keyCtx("*"), other.ctx("owner")]) {
    expect((await listViews(ctx)).items).toEqual([]);
    await expect(updateView(ctx, view.id, { name: "Mine" })).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteView(ctx, view.id)).rejects.toMatchObject({ code: "not_found" });
  }
  await deleteView(world.ctx("viewer"), view.id);
  expect((await listViews(world.ctx("viewer"))).items).toEqual([]);
  expect(await readEvents(world, ofViews)).toEqual([]);
});

test("a shared view is everybody's to open, only an admin's to change, and every change of it is an event", async () => {
  const world = await makeTenant();
  await expect(createView(world.ctx("auditor"), { ...denied, shared: true })).rejects.toMatchObject({
    code: "forbidden",
  });
  const { id } = await createView(world.ctx("admin"), { ...denied, shared: true });
  expect((await listViews(world.ctx("viewer"))).items).toMatchObject([{ id, shared: true, own: false }]);
  await expect(updateView(world.ctx("viewer"), id, { name: "X" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(deleteView(world.ctx("viewer"), id)).rejects.toMatchObject({ code: "forbidden" });
  await updateView(world.ctx("owner"), id, { name: "Refused" });
  await updateView(world.ctx("owner"), id, { name: "Refused" });
  await deleteView(world.ctx("admin"), id);
  const query = denied.query;
  expect((await readEvents(world, ofViews)).map(({ changes }) => changes)).toEqual([
    { before: null, after: { name: "Denied", query } },
    { before: { name: "Denied", query }, after: { name: "Refused", query } },
    { before: { name: "Refused", query }, after: null },
  ]);
});

test("sharing a view and taking it back shows it to others and hides it again", async () => {
  const world = await makeTenant();
  const admin = world.ctx("admin");
  const { id } = await createView(admin, denied);
  await updateView(admin, id, { shared: true });
  expect((await listViews(world.ctx("viewer"))).items).toHaveLength(1);
  await updateView(admin, id, { shared: false });
  expect((await listViews(world.ctx("viewer"))).items).toEqual([]);
  expect((await readEvents(world, ofViews)).map(({ changes }) => [changes?.before, changes?.after])).toMatchObject([
    [null, denied],
    [denied, null],
  ]);
});

test("what is kept is a search and no place, and a search that is not understood is refused", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("viewer");
  const kept = await createView(ctx, {
    name: "Mine",
    query: "human=human%7Calice&cursor=abc&at=2026-11-22T09:00Z&limit=5&q=",
  });
  expect(kept.query).toBe("human=human%7Calice");
  for (const query of ["colour=red", "outcome=maybe", "from=soon"])
    await expect(createView(ctx, { name: "Other", query })).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "query" }],
    });
  await expect(createView(ctx, { name: "Mine", query: "" })).rejects.toMatchObject({ code: "conflict" });
  expect(await createView(world.ctx("admin"), { name: "Mine", query: "" })).toMatchObject({ query: "" });
});
