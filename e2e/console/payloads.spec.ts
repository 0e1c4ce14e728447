import { test as base } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { startFixture } from "../outside/fixture-server.mjs";
import { makeScene, type Scene } from "../support/scene";
import { complaints } from "./support/axe";
import { as, expect, rowsOf } from "./support/console";

const test = base.extend<{ scene: Scene }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs.
  scene: async ({}, use) => {
    const upstream = await startFixture({ era: "dual" });
    await use(await makeScene(upstream));
    await upstream.stop();
  },
});

const callOf = async ({ world }: Scene) => {
  const [call] = await world.calls();
  if (!call) throw new Error("There is no call in the log.");
  return call;
};
const viewsOf = async ({ world }: Scene) => (await world.events({ type: "audit.payload_viewed" })).length;

test("an auditor sees stored arguments when asking for them, in the log and on the event's page, and that is recorded", async ({
  browser,
  scene,
}) => {
  const { world } = scene;
  await (await scene.agent()).call("echo", { text: `zanzibar ghp_${"a1".repeat(18)}` });
  const call = await callOf(scene);
  const context = await as(browser, world, "auditor");
  const page = await context.newPage();

  await page.goto(paths.audit(world.tenant, "type=gateway.tool.executed"));
  const row = rowsOf(page).first();
  await row.locator("summary").first().click();
  await expect(row.getByText("Removed before storing")).toBeVisible();
  await expect(row.getByText("zanzibar")).toHaveCount(0);
  await row.getByRole("button", { name: "Show arguments" }).click();
  await expect(row.getByText('"zanzibar [masked]"')).toBeVisible();
  expect(await viewsOf(scene)).toBe(1);

  await page.goto(paths.event(world.tenant, call.id));
  await expect(page.getByText("That you looked becomes an event of the log.")).toBeVisible();
  await page.getByRole("button", { name: "Show arguments" }).click();
  await expect(page.getByText('"zanzibar [masked]"')).toBeVisible();
  expect(await complaints(page), "the event's page with its arguments").toEqual([]);
  expect(await viewsOf(scene)).toBe(2);
  await context.close();
});

test("without script the event's page shows them too", async ({ browser, scene }) => {
  await (await scene.agent()).call("echo", { text: "zanzibar" });
  const context = await as(browser, scene.world, "auditor", { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(paths.event(scene.world.tenant, (await callOf(scene)).id));
  await page.getByRole("button", { name: "Show arguments" }).click();
  await expect(page.getByText('"zanzibar"')).toBeVisible();
  expect(await viewsOf(scene)).toBe(1);
  await context.close();
});

test("who may not read stored arguments reads that, and finds no button", async ({ browser, scene }) => {
  await (await scene.agent()).call("echo", { text: "zanzibar" });
  const context = await as(browser, scene.world, "admin");
  const page = await context.newPage();
  const path = paths.event(scene.world.tenant, (await callOf(scene)).id);
  for (const at of [path, `${path}?payload=show`]) {
    await page.goto(at);
    await expect(page.getByText("The stored arguments can be seen by auditors and owners")).toBeVisible();
    await expect(page.getByRole("button", { name: "Show arguments" })).toHaveCount(0);
    await expect(page.getByText("zanzibar")).toHaveCount(0);
  }
  expect(await viewsOf(scene)).toBe(0);
  await context.close();
});

test("a call goes on into what-if and into a test with the arguments that are stored of it", async ({
  browser,
  scene,
}) => {
  const { world } = scene;
  const policy = await world.api.post<{ id: string }>("policies", {
    ...{ name: "No zanzibar", effect: "deny", status: "active" },
    ...{ scope: { tools: ["echo"] }, when: 'args.text == "zanzibar"' },
  });
  await (await scene.agent()).call("echo", { text: "zanzibar" });
  const call = await callOf(scene);
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.event(world.tenant, call.id));
  await page.getByRole("link", { name: "Try it in what-if" }).click();
  await expect(page.getByText("The arguments are those that are stored of the call.")).toBeVisible();
  await expect(page.getByLabel("text", { exact: false }).first()).toHaveValue("zanzibar");
  expect(page.url()).not.toContain("zanzibar");

  await page.goto(paths.event(world.tenant, call.id));
  await page.getByRole("link", { name: "Make a test of this" }).click();
  await expect(page).toHaveURL(new RegExp(policy.id));
  await expect(page.getByRole("textbox", { name: "Arguments" })).toHaveValue(/zanzibar/);
  expect(page.url()).not.toContain("zanzibar");
  expect(await viewsOf(scene)).toBe(2);
  await context.close();
});

test("what is kept can be said for the environment, a server and a tool, and tried before", async ({
  browser,
  scene,
}) => {
  const { world } = scene;
  const { tenant } = world;
  const context = await as(browser, world, "owner");
  const page = await context.newPage();

  await page.goto(paths.tenantSettings(tenant));
  await page.getByRole("link", { name: "Recording" }).click();
  await expect(page).toHaveURL(paths.recording(tenant));
  const form = page.getByRole("form", { name: "What is kept" });
  await form.getByRole("textbox", { name: "Path 1", exact: true }).fill("$.first-name");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/Write \$\["…"\] around the name.*Character 8/)).toBeVisible();
  await form.getByRole("textbox", { name: "Path 1", exact: true }).fill("$..email");
  await form.getByLabel("Example, as JSON").fill('{"title": "Hello", "customer": {"email": "ada@example.com"}}');
  await form.getByRole("button", { name: "Show what would be kept" }).click();
  const kept = page.getByRole("status").filter({ hasText: "This would be kept" });
  await expect(kept).toContainText('"[masked]"');
  await expect(kept).toContainText('"Hello"');
  expect(await complaints(page), "recording of the environment").toEqual([]);
  expect((await world.api.get<{ items: unknown[] }>("payload-rules")).items).toEqual([]);
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();

  await page.goto(paths.server(tenant, "fixture"));
  await page.getByRole("link", { name: "Recording" }).click();
  await page.getByLabel("Rules of").selectOption("echo");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(/tool=echo/);
  await form.getByRole("group", { name: "Arguments", exact: true }).getByText("Drop").click();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  expect(await complaints(page), "recording of a tool").toEqual([]);
  expect((await world.api.get<{ items: unknown[] }>("payload-rules")).items).toMatchObject([
    { server: null, tool: null, paths: [{ of: "arguments", path: "$..email", action: "mask" }] },
    { server: "fixture", tool: "echo", arguments: "drop", results: null },
  ]);
  await (await scene.agent()).call("echo", { text: "zanzibar" });
  await page.goto(paths.event(tenant, (await callOf(scene)).id));
  await expect(page.getByText("Not stored: the rules of this environment, server or tool drop them.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Show arguments" })).toHaveCount(0);

  await page.goto(paths.serverRecording(tenant, "fixture", "echo"));
  await page.getByRole("button", { name: "Take these rules back" }).click();
  await expect(page.getByText("Rules of this server and its tools")).toBeVisible();
  await expect.poll(async () => (await world.api.get<{ items: unknown[] }>("payload-rules")).items.length).toBe(1);
  await context.close();
});

test("recording can be set without script, and only be read by who may not", async ({ browser, scene }) => {
  const { tenant } = scene.world;
  const plain = await as(browser, scene.world, "owner", { javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto(paths.recording(tenant));
  await page.getByRole("group", { name: "Results" }).getByRole("radio", { name: "Keep" }).check({ force: true });
  await page.getByRole("textbox", { name: "Path 1", exact: true }).fill("$.[");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/Character 3/)).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Path 1", exact: true })).toHaveValue("$.[");
  await page.getByRole("textbox", { name: "Path 1", exact: true }).fill("$..secret_note");
  await page.getByLabel("Example, as JSON").fill('{"a": {"secret_note": "x"}}');
  await page.getByRole("button", { name: "Show what would be kept" }).click();
  await expect(page.getByRole("heading", { name: "This would be kept" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Path 1", exact: true })).toHaveValue("$..secret_note");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Path 1", exact: true })).toHaveValue("$..secret_note");
  await plain.close();

  const viewer = await as(browser, scene.world, "viewer");
  const other = await viewer.newPage();
  await other.goto(paths.recording(tenant));
  await expect(other.getByRole("textbox", { name: "Path 1", exact: true })).toHaveValue("$..secret_note");
  await expect(other.getByRole("button", { name: "Save" })).toHaveCount(0);
  await viewer.close();
});
