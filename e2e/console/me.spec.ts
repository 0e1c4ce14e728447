import type { Page } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { rawAgent } from "../support/raw-agent";
import { makeScene, type Scene, test } from "../support/scene";
import { complaints } from "./support/axe";
import { as, expect, ownerOf } from "./support/console";

/* A human's own pages: what acts for them, everything under their authority, and what they can do about it. */

// Each walks over many pages, and looks at them with axe.
test.describe.configure({ timeout: 150_000 });

/** The owner is a human, too, with an agent of the same kind as Alice's. */
async function withOwner(scene: Scene) {
  const { world } = scene;
  const mine = await world.api.post<{ key: string }>("humans", {
    email: ownerOf(world),
    name: "The owner",
    subject: "owner",
  });
  await world.grant(mine.key, "fixture", "high");
  const instance = await world.addInstance(mine.key, [{ server: "fixture", level: "medium" }]);
  const agent = await rawAgent(world.mcpUrl("fixture"), instance.token);
  await agent.call("echo", { text: "for me" });
  await (await scene.agent()).call("delete_repo", { repo: "of/alice" });
  return { mine, instance, agent };
}

const isRefused = async (agent: Awaited<ReturnType<typeof rawAgent>>): Promise<boolean> => {
  const { status, message } = await agent.call("echo", { text: "again" });
  return status === 401 || message?.error !== undefined || message?.result?.isError === true;
};

const clean = async (page: Page) => expect(await complaints(page)).toEqual([]);

test("somebody who signs in sees what agents did under their authority, and nobody else's", async ({
  browser,
  scene,
  upstream,
}) => {
  const { world } = scene;
  const { instance } = await withOwner(scene);
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.me());
  await expect(page.getByRole("heading", { level: 1, name: "Your agents" })).toBeVisible();
  const feed = page.getByRole("region", { name: /^Events under your authority in/ });
  await expect(feed.getByText(/ran echo on fixture/i).first()).toBeVisible();
  await expect(page.getByText(/delete_repo/)).toHaveCount(1);
  await clean(page);

  await page.getByRole("link", { name: "Everything under your authority" }).click();
  await expect(page).toHaveURL(new RegExp(`${paths.myEvents(world.tenant)}$`));
  await expect(page.getByText(/ran echo on fixture/i).first()).toBeVisible();
  await expect(page.getByText("delete_repo")).toHaveCount(0);
  await clean(page);
  // Not by the address either.
  await page.goto(paths.myEvents(world.tenant, `human=${encodeURIComponent("human|alice")}`));
  await expect(page.getByText("Nothing of yours matches")).toBeVisible();
  const [theirs] = await world.calls({ human: "human|alice" });
  for (const path of [
    paths.myEvent(world.tenant, theirs?.id ?? ""),
    paths.myInstance(world.tenant, scene.instance.id),
  ]) {
    await page.goto(path);
    await expect(page.getByText(/not found|does not exist|nothing here/i).first()).toBeVisible();
  }
  const file = await page.request.get(`${paths.myExport(world.tenant)}?format=jsonl`);
  expect(file.headers()["content-disposition"]).toContain("my-records");
  expect(await file.text()).toContain(instance.id);
  expect(await file.text()).not.toContain(scene.instance.id);
  await context.close();

  const other = await makeScene(upstream);
  const away = await as(browser, other.world, "owner");
  const empty = await away.newPage();
  await empty.goto(paths.me());
  await expect(empty.getByRole("heading", { name: "Your environments" })).toBeVisible();
  await expect(empty.getByText(/under your authority/i)).toHaveCount(0);
  for (const path of [paths.myEvents(world.tenant), paths.myEventsData(world.tenant), paths.myExport(world.tenant)])
    expect((await empty.request.get(`${path}?format=csv`)).status()).not.toBe(200);
  await away.close();
});

test("pause, lower, leave a tool out, raise, time-box and disconnect each act on the next call, and say so", async ({
  browser,
  scene,
}) => {
  const { world } = scene;
  const { instance, agent } = await withOwner(scene);
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.me());
  await page.getByRole("button", { name: /^Pause / }).click();
  await expect(page.getByText("You have paused it.")).toBeVisible();
  expect(await isRefused(agent)).toBe(true);
  await page.getByRole("button", { name: /^Resume / }).click();
  await expect(page.getByText("You have paused it.")).toHaveCount(0);
  expect(await isRefused(agent)).toBe(false);

  await page.goto(paths.myInstance(world.tenant, instance.id));
  await clean(page);
  await page.getByRole("combobox", { name: /^Highest level/ }).selectOption("low");
  await expect(page.getByText(/You let it go up to Low/)).toBeVisible();
  await page.getByRole("button", { name: "Raise to High on Fixture" }).click();
  await page.getByRole("dialog").getByRole("combobox", { name: "For how long" }).selectOption("4h");
  await page.getByRole("dialog").getByRole("button", { name: "Raise to High" }).click();
  await expect(page.getByText(/You let it go up to High/)).toBeVisible();
  await page.locator("summary", { hasText: "May look things up" }).click();
  await page.getByRole("button", { name: "Leave out echo" }).click();
  await expect.poll(() => isRefused(agent)).toBe(true);
  await page.reload();
  await page.locator("summary", { hasText: "May not" }).click();
  await page.getByRole("button", { name: "Put back echo" }).click();
  await expect.poll(() => isRefused(agent)).toBe(false);
  await page.getByRole("button", { name: "End everything in 1 hour" }).click();
  await expect
    .poll(async () => {
      const { consents } = await world.api.get<{ consents: { expiresAt: string | null }[] }>(
        `instances/${instance.id}`,
      );
      return Date.parse(consents[0]?.expiresAt ?? "") < Date.now() + 3_601_000;
    })
    .toBe(true);
  await page.getByRole("button", { name: /^Disconnect / }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByText("It is disconnected: it may do nothing.", { exact: false })).toBeVisible();
  expect(await isRefused(agent)).toBe(true);
  const types = (await world.events({ actor: "human|owner" })).map(({ type }) => type);
  expect(new Set(types)).toEqual(new Set(["instance.updated", "consent.changed", "agent.disconnected"]));
  await context.close();
});

test("this should not have happened: the agent is paused at once, admins see it, and only its human resumes it", async ({
  browser,
  scene,
}) => {
  const { world } = scene;
  const { instance, agent } = await withOwner(scene);
  const [call] = await world.calls({ human: "human|owner" });
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.myEvent(world.tenant, call?.id ?? ""));
  await clean(page);
  await page.getByRole("button", { name: "This should not have happened" }).click();
  await page
    .getByRole("dialog")
    .getByLabel(/What was wrong/)
    .fill("I did not ask for this.");
  await page.getByRole("dialog").getByRole("button", { name: "Report it" }).click();
  await expect(page.getByText("You said that this should not have happened")).toBeVisible();
  expect(await isRefused(agent)).toBe(true);

  await page.goto(paths.overview(world.tenant));
  await expect(page.getByText("A human says that something should not have happened")).toBeVisible();
  await clean(page);
  await page.getByRole("link", { name: "Look at the reports" }).click();
  await clean(page);
  await page.getByRole("button", { name: "Resolve" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Resolve" }).click();
  await expect(page.getByText("Resolved", { exact: true })).toBeVisible();
  expect(await world.api.ask("PATCH", `instances/${instance.id}`, { status: "active" })).toMatchObject({ status: 403 });
  expect(await isRefused(agent)).toBe(true);
  expect((await world.events({ type: ["report.created", "report.resolved"] })).map(({ type }) => type)).toEqual([
    "report.resolved",
    "report.created",
  ]);
  await page.goto(paths.me());
  await page.getByRole("button", { name: /^Resume / }).click();
  await expect(page.getByText("You have paused it.")).toHaveCount(0);
  expect(await isRefused(agent)).toBe(false);
  await context.close();
});

test("what an administrator suspended the human cannot resume", async ({ browser, scene }) => {
  const { world } = scene;
  const { instance } = await withOwner(scene);
  await world.api.patch(`instances/${instance.id}`, { status: "suspended" });
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.me());
  await expect(page.getByText("An administrator has suspended it. Only they can resume it.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Resume / })).toHaveCount(0);
  await context.close();
});

test("sessions: another browser is signed out by hand, this one stays", async ({ browser, scene }) => {
  const { world } = scene;
  const [context, other] = [await as(browser, world, "owner"), await as(browser, world, "owner")];
  const page = await context.newPage();
  await page.goto(paths.mySessions());
  await clean(page);
  await expect(page.getByText("This one")).toBeVisible();
  await page.getByRole("button", { name: "End all others" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End the others" }).click();
  await expect(page.getByRole("button", { name: "End all others" })).toHaveCount(0);
  const away = await other.newPage();
  await away.goto(paths.overview(world.tenant));
  await expect(away).toHaveURL(/\/sign-in/);
  await page.goto(paths.overview(world.tenant));
  await expect(page).toHaveURL(new RegExp(`/${world.tenant}$`));
  await context.close();
  await other.close();
});

test("without script: an agent is paused and resumed, and the log is filtered", async ({ browser, scene }) => {
  const { world } = scene;
  const { agent } = await withOwner(scene);
  const signedIn = await as(browser, world, "owner");
  const context = await browser.newContext({
    baseURL: world.baseUrl,
    javaScriptEnabled: false,
    storageState: await signedIn.storageState(),
  });
  const page = await context.newPage();
  await page.goto(paths.me());
  await page.getByRole("button", { name: /^Pause / }).click();
  await expect(page.getByText("You have paused it.")).toBeVisible();
  expect(await isRefused(agent)).toBe(true);
  await page.getByRole("button", { name: /^Resume / }).click();
  expect(await isRefused(agent)).toBe(false);
  await page.goto(paths.myEvents(world.tenant));
  await page.getByLabel("Outcome").selectOption("denied");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/outcome=denied/);
  await context.close();
  await signedIn.close();
});
