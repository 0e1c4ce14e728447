import { expect, test } from "@playwright/test";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { listTools } from "./list-tools";
import { updateTools } from "./update-tools";

const tools = [
  { name: "list_issues", level: "low" as const },
  { name: "create_issue", level: "medium" as const },
  { name: "delete_repo", level: "high" as const },
];
/** A server in each of two tenants, of the same key and with the same tools. */
async function makeTwo() {
  const [world, other] = [await makeTenant(), await makeTenant()];
  for (const each of [world, other]) await makeServer(each, { key: "tracker", name: "Tracker", tools });
  return { world, other };
}

test("those named are changed, each with its event, and nothing of another tenant", async () => {
  const { world, other } = await makeTwo();
  const ctx = world.ctx("admin");
  const names = ["list_issues", "delete_repo", "not there"];
  expect(await updateTools(ctx, "tracker", names, { level: "medium", enabled: false })).toBe(2);
  const stand = async (which: typeof world) =>
    (await listTools(which.ctx("viewer"), "tracker")).items.map(({ name, level, enabled }) => [name, level, enabled]);
  expect(await stand(world)).toEqual([
    ["create_issue", "medium", true],
    ["delete_repo", "medium", false],
    ["list_issues", "medium", false],
  ]);
  expect(await stand(other)).toEqual([
    ["create_issue", "medium", true],
    ["delete_repo", "high", true],
    ["list_issues", "low", true],
  ]);
  const events = await readEvents(world, { type: ["resource.updated"] });
  expect(events.map(({ resource }) => resource?.key).toSorted()).toEqual([
    "tracker/delete_repo",
    "tracker/list_issues",
  ]);
});

test("as suggested means each tool's own suggestion", async () => {
  const { world } = await makeTwo();
  const ctx = world.ctx("admin");
  const all = tools.map(({ name }) => name);
  await updateTools(ctx, "tracker", all, { level: "high" });
  await updateTools(ctx, "tracker", all, { level: "suggested" });
  for (const tool of (await listTools(ctx, "tracker")).items) expect(tool.level, tool.name).toBe(tool.levelSuggested);
});

test("nothing named, nothing said, no permission and an unknown server are refused, and nothing changes", async () => {
  const { world } = await makeTwo();
  const ctx = world.ctx("admin");
  const change = { enabled: false };
  await expect(updateTools(ctx, "tracker", [], change)).rejects.toMatchObject({ code: "invalid" });
  await expect(updateTools(ctx, "tracker", ["list_issues"], {})).rejects.toMatchObject({ code: "invalid" });
  await expect(updateTools(ctx, "nothing", ["list_issues"], change)).rejects.toMatchObject({ code: "not_found" });
  await expect(updateTools(world.ctx("viewer"), "tracker", ["list_issues"], change)).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await readEvents(world, { type: ["resource.updated"] })).toEqual([]);
});
