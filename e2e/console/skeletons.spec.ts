import { type Page, test } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { startFixture } from "../outside/fixture-server.mjs";
import { makeScene } from "../support/scene";
import { complaints } from "./support/axe";
import { as, expect } from "./support/console";

const skeletonOf = (page: Page) => page.getByRole("main").getByRole("status").filter({ hasText: "Loading" }).first();

/** Holds back every page that script asks for, until it is let go. */
async function holdPages(page: Page): Promise<{ letGo: () => Promise<void> }> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const isPage = (url: URL) => url.searchParams.has("_rsc");
  await page.route(isPage, async (route) => {
    if (!("next-router-prefetch" in route.request().headers())) await held;
    await route.continue().catch(() => {});
  });
  return {
    letGo: async () => {
      release();
      await page.unroute(isPage, undefined);
    },
  };
}

test("a page that is long on its way has a skeleton of its shape, and nothing moves when it comes", async ({
  browser,
}) => {
  const upstream = await startFixture({ era: "dual" });
  const { world } = await makeScene(upstream);
  const context = await as(browser, world, "owner", { viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const { tenant } = world;
  try {
    for (const [from, link, heading] of [
      [paths.overview(tenant), "Agents", "Agents"],
      [paths.agents(tenant), "Humans", "Humans"],
      [paths.humans(tenant), "Policies", "Policies"],
      [paths.policies(tenant), "Audit log", "Audit log"],
      [paths.policies(tenant), "Members", "Settings"],
      [paths.agent(tenant, "claude-code"), "Overview", "Overview"],
    ] as const)
      await test.step(`${from} → ${link}`, async () => {
        await page.goto(from);
        const { letGo } = await holdPages(page);
        await page.getByRole("navigation", { name: "Console" }).getByRole("link", { name: link, exact: true }).click();
        const skeleton = skeletonOf(page);
        await expect(skeleton).toBeVisible();
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(0);
        expect(await complaints(page), `skeleton of ${link}`).toEqual([]);
        const folder = process.env["SCREENSHOTS"];
        if (folder) await page.screenshot({ path: `${folder}/skeleton-${link}.png` });
        const rows = await skeleton.locator(".late").first().boundingBox();
        await letGo();
        await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
        await expect(skeleton).toHaveCount(0);
        if (!["Agents", "Policies"].includes(link)) return;
        const table = await page.getByRole("main").getByRole("table").first().boundingBox();
        expect(Math.abs((table?.y ?? 0) - (rows?.y ?? -100)), `where the rows of ${link} begin`).toBeLessThanOrEqual(4);
      });
  } finally {
    await context.close();
    await upstream.stop();
  }
});

test("one's own pages have skeletons, too", async ({ browser }) => {
  const upstream = await startFixture({ era: "dual" });
  const { world } = await makeScene(upstream);
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  try {
    await page.goto(paths.me());
    const { letGo } = await holdPages(page);
    await page.getByRole("navigation", { name: "Your own pages" }).getByRole("link", { name: "Sessions" }).click();
    await expect(skeletonOf(page)).toBeVisible();
    expect(await complaints(page)).toEqual([]);
    await letGo();
    await expect(page.getByText("This one")).toBeVisible();
    await expect(skeletonOf(page)).toHaveCount(0);
  } finally {
    await context.close();
    await upstream.stop();
  }
});

test("who does not wait for 200 ms sees no skeleton, and another search on the same page never has one", async ({
  browser,
}) => {
  const upstream = await startFixture({ era: "dual" });
  const { world } = await makeScene(upstream);
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(paths.agents(world.tenant));
  await expect(page.getByRole("heading", { name: "Agents", level: 1 })).toBeVisible();
  const { letGo } = await holdPages(page);
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.getByRole("navigation", { name: "Console" }).getByRole("link", { name: "Humans" }).click();
  await page.clock.runFor(190);
  await expect(page.getByRole("heading", { name: "Agents", level: 1 })).toBeVisible();
  await expect(skeletonOf(page)).toHaveCount(0);
  await page.clock.runFor(20);
  await expect(skeletonOf(page)).toBeVisible();
  await letGo();
  await page.clock.resume();
  await expect(page.getByRole("heading", { name: "Humans", level: 1 })).toBeVisible();

  await test.step("back where a skeleton was shown once: the page, not that skeleton", async () => {
    await page.clock.pauseAt(Date.now() + 90_000);
    await page.getByRole("navigation", { name: "Console" }).getByRole("link", { name: "Agents" }).click();
    await page.waitForURL((url) => url.pathname === paths.agents(world.tenant));
    await expect(page.getByRole("heading", { name: "Agents", level: 1 })).toBeVisible();
    await expect(skeletonOf(page)).toHaveCount(0);
    await page.clock.resume();
  });

  await test.step("another search", async () => {
    await page.goto(paths.overview(world.tenant));
    const again = await holdPages(page);
    await page.clock.pauseAt(Date.now() + 120_000);
    await page.getByRole("link", { name: "7 days" }).click();
    await page.clock.runFor(1_000);
    await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
    await expect(skeletonOf(page)).toHaveCount(0);
    await again.letGo();
    await page.clock.resume();
    await expect(page.getByText("What happened in the last 7 days.")).toBeVisible();
  });
  await context.close();
  await upstream.stop();
});

test("what is not there has the right status, and no skeleton stands in its way", async ({ browser }) => {
  const upstream = await startFixture({ era: "dual" });
  const { world } = await makeScene(upstream);
  const context = await as(browser, world, "owner", { javaScriptEnabled: false });
  const page = await context.newPage();
  for (const path of [paths.server(world.tenant, "nothing"), paths.agent(world.tenant, "nobody")])
    expect((await page.goto(path))?.status(), path).toBe(404);
  for (const path of [paths.agents(world.tenant), paths.humans(world.tenant), paths.policies(world.tenant)]) {
    await page.goto(path);
    await expect(page.getByRole("table")).toBeVisible();
    await expect(page.getByRole("main").getByRole("status").filter({ hasText: "Loading" })).toHaveCount(0);
  }
  await context.close();
  await upstream.stop();
});
