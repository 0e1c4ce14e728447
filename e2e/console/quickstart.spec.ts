import { paths } from "@/lib/kernel/paths";
import { test } from "../support/scene";
import { complaints } from "./support/axe";
import { as, expect } from "./support/console";

/* The quickstart: every client with the environment's own addresses, for whoever may read. */

test("a viewer finds each client's setup with the server's own address, and the way to the doctor", async ({
  browser,
  scene,
}) => {
  const { world } = scene;
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  await page.goto(paths.quickstart(world.tenant));
  const address = world.mcpUrl("fixture").toString();
  await expect(page.getByText(`claude mcp add --transport http fixture ${address}`)).toBeVisible();
  expect(await complaints(page)).toEqual([]);
  const clients = page.getByRole("navigation", { name: "Client" }).getByRole("link");
  const names = await clients.allTextContents();
  expect(names.length).toBeGreaterThanOrEqual(8);
  for (const name of names) {
    await clients.filter({ hasText: name }).click();
    await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
    await expect(page.getByText(address).first()).toBeVisible();
    await expect(page.getByRole("heading", { name: "What you will see" })).toBeVisible();
  }
  await clients.filter({ hasText: "Cursor" }).click();
  await expect(page.getByRole("link", { name: "Add to Cursor" })).toHaveAttribute("href", /^cursor:\/\//);
  await clients.filter({ hasText: "VS Code" }).click();
  await expect(page.getByRole("link", { name: "Install in VS Code" })).toHaveAttribute(
    "href",
    /^vscode:mcp\/install\?/,
  );
  expect(await complaints(page)).toEqual([]);
  await page.getByRole("link", { name: "connection doctor", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Connection doctor" })).toBeVisible();
  await context.close();
});
