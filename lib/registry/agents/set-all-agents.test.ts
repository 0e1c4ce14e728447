import { expect, test } from "@playwright/test";
import { makeInstance } from "@/prisma/world/make-instance";
import { makeTenant } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { createInstance } from "../instances/create-instance";
import { countAgents } from "./count-agents";
import { setAllAgents } from "./set-all-agents";
import { updateAgent } from "./update-agent";

test("every agent is suspended and resumed, each with its event, and none of another tenant", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const ctx = world.ctx("admin");
  const { human } = await makeInstance(world, { agent: "cursor" });
  for (const agent of ["codex", "goose"]) await createInstance(ctx, { human: human.key, agent, consents: [] });
  await makeInstance(other, { agent: "cursor" });
  await updateAgent(ctx, "goose", { status: "suspended" });
  const changes = async () => (await readEvents(world, { type: ["agent.updated"] })).map(({ agent }) => agent?.slug);

  expect(await setAllAgents(ctx, { status: "suspended" })).toBe(2);
  expect(await countAgents(ctx)).toEqual({ active: 0, suspended: 3 });
  expect((await changes()).toSorted()).toEqual(["codex", "cursor", "goose"]);
  expect(await setAllAgents(ctx, { status: "suspended" }), "nothing is left to do").toBe(0);
  expect(await countAgents(other.ctx("viewer"))).toEqual({ active: 1, suspended: 0 });

  expect(await setAllAgents(ctx, { status: "active" })).toBe(3);
  expect(await countAgents(ctx)).toEqual({ active: 3, suspended: 0 });
  await expect(setAllAgents(world.ctx("viewer"), { status: "suspended" })).rejects.toMatchObject({ code: "forbidden" });
});
