import { paths } from "@/lib/kernel/paths";
import { test } from "../support/scene";
import { auditOf, choose, goTo, makeAuditScene } from "./support/audit-scene";
import { as, expect, idsOf, rowsOf } from "./support/console";

// Each makes a tenant with its people, connects three agents, and signs somebody in.
test.describe.configure({ timeout: 240_000 });

const ids = (events: readonly { id: string }[]) => events.map(({ id }) => id);

test("which tools did this agent call today, what was denied, and why", async ({ browser, upstream }) => {
  const { world } = await makeAuditScene(upstream);
  const context = await as(browser, world, "auditor");
  const page = await context.newPage();
  await goTo(page, auditOf(world));

  await test.step("the agent is found by typing, tool calls and the last day by ticking", async () => {
    await choose(page, "Agent", "curs", /Cursor/i);
    await choose(page, "Type", "tool call", /Every tool call/);
    await page.getByRole("button", { name: "Time: Any time" }).click();
    await page.getByRole("radio", { name: "Last 24 hours" }).check();
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(/range=24h/);
    await expect(rowsOf(page)).toHaveCount(3);
    expect(await idsOf(page)).toEqual(ids(await world.calls({ agent: "cursor", range: "24h" })));
  });

  await test.step("each row says what became of it; a denied one says why, by keyboard alone", async () => {
    await expect(rowsOf(page).filter({ hasText: "echo" })).toContainText("Success");
    await expect(rowsOf(page).filter({ hasText: "create_issue" })).toContainText("Blocked by policy");
    await page.locator("body").press("j");
    await page.keyboard.press("j");
    await expect(rowsOf(page).nth(1).locator("summary").first()).toBeFocused();
    await page.keyboard.press("Enter");
    const row = rowsOf(page).nth(1);
    await expect(row).toContainText("create_issue");
    await expect(row.getByRole("heading", { name: "Decision" })).toBeVisible();
    await expect(row.getByText("Policy, as it was then:")).toBeVisible();
    await expect(row.getByText("People write issues.").first()).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(row.getByRole("heading", { name: "Decision" })).toBeHidden();
  });

  await test.step("a filter is left out by its chip, and all by one link", async () => {
    await page.getByRole("link", { name: /^Remove Time/ }).click();
    await expect(page).not.toHaveURL(/range/);
    await page.getByRole("link", { name: "Clear all" }).click();
    await expect(page).toHaveURL(auditOf(world));
  });
  await context.close();
});

test("all denied requests, counted, and the same in the log, the tab and the API", async ({ browser, upstream }) => {
  const { world, alice, bob } = await makeAuditScene(upstream);
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  await goTo(page, auditOf(world));
  const denied = await world.events({ outcome: "denied" });

  await test.step("the list of outcomes says how often each occurs", async () => {
    await page.getByRole("button", { name: "Outcome", exact: true }).click();
    await expect(page.getByRole("checkbox", { name: `Denied ${denied.length} events` })).toBeVisible();
    await page.getByRole("checkbox", { name: /^Denied/ }).check();
    await page.getByRole("group", { name: "Outcome" }).first().getByRole("button", { name: "Apply" }).click();
    await expect(page).toHaveURL(/outcome=denied/);
    await expect(rowsOf(page)).toHaveCount(denied.length);
    expect(await idsOf(page)).toEqual(ids(denied));
    await expect(page.getByText(`${denied.length} events · exact`)).toBeVisible();
  });

  await test.step("a human's tab holds all that happened under their authority and nothing else, though two share a client", async () => {
    for (const { human } of [alice, bob]) {
      const theirs = await world.events({ human });
      await page.goto(`${paths.human(world.tenant, human)}/audit`);
      await expect(rowsOf(page)).toHaveCount(theirs.length);
      expect(await idsOf(page)).toEqual(ids(theirs));
      expect(theirs.every((event) => event.human?.key === human)).toBe(true);
      await page.goto(auditOf(world, new URLSearchParams({ human }).toString()));
      expect(await idsOf(page)).toEqual(ids(theirs));
    }
    const [his, hers] = [await world.calls({ human: bob.human }), await world.calls({ human: alice.human })];
    const both = await world.calls({ agent: "claude-code" });
    expect(ids(both).sort()).toEqual(ids([...his, ...hers]).sort());
  });

  await test.step("one resource: its tab and the log by its name", async () => {
    const there = await world.events({ server: "fixture" });
    await page.goto(`${paths.server(world.tenant, "fixture")}/audit`);
    await expect(rowsOf(page)).toHaveCount(there.length);
    expect(await idsOf(page)).toEqual(ids(there));
    await expect(page.getByText(`${there.length} events · exact`)).toBeVisible();
  });
  await context.close();
});

test("onboarding is reviewed: the first connection lists allowed, conditional and denied tools", async ({
  browser,
  upstream,
}) => {
  const { world, carol } = await makeAuditScene(upstream);
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  await goTo(page, `${paths.instance(world.tenant, "cursor", carol.id)}/audit`);
  await choose(page, "Type", "connected", /^Agent connected/);
  const row = rowsOf(page).first();
  await row.locator("summary").first().click();
  await expect(row.getByRole("region", { name: "Allowed tools" })).toContainText("fixture/echo");
  await expect(row.getByRole("region", { name: "Denied tools" })).toContainText("create_issue");
  await expect(row.getByRole("region", { name: "Conditional tools" })).toBeVisible();
  await context.close();
});

test("policy changes are audited: before and after, and the policy of then beside the policy of today", async ({
  browser,
  upstream,
}) => {
  const { world, policy } = await makeAuditScene(upstream);
  await world.api.patch(`policies/${policy}`, { name: "No issues at all", unless: 'args.project == "OPEN"' });
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  await goTo(page, auditOf(world));
  await choose(page, "Type", "policy", /^Policy updated/);
  const change = rowsOf(page).first();
  await change.locator("summary").first().click();
  await expect(change.getByRole("row", { name: /name/ })).toContainText("No issues at all");

  await goTo(page, auditOf(world, `decision=deny&policy=${policy}`));
  await expect(page.getByRole("link", { name: "Remove Policy: No issues" })).toBeVisible();
  const denied = rowsOf(page).first();
  await denied.locator("summary").first().click();
  await denied.getByText("Compare with today").click();
  await expect(denied.getByText("Before: version 1, as it was then; after: version 2, as it is today.")).toBeVisible();
  await expect(denied.getByRole("row", { name: /^~?\s*Changed name/ })).toContainText("No issues at all");
  await expect(denied.getByRole("row", { name: /unless/ })).toContainText('args.project == "OPEN"');
  await world.api.del(`policies/${policy}`);
  await page.reload();
  await denied.locator("summary").first().click();
  await denied.getByText("Compare with today").click();
  await expect(denied.getByText(/^Deleted since\./)).toBeVisible();
  await context.close();
});

test("a denied request is debugged from its own page, and the events beside it are those of the search", async ({
  browser,
  upstream,
}) => {
  const { world, bob } = await makeAuditScene(upstream);
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  const query = new URLSearchParams({ decision: "deny", human: bob.human }).toString();
  const [newest, oldest] = ids(await world.events({ human: bob.human, decision: "deny" }));
  await goTo(page, auditOf(world, query));
  await rowsOf(page).first().locator("summary").first().click();
  await rowsOf(page).first().getByRole("link", { name: "Permalink" }).click();
  await expect(page).toHaveURL(new RegExp(`${newest}\\?`));
  await expect(page.getByRole("heading", { name: "What would have allowed it" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Next event" })).toHaveCount(0);
  await page.getByRole("link", { name: "Previous event" }).click();
  await expect(page).toHaveURL(new RegExp(`${oldest}\\?`));
  await expect(page.getByRole("link", { name: "Previous event" })).toHaveCount(0);
  await page.getByRole("link", { name: "Next event" }).click();
  await expect(page).toHaveURL(new RegExp(`${newest}\\?`));
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Audit log" }).click();
  await expect(page).toHaveURL(auditOf(world, query));
  await context.close();
});

test("the histogram leads to a stretch of time: by its bars, by drawing, by keys, and as a table", async ({
  browser,
  upstream,
}) => {
  const { world } = await makeAuditScene(upstream);
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  const chart = page.getByRole("region", { name: "Histogram" });
  const bars = chart.getByRole("list", { name: "Events over time" });
  await goTo(page, auditOf(world));
  const all = (await world.events()).length;
  await expect(chart.getByText(`${all} events`)).toBeVisible();

  await test.step("the table says the same, and its lines lead to their time", async () => {
    await chart.getByText("Show as a table").click();
    const lines = chart.getByRole("row");
    await expect(lines.nth(1)).toBeVisible();
    const counts = await lines
      .filter({ has: page.getByRole("rowheader") })
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll("td")].map((cell) => Number(cell.textContent))),
      );
    expect(counts.flat().reduce((sum, n) => sum + n, 0)).toBe(all);
  });

  await test.step("drawing over all of it keeps all of it, by its two ends", async () => {
    const box = await bars.boundingBox();
    if (box === null) throw new Error("The histogram is not there.");
    await page.mouse.move(box.x + 1, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 20, { steps: 3 });
    await page.mouse.move(box.x + box.width - 1, box.y + 20, { steps: 3 });
    await page.mouse.up();
    await expect(page).toHaveURL(/from=.*&to=/);
    await expect(chart.getByText(`${all} events`)).toBeVisible();
    await expect(page.getByRole("link", { name: /^Remove Time/ })).toBeVisible();
    await page.getByRole("link", { name: /^Remove Time/ }).click();
    await expect(page).toHaveURL(auditOf(world));
  });

  await test.step("by keys: arrows move, Shift draws, Enter leads there", async () => {
    await expect(chart.getByText(`${all} events`)).toBeVisible();
    const last = bars.getByRole("link").last();
    await last.focus();
    await page.keyboard.press("Shift+Home");
    await expect(chart.getByRole("status")).toContainText(`${all} events. Enter shows them.`);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/from=.*&to=/);
    await expect(chart.getByText(`${all} events`)).toBeVisible();
  });
  await context.close();
});

test("words find events, a moment is gone to, and what is not understood is said", async ({ browser, upstream }) => {
  const { world } = await makeAuditScene(upstream);
  const context = await as(browser, world, "viewer", { timezoneId: "America/New_York" });
  const page = await context.newPage();
  await goTo(page, auditOf(world));

  await page.locator("body").press("/");
  await expect(page.getByRole("searchbox", { name: "Search the log" })).toBeFocused();
  await page.keyboard.type("bob create_issue");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Remove Search: bob create_issue" })).toBeVisible();
  expect(await idsOf(page)).toEqual(ids(await world.events({ q: "bob create_issue" })));
  await expect(rowsOf(page)).toHaveCount(1);

  await page.goto(auditOf(world, "type=tool_calls&colour=red"));
  await expect(page.getByText('"colour" is not a filter.')).toBeVisible();
  const calls = await world.calls();
  const moment = calls[4]?.occurredAt ?? "";
  await page.locator("body").press("g");
  // A date field of milliseconds is filled by its value.
  await page.getByLabel("Events at and before (UTC)").fill(moment.replace("Z", ""));
  await page.getByRole("button", { name: "Go", exact: true }).click();
  await expect(page).toHaveURL(/at=/);
  const bound = new Date(Date.parse(moment) + 1).toISOString();
  expect(await idsOf(page)).toEqual(ids(await world.calls({ to: bound })));
  await expect(page.getByRole("link", { name: /^Remove Up to/ })).toBeVisible();
  await page.getByRole("link", { name: "Back to the newest" }).click();
  await expect(rowsOf(page)).toHaveCount(calls.length);

  await test.step("on the reader's own clock the address stays in UTC", async () => {
    await page.getByRole("button", { name: /^Time/ }).click();
    await page.getByRole("radio", { name: "Local" }).check();
    await page.getByRole("radio", { name: "Between two times" }).check();
    await page.getByLabel("From (your time)").fill("2026-01-15T09:00");
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(/from=2026-01-15T14%3A00%3A00\.000Z/);
    await expect(page.getByRole("heading", { name: /your time/ }).first()).toBeVisible();
    await page.reload();
    await expect(page.getByRole("button", { name: /^Time: 15 Jan 2026, 09:00/ })).toBeVisible();
  });
  await context.close();
});

test("without script a filter takes what is typed, counts come when they are asked for, and their bars lead on", async ({
  browser,
  upstream,
}) => {
  const { world, bob } = await makeAuditScene(upstream);
  const context = await as(browser, world, "viewer", { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(auditOf(world));
  await page.getByRole("button", { name: "Human", exact: true }).click();
  await page.getByRole("searchbox", { name: "Find human" }).fill("bob@people.example");
  await page.getByRole("group", { name: "Human" }).first().getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/human=bob%40people\.example/);
  const theirs = await world.events({ human: bob.human });
  expect(await idsOf(page)).toEqual(ids(theirs));
  await page.getByRole("link", { name: "Show counts over time" }).click();
  await expect(page.getByText(`${theirs.length} events · exact`)).toBeVisible();
  await page
    .getByRole("list", { name: "Events over time" })
    .getByRole("link", { name: /success/ })
    .first()
    .click();
  await expect(page).toHaveURL(/from=.*&to=/);
  await context.close();
});
