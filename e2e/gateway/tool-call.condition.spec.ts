import { expect, test } from "../support/scene";

test("the next call after a condition was saved is decided by it, as is every one after that", async ({ scene }) => {
  const { world, upstream } = scene;
  const agent = await scene.agent();
  const pay = async (amount: number) => {
    const { message } = await agent.call("send_payment", { amount, currency: "EUR", to: "bob@example.com" });
    return message?.result?._meta?.["countersign/denial"]?.code ?? "allowed";
  };
  expect(await agent.list()).toContain("send_payment");
  expect(await pay(750)).toBe("allowed");

  const policy = await world.api.post<{ id: string }>("policies", {
    name: "Small payments only",
    effect: "deny",
    status: "active",
    scope: { servers: ["fixture"], tools: ["send_payment"] },
    unless: "args.amount < 500",
  });
  expect(await pay(750)).toBe("BLOCKED_BY_POLICY");
  expect(await pay(499)).toBe("allowed");
  expect(await agent.list()).toContain("send_payment");

  await world.api.patch(`policies/${policy.id}`, { unless: { arg: "amount", op: "lt", value: 1000 } });
  expect(await pay(750)).toBe("allowed");
  await world.api.post(`policies/${policy.id}/restore`, { version: 1 });
  expect(await pay(750)).toBe("BLOCKED_BY_POLICY");
  expect(await upstream.count("send_payment")).toBe(3);

  const [denied] = await world.calls({ outcome: "denied" });
  expect(denied).toMatchObject({ policy: { id: policy.id, name: "Small payments only", version: 3 } });
  await world.api.del(`policies/${policy.id}`);
  expect(await pay(750)).toBe("allowed");
});

test("tags and groups act on the next call too", async ({ scene }) => {
  const { world, human } = scene;
  const agent = await scene.agent();
  const code = async () => {
    const { message } = await agent.call("list_issues", {});
    return message?.result?._meta?.["countersign/denial"]?.code ?? "allowed";
  };
  await agent.list();
  await world.api.post("policies", {
    name: "Contractors stay out of production",
    effect: "deny",
    status: "active",
    scope: { groups: ["contractors"], serverTags: ["prod"], agentTags: ["ide"] },
  });
  expect(await code()).toBe("allowed");
  await world.api.patch(`humans/${encodeURIComponent(human)}`, { groups: ["contractors"] });
  await world.api.patch("servers/fixture", { tags: ["prod"] });
  expect(await code()).toBe("allowed");
  await world.api.patch("agents/claude-code", { tags: ["ide"] });
  expect(await code()).toBe("BLOCKED_BY_POLICY");
  await world.api.patch(`humans/${encodeURIComponent(human)}`, { groups: [] });
  expect(await code()).toBe("allowed");
});
