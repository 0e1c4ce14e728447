import { eras, type RawAgent, rawAgent, stream } from "../support/raw-agent";
import { expect, sharingTest as test } from "../support/scene";

const kinds = ["prompt.retrieved", "prompt.error", "resource.read", "resource.subscribed", "resource.error"].map(
  (kind) => `gateway.${kind}`,
);

/** Items of a list, by what names them. */
async function listed(agent: RawAgent, method: string, field: string, name: string): Promise<unknown[]> {
  const { message } = await agent.request(method);
  const items = (message?.result as Record<string, unknown> | undefined)?.[field];
  return (items as Record<string, unknown>[]).map((item) => item[name]);
}

const everything = async (agent: RawAgent) => ({
  prompts: await listed(agent, "prompts/list", "prompts", "name"),
  resources: await listed(agent, "resources/list", "resources", "uri"),
  templates: await listed(agent, "resources/templates/list", "resourceTemplates", "uriTemplate"),
});

const getPrompt = (agent: RawAgent) => agent.request("prompts/get", { name: "greet", arguments: { whom: "Ada" } });
const read = (agent: RawAgent, uri = "notes://today") => agent.request("resources/read", { uri });

for (const era of eras) {
  test(`${era}: prompts and resources are listed, given, and leave one event each with what was asked for`, async ({
    scene,
  }) => {
    const agent = await scene.agent(era);
    expect(await everything(agent)).toEqual({
      prompts: ["greet"],
      resources: ["notes://today", "notes://secret/plan"],
      templates: ["notes://{day}"],
    });
    expect(await scene.world.events({ type: kinds })).toEqual([]);

    const prompt = await getPrompt(agent);
    expect(prompt.text).toContain("Greet Ada.");
    const resource = await read(agent);
    expect(resource.text).toContain("Water the plants.");

    const got = await scene.world.event({ type: "gateway.prompt.retrieved" });
    expect(got).toMatchObject({
      ...{ outcome: "success", decision: "allow", server: "fixture", human: { key: scene.human } },
      tool: { name: "prompts/get", level: "low" },
      check: { user: "agent|claude-code", action: "prompts_get", resource: "fixture:fixture" },
      arguments: { keys: ["name", "arguments"] },
      details: { item: "greet", method: "prompts/get" },
    });
    const seen = await scene.world.event({ type: "gateway.resource.read" });
    expect(seen).toMatchObject({
      ...{ outcome: "success", decision: "allow", instance: { id: scene.instance.id } },
      tool: { name: "resources/read" },
      details: { item: "notes://today", method: "resources/read" },
      requestId: resource.headers["x-request-id"],
    });
    const receipts = [prompt, resource].map(({ message }) => message?.result?._meta?.["countersign/auditEvent"]);
    expect(receipts).toEqual([got, seen].map(({ id, hash }) => ({ id, leaf: hash })));
    if (era === "modern")
      expect((await agent.request("resources/list")).message?.result).toMatchObject({ cacheScope: "private" });
  });

  test(`${era}: without consent there are none, nothing of them reaches the server, and every attempt is on record`, async ({
    scene,
  }) => {
    const { world, human, upstream } = scene;
    const { token } = await world.addInstance(human, []);
    const agent = await rawAgent(world.mcpUrl("fixture"), token, era);
    expect(await everything(agent)).toEqual({ prompts: [], resources: [], templates: [] });
    await upstream.reset();

    const prompt = await getPrompt(agent);
    expect(prompt.message?.error).toMatchObject({ code: -32602, message: "Unknown prompt: greet" });
    const resource = await read(agent);
    expect(resource.message?.error).toMatchObject({
      code: era === "modern" ? -32602 : -32002,
      message: "Resource not found",
      data: { uri: "notes://today" },
    });
    for (const ref of [
      { type: "ref/prompt", name: "greet" },
      { type: "ref/resource", uri: "notes://{day}" },
      { type: "ref/other" },
    ]) {
      const { message } = await agent.request("completion/complete", { ref, argument: { name: "day", value: "to" } });
      expect(message?.error?.code).toBe(-32602);
    }
    const sent = (await upstream.requests()).map(({ body }) => (body === "" ? "" : JSON.parse(body).method));
    expect(sent.filter((method) => /get|read|complete/.test(method))).toEqual([]);
    expect(
      (await world.events({ type: kinds })).map(({ type, outcome, reason }) => [type, outcome, reason?.code]),
    ).toEqual([
      ["gateway.resource.error", "denied", "NO_CONSENT"],
      ["gateway.prompt.error", "denied", "NO_CONSENT"],
    ]);
  });

  test(`${era}: a policy looks at the URI, the next read is decided by it, and the other human's too`, async ({
    scene,
  }) => {
    const { world, upstream } = scene;
    const agent = await scene.agent(era);
    expect((await read(agent, "notes://secret/plan")).text).toContain("dawn");
    await world.api.post("policies", {
      name: "Plans stay secret",
      effect: "deny",
      status: "active",
      scope: { servers: ["fixture"], tools: ["resources/read"] },
      when: 'args.uri.startsWith("notes://secret/")',
    });
    await upstream.reset();
    const bob = await world.addHuman("bob");
    await world.grant(bob, "fixture", "high");
    const { token } = await world.addInstance(bob, [{ server: "fixture", level: "high" }]);
    for (const one of [agent, await rawAgent(world.mcpUrl("fixture"), token, era)]) {
      const denied = await read(one, "notes://secret/plan");
      expect(denied.status).toBe(200);
      expect(denied.message?.error).toMatchObject({
        code: -31403,
        message: expect.stringContaining("Plans stay secret"),
        data: { "countersign/denial": { code: "BLOCKED_BY_POLICY", retryable: true } },
      });
      expect((await read(one)).text).toContain("Water the plants.");
    }
    expect((await upstream.requests()).some(({ body }) => body.includes("secret"))).toBe(false);
    const denials = await world.events({ type: "gateway.resource.error" });
    expect(denials.map(({ human, details }) => [human?.key, details["item"]])).toEqual([
      [bob, "notes://secret/plan"],
      [scene.human, "notes://secret/plan"],
    ]);
  });

  test(`${era}: a tool call cannot be made in the name of prompts or resources`, async ({ scene }) => {
    const agent = await scene.agent(era);
    for (const name of ["resources/read", "prompts/get"]) {
      const { message } = await agent.call(name, { uri: "notes://today", name: "greet" });
      expect(message?.error).toMatchObject({ code: -32602, message: `Unknown tool: ${name}` });
    }
    expect(await scene.upstream.count()).toBe(0);
    expect(await agent.list()).not.toContain("resources/read");
  });
}

test("un-ticking resources takes them away from this instance, and leaves its prompts and tools", async ({ scene }) => {
  const { world, instance } = scene;
  const agent = await scene.agent();
  await agent.list();
  await world.api.put("consents", {
    ...{ instance: instance.id, server: "fixture", level: "high" },
    excludedTools: ["resources/read"],
  });
  expect(await everything(agent)).toEqual({ prompts: ["greet"], resources: [], templates: [] });
  // It was shown them before: so the denial says what happened.
  expect((await read(agent)).message?.error?.code).toBe(-31403);
  expect((await getPrompt(agent)).text).toContain("Greet Ada.");
  expect(await agent.list()).toContain("list_issues");
});

test("completions come through for what may be used", async ({ scene }) => {
  const agent = await scene.agent();
  const { text } = await agent.request("completion/complete", {
    ref: { type: "ref/resource", uri: "notes://{day}" },
    argument: { name: "day", value: "to" },
  });
  expect(text).toContain("tomorrow");
});

test("legacy: who has subscribed is told of changes until they unsubscribe; both are decided like reading", async ({
  scene,
}) => {
  const { world, upstream } = scene;
  const agent = await scene.agent("legacy");
  const standing = await stream(agent.url, { headers: { ...agent.headers, accept: "text/event-stream" } });
  const updates = () => standing.messages().filter(({ method }) => method === "notifications/resources/updated");

  expect((await agent.request("resources/subscribe", { uri: "notes://today" })).message?.result).toBeDefined();
  await upstream.touch("notes://today");
  await expect.poll(updates).toMatchObject([{ params: { uri: "notes://today" } }]);
  await agent.request("resources/unsubscribe", { uri: "notes://today" });
  await upstream.touch("notes://today");
  await agent.request("ping");
  expect(updates()).toHaveLength(1);
  standing.leave();

  expect(await world.event({ type: "gateway.resource.subscribed" })).toMatchObject({
    outcome: "success",
    details: { item: "notes://today", method: "resources/subscribe" },
  });
});

test("modern: a stream tells of the resources that may be read, and of no others, until they may not be any more", async ({
  scene,
}) => {
  const { world, upstream } = scene;
  const agent = await scene.agent("modern");
  await world.api.post("policies", {
    name: "Plans stay secret",
    effect: "deny",
    status: "active",
    scope: { servers: ["fixture"], tools: ["resources/read"] },
    when: 'args.uri.startsWith("notes://secret/")',
  });
  const uris = ["notes://today", "notes://secret/plan"];
  const { message: sent, ...prepared } = agent.prepare("subscriptions/listen", {
    notifications: { toolsListChanged: true, resourcesListChanged: true, resourceSubscriptions: uris },
  });
  const open = await stream(agent.url, { method: "POST", ...prepared });
  await expect
    .poll(() => open.messages()[0])
    .toMatchObject({
      method: "notifications/subscriptions/acknowledged",
      params: {
        notifications: { toolsListChanged: true, resourcesListChanged: true, resourceSubscriptions: ["notes://today"] },
        _meta: { "io.modelcontextprotocol/subscriptionId": (sent as { id: number }).id },
      },
    });
  const updates = () => open.messages().filter(({ method }) => method === "notifications/resources/updated");
  await upstream.touch("notes://secret/plan");
  await upstream.touch("notes://today");
  await expect.poll(updates).toMatchObject([{ params: { uri: "notes://today" } }]);

  const [subscribed, refused] = await Promise.all([
    world.event({ type: "gateway.resource.subscribed" }),
    world.event({ type: "gateway.resource.error" }),
  ]);
  expect(subscribed).toMatchObject({ details: { item: "notes://today", method: "subscriptions/listen" } });
  expect(refused).toMatchObject({ outcome: "denied", details: { item: "notes://secret/plan" } });

  // A change of what may be used is told by the gateway, and then the server's updates are held back.
  const told = () => open.messages().filter(({ method }) => method === "notifications/resources/list_changed").length;
  await agent.list();
  await world.api.put("consents", {
    ...{ instance: scene.instance.id, server: "fixture", level: "high" },
    excludedTools: ["resources/read"],
  });
  await expect.poll(told).toBe(1);
  await upstream.touch("notes://today");
  await upstream.changeTools({ add: [{ name: "list_more" }] });
  await agent.request("ping");
  expect(updates()).toHaveLength(1);
  open.leave();
});
