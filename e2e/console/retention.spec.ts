import { test as base } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { sql } from "../support/database";
import { makeWorld, type World } from "../support/world";
import { expectSound } from "./support/axe";
import { as, expect } from "./support/console";

/** How long the log is kept, legal holds, and the page with its health: by whoever may, and by whoever may only look. */

const test = base.extend<{ world: World }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are needed.
  world: async ({}, use) => {
    const world = await makeWorld();
    await world.addHuman("alice");
    await use(world);
  },
});

/** Events of long ago, as a tenant has them that was there for long. */
async function addOldEvents({ tenant }: World, days: number, count: number): Promise<void> {
  await sql("SELECT audit.ensure_partition((now() - make_interval(days => $1))::date)", [days]);
  await sql(
    `INSERT INTO audit.event (tenant_no, id, occurred_at, type_no, outcome, body, leaf)
     SELECT t.no, (left(audit.uuid7_floor(now() - make_interval(days => $2))::text, 23) || '-' || lpad(to_hex(n), 12, '0'))::uuid,
            now() - make_interval(days => $2), 1, 1, '{}', sha256('x')
     FROM tenant t, generate_series(1, $3) n WHERE t.slug = $1`,
    [tenant, days, count],
  );
}

test("lowering the retention says how many events would go and asks once more; raising it does not", async ({
  browser,
  world,
}) => {
  await addOldEvents(world, 200, 3);
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.retention(world.tenant));
  const form = page.getByRole("form", { name: "Retention" });
  await expect(page.getByText("400 days")).toBeVisible();
  await form.getByLabel("Keep events, days").fill("90");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByRole("alert")).toContainText("3 events of");
  await expect(form.getByLabel("Keep events, days")).toHaveValue("90");
  expect(await world.api.get("retention")).toMatchObject({ days: 400, version: 0 });

  await form.getByRole("button", { name: "Keep 90 days only" }).click();
  await expect(page.getByText("90 days", { exact: true })).toBeVisible();
  expect(await world.api.get("retention")).toMatchObject({ days: 90, version: 1 });

  await form.getByLabel("Keep events, days").fill("500");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("500 days", { exact: true })).toBeVisible();
  await form.getByLabel("Keep events, days").fill("5");
  await form.evaluate((element: HTMLFormElement) => {
    element.noValidate = true;
  });
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("Say a whole number of days from 30 to 3650.")).toBeVisible();
  expect((await world.events({ type: "audit.retention_changed" })).map(({ changes }) => changes)).toEqual([
    { before: { days: 90, payloadDays: 30 }, after: { days: 500, payloadDays: 30 } },
    { before: { days: 400, payloadDays: 30 }, after: { days: 90, payloadDays: 30 } },
  ]);
  await context.close();
});

test("a legal hold is placed on whom it names, refused for a name the log does not know, and released after a question", async ({
  browser,
  world,
}) => {
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.retention(world.tenant));
  await expect(page.getByRole("heading", { name: "No legal hold" })).toBeVisible();
  const form = page.getByRole("form", { name: "Place a legal hold" });
  await form.getByLabel("Of", { exact: true }).selectOption("human");
  await form.getByLabel("Who or what").fill("human|nobody");
  await form.getByLabel("Reason").fill("Case 7");
  await form.getByRole("button", { name: "Place hold" }).click();
  await expect(form.getByText('The log knows no human "human|nobody".').first()).toBeVisible();
  await form.getByLabel("Who or what").fill("alice@people.example");
  await form.getByRole("button", { name: "Place hold" }).click();

  const row = page.getByRole("row", { name: /human\|alice/ });
  await expect(row).toContainText("In force");
  await expect(row).toContainText("Case 7");
  await page.getByRole("button", { name: "Release the hold on human|alice" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Release hold" }).click();
  // The question has the word as well: what counts is that there is nothing left to release.
  await expect(page.getByRole("button", { name: "Release the hold on human|alice" })).toHaveCount(0);
  await expect(row).toContainText("Released");
  expect((await world.events({ type: ["audit.hold_placed", "audit.hold_released"] })).map(({ type }) => type)).toEqual([
    "audit.hold_released",
    "audit.hold_placed",
  ]);
  await context.close();
});

test("the health page says line by line how the log is, verifies it when asked, and shows what is not fine in words", async ({
  browser,
  world,
}) => {
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.logHealth(world.tenant));
  const lines = page.getByRole("list", { name: "Checks" }).getByRole("listitem");
  await expect(lines).toHaveCount(8);
  await expect(page.getByText("This log was never verified.")).toBeVisible();
  await expect(page.getByText("Attempts = outcomes + open calls.")).toBeVisible();
  await page.getByRole("button", { name: "Verify now" }).click();
  await expect(page.getByText(/verified in .*; nothing was wrong/)).toBeVisible();
  await expect(lines.filter({ hasText: "Verification" }).first()).toContainText("Fine");

  const [tenant] = await sql<{ no: number }>("SELECT no FROM tenant WHERE slug = $1", [world.tenant]);
  await sql("UPDATE audit.verification SET ok = false, problems = 2 WHERE tenant_no = $1", [tenant?.no]);
  await page.reload();
  await expect(page.getByText("2 problems were found among")).toBeVisible();
  await expect(page.getByRole("banner").or(page.getByRole("main")).getByText("Needs attention").first()).toBeVisible();
  await context.close();
});

test("who may only read sees the settings, holds and health, and nothing that changes anything", async ({
  browser,
  world,
}) => {
  await world.api.post("holds", { reason: "Case 8" });
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  await page.goto(paths.retention(world.tenant));
  await expect(page.getByRole("row", { name: /Case 8/ })).toBeVisible();
  await expect(page.getByRole("main").getByRole("button", { name: /Save|Place hold|Release/ })).toHaveCount(0);
  await page.goto(paths.logHealth(world.tenant));
  await expect(page.getByRole("heading", { name: "Health of the log" })).toBeVisible();
  await context.close();
});

test("both pages are accessible and fit, in light and dark, wide and narrow", async ({ browser, world }) => {
  test.setTimeout(180_000);
  await addOldEvents(world, 200, 3);
  await world.api.post("holds", { reason: "A case with a long and winding reason that wraps", human: "human|alice" });
  const { id } = await world.api.post<{ id: string }>("holds", { reason: "Another", from: "2026-01-01T00:00:00Z" });
  await world.api.del(`holds/${id}`);
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.retention(world.tenant));
  await expectSound(page, "retention");
  await page.getByLabel("Keep events, days").fill("90");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expectSound(page, "lowering retention");
  await page.goto(paths.logHealth(world.tenant));
  await expectSound(page, "health");
  await context.close();
});
