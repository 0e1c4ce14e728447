import { type Page, test } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { startFixture } from "../outside/fixture-server.mjs";
import { makeWorld } from "../support/world";
import { complaints } from "./support/axe";
import { as, expect } from "./support/console";

const step = (page: Page) =>
  page.getByRole("navigation", { name: "Importing a server" }).locator("[aria-current=step]");
const rows = (page: Page) =>
  page
    .getByRole("table")
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader") });

test("a server is imported in three steps, from the catalogue or by its URL", async ({ browser }) => {
  const world = await makeWorld();
  const upstream = await startFixture({ era: "dual" });
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  try {
    await test.step("a known server is filled in, and one can go back", async () => {
      await page.goto(paths.servers(world.tenant));
      await page.getByRole("link", { name: "Import a server" }).first().click();
      await expect(step(page)).toContainText("Choose a server");
      await page.getByRole("link", { name: "Linear", exact: true }).click();
      await expect(step(page)).toContainText("Connect");
      await expect(page.getByLabel("URL")).toHaveValue("https://mcp.linear.app/mcp");
      await expect(page.getByLabel("Key")).toHaveValue("linear");
      await expect(page.getByRole("radio", { name: "OAuth" })).toBeChecked();
      await expect(page.getByLabel("Client id")).toBeVisible();
      expect(await complaints(page)).toEqual([]);
      await page.getByRole("link", { name: "Back" }).click();
      await expect(step(page)).toContainText("Choose a server");
    });
    await test.step("by its URL, with names taken from it", async () => {
      await page.getByLabel("URL").fill("https://mcp.issues.example/mcp");
      await page.getByRole("button", { name: "Continue" }).click();
      await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Issues");
      await page.getByLabel("URL").fill(upstream.url);
      await page.getByRole("button", { name: "Import" }).click();
    });
    await test.step("its tools are reviewed", async () => {
      await expect(step(page)).toContainText("Review its tools");
      await expect(page.getByText(/^Issues is imported with \d+ tools$/)).toBeVisible();
      await expect(page.getByRole("row", { name: /send_payment/ })).toBeVisible();
      expect(await complaints(page)).toEqual([]);
      await page.getByRole("link", { name: "Grant ceilings" }).click();
      await expect(page.getByRole("heading", { name: "Humans", level: 1 })).toBeVisible();
    });
    await test.step("it is found again, and said to be there", async () => {
      await page.goto(`${paths.newServer(world.tenant)}/connect?known=nothing`);
      await expect(page.getByRole("heading", { name: "Connect the server" })).toBeVisible();
      await expect(page.getByLabel("URL")).toHaveValue("");
    });
  } finally {
    await context.close();
    await upstream.stop();
  }
});

test("many tools come in pages, are found, and are changed together", async ({ browser }) => {
  test.setTimeout(240_000);
  const world = await makeWorld();
  const upstream = await startFixture({ era: "dual" });
  const names = Array.from({ length: 70 }, (_, i) => `bulk_${String(i).padStart(2, "0")}`);
  const readOnly = { annotations: { readOnlyHint: true } };
  await upstream.changeTools({ add: names.map((name) => ({ name, description: "One of many.", ...readOnly })) });
  await world.addServer("fixture", upstream.url);
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  const path = `${paths.server(world.tenant, "fixture")}/tools`;
  const form = page.getByRole("form", { name: "Change several tools" });
  const level = (name: string) => page.getByRole("combobox", { name: `Level of ${name}` });
  try {
    await test.step("fifty on a page, and the way to the others", async () => {
      await page.goto(path);
      await expect(rows(page)).toHaveCount(50);
      await page.getByRole("navigation", { name: "Pages of tools" }).getByRole("link", { name: "Next" }).click();
      await expect(page.getByText(/^51 to \d+ of \d+$/)).toBeVisible();
      await page.goto(`${path}?page=999`);
      await expect(page.getByText(/^51 to \d+ of \d+$/)).toBeVisible();
    });
    await test.step("found by a part of the name", async () => {
      await page.getByRole("searchbox", { name: "Find a tool" }).fill("bulk_1");
      await page.getByRole("button", { name: "Find" }).click();
      await expect(rows(page)).toHaveCount(10);
      await expect(page).toHaveURL(/[?&]q=bulk_1(&|$)/);
    });
    await test.step("who chooses nothing is told so, and keeps what was chosen", async () => {
      await form.getByLabel("Level").selectOption("high");
      await form.getByRole("button", { name: "Change" }).click();
      await expect(form.getByRole("alert")).toContainText("No tool is chosen");
      await expect(form.getByLabel("Level")).toHaveValue("high");
    });
    await test.step("those ticked are changed", async () => {
      await page.getByRole("checkbox", { name: "Choose bulk_10" }).check();
      await page.getByRole("checkbox", { name: "Choose bulk_11" }).check();
      await form.getByRole("button", { name: "Change" }).click();
      await expect(page.getByText("The tools are changed.")).toBeVisible();
      await expect(level("bulk_10")).toHaveValue("high");
      await expect(level("bulk_11")).toHaveValue("high");
      await expect(level("bulk_12")).toHaveValue("low");
    });
    await test.step("one change is taken back by one press, a level and a switch", async () => {
      await level("bulk_12").selectOption("high");
      await page.getByText("The level of bulk_12 is changed.").waitFor();
      await page.getByRole("button", { name: "Undo" }).click();
      await expect(page.getByText("Changed back.")).toBeVisible();
      await expect(level("bulk_12")).toHaveValue("low");
      await page.getByRole("switch", { name: "bulk_13 enabled" }).click();
      await page.getByText("bulk_13 is disabled.").waitFor();
      await page.getByRole("button", { name: "Undo" }).first().click();
      await expect(page.getByRole("switch", { name: "bulk_13 enabled" })).toBeChecked();
      const made = await world.events({ type: "resource.updated", server: "fixture" });
      expect(made.slice(0, 4).map(({ changes }) => changes?.after)).toEqual([
        ...[{ enabled: true }, { enabled: false }],
        // Who chooses a level has looked at the tool: that stays.
        ...[{ level: "low" }, { level: "high", state: "current" }],
      ]);
    });
    await test.step("all that were found, on whatever page", async () => {
      await page.goto(`${path}?q=bulk_`);
      await form.getByLabel("Which").selectOption("found");
      await form.getByLabel("Enabled").selectOption("false");
      await form.getByLabel("Level").selectOption("suggested");
      await form.getByRole("button", { name: "Change" }).click();
      await expect(page.getByText("The tools are changed.")).toBeVisible();
      await page.goto(`${path}?show=disabled`);
      await expect(page.getByText("1 to 50 of 70")).toBeVisible();
      await expect(level("bulk_10")).toHaveValue("low");
      const { items } = await world.api.get<{ items: { enabled: boolean }[] }>("servers/fixture/tools");
      expect(items.filter(({ enabled }) => !enabled)).toHaveLength(70);
      const changes = await world.events({ type: "resource.updated", server: "fixture" });
      // Two that were ticked, two that were changed and changed back, and all seventy.
      expect(changes).toHaveLength(76);
    });
  } finally {
    await context.close();
    await upstream.stop();
  }
});
