import { paths } from "@/lib/kernel/paths";
import { test } from "../support/oauth-scene";
import { baseUrl } from "../support/world";
import { expectSound } from "./support/axe";
import { as, expect } from "./support/console";

// Each page is looked at in both themes and both widths.
test.describe.configure({ timeout: 240_000 });

test("a person connects their account in a browser, sees it, and disconnects", async ({ browser, scene }) => {
  const { world } = scene;
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.server(world.tenant, "asks"));
  await expect(page.getByText("Needs a connection to list its tools")).toBeVisible();
  await page.getByRole("link", { name: "Connect my account" }).click();

  await expect(page.getByRole("heading", { name: "Connect your account at Asks" })).toBeVisible();
  await expect(page.getByText(new URL(scene.upstream.issuer).host)).toBeVisible();
  for (const scope of ["read", "write", "offline_access"])
    await expect(page.getByText(scope, { exact: true })).toBeVisible();
  await expectSound(page, "connect");
  await page.getByRole("button", { name: "Continue to Asks" }).click();
  await page.getByLabel("Account").fill("owner-there");
  await page.getByRole("button", { name: "Agree" }).click();

  await page.waitForURL((url) => url.origin === baseUrl());
  await expect(page.getByText("1 human is connected")).toBeVisible();
  await expectSound(page, "server");
  await page.goto(paths.connections(world.tenant));
  const row = page.getByRole("row", { name: /owner/i }).first();
  await expect(row.getByText("Connected", { exact: true })).toBeVisible();
  await expectSound(page, "connections");

  await page.goto(paths.connect(world.tenant, "asks"));
  await expect(page.getByRole("heading", { name: "Your account at Asks is connected" })).toBeVisible();
  await page.getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByRole("heading", { name: "Connect your account at Asks" })).toBeVisible();
  await context.close();
});

test("without JavaScript, too, the form leads to the other side, which the page's policy lets it", async ({
  browser,
  scene,
}) => {
  const context = await as(browser, scene.world, "owner", { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(paths.connect(scene.world.tenant, "asks", paths.me()));
  await page.getByRole("button", { name: "Continue to Asks" }).click();
  await page.waitForURL((url) => url.origin === new URL(scene.upstream.issuer).origin);
  await page.getByLabel("Account").fill("owner-there");
  await page.getByRole("button", { name: "Agree" }).click();
  await page.waitForURL((url) => url.pathname === paths.me());
  await context.close();
});

test("declining leads back with the reason, and to another try", async ({ browser, scene }) => {
  const context = await as(browser, scene.world, "owner");
  const page = await context.newPage();
  await page.goto(paths.connect(scene.world.tenant, "asks", paths.me()));
  await page.getByRole("button", { name: "Continue to Asks" }).click();
  await page.getByRole("button", { name: "Decline" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "declined" })).toBeVisible();
  await expectSound(page, "declined");
  await page.getByRole("button", { name: "Continue to Asks" }).click();
  await page.getByLabel("Account").fill("owner-there");
  await page.getByRole("button", { name: "Agree" }).click();
  await page.waitForURL((url) => url.pathname === paths.me());
  await context.close();
});

test("an admin sees which connections are dead, filters them and ends one", async ({ browser, scene, bob }) => {
  const { world, alice, upstream, connect, agentOf } = scene;
  await connect(alice, "alice-there");
  await connect(bob, "bob-there");
  upstream.behaviour.refuse = true;
  const agent = await agentOf(bob);
  await agent.call("whoami");

  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.server(world.tenant, "asks"));
  await expect(page.getByText("One connection is dead")).toBeVisible();
  await page.getByRole("link", { name: "Show whose" }).click();
  await expect(page.getByRole("table").getByText("Needs its human")).toBeVisible();
  await expect(page.getByRole("table").getByText("Connected", { exact: true })).toBeHidden();
  await page.goto(paths.connections(world.tenant));
  await expectSound(page, "connections-dead");
  await page.getByRole("button", { name: "Disconnect viewer from Asks" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByRole("table").getByText("Disconnected")).toBeVisible();
  await context.close();
});

test("a server is imported with OAuth; one without authorization is refused in words", async ({ browser, scene }) => {
  const { world, upstream } = scene;
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(`${paths.newServer(world.tenant)}/connect`);
  await page.getByLabel("URL").fill(upstream.url.replace("/mcp", "/nothing"));
  await page.getByLabel("Name").fill("Second");
  await page.getByLabel("Key").fill("second");
  await page.getByText("OAuth", { exact: true }).click();
  await expect(page.getByLabel("Client id")).toBeVisible();
  await expectSound(page, "import");
  await page.getByRole("button", { name: "Import" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "authorization server" })).toBeVisible();
  await page.getByLabel("URL").fill(upstream.url);
  await page.getByRole("button", { name: "Import" }).click();
  await expect(page.getByText("Needs a connection to list its tools")).toBeVisible();
  await context.close();
});
