import { rawAgent } from "../support/raw-agent";
import { expect, makeScene, test } from "../support/scene";
import { connectAs } from "../support/sdk-agent";
import { startUpstream } from "../support/upstream";

/*
 * A call that policies allow and a limit refuses: nothing reaches the upstream, the agent is told how long to wait, and the log
 * holds exactly one event of it.
 */

test("so many calls pass and the next is refused: told when to come again, on record, and never sent", async ({
  scene,
}) => {
  const { world, upstream, instance } = scene;
  const limit = await world.api.put<{ id: string }>("limits", { kind: "instance", calls: 3, seconds: 600 });
  const agent = await connectAs("sdk 2.x modern", world.mcpUrl("fixture"), instance.token);
  for (const text of ["a", "b", "c"]) expect((await agent.call("echo", { text })).content?.[0]?.text).toBe(text);
  const refused = await agent.call("echo", { text: "d" });
  expect(refused).toMatchObject({
    isError: true,
    _meta: {
      "countersign/denial": {
        ...{ code: "RATE_LIMITED", retryable: true, eventId: expect.stringMatching(/^evt_/) },
        policy: { id: "builtin:limits", name: "Limits" },
      },
    },
  });
  expect(refused.content?.[0]?.text).toMatch(
    /^Denied: The limit of 3 calls in 600 seconds for this agent instance is reached; wait (59\d|600) seconds, then call again\./,
  );
  await agent.close();
  expect(await upstream.count("echo")).toBe(3);

  const event = await world.event({ reason: "RATE_LIMITED" });
  expect(event).toMatchObject({
    id: refused._meta?.["countersign/denial"]?.eventId,
    type: "gateway.tool.error",
    ...{ outcome: "denied", decision: "deny", error: { type: "rate_limited" } },
    policy: { id: "builtin:limits" },
    details: { limit: { id: limit.id, kind: "instance", calls: 3, seconds: 600 } },
    human: { key: "human|alice" },
    tool: { name: "echo" },
    durationMs: { upstream: null },
  });
  expect(await world.calls()).toHaveLength(4);
  expect(await world.event({ policy: "builtin:limits" })).toMatchObject({ id: event.id });
  // What the policies said is another question: asked again, they allow it.
  expect(await world.api.get(`events/${event.id}/decision`)).toMatchObject({ agrees: true, chainFrom: "stored" });
  expect(await world.events({ type: "audit.payload_viewed" })).toEqual([]);
});

test("the answer is HTTP 200 with Retry-After, in both eras", async ({ scene }) => {
  await scene.world.api.put("limits", { kind: "human", calls: 1, seconds: 600 });
  expect((await (await scene.agent()).call("echo", { text: "a" })).message?.result?.isError ?? false).toBe(false);
  for (const era of ["legacy", "modern"] as const) {
    const { status, headers, message } = await (await scene.agent(era)).call("echo", { text: "b" });
    expect(status).toBe(200);
    const seconds = Number(headers["retry-after"]);
    expect(seconds).toBeGreaterThan(500);
    expect(seconds).toBeLessThanOrEqual(600);
    const denial = message?.result?._meta?.["countersign/denial"];
    expect(Math.ceil((denial?.retryAfterMs ?? 0) / 1_000)).toBe(seconds);
    expect(message?.result?._meta?.["countersign/auditEvent"]?.id).toMatch(/^evt_/);
  }
});

test("a limit of instances is each one's own, one of a human is shared by their instances and by nobody else's", async ({
  scene,
}) => {
  const { world, human, upstream } = scene;
  const consents = [{ server: "fixture", level: "high" as const }];
  const laptop = await world.addInstance(human, consents);
  const bobs = await world.addHuman("bob");
  await world.grant(bobs, "fixture", "high");
  const other = await world.addInstance(bobs, consents);
  await world.api.put("limits", { kind: "instance", calls: 2, seconds: 600 });
  await world.api.put("limits", { kind: "human", calls: 3, seconds: 600 });
  const [first, second, bob] = await Promise.all(
    [scene.instance, laptop, other].map(({ token }) => rawAgent(world.mcpUrl("fixture"), token)),
  );
  const codeOf = async (agent = first) =>
    (await agent?.call("echo", { text: "x" }))?.message?.result?._meta?.["countersign/denial"]?.code ?? "passed";
  // Alice's first instance has two calls; her second one then has the third of hers; Bob's are his own.
  expect([await codeOf(first), await codeOf(first), await codeOf(first)]).toEqual(["passed", "passed", "RATE_LIMITED"]);
  expect([await codeOf(second), await codeOf(second)]).toEqual(["passed", "RATE_LIMITED"]);
  expect([await codeOf(bob), await codeOf(bob), await codeOf(bob)]).toEqual(["passed", "passed", "RATE_LIMITED"]);
  const kinds = (await world.events({ reason: "RATE_LIMITED" })).map(
    ({ details }) => (details["limit"] as { kind: string }).kind,
  );
  expect(kinds.toReversed()).toEqual(["instance", "human", "instance"]);
  expect(await upstream.count("echo")).toBe(5);
});

test("a limit of one environment says nothing of another", async ({ scene, upstream }) => {
  const there = await makeScene(upstream);
  await scene.world.api.put("limits", { kind: "tenant", calls: 1, seconds: 600 });
  const [here, elsewhere] = [await scene.agent(), await there.agent()];
  await here.call("echo", { text: "a" });
  expect((await here.call("echo", { text: "b" })).message?.result?.isError).toBe(true);
  for (const text of ["c", "d"])
    expect((await elsewhere.call("echo", { text })).message?.result?.content?.[0]?.text).toBe(text);
});

test("a limit of a tool leaves the others alone, and a changed limit acts on the next call", async ({ scene }) => {
  const { world } = scene;
  const of = { kind: "tool", subject: "fixture/echo", seconds: 600 };
  const { id } = await world.api.put<{ id: string }>("limits", { ...of, calls: 1 });
  const agent = await scene.agent();
  const passes = async () => (await agent.call("echo", { text: "x" })).message?.result?.isError !== true;
  expect([await passes(), await passes()]).toEqual([true, false]);
  const other = await agent.call("list_issues", {});
  expect(other.message?.result?.isError ?? false).toBe(false);
  await world.api.put("limits", { ...of, calls: 2 });
  expect([await passes(), await passes()]).toEqual([true, false]);
  await world.api.del(`limits/${id}`);
  expect([await passes(), await passes()]).toEqual([true, true]);
});

test("a denied call does not count, and neither does a refused one for the limits that had room", async ({ scene }) => {
  const { world } = scene;
  await world.api.put("limits", { kind: "human", calls: 2, seconds: 600 });
  await world.api.put("limits", {
    kind: "tool",
    subject: "fixture/list_issues",
    concurrent: 1,
    calls: 1,
    seconds: 600,
  });
  await world.api.post("policies", {
    ...{ name: "No loud words", effect: "deny", status: "active" },
    ...{ scope: { tools: ["echo"] }, when: 'args.text == "LOUD"' },
  });
  const agent = await scene.agent();
  const codeOf = async (tool: string, args: object) =>
    (await agent.call(tool, args)).message?.result?._meta?.["countersign/denial"]?.code ?? "passed";
  expect(await codeOf("list_issues", {})).toBe("passed");
  for (let i = 0; i < 3; i++) expect(await codeOf("echo", { text: "LOUD" })).toBe("BLOCKED_BY_POLICY");
  for (let i = 0; i < 3; i++) expect(await codeOf("list_issues", {})).toBe("RATE_LIMITED");
  expect(await codeOf("echo", { text: "quiet" })).toBe("passed");
  expect(await codeOf("echo", { text: "quiet" })).toBe("RATE_LIMITED");
});

test("one call at once: a second is refused while the first is under way, and passes when it has ended or was left", async ({
  scene,
}) => {
  const { world, upstream } = scene;
  await world.api.put("limits", { kind: "instance", concurrent: 1 });
  const agent = await scene.agent();
  const leave = new AbortController();
  const slow = agent.call("slow", { ms: 600_000 }, { signal: leave.signal }).catch(() => "left");
  await expect.poll(() => upstream.count("slow")).toBe(1);
  const { headers, message } = await agent.call("echo", { text: "x" });
  expect(message?.result?._meta?.["countersign/denial"]).toMatchObject({ code: "TOO_MANY_CALLS", retryAfterMs: 1_000 });
  expect(headers["retry-after"]).toBe("1");
  leave.abort();
  expect(await slow).toBe("left");
  const passes = async () => (await agent.call("echo", { text: "y" })).message?.result?.isError !== true;
  await expect.poll(passes).toBe(true);
  // However a call ends, its place is free.
  expect((await agent.call("fails", {})).message?.result?.isError).toBe(true);
  await agent.call("closes_connection", { when: "at_once" });
  expect(await passes()).toBe(true);
  expect(await world.events({ reason: "TOO_MANY_CALLS", tool: "slow" })).toEqual([]);
});

test("a tool's time is shorter than its server's, its server's than the installation's", async ({ scene }) => {
  const { world } = scene;
  await world.api.patch("servers/fixture", { timeoutSeconds: 2 });
  await world.api.patch("servers/fixture/tools/hangs_forever", { timeoutSeconds: 1 });
  const agent = await scene.agent();
  const [hung, slow] = await Promise.all([agent.call("hangs_forever", {}), agent.call("slow", { ms: 60_000 })]);
  expect(hung.message?.result?.content?.[0]?.text).toContain("did not answer for 1 second.");
  expect(slow.message?.result?.content?.[0]?.text).toContain("did not answer for 2 seconds");
  const events = await world.calls();
  expect(events.map(({ error }) => error?.type)).toEqual(["upstream_timeout", "upstream_timeout"]);
  expect((await world.api.ask("PATCH", "servers/fixture", { timeoutSeconds: 0 })).status).toBe(422);
  expect((await world.api.ask("PATCH", "servers/fixture", { timeoutSeconds: 3601 })).status).toBe(422);
});

test("while the client's human is asked the clock stands still, and goes on with the server's next message", async ({
  scene,
}) => {
  const { world, human } = scene;
  // Asks the client, lets 2.5 s pass, and then answers or says one thing more and falls silent.
  const asking = await startUpstream(["ask"], ({ id, params }, res) => {
    const { method, next } = params.arguments ?? {};
    const say = (message: object) =>
      res.write(`event: message\ndata: ${JSON.stringify({ jsonrpc: "2.0", ...message })}\n\n`);
    res.writeHead(200, { "content-type": "text/event-stream" });
    say({ id: "q1", method, params: {} });
    // A sign of life of the connection is no message.
    res.write(": keepalive\n\n");
    setTimeout(() => {
      if (next === "silence") say({ method: "notifications/message", params: { level: "info", data: "Thank you." } });
      else say({ id, result: { content: [{ type: "text", text: "asked" }] } });
    }, 2_500);
  });
  try {
    await world.addServer("asking", asking.url);
    await world.grant(human, "asking", "high");
    await world.api.patch("servers/asking", { timeoutSeconds: 1 });
    const { token } = await world.addInstance(human, [{ server: "asking", level: "high" }]);
    const agent = await rawAgent(world.mcpUrl("asking"), token, "legacy");
    const cases = [
      { method: "elicitation/create", next: "answer", text: "asked", messages: 2 },
      { method: "sampling/createMessage", next: "answer", text: "asked", messages: 2 },
      { method: "elicitation/create", next: "silence", text: "did not answer for 1 second.", messages: 3 },
      // What a program answers by itself is no reason to wait.
      { method: "roots/list", next: "answer", text: "did not answer for 1 second.", messages: 2 },
    ];
    const answers = await Promise.all(cases.map(({ method, next }) => agent.call("ask", { method, next })));
    for (const [i, { method, next, text, messages }] of cases.entries()) {
      expect(answers[i]?.message?.result?.content?.[0]?.text, `${method}, ${next}`).toContain(text);
      expect(answers[i]?.messages, `${method}, ${next}`).toHaveLength(messages);
    }
  } finally {
    await asking.stop();
  }
});
