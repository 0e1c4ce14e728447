import type { Page } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import type { RawAgent } from "../support/raw-agent";
import { type Scene, test } from "../support/scene";
import { as, expect } from "./support/console";

/** How decisions are looked at before they are made, asked for without being made, and explained after they were. */

type Policy = { id: string };

const small = {
  name: "Small payments only",
  effect: "deny",
  status: "active",
  scope: { servers: ["fixture"], tools: ["send_payment"] },
  unless: "args.amount < 500",
} as const;

const addPolicy = ({ world }: Scene, policy: object): Promise<Policy> => world.api.post<Policy>("policies", policy);
const pay = (agent: RawAgent, amount: number) =>
  agent.call("send_payment", { amount, currency: "EUR", to: "bob@example.com" });

const whatIf = ({ world: { tenant }, instance }: Scene, more: Record<string, string> = {}): string =>
  `${paths.whatIf(tenant)}?${new URLSearchParams({ instance: instance.id, server: "fixture", tool: "send_payment", ...more })}`;

const answer = (page: Page) => page.getByRole("region", { name: "Answer" });

test("access says what may be used before any call, in three buckets, with the reason of each", async ({
  browser,
  scene,
}) => {
  test.setTimeout(120_000);
  const { world, instance, human } = scene;
  const { tenant } = world;
  const policy = await addPolicy(scene, small);
  await addPolicy(scene, {
    name: "No deleting",
    effect: "deny",
    status: "active",
    scope: { tools: ["delete_repo"] },
  });
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  const its = paths.instance(tenant, "claude-code", instance.id);

  await test.step("of an instance", async () => {
    await page.goto(its);
    await page.getByRole("navigation").getByRole("link", { name: "Access" }).click();
    await expect(page).toHaveURL(`${its}/access`);
    const section = page.getByRole("region", { name: / on Fixture$/ });
    const counts = section.getByRole("list", { name: "Tools by bucket" });
    for (const bucket of [/^Allowed\d+$/, /^Conditional1$/, /^Denied1$/])
      await expect(counts.getByRole("listitem").filter({ hasText: bucket })).toHaveCount(1);
    const conditional = section.getByRole("row", { name: /^send_payment/ });
    await expect(conditional).toContainText("Conditional");
    await expect(conditional.getByRole("link", { name: "Small payments only" })).toHaveAttribute(
      "href",
      paths.policy(tenant, policy.id),
    );
    await expect(conditional.getByRole("listitem").filter({ hasText: "Passes" })).toContainText('"amount"');
    await expect(conditional.getByRole("listitem").filter({ hasText: "Fails" })).toContainText('"amount"');
    await expect(section.getByRole("row", { name: /^delete_repo/ })).toContainText("Denied by No deleting");
    await expect(section.getByRole("row", { name: /^echo/ })).toContainText("Allowed by");
  });

  await test.step("narrowed to a bucket, and to a text", async () => {
    const filter = page.getByRole("search", { name: "Filter" });
    await filter.getByRole("combobox", { name: "Bucket" }).selectOption("Conditional");
    await filter.getByRole("button", { name: "Filter" }).click();
    await expect(page).toHaveURL(/bucket=conditional/);
    await expect(page.getByRole("row", { name: /^echo/ })).toHaveCount(0);
    await expect(page.getByRole("row", { name: /^send_payment/ })).toBeVisible();
    await filter.getByRole("searchbox").fill("no such thing");
    await filter.getByRole("button", { name: "Filter" }).click();
    await expect(page.getByText("Nothing matches this filter")).toBeVisible();
    await page.getByRole("link", { name: "Clear the filter" }).click();
    await expect(page.getByRole("row", { name: /^echo/ })).toBeVisible();
    await page.goto(`${its}/access?bucket=purple&colour=red`);
    await expect(page.getByText('"purple" is no bucket')).toBeVisible();
    await expect(page.getByText('"colour" is not a filter')).toBeVisible();
  });

  await test.step("an example that fails is denied where it can be tried", async () => {
    const row = page.getByRole("row", { name: /^send_payment/ });
    await row.getByRole("listitem").filter({ hasText: "Fails" }).getByRole("link").click();
    await expect(answer(page).getByRole("status")).toContainText("Denied");
    await answer(page).getByRole("listitem").filter({ hasText: "Passes" }).getByRole("link").click();
    await expect(answer(page).getByRole("status")).toContainText("Allowed");
  });

  await test.step("of an agent, a human and a server", async () => {
    for (const place of [
      paths.agent(tenant, "claude-code"),
      paths.human(tenant, human),
      paths.server(tenant, "fixture"),
    ]) {
      await page.goto(place);
      await page.getByRole("navigation").getByRole("link", { name: "Access" }).click();
      await expect(page).toHaveURL(`${place}/access`);
      const section = page.getByRole("region", { name: / on Fixture$/ });
      await expect(section.getByRole("link", { name: "Alice" })).toBeVisible();
      await expect(section.getByRole("row", { name: /^send_payment/ })).toContainText("Conditional");
    }
  });

  await test.step("of one tool: who may use it", async () => {
    await page.goto(paths.tool(tenant, "fixture", "send_payment"));
    await page.getByRole("link", { name: "Who may use it" }).click();
    const row = page.getByRole("table", { name: "Who may use send_payment" }).getByRole("row").nth(1);
    await expect(row).toContainText("Alice");
    await expect(row).toContainText("Conditional");
    await expect(row.getByRole("link", { name: "Small payments only" })).toBeVisible();
  });

  await test.step("a gate is named with the page where it is set", async () => {
    await world.grant(human, "fixture", "low");
    await page.goto(`${its}/access?bucket=denied`);
    const row = page.getByRole("row", { name: /^send_payment/ });
    await expect(row).toContainText("the human's ceiling is low");
    await row.getByRole("link", { name: "Ceiling" }).click();
    await expect(page).toHaveURL(paths.human(tenant, human));
  });
  await context.close();
});

test("what-if decides a call that nobody makes, and says what would change the answer", async ({ browser, scene }) => {
  test.setTimeout(120_000);
  const { world, upstream, instance } = scene;
  const { tenant } = world;
  const policy = await addPolicy(scene, small);
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  const question = page.getByRole("search", { name: "Question" });

  await test.step("choices bring what follows from them, and nothing typed is lost", async () => {
    await page.goto(paths.whatIf(tenant));
    await expect(page.getByRole("heading", { name: "Choose who calls what" })).toBeVisible();
    await question.getByRole("button", { name: "Decide" }).click();
    await expect(page.getByText("Choose who would call.")).toBeVisible();
    await expect(page.getByText("Choose the server first.")).toBeVisible();
    await question.getByLabel("Instance").selectOption(instance.id);
    await question.getByLabel("Server").selectOption("fixture");
    await expect(
      question.getByLabel("Tool", { exact: true }).getByRole("option", { name: /^send_payment/ }),
    ).toBeAttached();
    await question.getByLabel("Tool", { exact: true }).selectOption("send_payment");
    await question.getByLabel("amount").fill("lots");
    await question.getByLabel("currency").selectOption("EUR");
    await question.getByRole("button", { name: "Decide" }).click();
    await expect(page.getByText('"lots" is not a number.')).toBeVisible();
    await expect(question.getByLabel("amount")).toHaveValue("lots");
    await expect(question.getByLabel("currency")).toHaveValue('"EUR"');
  });

  await test.step("a denial names the policy, its operand and the value that it looked at", async () => {
    await question.getByLabel("amount").fill("750");
    await question.getByLabel(/^to \(/).fill("bob@example.com");
    await question.getByRole("button", { name: "Decide" }).click();
    await expect(answer(page).getByRole("status")).toContainText("Denied");
    const chain = answer(page).getByRole("list", { name: "Decision, step by step" });
    await expect(chain).toContainText("Small payments only");
    await expect(chain).toContainText("args.amount < 500");
    await expect(chain).toContainText("750");
  });

  await test.step("as JSON it is the same question", async () => {
    await question.getByRole("radio", { name: "JSON" }).check();
    const json = question.getByLabel("Arguments as JSON");
    await expect(json).toHaveValue(/"amount": 750/);
    await json.fill('{"amount": 750');
    await question.getByRole("button", { name: "Decide" }).click();
    await expect(page.getByText("This is not JSON")).toBeVisible();
    await expect(json).toHaveValue('{"amount": 750');
    await json.fill('{"amount": 499, "currency": "EUR", "to": "bob@example.com"}');
    await question.getByRole("button", { name: "Decide" }).click();
    await expect(answer(page).getByRole("status")).toContainText("Allowed");
    await question.getByRole("radio", { name: "Form" }).check();
    await expect(question.getByLabel("amount")).toHaveValue("499");
  });

  const args = JSON.stringify({ amount: 750, currency: "EUR", to: "bob@example.com" });
  await test.step("a link asks the whole question; without the policy the answer is another", async () => {
    await page.goto(whatIf(scene, { arguments: args, without: policy.id }));
    await expect(answer(page).getByRole("status")).toContainText("Allowed");
    await expect(answer(page)).toContainText('Without the policy "Small payments only"');
  });

  await test.step("a way out leads to where it is done", async () => {
    await page.goto(whatIf(scene, { arguments: args }));
    await expect(answer(page).getByText(/Call it with another amount/)).toBeVisible();
    await answer(page)
      .getByRole("link", { name: /Disable or narrow the policy "Small payments only"/ })
      .click();
    await expect(page).toHaveURL(paths.policy(tenant, policy.id));
  });

  await test.step("what was asked becomes a test of the policy", async () => {
    await page.goto(whatIf(scene, { arguments: args }));
    const link = answer(page).getByRole("link", { name: "Make a test of this" });
    const target = new URL((await link.getAttribute("href")) ?? "", "http://localhost");
    expect(target.pathname).toBe(`${paths.policy(tenant, policy.id)}/tests`);
    expect(Object.fromEntries(target.searchParams)).toEqual({
      human: scene.human,
      agent: "claude-code",
      server: "fixture",
      tool: "send_payment",
      arguments: args,
      expect: "deny",
    });
  });
  expect(await upstream.count()).toBe(0);
  expect(await world.calls()).toEqual([]);
  await context.close();
});

test("what-if asks and answers without JavaScript", async ({ browser, scene }) => {
  const { world, instance } = scene;
  await addPolicy(scene, small);
  const context = await as(browser, world, "owner", { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(paths.whatIf(world.tenant));
  const decide = () => page.getByRole("button", { name: "Decide" }).click();
  await page.getByLabel("Instance").selectOption(instance.id);
  await page.getByLabel("Server").selectOption("fixture");
  await decide();
  await expect(page.getByText("Choose a tool.")).toBeVisible();
  await page.getByLabel("Tool", { exact: true }).selectOption("send_payment");
  await decide();
  await page.getByLabel("amount").fill("750");
  await page.getByLabel("currency").selectOption("EUR");
  await page.getByLabel(/^to \(/).fill("bob@example.com");
  await decide();
  await expect(answer(page).getByRole("status")).toContainText("Denied");
  await expect(page.getByLabel("amount")).toHaveValue("750");
  await context.close();
});

test("impact tells whom a policy would matter to, and a replay which recorded calls", async ({ browser, scene }) => {
  test.setTimeout(120_000);
  const { world } = scene;
  const { tenant } = world;
  const agent = await scene.agent();
  for (const amount of [100, 750, 2000]) await pay(agent, amount);
  await agent.call("echo", { text: "Hello" });
  const policy = await addPolicy(scene, { ...small, status: "draft" });
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  const impact = `${paths.policy(tenant, policy.id)}/impact`;

  await test.step("a draft would narrow one tool of one instance", async () => {
    await page.goto(impact);
    const tool = page.getByRole("region", { name: "fixture/send_payment" });
    await expect(tool.getByRole("row").nth(1)).toContainText("Narrower");
    await expect(tool.getByRole("listitem").filter({ hasText: "Newly refused" })).toContainText('"amount"');
    await tool.getByRole("listitem").filter({ hasText: "Newly refused" }).getByRole("link").click();
    await expect(answer(page).getByRole("status")).toContainText("Denied");
    await expect(answer(page)).toContainText('With the policy "Small payments only" in force');
  });

  await test.step("of the calls that were made, two would be denied", async () => {
    await page.goto(impact);
    await page.getByRole("button", { name: "Replay" }).click();
    const result = page.getByRole("region", { name: "Result of the replay" });
    await expect(result.getByRole("status")).toContainText("4 calls decided again with this policy in force");
    const tools = result.getByRole("table", { name: "By tool" });
    await expect(tools.getByRole("row", { name: /fixture\/send_payment/ })).toHaveText(/send_payment2001$/);
    await expect(tools.getByRole("row", { name: /fixture\/echo/ })).toHaveText(/echo0001$/);
    await expect(result.getByText("Undetermined:")).toBeVisible();
    const samples = result.getByRole("listitem").filter({ hasText: "Newly denied" });
    await expect(samples).toHaveCount(2);
    const events = (await world.calls()).map(({ id }) => paths.event(tenant, id));
    expect(events).toContain(await samples.first().getByRole("link").first().getAttribute("href"));
  });

  await test.step("its progress is shown, it can be cancelled, and what breaks off says so", async () => {
    const bar = page.getByRole("progressbar", { name: "Calls replayed" });
    await page.route("**/policies/replay", () => {});
    await page.getByRole("button", { name: "Replay again" }).click();
    await expect(bar).toBeVisible();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByText("The replay was cancelled.")).toBeVisible();
    await expect(bar).toHaveCount(0);
    await page.unroute("**/policies/replay");
    const lines = [{ progress: { done: 1, total: 4 } }, { error: { code: "internal", message: "It broke." } }];
    await page.route("**/policies/replay", (route) =>
      route.fulfill({ body: lines.map((line) => `${JSON.stringify(line)}\n`).join("") }),
    );
    await page.getByRole("button", { name: "Replay again" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "The replay failed" })).toContainText("It broke.");
    await page.unroute("**/policies/replay");
  });

  await test.step("an active policy is looked at from the other side", async () => {
    await world.api.patch(`policies/${policy.id}`, { status: "active" });
    await pay(agent, 900);
    await page.goto(impact);
    const tool = page.getByRole("region", { name: "fixture/send_payment" });
    await expect(tool.getByRole("row").nth(1)).toContainText("Wider");
    await expect(page.getByRole("radio", { name: "Switched off" })).toBeChecked();
    await page.getByRole("radio", { name: "24 hours" }).check();
    await page.getByRole("button", { name: "Replay" }).click();
    const result = page.getByRole("region", { name: "Result of the replay" });
    await expect(result.getByRole("listitem").filter({ hasText: "Newly allowed" })).toHaveCount(1);
  });

  await test.step("a version is compared with an earlier one", async () => {
    await world.api.patch(`policies/${policy.id}`, { unless: "args.amount < 1000" });
    await page.goto(impact);
    await page.getByLabel("Compare").selectOption("2");
    await page.getByRole("button", { name: "Compare" }).click();
    await expect(page).toHaveURL(/version=2/);
    await expect(page.getByText("version 3 in place of version 2")).toBeVisible();
    const tool = page.getByRole("region", { name: "fixture/send_payment" });
    await expect(tool.getByRole("listitem").filter({ hasText: "Newly passes" })).toBeVisible();
    await page.goto(`${impact}?version=9`);
    await expect(page.getByText('"9" is no earlier version of this policy.')).toBeVisible();
  });
  await context.close();
});

test("whoever leaves a replay before it has begun keeps nobody else from theirs", async ({ scene }) => {
  const { world } = scene;
  const policy = await addPolicy(scene, { ...small, status: "draft" });
  await pay(await scene.agent(), 750);
  const ask = (signal?: AbortSignal) =>
    fetch(world.baseUrl + paths.api(world.tenant, "policies/replay"), {
      method: "POST",
      headers: { authorization: `Bearer ${world.key}`, "content-type": "application/json" },
      body: JSON.stringify({ draft: { policy: policy.id } }),
      ...(signal && { signal }),
    });
  for (let afterMs = 0; afterMs < 20; afterMs += 1) await ask(AbortSignal.timeout(afterMs)).catch(() => {});
  await expect.poll(async () => (await ask()).status, { intervals: [1_000] }).toBe(200);
});

test("an event says what would have allowed it, and shows its whole chain when it is asked to", async ({
  browser,
  scene,
}) => {
  test.setTimeout(120_000);
  const { world } = scene;
  const { tenant } = world;
  const policy = await addPolicy(scene, small);
  const agent = await scene.agent();
  await pay(agent, 100);
  await pay(agent, 750);
  const allowed = await world.event({ type: "gateway.tool.executed", outcome: "success" });
  const [denied] = await world.calls({ outcome: "denied" });
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  const viewed = () => world.events({ type: "audit.payload_viewed" });

  await test.step("a denied call", async () => {
    await page.goto(paths.event(tenant, String(denied?.id)));
    await expect(page.getByRole("heading", { name: "What would have allowed it" })).toBeVisible();
    await expect(page.getByText(/Call it with another amount/)).toBeVisible();
    await expect(page.getByText("the same result")).toBeVisible();
    await expect(page.getByRole("link", { name: "Make a test of this" })).toHaveAttribute("href", /expect=deny/);
    await page.getByRole("link", { name: /Disable or narrow the policy/ }).click();
    await expect(page).toHaveURL(paths.policy(tenant, policy.id));
    await page.goto(paths.event(tenant, String(denied?.id)));
    await page.getByRole("link", { name: "Try it in what-if" }).click();
    await expect(page.getByRole("search", { name: "Question" }).getByLabel("Tool", { exact: true })).toHaveValue(
      "send_payment",
    );
  });

  await test.step("an allowed call, first without a trace of having looked", async () => {
    // What-if was given the stored arguments of the denied call, which is looking at them.
    const before = await viewed();
    expect(before).toMatchObject([{ resource: { key: denied?.id } }]);
    await page.goto(paths.event(tenant, allowed.id));
    expect(await viewed()).toEqual(before);
    await page.getByRole("link", { name: "Show the whole chain" }).click();
    await expect(page.getByText("the same result")).toBeVisible();
    const chain = page.getByRole("list", { name: "Decision, step by step" });
    await expect(chain).toContainText("args.amount < 500");
    await expect(chain).toContainText("100");
    const [view, ...more] = await viewed();
    expect(more).toEqual(before);
    expect(view).toMatchObject({ resource: { key: allowed.id } });
  });

  await test.step("the feed leads there", async () => {
    await page.goto(paths.audit(tenant, "outcome=denied"));
    await page.locator("li[id^=evt_] summary").first().click();
    await page.getByRole("link", { name: "What would have allowed it" }).click();
    await expect(page).toHaveURL(`${paths.event(tenant, String(denied?.id))}?outcome=denied#why`);
  });

  await test.step("who may not read stored arguments sees what came out, and leaves no trace", async () => {
    const before = await viewed();
    const viewer = await as(browser, world, "viewer");
    const theirs = await viewer.newPage();
    await theirs.goto(`${paths.event(tenant, allowed.id)}?chain=whole`);
    const chain = theirs.getByRole("list", { name: "Decision, step by step" });
    await expect(chain).toContainText("args.amount < 500");
    await expect(theirs.getByText("Values of the arguments are left out.")).toBeVisible();
    expect(await viewed()).toEqual(before);
    await viewer.close();
  });
  await context.close();
});

test("a viewer may ask everything, and is shown nothing that changes or replays", async ({ browser, scene }) => {
  test.setTimeout(120_000);
  const { world, instance, human } = scene;
  const { tenant } = world;
  const policy = await addPolicy(scene, small);
  await pay(await scene.agent(), 750);
  const [denied] = await world.calls({ outcome: "denied" });
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  const args = JSON.stringify({ amount: 750, currency: "EUR", to: "bob@example.com" });
  for (const place of [
    `${paths.instance(tenant, "claude-code", instance.id)}/access`,
    `${paths.agent(tenant, "claude-code")}/access`,
    `${paths.human(tenant, human)}/access`,
    `${paths.server(tenant, "fixture")}/access`,
    `${paths.tool(tenant, "fixture", "send_payment")}/access`,
    whatIf(scene, { arguments: args }),
    `${paths.policy(tenant, policy.id)}/impact`,
    paths.event(tenant, String(denied?.id)),
  ]) {
    expect((await page.goto(place))?.status(), place).toBe(200);
    await expect(page.locator("main form:not([role=search])"), place).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Replay" }), place).toHaveCount(0);
    await expect(page.getByRole("link", { name: "Make a test of this" }), place).toHaveCount(0);
    await expect(page.getByRole("link", { name: /Disable or narrow/ }), place).toHaveCount(0);
  }
  await page.goto(whatIf(scene, { arguments: args }));
  await expect(answer(page).getByText(/Disable or narrow the policy/)).toBeVisible();
  const refused = await context.request.post(paths.api(tenant, "policies/replay"), {
    data: { draft: { policy: policy.id } },
    headers: { "sec-fetch-site": "same-origin" },
  });
  expect(refused.status()).toBe(403);
  await context.close();
});
