import { type BrowserContext, type Page, type Request, test } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { startFixture } from "../outside/fixture-server.mjs";
import { makeScene } from "../support/scene";
import { makeWorld } from "../support/world";
import { as, expect } from "./support/console";

const human = "human|alice";

/** The places that everybody with a role may read. */
const placesOf = (tenant: string, instance: string, policy: string): string[] => [
  paths.overview(tenant),
  paths.audit(tenant),
  paths.servers(tenant),
  paths.server(tenant, "fixture"),
  `${paths.server(tenant, "fixture")}/tools`,
  `${paths.server(tenant, "fixture")}/tools/echo`,
  paths.humans(tenant),
  paths.human(tenant, human),
  paths.agents(tenant),
  paths.agent(tenant, "claude-code"),
  paths.instance(tenant, "claude-code", instance),
  paths.policies(tenant),
  paths.policy(tenant, policy),
  paths.members(tenant),
  paths.tenantSettings(tenant),
  paths.limits(tenant),
  paths.quickstart(tenant),
  paths.doctor(tenant),
  paths.oauthSettings(tenant),
  paths.signInSettings(tenant),
  paths.clients(tenant),
];

/** The places that exist only to change something. */
const formsOf = (tenant: string): string[] => [
  paths.newServer(tenant),
  `${paths.newServer(tenant)}/connect`,
  paths.newInstance(tenant),
  paths.newPolicy(tenant),
];

/** Pages as they come, before any script: what is not in them is not there, and dozens of them are read in seconds. */
async function plainPage(context: BrowserContext): Promise<Page> {
  await context.route("**/_next/static/**", (route) => route.abort());
  return context.newPage();
}

/** A request of the browser that runs a server action. */
const isAction = (request: Request): boolean => request.method() === "POST" && "next-action" in request.headers();

/** Presses "Suspend" on the human's page and keeps the request, to be sent again by somebody else. */
async function recordSuspend(page: Page): Promise<{ url: string; headers: Record<string, string>; body: Buffer }> {
  const sent = page.waitForRequest(isAction);
  await page.getByRole("button", { name: "Suspend" }).click();
  const request = await sent;
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  const { cookie: _, "content-length": __, ...headers } = await request.allHeaders();
  return {
    url: request.url(),
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":"))),
    body: request.postDataBuffer() ?? Buffer.alloc(0),
  };
}

/**
 * Forms that send something; those that only ask put it into the URL. Everybody keeps searches, and what they have seen, for themselves.
 */
const changing =
  "main form:is([method=post], [method=POST], [action^='javascript:']):not([aria-label='Save this search'], :has(input[name=at]))";

test("who may only read is shown nothing that changes anything, and the actions refuse", async ({ browser }) => {
  test.setTimeout(180_000);
  const upstream = await startFixture({ era: "dual" });
  try {
    const { world, instance } = await makeScene(upstream);
    const { tenant, api } = world;
    const { items } = await api.get<{ items: { id: string }[] }>("policies");
    const places = placesOf(tenant, instance.id, String(items[0]?.id));

    const owner = await as(browser, world, "owner");
    const ownersPage = await owner.newPage();
    await ownersPage.goto(paths.human(tenant, human));
    await expect(ownersPage.locator(changing), "what the others are not shown").not.toHaveCount(0);
    const suspend = await recordSuspend(ownersPage);
    const statusOf = async () => (await api.get<{ status: string }>(`humans/${encodeURIComponent(human)}`)).status;
    expect(await statusOf()).toBe("suspended");

    await test.step("the request that will be tried works for whoever may do it", async () => {
      await api.patch(`humans/${encodeURIComponent(human)}`, { status: "active" });
      const again = await owner.request.post(suspend.url, { headers: suspend.headers, data: suspend.body });
      expect(again.status()).toBe(200);
      expect(await statusOf()).toBe("suspended");
      await api.patch(`humans/${encodeURIComponent(human)}`, { status: "active" });
    });

    for (const role of ["viewer", "auditor"] as const)
      await test.step(role, async () => {
        const context = await as(browser, world, role);
        const page = await plainPage(context);
        for (const place of places) {
          const answer = await page.goto(place);
          expect(answer?.status(), `${role} at ${place}`).toBe(200);
          await expect(page.locator(changing), `${role} at ${place}`).toHaveCount(0);
        }
        for (const place of formsOf(tenant)) expect((await page.goto(place))?.status(), place).toBe(404);
        expect((await page.goto(paths.keys(tenant)))?.status()).toBe(role === "auditor" ? 200 : 404);

        const refused = await context.request.post(suspend.url, { headers: suspend.headers, data: suspend.body });
        expect(await refused.text()).toContain("This needs the permission humans:write.");
        expect(await statusOf()).toBe("active");
        await context.close();
      });

    await test.step("a member of another organization finds nothing", async () => {
      const elsewhere = await makeWorld();
      const context = await as(browser, elsewhere, "owner");
      const page = await context.newPage();
      const [event] = await world.events();
      for (const place of [...places, ...formsOf(tenant), paths.event(tenant, String(event?.id))]) {
        expect((await page.goto(place))?.status(), place).toBe(404);
        await expect(page.getByText("There is nothing here")).toBeVisible();
        await expect(page.getByText(`Org ${tenant}`)).toHaveCount(0);
      }
      const refused = await context.request.post(suspend.url, { headers: suspend.headers, data: suspend.body });
      expect(await refused.text()).not.toContain("Alice");
      expect(await statusOf()).toBe("active");

      // The event of one tenant is not found in another, although its id is right.
      expect((await page.goto(paths.event(elsewhere.tenant, String(event?.id))))?.status()).toBe(404);
      await context.close();
    });

    await test.step("whoever is not signed in is asked to, and comes back", async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(paths.human(tenant, human));
      await expect(page).toHaveURL(paths.signIn(paths.human(tenant, human)));
      await context.close();
    });
    await owner.close();
  } finally {
    await upstream.stop();
  }
});

test("the short addresses lead into the tenant that was looked at last, until one signs out", async ({ browser }) => {
  const world = await makeWorld();
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.home());
  await expect(page).toHaveURL(paths.overview(world.tenant));
  for (const place of ["audit", "agents", "humans", "servers"] as const) {
    await page.goto(`/${place}`);
    await expect(page).toHaveURL(`/${world.tenant}/${place}`);
  }
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(paths.signIn());
  await page.goto(paths.overview(world.tenant));
  await expect(page).toHaveURL(paths.signIn(paths.overview(world.tenant)));
  await context.close();
});
