import { paths } from "@/lib/kernel/paths";
import { test } from "../support/scene";
import { complaints } from "./support/axe";
import { as, expect } from "./support/console";

/* The first page of the settings: the name of the environment, and the gateway's own tools. */

for (const javaScriptEnabled of [true, false])
  test(`an environment is renamed and one of the gateway's own tools switched off ${javaScriptEnabled ? "with" : "without"} JavaScript; the log holds it`, async ({
    browser,
    scene,
  }) => {
    const { world } = scene;
    const context = await as(browser, world, "admin", { javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(paths.tenantSettings(world.tenant));
    const form = page.getByRole("form", { name: "Environment" });
    if (javaScriptEnabled) expect(await complaints(page)).toEqual([]);

    await form.getByLabel("Name").fill("Production, Berlin");
    await form.getByRole("switch", { name: "countersign_can_i" }).uncheck();
    await form.getByRole("button", { name: "Save" }).click();
    if (javaScriptEnabled) await expect(page.getByText("The environment is changed.")).toBeVisible();
    // The new name stands in the shell at once.
    await expect(page.getByRole("button", { name: /^Switch environment, now .*Production, Berlin$/ })).toBeVisible();
    await expect(form.getByLabel("Name")).toHaveValue("Production, Berlin");
    await expect(form.getByRole("switch", { name: "countersign_can_i" })).not.toBeChecked();
    await expect(form.getByRole("switch", { name: "countersign_whoami" })).toBeChecked();
    if (javaScriptEnabled) expect(await complaints(page)).toEqual([]);

    expect(await world.api.get("settings")).toMatchObject({
      slug: world.tenant,
      name: "Production, Berlin",
      builtInTools: { countersign_whoami: true, countersign_can_i: false, countersign_request_access: true },
    });
    expect(await world.event({ type: "tenant.updated" })).toMatchObject({
      actor: { type: "member" },
      surface: "console",
      changes: { after: { name: "Production, Berlin", countersign_can_i: false } },
    });
    await context.close();
  });

test("who may only read sees the name and the tools, and changes neither", async ({ browser, scene }) => {
  const { world } = scene;
  await world.api.patch("settings", { name: "Staging", builtInTools: { countersign_whoami: false } });
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  await page.goto(paths.tenantSettings(world.tenant));
  await expect(page.getByText("countersign_whoami: off")).toBeVisible();
  await expect(page.getByRole("main").getByText("Staging")).toBeVisible();
  await expect(page.getByRole("form", { name: "Environment" })).toHaveCount(0);
  await context.close();
});

test("all agents are suspended by typing where, and resumed: their calls say so from the next one on", async ({
  browser,
  scene,
}) => {
  const { world } = scene;
  const agent = await scene.agent("modern");
  const codes = async () => {
    const { message } = await agent.call("echo", { text: "a" });
    expect(message).toBeDefined();
    return (await world.calls())[0]?.reason?.code;
  };
  expect(await codes()).toBe("ALLOWED");
  const context = await as(browser, world, "admin");
  const page = await context.newPage();
  await page.goto(paths.tenantSettings(world.tenant));
  await expect(page.getByText("1 of 1 agents may act here.")).toBeVisible();
  await page.getByRole("button", { name: "Suspend all agents" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(world.tenant);
  expect(await complaints(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Suspend all agents" }).click();
  await expect(page.getByText("0 of 1 agents may act here.")).toBeVisible();
  expect(await codes()).toBe("PRINCIPAL_SUSPENDED");
  await page.getByRole("button", { name: "Resume all agents" }).click();
  await dialog.getByRole("button", { name: "Resume all agents" }).click();
  await expect(page.getByText("1 of 1 agents may act here.")).toBeVisible();
  expect(await codes()).toBe("ALLOWED");
  await context.close();
});
