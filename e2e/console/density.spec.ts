import { test } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { makeWorld } from "../support/world";
import { complaints, expectSound } from "./support/axe";
import { as, expect } from "./support/console";

test("the density is chosen beside the theme, acts at once, and the next page arrives in it", async ({ browser }) => {
  const world = await makeWorld();
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.policies(world.tenant));
  const row = page.getByRole("row").nth(1);
  const heightOf = async () => (await row.boundingBox())?.height ?? 0;
  const density = page.getByRole("group", { name: "Density" });
  const compact = await heightOf();

  await page.getByRole("button", { name: /^Account of/ }).click();
  await expect(density.getByRole("radio", { name: "Compact" })).toBeChecked();
  await density.getByRole("radio", { name: "Comfortable" }).check();
  const comfortable = await heightOf();
  expect(comfortable).toBeGreaterThanOrEqual(compact + 8);
  expect(await complaints(page), "the open menu").toEqual([]);

  await test.step("the server writes it: no script has to, and nothing jumps", async () => {
    const html = await (await context.request.get(paths.audit(world.tenant))).text();
    expect(html).toMatch(/<html[^>]* data-density="comfortable"/);
    await page.goto(paths.policies(world.tenant));
    expect(await heightOf()).toBe(comfortable);
  });

  await test.step("everything fits with more room, too", async () => {
    for (const path of [paths.overview(world.tenant), paths.audit(world.tenant), paths.policies(world.tenant)]) {
      await page.goto(path);
      await expectSound(page, `comfortable ${path}`);
    }
  });

  await test.step("back to the default, and nothing is kept", async () => {
    await page.getByRole("button", { name: /^Account of/ }).click();
    await density.getByRole("radio", { name: "Compact" }).check();
    expect(await heightOf()).toBe(compact);
    expect((await context.cookies()).filter(({ name }) => name === "density")).toEqual([]);
  });
  await context.close();
});
