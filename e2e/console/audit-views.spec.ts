import type { Page } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { test } from "../support/scene";
import { auditOf, goTo, makeAuditScene } from "./support/audit-scene";
import { as, expect } from "./support/console";

// Each makes a tenant with its people, connects three agents, and signs somebody in.
test.describe.configure({ timeout: 240_000 });

/** Who presses while a page is still arriving may see the menu close again, and presses once more. */
async function openViews(page: Page) {
  const menu = page.getByRole("group", { name: "Views" });
  await expect(async () => {
    if (!(await menu.isVisible())) await page.getByRole("button", { name: "Views", exact: true }).click();
    await expect(menu).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  return menu;
}

async function editViews(page: Page) {
  const dialog = page.getByRole("dialog", { name: "Views" });
  await expect(async () => {
    const menu = await openViews(page);
    await menu.getByRole("button", { name: "Save or change views…" }).click({ timeout: 5_000 });
    await expect(dialog).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  return dialog;
}

test("a search is kept under a name: for oneself, or for everybody", async ({ browser, upstream }) => {
  const { world } = await makeAuditScene(upstream);
  const [admin, viewer] = [await as(browser, world, "owner"), await as(browser, world, "viewer")];
  const [page, other] = [await admin.newPage(), await viewer.newPage()];

  await test.step("saved for oneself, with a range that moves with the clock", async () => {
    await goTo(page, auditOf(world, "outcome=denied&range=24h"));
    const dialog = await editViews(page);
    await dialog.getByLabel("Name", { exact: true }).fill("Denied today");
    await dialog.getByRole("button", { name: "Save this search" }).click();
    await expect(page.getByText("The view is saved.")).toBeVisible();
    await page.keyboard.press("Escape");
    await goTo(page, auditOf(world));
    await (await openViews(page)).getByRole("link", { name: "Denied today" }).click();
    await expect(page).toHaveURL(auditOf(world, "outcome=denied&range=24h"));
    await goTo(other, auditOf(world));
    await expect((await openViews(other)).getByText("No views yet.")).toBeVisible();
  });

  await test.step("renamed and shared: now others have it, and cannot change it", async () => {
    // Arriving closes what was opened on the way.
    await goTo(page, auditOf(world, "outcome=denied&range=24h"));
    const dialog = await editViews(page);
    const form = dialog.getByRole("form", { name: "Change Denied today" });
    await form.getByLabel("Name of Denied today").fill("Denied");
    await form.getByRole("checkbox", { name: "Shared" }).check();
    await form.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("The view is changed.")).toBeVisible();
    await page.keyboard.press("Escape");
    await goTo(other, auditOf(world));
    await (await openViews(other)).getByRole("link", { name: "Denied" }).click();
    await expect(other).toHaveURL(/outcome=denied/);
    await goTo(other, auditOf(world, "outcome=denied&range=24h"));
    const theirs = await editViews(other);
    await expect(theirs.getByRole("checkbox")).toHaveCount(0);
    await expect(theirs.getByRole("list", { name: "Saved views" })).toHaveCount(0);
    expect(await world.events({ type: "audit.view_changed" })).toHaveLength(1);
  });

  await test.step("a tab's view opens in the whole log with what the tab adds", async () => {
    await goTo(page, `${paths.server(world.tenant, "fixture")}/audit?decision=deny`);
    const dialog = await editViews(page);
    await dialog.getByLabel("Name", { exact: true }).fill("Denied on fixture");
    await dialog.getByRole("button", { name: "Save this search" }).click();
    await expect(page.getByText("The view is saved.")).toBeVisible();
    await page.keyboard.press("Escape");
    await (await openViews(page)).getByRole("link", { name: "Denied on fixture" }).click();
    await expect(page).toHaveURL(auditOf(world, "server=fixture&decision=deny"));
  });

  await test.step("a name is used once, and a deleted view is gone", async () => {
    await goTo(page, auditOf(world));
    const dialog = await editViews(page);
    await dialog.getByLabel("Name", { exact: true }).fill("Denied");
    await dialog.getByRole("button", { name: "Save this search" }).click();
    await expect(dialog.getByText('You have a view called "Denied" already.').first()).toBeVisible();
    await dialog.getByRole("button", { name: "Delete Denied", exact: true }).click();
    await expect(page.getByText("The view is deleted.")).toBeVisible();
    await page.reload();
    const menu = await openViews(page);
    await expect(menu.getByRole("link", { name: "Denied on fixture" })).toBeVisible();
    await expect(menu.getByRole("link", { name: "Denied", exact: true })).toHaveCount(0);
  });
  await admin.close();
  await viewer.close();
});

test("a view is saved without script", async ({ browser, upstream }) => {
  const { world } = await makeAuditScene(upstream);
  const context = await as(browser, world, "viewer", { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(auditOf(world, "decision=deny"));
  const dialog = await editViews(page);
  await dialog.getByLabel("Name", { exact: true }).fill("Denied");
  await dialog.getByRole("button", { name: "Save this search" }).click();
  await page.goto(auditOf(world));
  await (await openViews(page)).getByRole("link", { name: "Denied" }).click();
  await expect(page).toHaveURL(auditOf(world, "decision=deny"));
  await context.close();
});
