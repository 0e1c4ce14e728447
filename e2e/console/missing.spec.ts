import { type Page, test } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { startFixture } from "../outside/fixture-server.mjs";
import { baseUrl, makeWorld } from "../support/world";
import { as, expect } from "./support/console";

/** Opens a page and gives the status of its answer. */
const statusOf = async (page: Page, path: string): Promise<number | undefined> => (await page.goto(path))?.status();

test("what is not there says so in words without any script, under its status, within the console and outside", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const [world, other] = await Promise.all([makeWorld(), makeWorld()]);
  const { tenant } = world;
  const context = await as(browser, world, "owner", { javaScriptEnabled: false });
  const page = await context.newPage();
  const within = [
    paths.server(tenant, "nothing"),
    `${paths.server(tenant, "nothing")}/tools`,
    paths.policy(tenant, "pol_01k00000000000000000000000"),
    paths.event(tenant, "evt_01k00000000000000000000000"),
    paths.human(tenant, "human|nobody"),
  ];
  for (const path of within) {
    expect(await statusOf(page, path), path).toBe(404);
    await expect(page.getByText("There is nothing here"), path).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Console" }), path).toBeAttached();
  }
  const outside = [
    paths.overview("no-such-tenant"),
    // Of somebody else: it reads as if it did not exist.
    paths.audit(other.tenant),
    paths.consent("no-such-request"),
    `${paths.docs()}/events/no.such.event`,
    `${paths.docs()}/api/no-such-family`,
    "/no/such/page/at/all",
    `/${tenant}/no-such-place`,
  ];
  for (const path of outside) {
    expect(await statusOf(page, path), path).toBe(404);
    await expect(page.getByText("There is nothing here"), path).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Console" }), path).toHaveCount(0);
  }
  await context.close();
});

test("with scripts it reads the same, nothing fails, and a link to what is gone stays within the console", async ({
  browser,
}) => {
  const world = await makeWorld();
  const { tenant } = world;
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  expect(await statusOf(page, paths.server(tenant, "nothing"))).toBe(404);
  await expect(page.getByText("There is nothing here")).toBeVisible();
  await page.getByRole("link", { name: "Go to the start" }).click();
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();

  // A server that is gone by the time its link is followed: the document stays, and with it the shell.
  const upstream = await startFixture({ era: "dual" });
  try {
    await world.addServer("fixture", upstream.url);
    await page.goto(paths.servers(tenant));
    await page.evaluate(() => Reflect.set(window, "sameDocument", true));
    await world.api.del("servers/fixture");
    await page.getByRole("link", { name: "Fixture", exact: true }).click();
    await expect(page.getByText("There is nothing here")).toBeVisible();
    await expect(page).toHaveURL(paths.server(tenant, "fixture"));
    expect(await page.evaluate(() => Reflect.get(window, "sameDocument"))).toBe(true);
  } finally {
    await upstream.stop();
  }
  expect(errors).toEqual([]);
  await context.close();
});

test("an address that cannot be decoded is refused in words, and a sound one beside it is not", async () => {
  for (const path of ["/x%zz/audit", "/acme/agents/%", "/%E0%A4%A/servers"]) {
    const response = await fetch(new URL(path, baseUrl()));
    expect(response.status, path).toBe(400);
    expect(await response.text(), path).toContain("cannot be read");
  }
  expect((await fetch(new URL("/docs?q=%zz", baseUrl()))).status).toBe(200);
});
