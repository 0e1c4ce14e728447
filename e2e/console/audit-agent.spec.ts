import { paths } from "@/lib/kernel/paths";
import { test } from "../support/scene";
import { makeAuditScene } from "./support/audit-scene";
import { as, expect, idsOf, rowsOf } from "./support/console";

/** Seed P54–P57, P70: from the list of agents to what one of them did today, and the same by its key in the whole log. */
test("today's calls of an agent: from the list of agents to its Audit Logs", async ({ browser, upstream }) => {
  const { world } = await makeAuditScene(upstream);
  const wanted = (await world.events({ agent: "cursor", range: "24h" })).map(({ id }) => id);
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  await page.goto(paths.agents(world.tenant));
  await page.getByRole("main").getByRole("link", { name: "Cursor" }).first().click();
  await page.getByRole("link", { name: "Audit Logs" }).click();
  await expect(page).toHaveURL((url) => url.pathname === `${paths.agent(world.tenant, "cursor")}/audit`);
  await page.getByRole("button", { name: /^Time/ }).click();
  await page.getByRole("radio", { name: "Last 24 hours" }).check();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/range=24h/);
  await expect(rowsOf(page)).toHaveCount(wanted.length);
  expect(await idsOf(page)).toEqual(wanted);
  await expect(rowsOf(page).filter({ hasText: "Denied" }).first()).toBeVisible();

  await page.goto(paths.audit(world.tenant));
  await page.getByRole("searchbox").fill("agent|cursor");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=agent/);
  expect(await idsOf(page)).toEqual(wanted);
  await context.close();
});
