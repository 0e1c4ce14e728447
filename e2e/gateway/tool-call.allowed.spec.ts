import { eras, initializeParams, newTrace, rawAgent } from "../support/raw-agent";
import { expect, test } from "../support/scene";

for (const era of eras) {
  test(`${era}: an allowed call reaches the upstream once, unchanged, and its receipt names its event`, async ({
    scene,
  }) => {
    const { world, upstream, instance } = scene;
    // What the tool's schema does not know passes too, where the server does not enforce it.
    await world.api.patch("servers/fixture", { enforceSchema: false });
    const agent = await scene.agent(era);
    const { traceId, headers } = newTrace();
    const args = { title: "Größe ≠ 0", project: "CORE", labels: ["a", "b"], extra: { deep: [1, 2.5, null, true] } };
    const { status, message, headers: answered } = await agent.call("create_issue", args, { headers });

    expect(status).toBe(200);
    expect(message?.result?.isError ?? false).toBe(false);
    expect(message?.result?.content?.[0]?.text).toBe('Created CORE-1 "Größe ≠ 0" [a, b]');
    const [call, ...more] = await upstream.calls();
    expect(more).toEqual([]);
    expect(call).toMatchObject({ tool: "create_issue", arguments: args, era });

    const receipt = message?.result?._meta?.["countersign/auditEvent"];
    const event = await world.event({ type: "gateway.tool.executed" });
    expect(receipt).toEqual({ id: event.id, leaf: event.hash });
    expect(event).toMatchObject({
      outcome: "success",
      traceId,
      requestId: answered["x-request-id"],
      instance: { id: instance.id },
      tool: { name: "create_issue", slug: "create_issue", level: "medium" },
      error: null,
      arguments: { keys: ["title", "project", "labels", "extra"], redacted: [] },
    });
    expect(await world.api.get(`events/${event.id}`)).toEqual(event);
  });

  test(`${era}: the answer's own metadata and unknown fields pass beside the receipt`, async ({ scene }) => {
    const agent = await scene.agent(era);
    const { message } = await agent.call("structured", {
      customer: "Ada",
      lines: [{ sku: "a", quantity: 2, unitPrice: 0.5 }],
    });
    expect(message?.result).toMatchObject({ structuredContent: { customer: "Ada", lineCount: 1, total: 1 } });
    if (era === "modern") expect(message?.result?.resultType).toBe("complete");
  });

  test(`${era}: every progress event is delivered in order, and the event counts them`, async ({ scene }) => {
    const agent = await scene.agent(era);
    const { messages } = await agent.request("tools/call", {
      name: "progress",
      arguments: { steps: 200, gapMs: 0 },
      _meta: { progressToken: "p1" },
    });
    const seen = messages.filter((m) => m.method === "notifications/progress").map((m) => m.params?.["progress"]);
    expect(seen).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    expect((await scene.world.event({ tool: "progress" })).result?.progress).toBe(200);
  });

  test(`${era}: an answer of a megabyte passes whole`, async ({ scene }) => {
    const agent = await scene.agent(era);
    const { message } = await agent.call("big", { kb: 1024 });
    expect(message?.result?.content?.[0]?.text).toHaveLength(1024 * 1024);
    expect((await scene.world.event({ tool: "big" })).result?.bytes).toBeGreaterThan(1024 * 1024);
  });

  test(`${era}: agent.connected is left exactly once when ten first requests race, with buckets and what the client says of itself`, async ({
    scene,
  }) => {
    const { world, human } = scene;
    await world.grant(human, "fixture", "medium");
    const instance = await world.addInstance(human, [{ server: "fixture", level: "medium", excludedTools: ["echo"] }]);
    const agent = await rawAgent(world.mcpUrl("fixture"), instance.token, era, { initialize: false });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        era === "legacy" ? agent.request("initialize", initializeParams) : agent.request("tools/list"),
      ),
    );
    expect(answers.map((a) => a.message?.result !== undefined)).toEqual(Array.from({ length: 10 }, () => true));

    const event = await world.event({ type: "agent.connected", instance: instance.id });
    expect(event).toMatchObject({
      outcome: "success",
      actor: { type: "agent", key: "agent|claude-code" },
      human: { key: human },
      agent: { slug: "claude-code" },
      instance: { id: instance.id, clientName: "raw-agent", clientVersion: "1.2.3" },
      resource: { type: "instance", key: instance.id },
      surface: "mcp",
    });
    expect(event.instance?.protocolVersion).toBe(era === "legacy" ? "2025-11-25" : "2026-07-28");
    const { tools } = await world.api.get<{ tools: { name: string; level: string }[] }>("servers/fixture");
    const named = (of: typeof tools) => of.map((tool) => `fixture/${tool.name}`).sort();
    const denied = tools.filter((tool) => tool.level === "high" || tool.name === "echo");
    expect(event.buckets?.denied.toSorted()).toEqual(named(denied));
    expect(event.buckets?.allowed.toSorted()).toEqual(named(tools.filter((tool) => !denied.includes(tool))));
    expect(event.buckets?.conditional).toEqual([]);
    expect(event.buckets?.denied).toContain("fixture/delete_repo");

    // Nor is it left again by what comes later.
    await (await rawAgent(world.mcpUrl("fixture"), instance.token, era)).list();
    await world.event({ type: "agent.connected", instance: instance.id });
  });
}

test("the very first call of a modern agent already says which client made it", async ({ scene }) => {
  const agent = await scene.agent("modern");
  await agent.call("echo", { text: "first" });
  expect((await scene.world.event({ tool: "echo" })).instance).toMatchObject({
    clientName: "raw-agent",
    clientVersion: "1.2.3",
    protocolVersion: "2026-07-28",
  });
});

test("a client that calls itself something unprintable is connected all the same", async ({ scene }) => {
  const agent = await scene.agent("legacy");
  const instance = await scene.world.addInstance(scene.human, [{ server: "fixture", level: "high" }]);
  const strange = await rawAgent(agent.url, instance.token, "legacy", { initialize: false });
  const { status, message } = await strange.request("initialize", {
    ...initializeParams,
    clientInfo: { name: "nul\0 and \ud800 alone", version: "\u202e1\0" },
  });
  expect(status).toBe(200);
  expect(message?.result?.protocolVersion).toBe("2025-11-25");
  await scene.world.event({ type: "agent.connected", instance: instance.id });
});

test("what is listed is what may be called, in the upstream's order", async ({ scene }) => {
  const { world, upstream, human } = scene;
  await world.grant(human, "fixture", "medium");
  const { tools } = await world.api.get<{ tools: { name: string; level: string }[] }>("servers/fixture");
  const usable = new Set(tools.filter((tool) => tool.level !== "high").map((tool) => tool.name));
  const direct = await rawAgent(upstream.url, "none", "modern");
  const offered = await direct.list();
  for (const era of eras) expect(await (await scene.agent(era)).list()).toEqual(offered.filter((n) => usable.has(n)));
});

test("a tool that appears at the upstream is not in the list that brings it, and waits for a look from then on", async ({
  scene,
}) => {
  const { world, upstream } = scene;
  const agent = await scene.agent();
  await upstream.changeTools({ add: [{ name: "read_diary", annotations: { readOnlyHint: true } }] });
  expect((await agent.call("read_diary", {})).message?.error).toEqual({
    code: -32602,
    message: "Unknown tool: read_diary",
  });
  expect(await upstream.count()).toBe(0);
  expect(await agent.list()).not.toContain("read_diary");

  const { items } = await world.api.get<{ items: { name: string; state: string }[] }>("servers/fixture/tools");
  expect(items).toContainEqual(expect.objectContaining({ name: "read_diary", state: "review" }));
  expect(await agent.list()).toContain("read_diary");
  expect((await agent.call("read_diary", {})).message?.result?.isError ?? false).toBe(false);
});
