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

test("what is decided on is what is sent: no value is taken for another, nor for one that came with an earlier call", async ({
  scene,
}) => {
  const { world, upstream } = scene;
  // The schema would refuse most of it before any policy is asked.
  await world.api.patch("servers/fixture", { enforceSchema: false });
  await world.api.post("policies", {
    name: "Small payments only",
    effect: "deny",
    status: "active",
    scope: { servers: ["fixture"], tools: ["send_payment"] },
    unless: "args.amount < 500",
  });
  const agent = await scene.agent("modern");
  await agent.list();
  const pay = async (args: object, more: object = {}) => {
    const { message } = await agent.request("tools/call", { name: "send_payment", arguments: args, ...more });
    return message?.result?._meta?.["countersign/denial"]?.code ?? "allowed";
  };
  // What cannot be told counts against the caller.
  for (const amount of ["499", "4e2", " 1", [499], { valueOf: 1 }, true, false, null, undefined, 500])
    expect(await pay({ amount, to: "bob@example.com" }), String(amount)).toMatch(
      /^BLOCKED_BY_POLICY(_INDETERMINATE)?$/,
    );
  expect(await pay({ Amount: 1, "amount ": 1, "args.amount": 1 })).toBe("BLOCKED_BY_POLICY_INDETERMINATE");
  expect(await upstream.count("send_payment")).toBe(0);

  // A call that comes again with answers to what the server has asked back is a call: decided on what it says now.
  const again = { inputResponses: { sure: { action: "accept", content: {} } }, requestState: "of the call before" };
  expect(await pay({ amount: 499 }, again)).toBe("allowed");
  expect(await pay({ amount: 750 }, again)).toBe("BLOCKED_BY_POLICY");
  expect((await upstream.calls("send_payment")).map((call) => call.arguments)).toEqual([{ amount: 499 }]);
  const [sent] = (await upstream.requests()).slice(-1);
  expect(JSON.parse(sent?.body ?? "{}")).toMatchObject({ params: again });
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
