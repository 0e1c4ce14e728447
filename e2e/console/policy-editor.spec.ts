import { type Locator, type Page, test } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { startFixture } from "../outside/fixture-server.mjs";
import { type Fixture, makeScene } from "../support/scene";
import { makeWorld } from "../support/world";
import { as, expect } from "./support/console";

const part = (page: Page, name: string): Locator => page.getByRole("group", { name, exact: true });
const textOf = (page: Page, name: string): Locator => page.getByRole("textbox", { name: `${name}, as text` });
const view = (page: Page, name: string, how: "Builder" | "Text"): Promise<void> =>
  part(page, name).getByRole("radio", { name: how }).check();
const save = (page: Page): Promise<void> => page.getByRole("button", { name: "Save as a new version" }).click();

/** Chooses by how the option begins: behind it stands what the schema says of the argument. */
async function lookAt(row: Locator, name: string): Promise<void> {
  const picker = row.getByRole("combobox", { name: "What to look at" });
  const option = picker.getByRole("option", { name: new RegExp(`^${name}( ·|$)`) });
  await picker.selectOption((await option.getAttribute("value")) ?? "");
}

test("a policy is built, written, checked, tested, put into force and restored", async ({ browser }) => {
  test.setTimeout(240_000);
  const upstream: Fixture = await startFixture({ era: "dual" });
  const { world, human } = await makeScene(upstream);
  const { tenant } = world;
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  const when = part(page, "Denies when");
  const text = textOf(page, "Denies when");
  try {
    await test.step("a condition is built from what the tools take", async () => {
      await page.goto(paths.newPolicy(tenant));
      await page.getByLabel("Name", { exact: true }).fill("No large payments");
      await page.getByRole("textbox", { name: "Tools" }).fill("send_payment");
      await expect(page.getByText("Covers 1 tool,")).toBeVisible();
      await when.getByRole("button", { name: "Add test" }).click();
      const first = part(page, "Test 1");
      await lookAt(first, "amount");
      await first.getByRole("combobox", { name: "Operator" }).selectOption("is at least");
      await first.getByRole("textbox", { name: "Value" }).fill("500");
      await expect(first.getByRole("combobox", { name: "If missing" })).toHaveValue("error");
      await when.getByRole("button", { name: "Add group" }).click();
      const group = part(page, "Group 2");
      const inGroup = part(page, "Test 2.1");
      await lookAt(inGroup, "currency");
      await inGroup.getByRole("combobox", { name: "Operator" }).selectOption("is one of");
      await inGroup.getByRole("checkbox", { name: "EUR" }).check();
      await inGroup.getByRole("checkbox", { name: "USD" }).check();
      await group.getByRole("button", { name: "Add test" }).click();
      const second = part(page, "Test 2.2");
      await lookAt(second, "to");
      await second.getByRole("combobox", { name: "Operator" }).selectOption("is an e-mail address at");
      await second.getByRole("textbox", { name: "Add a value" }).fill("corp.example");
      await second.getByRole("textbox", { name: "Add a value" }).press("Enter");
      await second.getByRole("checkbox", { name: "Negate" }).check();
      await view(page, "Denies when", "Text");
      await expect(text).toHaveValue(
        'args.amount >= 500 && (args.currency in ["EUR", "USD"] || !args.to.emailDomainIn(["corp.example"]))',
      );
    });

    await test.step("a text with a mistake shows where it is, and is never lost", async () => {
      await text.fill("args.amount >= five");
      await expect(when.getByText("At character 16:")).toBeVisible();
      await expect(text).toHaveAttribute("aria-invalid", "true");
      await expect(text).toHaveAccessibleDescription(/At character 16: .*number/);
      await view(page, "Denies when", "Builder");
      await expect(when.getByText("The text cannot be read yet")).toBeVisible();
      await when.getByRole("button", { name: "Edit the text" }).click();
      await expect(text).toHaveValue("args.amount >= five");
    });

    await test.step("a misspelt name is found, and the right one is one press away", async () => {
      await text.fill("args.ammount >= 500");
      const suggestion = when.getByRole("button", { name: "Did you mean amount?" });
      await expect(suggestion).toBeVisible();
      await expect(page.getByText("It cannot be active: 1 error.")).toBeVisible();
      await view(page, "Denies when", "Builder");
      await expect(part(page, "Test 1").getByText("There is no argument args.ammount")).toBeVisible();
      await suggestion.click();
      await expect(page.getByText("It can be active.")).toBeVisible();
      await view(page, "Denies when", "Text");
      await expect(text).toHaveValue("args.amount >= 500");
    });

    await test.step("activation with an error is refused, nothing is lost, and it becomes a draft", async () => {
      await text.fill("args.ammount >= 500");
      await page.getByLabel("Status").selectOption("active");
      await page.getByRole("button", { name: "Create policy" }).click();
      await expect(page.getByRole("alert").filter({ hasText: "cannot be active" })).toBeVisible();
      await expect(page.getByLabel("Name", { exact: true })).toHaveValue("No large payments");
      await expect(page.getByRole("textbox", { name: "Tools" })).toHaveValue("send_payment");
      await expect(text).toHaveValue("args.ammount >= 500");
      // What the check finds comes a moment later and takes its room above the button: a press in that moment would miss it.
      await expect(when.getByText("There is no argument args.ammount")).toBeVisible();
      await page.getByRole("button", { name: "Save as draft" }).click();
      await expect(page.getByRole("heading", { name: "No large payments", level: 1 })).toBeVisible();
      await expect(page.getByText("Draft", { exact: true })).toBeVisible();
      await page.goto(paths.policies(tenant));
      const row = page.getByRole("row", { name: /No large payments/ });
      await expect(row).toContainText("Needs attention");
      await expect(row).toContainText("when args.ammount >= 500");
      await row.getByRole("link", { name: "No large payments" }).click();
      await when.getByRole("button", { name: "Did you mean amount?" }).click();
      await expect(page.getByText("It can be active.")).toBeVisible();
      await save(page);
      await expect(page.getByText("version 2", { exact: true })).toBeVisible();
    });

    await test.step("an optional argument wants a decision", async () => {
      await page.getByRole("textbox", { name: "Tools" }).fill("send_payment\ncreate_issue");
      await expect(page.getByText("Covers 2 tools,")).toBeVisible();
      await when.getByRole("button", { name: "Add test" }).click();
      const row = part(page, "Test 2");
      await lookAt(row, "labels");
      await row.getByRole("textbox", { name: "Value" }).fill("urgent");
      const missing = row.getByRole("combobox", { name: "If missing" });
      await expect(missing).toHaveValue("");
      await save(page);
      // The browser asks for it.
      await expect(missing).toBeFocused();
      await row.getByRole("button", { name: "Count as not met" }).click();
      await expect(missing).toHaveValue("noMatch");
      await view(page, "Denies when", "Text");
      await expect(text).toHaveValue('args.amount >= 500 && ifMissing("urgent" in args.labels, false)');
      await page.reload();
    });

    await test.step("a failing test keeps it from being active; when it passes, it can be", async () => {
      await page.getByRole("link", { name: "Tests" }).click();
      await page.getByRole("link", { name: "Add a test" }).click();
      const form = page.getByRole("form", { name: "Test" });
      await form.getByLabel("Name").fill("A small payment passes");
      await form.getByLabel("Human").selectOption(human);
      await form.getByLabel("Agent").selectOption("claude-code");
      await form.getByLabel("Tool").selectOption("fixture/send_payment");
      await expect(form.getByLabel("Arguments")).toHaveValue(/"amount"/);
      await form.getByLabel("Arguments").fill("{ amount: 900 }");
      await form.getByRole("radio", { name: "Allowed" }).check();
      await form.getByRole("button", { name: "Add test" }).click();
      await expect(form.getByText(/It is not JSON/)).toBeVisible();
      await form.getByLabel("Arguments").fill('{ "amount": 900, "currency": "EUR", "to": "a@corp.example" }');
      await form.getByRole("button", { name: "Add test" }).click();
      const tests = page.getByRole("list", { name: "Tests" });
      await expect(tests).toContainText("Fails");
      await expect(tests).toContainText('It is denied by "No large payments", not allowed.');
      await page.getByRole("button", { name: "Activate" }).click();
      await expect(page.getByRole("alert").filter({ hasText: "A small payment passes" })).toBeVisible();
      await page.getByRole("link", { name: "Change A small payment passes" }).click();
      await form.getByLabel("Arguments").fill('{ "amount": 9, "currency": "EUR", "to": "a@corp.example" }');
      await form.getByRole("button", { name: "Save test" }).click();
      await expect(tests).toContainText("Passes");
      await page.getByRole("button", { name: "Activate" }).click();
      await expect(page.getByText("Active", { exact: true })).toBeVisible();
    });

    await test.step("the editor runs the tests under what is being written", async () => {
      await page.getByRole("link", { name: "Rule" }).click();
      const tests = page.getByRole("region", { name: "Tests under this draft" });
      await expect(tests).toContainText("Passes");
      await view(page, "Denies when", "Text");
      await text.fill("args.amount >= 5");
      await expect(tests).toContainText("Fails");
      await text.fill("args.amount >= 600");
      await expect(tests).toContainText("Passes");
      await page.getByLabel("Note").fill("More room");
      await save(page);
      await expect(page.getByText("version 4", { exact: true })).toBeVisible();
    });

    await test.step("an old version comes back; one that does not fit is refused", async () => {
      await page.getByRole("link", { name: "Versions" }).click();
      await expect(page.getByRole("row", { name: /when/ }).first()).toContainText("args.amount >= 600");
      await expect(page.getByText("More room")).toBeVisible();
      const dialog = page.getByRole("dialog");
      await page.getByRole("button", { name: "Restore version 1" }).click();
      await dialog.getByRole("button", { name: "Restore version" }).click();
      await expect(dialog.getByRole("alert")).toContainText("cannot be active");
      await dialog.getByRole("button", { name: "Close" }).click();
      await page.getByRole("button", { name: "Restore version 3" }).click();
      await dialog.getByLabel("Note").fill("It was too much room");
      await dialog.getByRole("button", { name: "Restore version" }).click();
      await expect(page.getByText("It was too much room")).toBeVisible();
      await page.getByRole("link", { name: "Rule" }).click();
      await view(page, "Denies when", "Text");
      await expect(text).toHaveValue("args.amount >= 500");
    });

    await test.step("a call that somebody points at becomes a test", async () => {
      const policy = page.url();
      const query = new URLSearchParams({
        ...{ human, agent: "claude-code", server: "fixture", tool: "send_payment", expect: "deny" },
        arguments: '{"amount":700,"currency":"EUR","to":"b@corp.example"}',
      });
      await page.goto(`${policy}/tests?${query}`);
      const form = page.getByRole("form", { name: "Test" });
      await expect(form.getByLabel("Arguments")).toHaveValue(/"amount": 700/);
      await form.getByLabel("Decided by").selectOption("this");
      await form.getByRole("button", { name: "Add test" }).click();
      await expect(page.getByText("2 of 2 tests pass")).toBeVisible();
      await page.getByRole("button", { name: "Run all" }).click();
      await expect(page.getByText("Every test has been run again.")).toBeVisible();
      await page.getByRole("button", { name: "Delete send_payment is denied" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Delete test" }).click();
      await expect(page.getByText("1 of 1 test passes")).toBeVisible();
      await page.goto(policy);
    });

    await test.step("a viewer reads all of it, and changes nothing", async () => {
      const policy = page.url();
      const viewer = await (await as(browser, world, "viewer")).newPage();
      await viewer.goto(policy);
      await expect(viewer.getByRole("region", { name: "Denies when" })).toContainText("args.amount >= 500");
      await expect(viewer.getByRole("form", { name: "Policy" })).toHaveCount(0);
      await expect(viewer.getByRole("button", { name: "Activate" })).toHaveCount(0);
      await viewer.getByRole("link", { name: "Tests" }).click();
      await expect(viewer.getByRole("list", { name: "Tests" })).toContainText("A small payment passes");
      await expect(viewer.getByRole("link", { name: /Add a test|Change/ })).toHaveCount(0);
      await expect(viewer.getByRole("button", { name: /Delete|Run all/ })).toHaveCount(0);
      await viewer.getByRole("link", { name: "Versions" }).click();
      await expect(viewer.getByText("It was too much room")).toBeVisible();
      await expect(viewer.getByRole("button", { name: /Restore/ })).toHaveCount(0);
      await viewer.context().close();
    });
  } finally {
    await context.close();
    await upstream.stop();
  }
});

test("every operator of the builder makes a text that the product reads", async ({ browser }) => {
  test.setTimeout(120_000);
  const world = await makeWorld();
  const upstream: Fixture = await startFixture({ era: "dual" });
  await world.addServer("fixture", upstream.url);
  const written = [
    "args.meta.cost >= 5",
    'args["a.b"] == ""',
    "args.x == null",
    'args.x in [1, "1"]',
    'args.file.underPath("/srv/data")',
    'args.url.urlHostIn(["*.example.com"])',
    "size(args.labels) <= 3",
    'args.labels.all(item, item.startsWith("x"))',
    'request.ip.inRange(["10.0.0.0/8"])',
    'request.time.weekdayIn(["mon", "fri"], "Europe/Berlin")',
    'request.time.between("22:00", "06:00")',
    "has(human.email)",
    "tool.readOnly == true",
    "!(args.a < 5 || ifMissing(args.b > 6, true))",
  ];
  const policy = await world.api.post<{ id: string }>("policies", {
    ...{ name: "One of each", effect: "allow", when: written.join(" && ") },
  });
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.policy(world.tenant, policy.id));
  const when = part(page, "Allows when");
  await expect(when.getByRole("group", { name: "Test 13", exact: true })).toBeVisible();
  // One edit there and back prints the whole tree anew.
  const negate = part(page, "Test 1").getByRole("checkbox", { name: "Negate" });
  await negate.check();
  await negate.uncheck();
  await view(page, "Allows when", "Text");
  await expect(textOf(page, "Allows when")).toHaveValue(written.join(" && "));
  await context.close();
  await upstream.stop();
});

test("without script a condition is a text, and the check is a button", async ({ browser }) => {
  const upstream: Fixture = await startFixture({ era: "dual" });
  const { world } = await makeScene(upstream);
  const context = await as(browser, world, "owner", { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(paths.newPolicy(world.tenant));
  await page.getByLabel("Name", { exact: true }).fill("No large payments");
  await page.getByRole("textbox", { name: "Tools" }).fill("send_payment");
  await page.getByRole("checkbox", { name: /Fixture/ }).check();
  await expect(page.getByRole("button", { name: "Add test" })).toHaveCount(0);
  const text = textOf(page, "Denies when");
  await text.fill("args.ammount >= 500");
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await expect(page.getByText("There is no argument args.ammount").filter({ visible: true })).toHaveCount(1);
  await expect(text).toHaveValue("args.ammount >= 500");
  await expect(page.getByRole("checkbox", { name: /Fixture/ })).toBeChecked();
  await text.fill("args.amount >=");
  await page.getByRole("button", { name: "Create policy" }).click();
  await expect(page.getByText(/At character 15/).first()).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /Fixture/ })).toBeChecked();
  await text.fill("args.amount >= 500");
  await page.getByRole("button", { name: "Create policy" }).click();
  await expect(page.getByRole("heading", { name: "No large payments", level: 1 })).toBeVisible();
  await expect(text).toHaveValue("args.amount >= 500");
  await context.close();
  await upstream.stop();
});
