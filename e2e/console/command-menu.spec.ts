import { type Locator, type Page, test } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { startFixture } from "../outside/fixture-server.mjs";
import { makeScene } from "../support/scene";
import { makeWorld } from "../support/world";
import { expectSound } from "./support/axe";
import { as, expect } from "./support/console";

const dialogOf = (page: Page): Locator => page.getByRole("dialog", { name: "Search the console" });
const optionsOf = (page: Page): Locator => dialogOf(page).getByRole("option");
const chosenOf = (page: Page): Locator => dialogOf(page).getByRole("option", { selected: true });

/** The sidebar's; a page may have a search with a button of its own. */
const buttonOf = (page: Page): Locator =>
  page.getByRole("navigation", { name: "Console" }).getByRole("button", { name: "Search" });

/** Opens the menu by its key, once the script is alive. */
async function open(page: Page): Promise<Locator> {
  await expect(buttonOf(page)).toBeVisible();
  await page.keyboard.press("Control+k");
  const field = dialogOf(page).getByRole("combobox");
  await expect(field).toBeFocused();
  return field;
}

/** Types, and waits until what was found is there. */
async function ask(page: Page, text: string): Promise<void> {
  await dialogOf(page).getByRole("combobox").fill(text);
  await expect(optionsOf(page).last()).toHaveAccessibleName(`Search the log for “${text}”`);
  await expect(dialogOf(page).getByRole("status")).toHaveText(/^\d+ entr/);
}

const lead = (page: Page): Promise<(string | null)[]> =>
  optionsOf(page).evaluateAll((options) => options.map((option) => option.getAttribute("href")));

test("the menu leads by name to everything of this tenant, and to nothing of another", async ({ browser }) => {
  const upstream = await startFixture({ era: "dual" });
  try {
    const [scene, other] = [await makeScene(upstream), await makeScene(upstream)];
    const { world, human, instance } = scene;
    const { tenant } = world;
    const policy = await world.api.post<{ id: string }>("policies", { name: "Echo no more", effect: "deny" });
    const hidden = await other.world.api.post<{ id: string }>("policies", {
      name: "Their secret rule",
      effect: "deny",
    });
    await (await scene.agent()).call("echo", { text: "Hello" });
    await (await other.agent()).call("echo", { text: "Hello" });
    const [call] = await world.calls();
    const [theirCall] = await other.world.calls();

    const context = await as(browser, world, "owner");
    const page = await context.newPage();
    await page.goto(paths.servers(tenant));

    await test.step("by keyboard: focus goes in, arrows go around, Escape gives the focus back", async () => {
      const button = buttonOf(page);
      await button.focus();
      const field = await open(page);
      await expect(chosenOf(page)).toHaveAccessibleName("Overview");
      await field.press("ArrowUp");
      await expect(chosenOf(page)).toHaveAccessibleName("Your environments");
      await field.press("ArrowDown");
      await field.press("ArrowDown");
      await expect(chosenOf(page)).toHaveAccessibleName("Quickstart");
      await expect(field).toHaveAttribute("aria-activedescendant", (await chosenOf(page).getAttribute("id")) ?? "none");
      await expectSound(page, "command menu");
      await page.keyboard.press("Escape");
      await expect(dialogOf(page)).toBeHidden();
      await expect(button).toBeFocused();
    });

    await test.step("each kind of thing has its page", async () => {
      await open(page);
      await ask(page, "echo");
      expect(await lead(page)).toEqual(
        expect.arrayContaining([paths.tool(tenant, "fixture", "echo"), paths.policy(tenant, policy.id)]),
      );
      await expectSound(page, "command menu with a search");
      await ask(page, "alice");
      expect(await lead(page)).toContain(paths.human(tenant, human));
      await ask(page, instance.id);
      expect((await lead(page))[0]).toBe(paths.instance(tenant, "claude-code", instance.id));
      await ask(page, String(call?.id));
      expect((await lead(page))[0]).toBe(paths.event(tenant, String(call?.id)));
      for (const text of ["secret rule", hidden.id, other.instance.id, String(theirCall?.id)]) {
        await ask(page, text);
        expect(await lead(page), text).toEqual([paths.audit(tenant, new URLSearchParams({ q: text }).toString())]);
      }
    });

    await test.step("Enter opens it here, Ctrl+Enter in a tab of its own; both are remembered", async () => {
      await ask(page, "fixture");
      await expect(chosenOf(page)).toHaveAccessibleName(/^Fixture/);
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(paths.server(tenant, "fixture"));
      await expect(dialogOf(page)).toBeHidden();

      await open(page);
      await ask(page, "what if");
      const [tab] = await Promise.all([context.waitForEvent("page"), page.keyboard.press("Control+Enter")]);
      await expect(tab).toHaveURL(paths.whatIf(tenant));
      await tab.close();
      await expect(page).toHaveURL(paths.server(tenant, "fixture"));
      await expect(dialogOf(page)).toBeVisible();
      await page.keyboard.press("Escape");

      await open(page);
      const recent = dialogOf(page).getByRole("group", { name: "Recent" }).getByRole("option");
      await expect(recent).toHaveText([/^What if/, /^Fixture/]);
      await ask(page, "nothing that is anywhere");
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/\/audit\?q=nothing/);
    });

    await test.step("where names cannot be searched it says so, and pages and the log are there still", async () => {
      await page.route("**/find?*", (route) => route.abort());
      const field = await open(page);
      await field.fill("policies");
      await expect(dialogOf(page).getByRole("status")).toHaveText(/could not be searched/);
      expect(await lead(page)).toEqual([paths.policies(tenant), paths.audit(tenant, "q=policies")]);
      await page.unroute("**/find?*");
      await dialogOf(page).getByRole("button", { name: "Close" }).click();
      await expect(dialogOf(page)).toBeHidden();
    });
    await context.close();
  } finally {
    await upstream.stop();
  }
});

test("a viewer is offered no page that their role does not reach; on a phone a button opens the menu", async ({
  browser,
}) => {
  const world = await makeWorld();
  const context = await as(browser, world, "viewer", { viewport: { width: 390, height: 800 }, hasTouch: true });
  const page = await context.newPage();
  await page.goto(paths.policies(world.tenant));
  await page.getByRole("button", { name: "Search", exact: true }).tap();
  await expect(optionsOf(page).first()).toHaveAccessibleName("Overview");
  const offered = await lead(page);
  expect(offered).toContain(paths.whatIf(world.tenant));
  for (const closed of [paths.keys, paths.newPolicy, paths.newServer, paths.newInstance])
    expect(offered).not.toContain(closed(world.tenant));
  for (const href of offered) expect((await context.request.get(String(href))).status(), String(href)).toBe(200);
  await optionsOf(page).filter({ hasText: "Limits" }).tap();
  await expect(page).toHaveURL(paths.limits(world.tenant));
  await context.close();
});

test("without JavaScript, Search leads to the search of the log", async ({ browser }) => {
  const world = await makeWorld();
  const context = await as(browser, world, "viewer", { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(paths.policies(world.tenant));
  await page.getByRole("link", { name: "Search", exact: true }).click();
  await expect(page).toHaveURL(paths.audit(world.tenant));
  await expect(page.getByRole("searchbox").first()).toBeVisible();
  await context.close();
});
