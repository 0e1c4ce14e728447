import { paths } from "@/lib/kernel/paths";
import { failFiveTimes } from "../support/break-circuit";
import { test } from "../support/scene";
import { expectSound } from "./support/axe";
import { as, expect } from "./support/console";

// Each page is looked at in both themes and both widths.
test.describe.configure({ timeout: 240_000 });

test("the page of a server says how it is and why, and a test of its connection says where it ends and what to do", async ({
  browser,
  scene,
}) => {
  const { world, upstream } = scene;
  const agent = await scene.agent("modern");
  await agent.call("echo", { text: "a" });
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.server(world.tenant, "fixture"));
  const card = page.locator("section").filter({ has: page.getByRole("heading", { name: /^Health/ }) });
  await expect(card.getByRole("heading")).toHaveText("Health Healthy");
  await expect(card.getByText("It answered the one call of the last 24 hours.")).toBeVisible();
  await expect(card.getByText("1: 1 succeeded (100 %)")).toBeVisible();

  await card.getByRole("button", { name: "Test connection" }).click();
  await expect(card.getByRole("status")).toHaveText(/^Passed in /);
  const steps = card.getByRole("list", { name: "Steps of the test" }).getByRole("listitem");
  await expect(steps).toHaveCount(4);
  await expect(steps.last()).toContainText(/It offers \d+ tools/);
  await expect(card.getByRole("link", { name: "Passed" })).toBeVisible();
  await expectSound(page, "server-health");

  await upstream.behave({ status: 503 });
  for (let i = 0; i < 3; i += 1) await agent.call("echo", { text: "a" });
  await card.getByRole("button", { name: "Test connection" }).click();
  await expect(card.getByRole("status")).toHaveText("Failed at: Protocol.");
  await expect(steps).toHaveCount(3);
  await expect(steps.last().getByRole("img", { name: "Failed" })).toBeVisible();
  await expect(steps.last()).toContainText("Look at the server's own log");
  await expect(card.getByRole("heading")).toHaveText("Health Failing");
  await expect(card.getByRole("link", { name: "The server failed (HTTP 503)." })).toBeVisible();
  await expectSound(page, "server-health-failing");

  await page.goto(paths.servers(world.tenant));
  await expect(page.getByRole("row", { name: /Fixture/ }).getByText("Failing", { exact: true })).toBeVisible();
  await expectSound(page, "servers-health");
  await context.close();
});

test("a server that is left alone says so, for how long and by whom, and a test that passes ends it", async ({
  browser,
  scene,
}) => {
  const { world, upstream } = scene;
  await failFiveTimes(scene);
  const context = await as(browser, world, "admin");
  const page = await context.newPage();
  await page.goto(paths.server(world.tenant, "fixture"));
  const card = page.locator("section").filter({ has: page.getByRole("heading", { name: /^Health/ }) });
  await expect(card.getByRole("heading", { name: "Health Failing" })).toBeVisible();
  await expect(card.getByText("Left alone for now")).toBeVisible();
  await expect(card.getByText(/This process of the gateway/)).toBeVisible();
  await expectSound(page, "server-health-circuit");

  await upstream.behave({ status: null });
  await card.getByRole("button", { name: "Test connection" }).click();
  await expect(card.getByRole("status")).toHaveText(/^Passed in /);
  await expect(card.getByText("Left alone for now")).toHaveCount(0);
  await expect(card.getByRole("heading", { name: "Health Degraded" })).toBeVisible();
  await context.close();
});

test("a viewer sees how a server is, and cannot test it", async ({ browser, scene }) => {
  const context = await as(browser, scene.world, "viewer");
  const page = await context.newPage();
  await page.goto(paths.server(scene.world.tenant, "fixture"));
  await expect(page.getByRole("heading", { name: "Health Unknown" })).toBeVisible();
  await expect(page.getByText("No agent has called it in the last 24 hours.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Test connection" })).toBeHidden();
  await context.close();
});
