import { test } from "../support/scene";
import { auditOf, goTo, makeAuditScene } from "./support/audit-scene";
import { as, expect, idsOf, rowsOf } from "./support/console";

// Each makes a tenant with its people, connects three agents, and signs somebody in.
test.describe.configure({ timeout: 240_000 });

test("what happens is shown as it happens, never under somebody's eyes, each event once", async ({
  browser,
  upstream,
}) => {
  const { world, agents } = await makeAuditScene(upstream);
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  await goTo(page, auditOf(world, "type=tool_calls&agent=claude-code"));
  const before = await idsOf(page);

  await test.step("events that came between the page and the switch are not missed", async () => {
    await agents.alice.call("echo", { text: "between" });
    await page.locator("body").press("l");
    await expect(page.getByRole("switch", { name: "Live" })).toBeChecked();
    await expect(page.getByText(/^Live since/)).toBeVisible();
    await expect(rowsOf(page)).toHaveCount(before.length + 1);
  });

  await test.step("new ones appear at the top; those of other filters do not", async () => {
    await agents.carol.call("echo", { text: "not mine" });
    await agents.bob.call("create_issue", { title: "New", project: "CORE" });
    await expect(rowsOf(page)).toHaveCount(before.length + 2);
    await expect(rowsOf(page).first()).toContainText("Bob");
    await expect(page.getByRole("status").filter({ hasText: /new events?/ })).toHaveCount(1);
  });

  await test.step("while a row is read nothing moves; the others wait behind a button", async () => {
    await page.locator("body").press("j");
    const read = await page.evaluate(() => document.activeElement?.closest("li")?.id);
    const top = () => page.locator(`#${read}`).evaluate((row) => row.getBoundingClientRect().top);
    const where = await top();
    await agents.alice.call("echo", { text: "one" });
    await agents.alice.call("echo", { text: "two" });
    await expect(page.getByRole("button", { name: "2 new" })).toBeVisible();
    expect(await top()).toBe(where);
    await page.keyboard.press("j");
    await page.getByRole("button", { name: "2 new" }).focus();
    await page.keyboard.press("Enter");
    await expect(rowsOf(page)).toHaveCount(before.length + 4);
    await expect(rowsOf(page).first().locator("summary").first()).toBeFocused();
  });

  await test.step("a pause holds everything back until it ends", async () => {
    await page.getByRole("button", { name: "Pause" }).click();
    await agents.alice.call("echo", { text: "three" });
    await expect(page.getByRole("button", { name: "1 new" })).toBeVisible();
    await page.getByRole("button", { name: "Resume" }).click();
    await expect(rowsOf(page)).toHaveCount(before.length + 5);
  });

  const shown = await idsOf(page);
  expect(new Set(shown).size).toBe(shown.length);
  expect(shown).toEqual((await world.calls({ agent: "claude-code" })).map(({ id }) => id));

  await test.step("it says when nothing answers, and goes on where it was", async () => {
    await page.route("**/events?**since=**", (route) => route.abort());
    await expect(page.getByText("Not reached. Trying again.")).toBeVisible();
    await agents.alice.call("echo", { text: "four" });
    await page.unroute("**/events?**since=**");
    await expect(rowsOf(page)).toHaveCount(before.length + 6);
    await expect(page.getByText("Not reached. Trying again.")).toHaveCount(0);
  });

  await test.step("turned off it stays as it is", async () => {
    await page.getByRole("switch", { name: "Live" }).uncheck();
    await expect(page.getByRole("button", { name: "Pause" })).toHaveCount(0);
  });
  await context.close();
});

test("an empty log comes alive with its first event", async ({ browser, upstream }) => {
  const { world, agents, bob } = await makeAuditScene(upstream);
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  await page.goto(auditOf(world, `tool=list_issues&instance=${bob.id}`));
  await expect(page.getByText("No event matches these filters")).toBeVisible();
  await page.getByRole("switch", { name: "Live" }).check();
  await expect(page.getByText(/^Live since/)).toBeVisible();
  await agents.bob.call("list_issues");
  await expect(rowsOf(page)).toHaveCount(1);
  await context.close();
});

test("where the end is fixed there is nothing to follow", async ({ browser, upstream }) => {
  const { world } = await makeAuditScene(upstream);
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  for (const query of ["to=2026-01-01T00:00Z", "order=asc", "at=2026-01-01T00:00Z"]) {
    await page.goto(auditOf(world, query));
    await expect(page.getByRole("button", { name: "Export" })).toBeVisible();
    await expect(page.getByRole("switch", { name: "Live" })).toHaveCount(0);
  }
  await context.close();
});
