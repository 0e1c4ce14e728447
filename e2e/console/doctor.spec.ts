import { paths } from "@/lib/kernel/paths";
import { test } from "../support/scene";
import { complaints } from "./support/axe";
import { as, expect } from "./support/console";

/* The connection doctor: what real requests of a client leave there, and that it follows by itself. */

test("a client that stops on its way is seen with the step and what to do; another environment sees nothing", async ({
  browser,
  scene,
}) => {
  const { world } = scene;
  const context = await as(browser, world, "viewer");
  const page = await context.newPage();
  await page.goto(paths.doctor(world.tenant));
  const headers = { "user-agent": "claude-code/2.1.197 (sdk-cli)", "content-type": "application/json" };
  const at = (path: string) => `${world.baseUrl}${path}`;

  const first = await fetch(world.mcpUrl("fixture"), { method: "POST", headers, body: "{}" });
  expect(first.status).toBe(401);
  const challenge = first.headers.get("www-authenticate") ?? "";
  const resource = /resource_metadata="([^"]+)"/.exec(challenge)?.[1] ?? "";
  expect((await fetch(at(new URL(resource).pathname), { headers })).status).toBe(200);
  await fetch(at(`/.well-known/oauth-authorization-server${paths.oauth(world.tenant)}`), { headers });
  const registered = await fetch(at(paths.register(world.tenant)), {
    method: "POST",
    headers,
    body: JSON.stringify({
      client_name: "Claude Code (fixture)",
      redirect_uris: ["http://localhost:3118/callback"],
      token_endpoint_auth_method: "none",
    }),
  });
  const { client_id } = (await registered.json()) as { client_id: string };
  // It follows by itself.
  await expect(page.getByText("Claude Code (fixture)")).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText("Under way").first()).toBeVisible();

  const query = new URLSearchParams({
    client_id,
    response_type: "code",
    redirect_uri: "http://localhost:3118/callback",
  });
  await fetch(at(`${paths.authorize(world.tenant)}?${query}`), { headers, redirect: "manual" });
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText("PKCE is missing")).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText("Stopped at step 5: Opened the browser")).toBeVisible();
  await expect(page.getByRole("heading", { name: "What to do" })).toBeVisible();
  expect(await complaints(page)).toEqual([]);
  await context.close();

  const { body } = await world.api.ask("GET", "onboarding");
  expect(body).toMatchObject({ items: [{ clientId: client_id, diagnosis: { code: "pkce_missing" } }] });
});

test("before anybody tried there is a way to the quickstart", async ({ browser, scene }) => {
  const { world } = scene;
  const context = await as(browser, world, "auditor");
  const page = await context.newPage();
  await page.goto(paths.agents(world.tenant));
  await page.getByRole("link", { name: "Doctor" }).click();
  await expect(page.getByText("No client has tried to connect yet")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Quickstart" }).click();
  await expect(page.getByRole("heading", { name: "Quickstart" })).toBeVisible();
  await context.close();
});
