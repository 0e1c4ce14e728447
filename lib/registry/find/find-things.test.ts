import { expect, test } from "@playwright/test";
import { humanCtx } from "@/prisma/world/human-ctx";
import { makeCall } from "@/prisma/world/make-calls";
import { makeHuman } from "@/prisma/world/make-human";
import { makeInstance } from "@/prisma/world/make-instance";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { createPolicy } from "../policies/create-policy";
import { deletePolicy } from "../policies/delete-policy";
import { findThings } from "./find-things";

const namesOf = async (ctx: ReturnType<World["ctx"]>, q: string): Promise<string[]> =>
  (await findThings(ctx, { q })).items.map(({ kind, key, within }) =>
    [kind, key, ...(within ? [within] : [])].join(" "),
  );

test("each kind is found by a part of its name, by its key and by its whole id, and by no part of an id", async () => {
  const world = await makeTenant();
  const viewer = world.ctx("viewer");
  const { instance, human } = await makeInstance(world, { agent: "claude-code" });
  const policy = await createPolicy(world.ctx("admin"), { name: "No transfers on Sunday", effect: "deny" });

  expect(await namesOf(viewer, "CLAUDE")).toContain("agent claude-code");
  expect(await namesOf(viewer, "archer")).toEqual([`human ${human.key}`]);
  expect(await namesOf(viewer, `${human.email}`)).toEqual([`human ${human.key}`]);
  expect(await namesOf(viewer, human.key)).toEqual([`human ${human.key}`]);
  expect(await namesOf(viewer, "inea")).toEqual(["server linear"]);
  expect(await namesOf(viewer, "delete")).toEqual(["tool delete_repo linear"]);
  expect(await namesOf(viewer, "linear__list_issues")).toEqual(["tool list_issues linear"]);
  expect(await namesOf(viewer, "on sunday")).toEqual([`policy ${policy.id}`]);
  expect(await namesOf(viewer, instance.id)).toEqual([`instance ${instance.id} claude-code`]);
  expect(await namesOf(viewer, human.id)).toEqual([`human ${human.key}`]);
  expect(await namesOf(viewer, policy.id)).toEqual([`policy ${policy.id}`]);
  expect(await namesOf(viewer, policy.id.slice(0, -1))).toEqual([]);
  expect(await namesOf(viewer, "human|")).toEqual([]);
  for (const wildcard of ["%", "delete%repo", "\\"]) expect(await namesOf(viewer, wildcard)).toEqual([]);

  await deletePolicy(world.ctx("admin"), policy.id);
  expect(await namesOf(viewer, "on sunday")).toEqual([]);
});

test("the whole name comes before its beginning, that before its middle, and what is gone last; eight of a kind at most", async () => {
  const world = await makeTenant();
  const tools = ["issue", "issue_list", "an_issue", "issue_old"].map((name) => ({ name, level: "low" as const }));
  await makeServer(world, {
    tools: tools.map((tool) => ({ ...tool, state: tool.name === "issue_old" ? "removed" : "current" })),
  });
  expect(await namesOf(world.ctx("viewer"), "issue")).toEqual(
    ["issue", "issue_list", "an_issue", "issue_old"].map((name) => `tool ${name} linear`),
  );
  await makeServer(world, {
    key: "many",
    tools: Array.from({ length: 30 }, (_, i) => ({ name: `many_${i}`, level: "low" as const })),
  });
  expect(await namesOf(world.ctx("viewer"), "many_")).toHaveLength(8);
});

test("nothing of another tenant is found, neither by a name that both have nor by an id", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const { instance, human } = await makeInstance(world);
  const policy = await createPolicy(world.ctx("admin"), { name: "Closed", effect: "deny" });
  const event = await makeCall(world);
  const theirs = await makeInstance(other);
  const ctx = other.ctx("owner");
  for (const text of [instance.id, human.id, human.key, policy.id, "Closed", event])
    expect(await namesOf(ctx, text), text).toEqual([]);
  expect(await namesOf(ctx, "archer")).toEqual([`human ${theirs.human.key}`]);
  expect(await namesOf(world.ctx("viewer"), event)).toEqual([`event ${event}`]);
});

test("a caller finds only the kinds that it may read, and a human nothing", async () => {
  const world = await makeTenant();
  await makeServer(world);
  const human = await makeHuman(world, { name: "Linear Lena" });
  const event = await makeCall(world);
  expect(await namesOf(world.keyCtx("tenant:read", "servers:read"), "linear")).toEqual(["server linear"]);
  expect(await namesOf(world.keyCtx("tenant:read", "humans:read"), "linear")).toEqual([`human ${human.key}`]);
  expect(await namesOf(world.keyCtx("tenant:read"), "linear")).toEqual([]);
  expect(await namesOf(world.keyCtx("tenant:read", "servers:read"), event)).toEqual([]);
  for (const ctx of [world.keyCtx("servers:read"), humanCtx(world, human)])
    await expect(findThings(ctx, { q: "linear" })).rejects.toMatchObject({ code: "forbidden" });
});
