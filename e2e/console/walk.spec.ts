import { type Page, test } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { startFixture } from "../outside/fixture-server.mjs";
import { connectAs, type SdkAgent } from "../support/sdk-agent";
import { makeWorld } from "../support/world";
import { expect, idsOf, ownerOf, rowsOf, signIn } from "./support/console";
import { violationsOf } from "./support/page-policy";

const human = "human|grace";
const calls = 56;

test("an admin walks from an empty tenant to the calls in its log", async ({ page, baseURL }) => {
  test.setTimeout(240_000);
  const violations = await violationsOf(page.context());
  const world = await makeWorld();
  const { tenant } = world;
  const upstream = await startFixture({ era: "dual" });
  let agent: SdkAgent | undefined;
  try {
    await test.step("signs in, and is told what comes first", async () => {
      await signIn(page, ownerOf(world), "correct horse battery staple");
      await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
      await expect(page.getByText("0 of 4 done")).toBeVisible();
      await page.getByRole("link", { name: "Import a server" }).click();
    });

    await test.step("imports a server and sees its tools", async () => {
      await page.getByLabel("URL").fill(upstream.url);
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByLabel("Name", { exact: true }).fill("Fixture");
      await page.getByLabel("Key").fill("fixture");
      await page.getByRole("button", { name: "Import" }).click();
      await expect(page.getByRole("row", { name: /create_issue/ })).toBeVisible();
      await expect(page).toHaveURL(`${paths.server(tenant, "fixture")}/tools?imported=1`);
    });

    await test.step("changes a level", async () => {
      const level = page.getByRole("combobox", { name: "Level of echo" });
      await expect(level).toHaveValue("low");
      await level.selectOption("medium");
      await expect(page.getByText("The level of echo is changed.")).toBeVisible();
      await page.reload();
      await expect(level).toHaveValue("medium");
    });

    await test.step("disables a tool, and looks at what it takes", async () => {
      await page.getByRole("switch", { name: "slow enabled" }).click();
      await expect(page.getByText("slow is disabled.")).toBeVisible();
      await page.getByRole("link", { name: "create_issue" }).click();
      await expect(page.getByRole("region", { name: "input schema" })).toContainText("maxLength");
    });

    await test.step("adds a human and grants a ceiling", async () => {
      await openPlace(page, "Humans");
      await page.getByLabel("E-mail").fill("grace@people.example");
      await page.getByLabel("Name").fill("Grace Hopper");
      await page.getByRole("button", { name: "Add human" }).click();
      await expect(page).toHaveURL(paths.human(tenant, human));
      const grant = page.getByRole("form", { name: "Grant a ceiling" });
      await grant.getByLabel("Server").selectOption("fixture");
      await grant.getByLabel("Ceiling").selectOption("medium");
      await grant.getByRole("button", { name: "Grant" }).click();
      await expect(page.getByRole("combobox", { name: "Ceiling on Fixture" })).toHaveValue("medium");
    });

    const token = await test.step("connects an agent, and takes its token this once", async () => {
      await page.getByRole("link", { name: "Connect an agent" }).click();
      await page.getByRole("combobox", { name: "Agent" }).fill("claude-code");
      await page.getByLabel("Label").fill("Grace's laptop");
      const consent = page.getByRole("group", { name: "Consent for Fixture" });
      await expect(consent.getByRole("radio", { name: "High" })).toBeDisabled();
      await consent.getByRole("radio", { name: "Medium" }).check();
      await page.getByRole("button", { name: "Connect" }).click();
      await expect(page.getByText("Grace's laptop is connected.")).toBeVisible();
      const shown = (await page.getByText(/^cst_/).first().textContent()) ?? "";
      const claude = page.getByRole("region", { name: "Claude Code configuration" });
      await expect(claude).toContainText("claude mcp add --transport http fixture");
      await expect(claude).toContainText(`${baseURL}${paths.mcp(tenant, "fixture")}`);
      await expect(claude).toContainText(shown);
      await page.reload();
      await expect(page.getByText(shown)).toHaveCount(0);
      return shown;
    });

    await test.step("the agent connects, lists and calls", async () => {
      agent = await connectAs("sdk 2.x auto", world.mcpUrl("fixture"), token, { name: "grace-agent", version: "1.0" });
      const listed = await agent.list();
      expect(listed).toEqual(expect.arrayContaining(["echo", "create_issue"]));
      expect(listed).not.toContain("slow");
      expect(await agent.call("echo", { text: "Hello" })).toMatchObject({ content: [{ text: "Hello" }] });
    });

    await test.step("a policy of the console denies the next call", async () => {
      await openPlace(page, "Policies");
      await page.getByRole("link", { name: "New policy" }).click();
      await page.getByLabel("Name").fill("No issues by agents");
      await page.getByLabel("Description").fill("People write issues.");
      await page.getByLabel("Status").selectOption("active");
      await page.getByLabel("Tools").fill("create_*");
      await page.getByRole("button", { name: "Create policy" }).click();
      await expect(page.getByRole("heading", { name: "No issues by agents", level: 1 })).toBeVisible();
      const denied = await agent?.call("create_issue", { title: "Broken", project: "CORE" });
      expect(denied).toMatchObject({
        isError: true,
        _meta: { "countersign/denial": { policy: { name: "No issues by agents" } } },
      });
    });

    const [deniedId, allowedId] = await test.step("both calls stand in the log, newest first", async () => {
      await page.goto(paths.audit(tenant, "type=tool_calls"));
      await expect(rowsOf(page)).toHaveCount(2);
      await expect(rowsOf(page).nth(0)).toContainText("create_issue");
      await expect(rowsOf(page).nth(0)).toContainText("Denied");
      await expect(rowsOf(page).nth(0)).toContainText("fixture");
      await expect(rowsOf(page).nth(1)).toContainText("echo");
      await expect(rowsOf(page).nth(1)).toContainText("Claude Code for Grace Hopper");
      return idsOf(page);
    });

    await test.step("an opened line tells why, and has a page of its own", async () => {
      const row = rowsOf(page).first();
      await row.locator("summary").first().click();
      await expect(row.getByRole("heading", { name: "Decision" })).toBeVisible();
      await row.getByRole("link", { name: "Permalink" }).click();
      // Its page goes on within the search that it was found by.
      await expect(page).toHaveURL((url) => url.pathname === paths.event(tenant, String(deniedId)));
      for (const stage of ["Identity", "Resource", "Trust", "Policies"])
        await expect(page.getByRole("listitem").filter({ hasText: stage }).first()).toBeVisible();
      await expect(page.getByText("Policy, as it was then:")).toBeVisible();
      await expect(page.getByRole("link", { name: "No issues by agents" }).first()).toBeVisible();
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await page.getByRole("button", { name: "Copy authorization check" }).click();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        'check("agent|claude-code", "create_issue", "fixture:fixture")',
      );
    });

    await test.step("the human's and the server's Audit Logs, and the policy's Decisions, show the same events", async () => {
      for (const path of [`${paths.human(tenant, human)}/audit`, `${paths.server(tenant, "fixture")}/audit`]) {
        await page.goto(`${path}?type=tool_calls`);
        await expect(rowsOf(page)).toHaveCount(2);
        expect(await idsOf(page)).toEqual([deniedId, allowedId]);
      }
      await openPlace(page, "Policies");
      await page.getByRole("link", { name: "No issues by agents" }).click();
      await page.getByRole("link", { name: "Decisions" }).click();
      await expect(rowsOf(page)).toHaveCount(1);
      expect(await idsOf(page)).toEqual([deniedId]);
    });

    await test.step("the instance shows what it may use, and as whom it connected", async () => {
      await openPlace(page, "Agents");
      await page.getByRole("link", { name: "Claude Code" }).click();
      await page.getByRole("link", { name: "Grace's laptop" }).click();
      await expect(page.getByText("grace-agent 1.0")).toBeVisible();
      await expect(page.getByRole("region", { name: "Allowed tools" })).toContainText("fixture/echo");
    });

    await test.step("more than a page: load more goes on where the page ends", async () => {
      for (let done = 0; done < calls; done += 8)
        await Promise.all(Array.from({ length: 8 }, (_, i) => agent?.call("echo", { text: `${done + i}` })));
      await page.goto(paths.audit(tenant, "type=tool_calls"));
      await expect(rowsOf(page)).toHaveCount(50);
      await page.getByRole("link", { name: "Load more" }).click();
      await expect(rowsOf(page)).toHaveCount(calls + 2);
      const ids = await idsOf(page);
      expect(new Set(ids).size).toBe(calls + 2);
      expect(ids).toEqual((await world.calls()).map(({ id }) => id));
    });

    await test.step("every change is an event with before and after", async () => {
      await page.goto(paths.audit(tenant, "type=resource.updated"));
      const change = rowsOf(page).filter({ hasText: "echo" }).first();
      await change.locator("summary").first().click();
      await expect(change.getByRole("row", { name: /level/ })).toContainText("low");
      await expect(change.getByRole("row", { name: /level/ })).toContainText("medium");
      const kinds = new Set((await world.events()).map(({ type }) => type));
      for (const type of [
        "resource.created",
        "resource.updated",
        "human.created",
        "grant.created",
        "agent.created",
        "instance.created",
        "consent.granted",
        "agent.connected",
        "policy.created",
      ])
        expect(kinds, type).toContain(type);
    });

    await test.step("a deleted policy is still there for the decisions that it made", async () => {
      await openPlace(page, "Policies");
      await page.getByRole("link", { name: "No issues by agents" }).click();
      await page.getByRole("button", { name: "Delete" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Delete policy" }).click();
      await expect(page).toHaveURL(paths.policies(tenant));
      await expect(page.getByRole("link", { name: "No issues by agents" })).toHaveCount(0);
      await page.goto(paths.event(tenant, String(deniedId)));
      await page.getByRole("link", { name: "No issues by agents" }).first().click();
      await expect(page.getByText("Deleted", { exact: true })).toBeVisible();
      await expect(page.getByText("People write issues.")).toBeVisible();
    });

    await test.step("what is disconnected is refused", async () => {
      await page.goto(paths.agent(tenant, "claude-code"));
      await page.getByRole("link", { name: "Grace's laptop" }).click();
      // The agent's page has a button to disconnect all of its instances.
      await expect(page.getByRole("heading", { level: 1, name: "Grace's laptop" })).toBeVisible();
      await page.getByRole("button", { name: "Disconnect", exact: true }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Disconnect", exact: true }).click();
      await expect(page.getByText("Disconnected", { exact: true }).first()).toBeVisible();
      await expect(connectAs("sdk 2.x auto", world.mcpUrl("fixture"), token)).rejects.toThrow();
    });

    expect(violations, "what the pages' own policy refused of them").toEqual([]);
  } finally {
    await agent?.close().catch(() => {});
    await upstream.stop();
  }
});

/** By the navigation of the shell. */
async function openPlace(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Console" }).getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}
