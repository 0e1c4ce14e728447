import { paths } from "@/lib/kernel/paths";
import { expect, test } from "../support/scene";

/* A denial that the human can lift by themselves says where. */

test("what only the consent holds back is denied with the address where its human allows it; what the ceiling holds back is not", async ({
  scene,
}) => {
  const { world, instance, human } = scene;
  const agent = await scene.agent();
  expect(await agent.list()).toContain("delete_repo");
  const denied = async () => {
    const { message } = await agent.call("delete_repo", { repo: "a" });
    expect(message?.result?.isError).toBe(true);
    return message?.result?.content?.[0]?.text ?? "";
  };
  const here = `${new URL(world.baseUrl).origin}${paths.myInstance(world.tenant, instance.id)}`;
  await world.api.put("consents", { instance: instance.id, server: "fixture", level: "low" });
  expect(await denied()).toContain(here);
  await world.grant(human, "fixture", "low");
  const text = await denied();
  expect(text).not.toContain(here);
  expect(text).toContain("an administrator of this environment");
});
