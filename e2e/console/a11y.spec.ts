import { paths } from "@/lib/kernel/paths";
import { makeWorld } from "../support/world";
import { complaints, expectSound } from "./support/axe";
import { as, expect } from "./support/console";
import { violationsOf } from "./support/page-policy";
import { test } from "./support/town";

// Two workers take half of the pages each.
test.describe.configure({ mode: "parallel" });
for (const half of [0, 1])
  test(`every page is accessible and fits, in both themes and widths, ${["even", "odd"][half]}`, async ({
    browser,
    town,
  }) => {
    test.setTimeout(480_000);
    const context = await browser.newContext({ storageState: town.cookies });
    const violations = await violationsOf(context);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    for (const { name, path } of town.places.filter((_, index) => index % 2 === half))
      await test.step(name, async () => {
        await page.goto(path);
        await expectSound(page, name);
      });
    expect(errors).toEqual([]);
    expect(violations, "what the page's own policy refused of it").toEqual([]);
    await context.close();
  });

test("a tenant with nothing in it teaches the next step, accessibly", async ({ browser }) => {
  const world = await makeWorld();
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  for (const [place, next] of [
    [paths.overview(world.tenant), "Import a server"],
    [paths.servers(world.tenant), "Import a server"],
    [paths.agents(world.tenant), "Connect an agent"],
    [paths.newInstance(world.tenant), "Add a human"],
  ] as const) {
    await page.goto(place);
    await expectSound(page, place);
    await expect(page.getByRole("link", { name: next }).first()).toBeVisible();
  }
  await context.close();
});

test("an opened event and the open navigation are accessible, too", async ({ browser, town }) => {
  const { tenant } = town.scene.world;
  const viewport = { width: 390, height: 900 };
  const context = await browser.newContext({ storageState: town.cookies, viewport });
  const page = await context.newPage();
  await page.goto(paths.audit(tenant, "outcome=denied"));
  await page.locator("li[id^=evt_] summary").first().click();
  await expect(page.getByRole("heading", { name: "Decision" })).toBeVisible();
  await expectSound(page, "an opened event");
  await page.getByRole("button", { name: "Menu" }).click();
  await expect(page.getByRole("navigation", { name: "Console" })).toBeVisible();
  expect(await complaints(page), "the open navigation").toEqual([]);
  await context.close();
});

test("a replay and its result are accessible, too", async ({ browser, town }) => {
  const { tenant, api } = town.scene.world;
  const { items } = await api.get<{ items: { id: string }[] }>("policies");
  const context = await browser.newContext({ storageState: town.cookies });
  const page = await context.newPage();
  await page.goto(`${paths.policy(tenant, String(items[0]?.id))}/impact`);
  await page.getByRole("button", { name: "Replay" }).click();
  await expect(page.getByRole("region", { name: "Result of the replay" })).toBeVisible();
  await expectSound(page, "a replay");
  await context.close();
});
