import { paths } from "@/lib/kernel/paths";
import { rawAgent } from "../support/raw-agent";
import { test } from "../support/scene";
import { complaints } from "./support/axe";
import { as, expect } from "./support/console";

/* Agents' administration: stopping at every level, and what a stop did. */

test.describe.configure({ timeout: 150_000 });

test("suspending an instance shows the last call allowed, and the first refused as soon as there is one", async ({
  browser,
  scene,
}) => {
  const { world, instance } = scene;
  const agent = await scene.agent();
  await agent.call("echo", { text: "before" });
  const context = await as(browser, world, "admin");
  const page = await context.newPage();
  await page.goto(paths.instance(world.tenant, instance.agent, instance.id));
  await page.getByRole("button", { name: "Suspend" }).click();
  await expect(page.getByRole("heading", { name: "Suspended: what it did" })).toBeVisible();
  await expect(page.getByText("Nobody has asked since")).toBeVisible();
  await agent.call("echo", { text: "after" });
  // The page follows by itself.
  await expect(page.getByText("Nobody has asked since")).toHaveCount(0);
  await expect(page.getByText("First refused")).toBeVisible();
  expect(await complaints(page)).toEqual([]);
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("heading", { name: "Suspended: what it did" })).toHaveCount(0);
  await context.close();
});

test("every instance of an agent is disconnected after its name was typed, and one is deleted for good", async ({
  browser,
  scene,
}) => {
  const { world, instance } = scene;
  const context = await as(browser, world, "admin");
  const page = await context.newPage();
  await page.goto(paths.agent(world.tenant, instance.agent));
  await expect(page.getByText("No OAuth client")).toBeVisible();
  await page.getByRole("button", { name: "Disconnect all" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(instance.agent);
  await dialog.getByRole("button", { name: "Disconnect all" }).click();
  await expect(page.getByText("Disconnected", { exact: true }).first()).toBeVisible();
  expect((await (await rawAgent(world.mcpUrl("fixture"), instance.token)).call("echo", { text: "a" })).status).toBe(
    401,
  );

  await page.goto(paths.instance(world.tenant, instance.agent, instance.id));
  await expect(page.getByRole("heading", { name: "Disconnected: what it did" })).toBeVisible();
  await page.getByRole("button", { name: "Delete instance" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill(instance.id);
  await page.getByRole("dialog").getByRole("button", { name: "Delete instance" }).click();
  await expect(page).toHaveURL(new RegExp(`${paths.agent(world.tenant, instance.agent)}$`));
  expect((await world.api.ask("GET", `instances/${instance.id}`)).status).toBe(404);
  await world.event({ type: "instance.deleted" });
  await context.close();
});

test("an auditor sees reports and stops, and can change neither", async ({ browser, scene }) => {
  const { world, instance } = scene;
  await world.api.patch(`instances/${instance.id}`, { status: "suspended" });
  const context = await as(browser, world, "auditor");
  const page = await context.newPage();
  await page.goto(paths.instance(world.tenant, instance.agent, instance.id));
  await expect(page.getByRole("heading", { name: "Suspended: what it did" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Resume" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Delete instance" })).toHaveCount(0);
  await page.goto(paths.reports(world.tenant));
  await expect(page.getByText("Nobody has reported anything")).toBeVisible();
  await context.close();
});
