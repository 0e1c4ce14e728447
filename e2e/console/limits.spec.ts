import type { Locator, Page } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { expect as check, test } from "../support/scene";
import { complaints } from "./support/axe";
import { as, expect } from "./support/console";

/* The page of limits, and how long a call may take. */

const rowsOf = (page: Page): Locator =>
  page
    .getByRole("table", { name: "Limits" })
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader") });

for (const javaScriptEnabled of [true, false])
  test(`limits are set, changed and removed ${javaScriptEnabled ? "with" : "without"} JavaScript; the log holds each`, async ({
    browser,
    scene,
  }) => {
    const { world, human } = scene;
    const context = await as(browser, world, "admin", { javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(paths.limits(world.tenant));
    await expect(page.getByText("A limit stops an agent that calls in a loop")).toBeVisible();
    if (javaScriptEnabled) expect(await complaints(page)).toEqual([]);

    await page.getByLabel("Calls", { exact: true }).fill("60");
    await page.getByRole("button", { name: "Set limit" }).click();
    await expect(page.getByText("Say within how many seconds.")).toBeVisible();
    await expect(page.getByLabel("Calls", { exact: true })).toHaveValue("60");
    await page.getByLabel("In seconds").fill("30");
    await page.getByRole("button", { name: "Set limit" }).click();
    await expect(rowsOf(page)).toHaveCount(1);
    await expect(rowsOf(page).first()).toContainText("Every agent instance");
    await expect(rowsOf(page).first()).toContainText("60 calls in 30 seconds");

    await page.getByLabel("Of", { exact: true }).selectOption("human");
    await page.getByLabel("Which one").fill(human);
    await page.getByLabel("At once").fill("2");
    await page.getByRole("button", { name: "Set limit" }).click();
    await expect(rowsOf(page)).toHaveCount(2);
    await page.getByRole("link", { name: `Change the limit of the human ${human}` }).click();
    await expect(page.getByLabel("At once")).toHaveValue("2");
    await expect(page.getByLabel("Which one")).toHaveValue(human);
    await page.getByLabel("At once").fill("3");
    await page.getByRole("button", { name: "Change limit" }).click();
    await expect(rowsOf(page).nth(1)).toContainText("3 calls at once");
    if (javaScriptEnabled) expect(await complaints(page)).toEqual([]);

    if (javaScriptEnabled) {
      await page.getByRole("button", { name: "Remove the limit of every agent instance" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Remove limit" }).click();
      await expect(rowsOf(page)).toHaveCount(1);
      await world.event({ type: "limit.deleted" });
    }
    await context.close();
    check(await world.events({ type: "limit.created" })).toHaveLength(2);
    check(await world.event({ type: "limit.updated" })).toMatchObject({
      human: { key: human },
      changes: { before: { concurrent: 2 }, after: { concurrent: 3 } },
    });
  });

test("who may only read sees the limits and changes none", async ({ browser, scene }) => {
  const { world } = scene;
  await world.api.put("limits", { kind: "tenant", concurrent: 7 });
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  await page.goto(paths.limits(world.tenant));
  await expect(rowsOf(page).first()).toContainText("7 calls at once");
  await expect(page.getByRole("button", { name: "Set limit" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Remove the limit/ })).toHaveCount(0);
  await context.close();
});

test("how long a call may take is said on the server's page and on the tool's, and taken back by leaving it empty", async ({
  browser,
  scene,
}) => {
  const { world } = scene;
  const context = await as(browser, world, "admin");
  const page = await context.newPage();
  const timeout = async (path: string) => (await world.api.get<{ timeoutSeconds: number | null }>(path)).timeoutSeconds;
  await page.goto(paths.server(world.tenant, "fixture"));
  await page.getByLabel("Time per call, seconds").fill("30");
  await page.getByRole("form", { name: "Edit server" }).getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  check(await timeout("servers/fixture")).toBe(30);
  await page.getByLabel("Time per call, seconds").fill("");
  await page.getByRole("form", { name: "Edit server" }).getByRole("button", { name: "Save" }).click();
  await expect.poll(() => timeout("servers/fixture")).toBeNull();

  await page.goto(paths.tool(world.tenant, "fixture", "slow"));
  await page.getByLabel("Time per call, seconds").fill("5");
  await page.getByRole("form", { name: "Time per call" }).getByRole("button", { name: "Set" }).click();
  await expect(page.getByText("The time of slow is changed.")).toBeVisible();
  check(await world.event({ type: "resource.updated", tool: "slow" })).toMatchObject({
    changes: { before: { timeoutSeconds: null }, after: { timeoutSeconds: 5 } },
  });
  check(await complaints(page)).toEqual([]);
  await context.close();
});
