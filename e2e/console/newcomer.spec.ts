import { type Page, test } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { startFixture } from "../outside/fixture-server.mjs";
import { connectAs } from "../support/sdk-agent";
import { makeWorld } from "../support/world";
import { as, expect, rowsOf } from "./support/console";

/* The way of somebody new, in the order of the README and by nothing but links, buttons and labels. */

const goBy = (page: Page, section: string) =>
  page.getByRole("navigation", { name: "Console" }).getByRole("link", { name: section, exact: true }).click();

test("somebody new connects an agent, finds why a call was denied, changes the policy, and sees the next call pass", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const world = await makeWorld();
  const { tenant } = world;
  const upstream = await startFixture({ era: "dual" });
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  let token = "";
  try {
    await test.step("imports a server", async () => {
      await page.goto(paths.overview(tenant));
      await page.getByRole("link", { name: "Import a server" }).first().click();
      await page.getByLabel("URL").fill(upstream.url);
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByLabel("Name", { exact: true }).fill("Bank");
      await page.getByLabel("Key").fill("bank");
      await page.getByRole("button", { name: "Import" }).click();
      await expect(page.getByRole("rowheader", { name: /^send_payment/ })).toBeVisible();
    });

    await test.step("adds a human, grants a ceiling, and connects an agent", async () => {
      await page.getByRole("link", { name: "Grant ceilings" }).click();
      await page.getByLabel("E-mail").fill("linus@people.example");
      await page.getByRole("button", { name: "Add human" }).click();
      const grant = page.getByRole("form", { name: "Grant a ceiling" });
      await grant.getByLabel("Server").selectOption("bank");
      await grant.getByLabel("Ceiling").selectOption("high");
      await grant.getByRole("button", { name: "Grant" }).click();
      await expect(page.getByRole("combobox", { name: "Ceiling on Bank" })).toHaveValue("high");
      await goBy(page, "Quickstart");
      await expect(page.getByText(world.mcpUrl("bank").toString()).first()).toBeVisible();
      await page.goBack();
      await page.getByRole("link", { name: "Connect an agent" }).click();
      await page.getByRole("combobox", { name: "Agent" }).fill("cursor");
      await page.getByRole("group", { name: "Consent for Bank" }).getByRole("radio", { name: "High" }).check();
      await page.getByRole("button", { name: "Connect" }).click();
      const shown = page.getByText(/^cst_/).first();
      await expect(shown).toBeVisible();
      token = (await shown.textContent()) ?? "";
    });

    await test.step("writes a policy", async () => {
      await goBy(page, "Policies");
      await page.getByRole("link", { name: "New policy" }).first().click();
      await page.getByLabel("Name", { exact: true }).fill("No large payments");
      await page.getByRole("textbox", { name: "Tools" }).fill("send_payment");
      const when = page.getByRole("group", { name: "Denies when", exact: true });
      await when.getByRole("radio", { name: "Text" }).check();
      await page.getByRole("textbox", { name: "Denies when, as text" }).fill("args.amount >= 500");
      await expect(page.getByText("It can be active.")).toBeVisible();
      await page.getByLabel("Status").selectOption("active");
      await page.getByRole("button", { name: "Create policy" }).click();
      await expect(page.getByRole("heading", { name: "No large payments", level: 1 })).toBeVisible();
    });

    const agent = await connectAs("sdk 2.x auto", world.mcpUrl("bank").toString(), token);
    const pay = () => agent.call("send_payment", { amount: 750, currency: "EUR", to: "bob@example.com" });
    await test.step("a call is denied, and the agent is told why", async () => {
      const { isError, content } = await pay();
      expect(isError).toBe(true);
      expect(JSON.stringify(content)).toContain("No large payments");
    });

    await test.step("finds the denied call, its reason, and the policy behind it", async () => {
      await goBy(page, "Audit log");
      await page.getByRole("button", { name: "Outcome", exact: true }).click();
      const outcome = page.getByRole("group", { name: "Outcome" }).first();
      await outcome.getByRole("checkbox", { name: /^Denied/ }).check();
      await outcome.getByRole("button", { name: "Apply" }).click();
      await expect(rowsOf(page)).toHaveCount(1);
      const row = rowsOf(page).first();
      await row.locator("summary").first().click();
      await expect(row.getByText("Blocked by policy 'No large payments'").first()).toBeVisible();
      await row.getByRole("link", { name: "No large payments" }).first().click();
      await expect(page.getByRole("heading", { name: "No large payments", level: 1 })).toBeVisible();
    });

    await test.step("looks at what the policy does to whom", async () => {
      await page.getByRole("link", { name: "Impact" }).click();
      const tool = page.getByRole("region", { name: "bank/send_payment" });
      await expect(tool.getByRole("row").nth(1)).toContainText("Wider");
    });

    await test.step("changes it, and the next call passes", async () => {
      await page.getByRole("link", { name: "Rule", exact: true }).click();
      const when = page.getByRole("group", { name: "Denies when", exact: true });
      await when.getByRole("radio", { name: "Text" }).check();
      await page.getByRole("textbox", { name: "Denies when, as text" }).fill("args.amount >= 1000");
      await page.getByRole("button", { name: "Save as a new version" }).click();
      await expect(page.getByText("version 2", { exact: true })).toBeVisible();
      expect((await pay()).isError).not.toBe(true);
      await goBy(page, "Audit log");
      await expect(rowsOf(page).first()).toContainText("send_payment");
      await expect(rowsOf(page).first()).toContainText("Success");
    });
    await agent.close();
  } finally {
    await context.close();
    await upstream.stop();
  }
});
