import { readFileSync } from "node:fs";
import type { Download } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { test } from "../support/scene";
import { auditOf, goTo, makeAuditScene } from "./support/audit-scene";
import { as, expect } from "./support/console";

// Each makes a tenant with its people, connects three agents, and signs somebody in.
test.describe.configure({ timeout: 240_000 });

const linesOf = async (download: Download) =>
  readFileSync(await download.path(), "utf8")
    .trimEnd()
    .split("\n");

test("a compliance report of 30 days: the present search as CSV and as JSON Lines, whole, and on record", async ({
  browser,
  upstream,
}) => {
  const { world } = await makeAuditScene(upstream);
  const context = await as(browser, world, "auditor");
  const page = await context.newPage();
  await goTo(page, auditOf(world, "range=30d&decision=deny"));
  const denied = await world.events({ decision: "deny" });

  await page.locator("body").press("e");
  const dialog = page.getByRole("dialog", { name: "Export events" });
  await expect(dialog.getByText("Last 30 days")).toBeVisible();
  await expect(dialog.getByText("Denied")).toBeVisible();
  await expect(dialog.getByText("is itself an event")).toBeVisible();
  await expect(dialog.getByRole("link", { name: "how to verify it" })).toHaveAttribute("href", paths.docsVerify());

  for (const [format, ending] of [
    ["CSV", "csv"],
    ["JSON Lines", "jsonl"],
  ] as const) {
    await dialog.getByRole("radio", { name: format }).check();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", { name: /^Export again|^Start the export/ }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`^${world.tenant}-audit-.*\\.${ending}$`));
    await expect(dialog.getByText(`${denied.length} events in`)).toBeVisible();
    const lines = await linesOf(download);
    const rows = lines.slice(ending === "csv" ? 1 : 0, -1);
    expect(rows.map((line) => /evt_\w+/.exec(line)?.[0])).toEqual(denied.map(({ id }) => id));
    expect(lines.at(-1)).toContain(`"rows":${denied.length}`);
  }
  const exported = await world.events({ type: "audit.exported" });
  expect(exported.map(({ details }) => details["format"])).toEqual(["jsonl", "csv"]);
  expect(exported[0]?.details["query"]).toContain("decision=deny");
  expect(exported[0]?.actor.type).toBe("member");
  await context.close();
});

test("a tab exports what it shows, and nothing that lies elsewhere", async ({ browser, upstream }) => {
  const { world, bob } = await makeAuditScene(upstream);
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  await goTo(page, `${paths.human(world.tenant, bob.human)}/audit`);
  await page.getByRole("button", { name: "Export" }).click();
  const dialog = page.getByRole("dialog", { name: "Export events" });
  await expect(dialog.getByText("Bob")).toBeVisible();
  const withProofs = dialog.getByRole("checkbox", { name: "With a proof for each event" });
  await expect(withProofs).toBeHidden();
  await dialog.getByRole("radio", { name: "JSON Lines" }).check();
  await withProofs.check();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Start the export" }).click(),
  ]);
  const lines = await linesOf(download);
  expect(lines.at(-1)).toContain('"unproved":');
  const rows = lines.slice(0, -1).map((line) => JSON.parse(line) as { id: string; proof?: object });
  expect(rows.at(-1)?.proof).toBeDefined();
  expect(rows.map(({ id }) => id)).toEqual((await world.events({ human: bob.human })).map(({ id }) => id));
  await context.close();
});

test("an export can be cancelled, and one that breaks off is not saved", async ({ browser, upstream }) => {
  const { world } = await makeAuditScene(upstream);
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  await goTo(page, auditOf(world));
  const dialog = page.getByRole("dialog", { name: "Export events" });
  await page.getByRole("button", { name: "Export" }).click();
  const downloads: Download[] = [];
  page.on("download", (download) => downloads.push(download));

  await test.step("cancelled while it is on its way", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/events/export?**", async (route) => {
      await held;
      // The page has given it up by then.
      await route.abort().catch(() => {});
    });
    await dialog.getByRole("button", { name: "Start the export" }).click();
    await dialog.getByRole("button", { name: "Cancel the export" }).click();
    await expect(dialog.getByText("Cancelled. Nothing was saved.")).toBeVisible();
    release();
    await page.unroute("**/events/export?**");
  });

  await test.step("half a file is none", async () => {
    await page.route("**/events/export?**", (route) =>
      route.fulfill({
        status: 200,
        contentType: "text/csv",
        body: "occurredAt,type\r\n2026-11-22T09:00:00.000Z,x\r\n",
      }),
    );
    await dialog.getByRole("button", { name: "Start the export" }).click();
    await expect(dialog.getByText("The file broke off before its end. Nothing was saved.")).toBeVisible();
    await page.unroute("**/events/export?**");
  });

  await test.step("a refusal is said in its own words", async () => {
    await page.route("**/events/export?**", (route) =>
      route.fulfill({ status: 429, json: { error: { message: "3 exports are running already." } } }),
    );
    await dialog.getByRole("button", { name: "Start the export" }).click();
    await expect(dialog.getByText("3 exports are running already. Nothing was saved.")).toBeVisible();
  });
  expect(downloads).toEqual([]);
  await context.close();
});

test("without script the browser saves the file by itself", async ({ browser, upstream }) => {
  const { world } = await makeAuditScene(upstream);
  const context = await as(browser, world, "viewer", { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(auditOf(world, "decision=deny"));
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("dialog").getByRole("button", { name: "Start the export" }).click(),
  ]);
  const lines = await linesOf(download);
  expect(lines).toHaveLength((await world.events({ decision: "deny" })).length + 2);
  await context.close();
});
