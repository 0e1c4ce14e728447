import type { Page } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { type RawAgent, rawAgent } from "../../support/raw-agent";
import { type Fixture, makeScene } from "../../support/scene";
import type { Instance, World } from "../../support/world";
import { expect } from "./console";

/** Two humans who use the same client, and one who uses another: calls that were allowed, denied and failed, and a policy that decided. */
export interface AuditScene {
  world: World;
  alice: Instance;
  bob: Instance;
  carol: Instance;
  agents: { alice: RawAgent; bob: RawAgent; carol: RawAgent };
  /** Denies `create_issue`, by name "No issues". */
  policy: string;
}

export async function makeAuditScene(upstream: Fixture): Promise<AuditScene> {
  const { world, instance: alice, agent } = await makeScene(upstream, "medium");
  const add = async (name: string, slug: string) => {
    const human = await world.addHuman(name);
    await world.grant(human, "fixture", "medium");
    return world.addInstance(human, [{ server: "fixture", level: "medium" }], slug);
  };
  const bob = await add("bob", "claude-code");
  const carol = await add("carol", "cursor");
  const { id } = await world.api.post<{ id: string }>("policies", {
    ...{ name: "No issues", description: "People write issues.", effect: "deny", status: "active" },
    scope: { tools: ["create_issue"] },
  });
  const agents = {
    alice: await agent(),
    bob: await rawAgent(world.mcpUrl("fixture"), bob.token),
    carol: await rawAgent(world.mcpUrl("fixture"), carol.token),
  };
  for (const who of [agents.alice, agents.bob, agents.carol]) {
    await who.call("echo", { text: "Hello" });
    await who.call("create_issue", { title: "Broken", project: "CORE" });
    await who.call("delete_repo", { repo: "a/b" });
  }
  return { world, alice, bob, carol, agents, policy: id };
}

/** Opens a page of the console and waits until its script is alive. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByText(/\d events?( ·|$)/).first()).toBeVisible();
}

export const auditOf = (world: World, query = ""): string => paths.audit(world.tenant, query);

/** Ticks one value of a filter, found by typing; closing the list applies it. */
export async function choose(page: Page, filter: string, text: string, found: RegExp | string): Promise<void> {
  await page.getByRole("button", { name: filter, exact: true }).click();
  const list = page.getByRole("group", { name: filter, exact: true }).first();
  const field = list.getByRole("searchbox");
  if ((await field.count()) > 0) await field.fill(text);
  await list.getByRole("checkbox", { name: found }).first().check();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: `Remove ${filter}:` }).first()).toBeVisible();
}
