import { failFiveTimes } from "../support/break-circuit";
import { openIntents } from "../support/database";
import { initializeParams, type RawAgent, rawAgent, stream } from "../support/raw-agent";
import { expect, type Scene, test } from "../support/scene";
import { type ServerProcess, startServer } from "../support/server";

/* Two server processes on one database behave as one: neither decides on anything that the other has changed. */

let second: ServerProcess;
test.beforeAll(async () => {
  second = await startServer();
});
test.afterAll(async () => {
  await second.stop();
});

const isDenied = async (agent: RawAgent) => {
  const { status, message } = await agent.call("echo", { text: "a" });
  return status === 401 || message?.error !== undefined || message?.result?.isError === true;
};

/** Changes that take a right away, and those that give it back. */
const changes: Record<string, (scene: Scene) => { take: () => Promise<unknown>; give: () => Promise<unknown> }> = {
  "a ceiling": ({ world, human }) => ({
    take: () => world.api.del(`grants?human=${encodeURIComponent(human)}&server=fixture`),
    give: () => world.grant(human, "fixture", "high"),
  }),
  "a tool": ({ world }) => ({
    take: () => world.api.patch("servers/fixture/tools/echo", { enabled: false }),
    give: () => world.api.patch("servers/fixture/tools/echo", { enabled: true }),
  }),
  "a server": ({ world }) => ({
    take: () => world.api.patch("servers/fixture", { enabled: false }),
    give: () => world.api.patch("servers/fixture", { enabled: true }),
  }),
  "an instance": ({ world, instance }) => ({
    take: () => world.api.patch(`instances/${instance.id}`, { status: "suspended" }),
    give: () => world.api.patch(`instances/${instance.id}`, { status: "active" }),
  }),
  "a condition": ({ world }) => {
    let id = "";
    return {
      take: async () => {
        const rule = { name: "Not a", effect: "deny", status: "active", when: 'args.text == "a"' };
        id = (await world.api.post<{ id: string }>("policies", rule)).id;
      },
      give: () => world.api.patch(`policies/${id}`, { when: 'args.text == "b"' }),
    };
  },
  "a policy": ({ world }) => {
    let id = "";
    return {
      take: async () => {
        id = (await world.api.post<{ id: string }>("policies", { name: "P", effect: "deny", status: "active" })).id;
      },
      give: () => world.api.del(`policies/${id}`),
    };
  },
};

test("a change through one process acts on the very next call in the other, there and back", async ({ scene }) => {
  const { world, instance } = scene;
  const places = [world, world.at(second.url)] as const;
  const agents = await Promise.all(places.map((at) => rawAgent(at.mcpUrl("fixture"), instance.token)));
  for (const agent of agents) expect(await isDenied(agent)).toBe(false);
  for (const [what, make] of Object.entries(changes))
    for (const [at, changed] of places.entries())
      await test.step(`${what}, changed in process ${at + 1}`, async () => {
        const { take, give } = make({ ...scene, world: changed });
        await take();
        for (const agent of agents) expect(await isDenied(agent)).toBe(true);
        await give();
        for (const agent of agents) expect(await isDenied(agent)).toBe(false);
      });
  // What only goes one way without its human: a consent, and the instance itself.
  await places[1].api.put("consents", {
    instance: instance.id,
    server: "fixture",
    level: "high",
    excludedTools: ["echo"],
  });
  for (const agent of agents) expect(await isDenied(agent)).toBe(true);
  for (const agent of agents) expect((await agent.list()).includes("echo")).toBe(false);
  await places[1].api.del(`instances/${instance.id}`);
  for (const agent of agents) expect(await isDenied(agent)).toBe(true);
});

test("a tool of the gateway's own that is switched off through one process does not exist in the other from then on", async ({
  scene,
}) => {
  const { world, instance } = scene;
  const there = world.at(second.url);
  const agent = await rawAgent(`${there.baseUrl}/mcp/${world.tenant}`, instance.token, "modern");
  for (const on of [false, true, false]) {
    await world.api.patch("settings", { builtInTools: { countersign_whoami: on } });
    expect((await agent.list()).includes("countersign_whoami")).toBe(on);
    expect((await agent.call("countersign_whoami")).message?.error?.code).toBe(on ? undefined : -32602);
  }
});

test("each process finds out that a server fails, and a test that passes in one ends that in both", async ({
  scene,
}) => {
  const { world, upstream, instance } = scene;
  const there = world.at(second.url);
  const agent = await rawAgent(there.mcpUrl("fixture"), instance.token, "modern");
  const failure = async () =>
    (await agent.call("echo", { text: "a" })).message?.result?._meta?.["countersign/failure"] as
      | { type: string }
      | undefined;
  const circuit = async (at: typeof world) =>
    (await at.api.get<{ circuit: { state: string } }>("servers/fixture/health")).circuit.state;
  await failFiveTimes(scene);
  expect([await circuit(world), await circuit(there)]).toEqual(["open", "closed"]);
  await failFiveTimes({ ...scene, world: there });
  expect([await circuit(world), await circuit(there)]).toEqual(["open", "open"]);
  await upstream.behave({ status: null });
  expect((await failure())?.type).toBe("upstream_unavailable");

  await world.api.post("servers/fixture/test", {});
  expect(await circuit(world)).toBe("closed");
  await expect.poll(() => circuit(there)).toBe("closed");
  expect(await failure()).toBeUndefined();
});

test("a session that was opened in one process goes on in the other", async ({ scene }) => {
  const agent = await scene.agent("legacy");
  const there: RawAgent = await rawAgent(scene.world.at(second.url).mcpUrl("fixture"), scene.instance.token, "legacy", {
    initialize: false,
  });
  const session = { "mcp-session-id": agent.headers["mcp-session-id"] };
  const { message } = await there.call("echo", { text: "over there" }, { headers: session });
  expect(message?.result?.content?.[0]?.text).toBe("over there");
});

test("a call in one process is cancelled by a notification that reaches the other", async ({ scene }) => {
  const { world, upstream, instance } = scene;
  const agent = await scene.agent("legacy");
  const { message, ...sent } = agent.prepare("tools/call", { name: "slow", arguments: { ms: 300_000 } });
  const opening = stream(agent.url, { method: "POST", ...sent });
  await expect.poll(() => upstream.count("slow")).toBe(1);
  const elsewhere = await rawAgent(world.at(second.url).mcpUrl("fixture"), instance.token, "legacy", {
    initialize: false,
  });
  const cancelled = (requestId: unknown) =>
    elsewhere.send(JSON.stringify({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId } }), {
      headers: { "mcp-session-id": agent.headers["mcp-session-id"] },
    });
  // Another's number, and the right one of a client without that session: neither ends it.
  await cancelled("another");
  await elsewhere.send(
    JSON.stringify({
      jsonrpc: "2.0",
      method: "notifications/cancelled",
      params: { requestId: (message as { id: number }).id },
    }),
  );
  expect(await openIntents(world.tenant)).toBe(1);
  await cancelled((message as { id: number }).id);
  await (await opening).ended;
  await expect
    .poll(async () => (await world.calls({ tool: "slow" })).map(({ error }) => error?.type))
    .toEqual(["cancelled"]);
  expect(await openIntents(world.tenant)).toBe(0);
});

test("agent.connected is left once when first requests race in both processes", async ({ scene }) => {
  const { world, instance } = scene;
  const agents = await Promise.all(
    [world, world.at(second.url)].map((at) =>
      rawAgent(at.mcpUrl("fixture"), instance.token, "legacy", { initialize: false }),
    ),
  );
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) => agents[i % 2]?.request("initialize", initializeParams)),
  );
  expect(answers.map((answer) => answer?.status)).toEqual(answers.map(() => 200));
  await world.event({ type: "agent.connected" });
});

test("both write one log, and either shows all of it in the same order", async ({ scene }) => {
  const { world, instance } = scene;
  const elsewhere = world.at(second.url);
  const agents = await Promise.all([world, elsewhere].map((at) => rawAgent(at.mcpUrl("fixture"), instance.token)));
  await Promise.all(Array.from({ length: 60 }, (_, i) => agents[i % 2]?.call("echo", { text: `${i}` })));
  const events = await world.calls();
  expect(events).toHaveLength(60);
  expect(await elsewhere.calls()).toEqual(events);
  expect(new Set(events.map((event) => event.seq)).size).toBe(60);
});

test("a process that dies is spoken for by those that live: its open calls become unknown without a restart", async ({
  scene,
}) => {
  const { world, upstream, instance } = scene;
  const third = await startServer();
  const agent = await rawAgent(world.at(third.url).mcpUrl("fixture"), instance.token);
  const calls = Array.from({ length: 3 }, () => agent.call("slow", { ms: 300_000 }));
  for (const call of calls) call.catch(() => {});
  await expect.poll(() => upstream.count("slow")).toBe(3);
  expect(await openIntents(world.tenant)).toBe(3);
  await third.kill();
  await Promise.allSettled(calls);
  await expect.poll(() => openIntents(world.tenant), { timeout: 30_000 }).toBe(0);
  const events = await world.calls({ tool: "slow" });
  expect(events.map((event) => [event.outcome, event.error?.type, event.decision])).toEqual(
    calls.map(() => ["unknown", "outcome_unknown", "allow"]),
  );
});
