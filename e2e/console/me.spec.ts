import { paths } from "@/lib/kernel/paths";
import { rawAgent } from "../support/raw-agent";
import { expect, makeScene, test } from "../support/scene";
import { as, ownerOf } from "./support/console";

test("somebody who signs in sees what agents did under their authority, and nobody else's", async ({
  browser,
  scene,
  upstream,
}) => {
  const { world } = scene;
  const email = ownerOf(world);
  const mine = await world.api.post<{ key: string }>("humans", { email, name: "The owner", subject: "owner" });
  await world.grant(mine.key, "fixture", "high");
  const instance = await world.addInstance(mine.key, [{ server: "fixture", level: "high" }]);
  const agent = await rawAgent(world.mcpUrl("fixture"), instance.token);
  await agent.call("echo", { text: "for me" });
  await (await scene.agent()).call("delete_repo", { repo: "of/alice" });

  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.me());
  const feed = page.getByRole("region", { name: /^Under your authority in/ });
  await expect(feed.getByText(/ran echo on fixture/i).first()).toBeVisible();
  await expect(feed.getByText(/delete_repo/)).toHaveCount(0);
  await feed.getByRole("link", { name: "Everything under your authority" }).click();
  await expect(page).toHaveURL(new RegExp(`${encodeURIComponent(mine.key)}/audit$`));
  await context.close();

  const other = await makeScene(upstream);
  const theirs = await as(browser, other.world, "owner");
  const away = await theirs.newPage();
  await away.goto(paths.me());
  await expect(away.getByRole("heading", { name: "Your environments" })).toBeVisible();
  await expect(away.getByText(/Under your authority/)).toHaveCount(0);
  await theirs.close();
});
