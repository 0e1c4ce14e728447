import { paths } from "@/lib/kernel/paths";
import { test } from "../support/scene";
import { complaints } from "./support/axe";
import { as, expect } from "./support/console";

/* The settings of the authorization server, and its clients. */

test("an administrator changes how agents connect, and the log holds before and after; a viewer only reads", async ({
  browser,
  scene,
}) => {
  const { world } = scene;
  const context = await as(browser, world, "admin");
  const page = await context.newPage();
  await page.goto(paths.oauthSettings(world.tenant));
  expect(await complaints(page)).toEqual([]);
  await page.getByRole("switch", { name: "Clients may register themselves" }).uncheck();
  await page.getByLabel("Admitted hosts").fill("claude.ai\nnot a host!");
  await page.getByLabel("Longest consent, days").fill("30");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("host!: Write a host name")).toBeVisible();
  await page.getByLabel("Admitted hosts").fill("claude.ai\ncursor:");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The settings are changed.")).toBeVisible();
  await world.event({ type: "tenant.updated" });
  expect((await world.api.ask("GET", "oauth/settings")).body).toMatchObject({
    registration: false,
    documents: true,
    admitted: ["claude.ai", "cursor:"],
    consentDays: 30,
  });
  expect((await world.api.ask("PATCH", "oauth/settings", { graceSeconds: -1 })).status).toBe(422);
  await page.getByRole("button", { name: "Rotate key" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rotate key" }).click();
  await expect(page.getByText("Signs now")).toBeVisible();
  await context.close();

  const reader = await as(browser, world, "viewer");
  const read = await reader.newPage();
  await read.goto(paths.oauthSettings(world.tenant));
  await expect(read.getByText("claude.ai, cursor:")).toBeVisible();
  await expect(read.getByRole("button", { name: "Save" })).toHaveCount(0);
  await expect(read.getByRole("button", { name: "Rotate key" })).toHaveCount(0);
  await read.goto(paths.clients(world.tenant));
  await expect(read.getByText("No OAuth client")).toBeVisible();
  await expect(read.getByText("Add a client by hand")).toHaveCount(0);
  await reader.close();
});

test("a client that acts by itself is added with a secret shown once, suspended, resumed and deleted", async ({
  browser,
  scene,
}) => {
  const { world, instance } = scene;
  const context = await as(browser, world, "admin");
  const page = await context.newPage();
  await page.goto(paths.clients(world.tenant));
  await page.getByLabel("Name", { exact: true }).fill("Nightly report");
  await page.getByLabel("Who stands behind it").selectOption(instance.human);
  await page.getByRole("button", { name: "Add client" }).click();
  await expect(page.getByText("needs a secret or keys").first()).toBeVisible();
  await page.getByLabel("How it shows who it is").selectOption("client_secret_basic");
  await page.getByLabel("Server it may use").selectOption("fixture");
  await page.getByRole("button", { name: "Add client" }).click();
  const secret = (await page.getByText(/^css_/).textContent()) ?? "";
  expect(secret.length).toBeGreaterThan(20);
  expect(await complaints(page)).toEqual([]);
  const { items } = await world.api.get<{ items: { clientId: string; human: string }[] }>("clients");
  const [{ clientId } = { clientId: "" }] = items;
  expect(items).toMatchObject([{ name: "Nightly report", kind: "manual", human: instance.human, instances: 1 }]);

  const token = () =>
    fetch(`${world.baseUrl}${paths.token(world.tenant)}`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
  expect((await token()).status).toBe(200);
  await page.reload();
  await expect(page.getByText(secret)).toHaveCount(0);
  await page.getByRole("button", { name: "Suspend Nightly report" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Suspend client" }).click();
  await expect(page.getByText("Suspended", { exact: true })).toBeVisible();
  expect((await token()).status).toBe(400);
  await page.getByRole("button", { name: "Resume Nightly report" }).click();
  await expect(page.getByText("Suspended", { exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: "Delete Nightly report" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete client" }).click();
  await expect(page.getByText("No OAuth client")).toBeVisible();
  expect((await token()).status).toBe(401);
  expect(await world.events({ type: "oauth.client.updated" })).toHaveLength(2);
  await world.event({ type: "oauth.client.deleted" });
  await context.close();
});
