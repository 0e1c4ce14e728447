import { test } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { startFixture } from "../outside/fixture-server.mjs";
import { makeWorld } from "../support/world";
import { as, expect, rowsOf } from "./support/console";

test("the console does its work without JavaScript", async ({ browser }) => {
  test.setTimeout(120_000);
  const world = await makeWorld();
  const { tenant } = world;
  const upstream = await startFixture({ era: "dual" });
  const context = await as(browser, world, "owner", { javaScriptEnabled: false });
  const page = await context.newPage();
  try {
    await test.step("a refused form says why, and keeps what was typed", async () => {
      await page.goto(paths.newServer(tenant));
      await page.getByLabel("URL").fill("http://localhost:9/mcp");
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByLabel("Name", { exact: true }).fill("Fixture");
      await page.getByLabel("Key").fill("fixture");
      await page.getByRole("button", { name: "Import" }).click();
      await expect(page.getByRole("alert")).toContainText("http://localhost:9/mcp");
      await expect(page.getByLabel("Key")).toHaveValue("fixture");
    });

    await test.step("a form that works leads on", async () => {
      await page.getByLabel("URL").fill(upstream.url);
      await page.getByRole("button", { name: "Import" }).click();
      await expect(page).toHaveURL(`${paths.server(tenant, "fixture")}/tools?imported=1`);
    });

    await test.step("a control of a row has a button", async () => {
      const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: /^echo/ }) });
      await row.getByRole("combobox", { name: "Level of echo" }).selectOption("high");
      await row.getByRole("button", { name: "Set" }).first().click();
      await expect(row.getByRole("combobox", { name: "Level of echo" })).toHaveValue("high");
    });

    await test.step("a human, a ceiling, an agent with its token", async () => {
      await page.goto(paths.humans(tenant));
      await page.getByLabel("E-mail").fill("linus@people.example");
      await page.getByRole("button", { name: "Add human" }).click();
      await expect(page).toHaveURL(paths.human(tenant, "human|linus"));
      await page.getByLabel("Server").selectOption("fixture");
      await page.getByRole("button", { name: "Grant" }).click();
      await expect(page.getByRole("combobox", { name: "Ceiling on Fixture" })).toHaveValue("low");
      await page.getByRole("link", { name: "Connect an agent" }).click();
      await page.getByRole("combobox", { name: "Agent" }).fill("cursor");
      await page.getByRole("button", { name: "Connect" }).click();
      await expect(page.getByText(/^cst_/).first()).toBeVisible();
    });

    await test.step("the log can be filtered and read", async () => {
      await page.goto(paths.audit(tenant, "type=resource.updated"));
      await expect(rowsOf(page)).toHaveCount(1);
      await rowsOf(page).first().locator("summary").first().click();
      await rowsOf(page).first().getByRole("link", { name: "Everything about this event" }).click();
      await expect(page.getByRole("row", { name: /level/ })).toContainText("high");
    });
  } finally {
    await context.close();
    await upstream.stop();
  }
});
