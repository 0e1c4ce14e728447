import { type Answer, exchange, initializeParams, type RawAgent, rawAgent, stream } from "../support/raw-agent";
import { expect, makeScene, type Scene, test } from "../support/scene";
import { makeWorld } from "../support/world";

const sessionOf = (agent: RawAgent): string => String(agent.headers["mcp-session-id"]);

const expectGone = ({ status, message }: Answer) => {
  expect(status).toBe(404);
  expect(message?.error).toMatchObject({ code: -32001, message: "Session not found" });
};

/** The upstream's own id of a session, as the upstream knows it. */
async function upstreamSession(scene: Scene, agent: RawAgent): Promise<string> {
  await agent.call("echo", { text: "which" });
  return (await scene.upstream.calls("echo")).at(-1)?.session ?? "";
}

test("the agent never sees the upstream's session id, and the log sees neither", async ({ scene }) => {
  const agent = await scene.agent("legacy");
  const inner = await upstreamSession(scene, agent);
  expect(inner).toMatch(/^[0-9a-f-]{36}$/);
  expect(sessionOf(agent)).not.toBe(inner);
  const event = await scene.world.event({ tool: "echo" });
  expect(event.session).toMatch(/^[0-9a-f]{16}$/);
  expect(JSON.stringify(await scene.world.events())).not.toContain(inner);
  // An id that the upstream gave out itself is worth nothing here.
  expectGone(await agent.call("echo", { text: "a" }, { headers: { "mcp-session-id": inner } }));
});

test("a session belongs to one instance at one server of one tenant", async ({ scene }) => {
  const { world, upstream, human } = scene;
  const agent = await scene.agent("legacy");
  const stolen = { "mcp-session-id": sessionOf(agent) };

  const bob = await world.addHuman("bob");
  await world.grant(bob, "fixture", "high");
  const consents = [{ server: "fixture", level: "high" as const }];
  await world.addServer("second", upstream.url);
  await world.grant(human, "second", "high");
  const twoServers = await world.addInstance(human, [...consents, { server: "second", level: "high" }]);
  const there = await makeScene(upstream, "high", await makeWorld());
  const ownSession = await rawAgent(world.mcpUrl("fixture"), twoServers.token, "legacy");

  const thieves: Record<string, RawAgent> = {
    "another instance of the same human": await rawAgent(
      world.mcpUrl("fixture"),
      (await world.addInstance(human, consents)).token,
      "legacy",
    ),
    "an instance of another human": await rawAgent(
      world.mcpUrl("fixture"),
      (await world.addInstance(bob, consents)).token,
      "legacy",
    ),
    "another tenant": await there.agent("legacy"),
  };
  await upstream.reset();
  for (const [who, thief] of Object.entries(thieves))
    await test.step(who, async () => {
      expectGone(await thief.call("echo", { text: "mine" }, { headers: stolen }));
      expectGone(await thief.request("tools/list", {}, { headers: stolen }));
      for (const method of ["GET", "DELETE"])
        expectGone(await exchange(thief.url, { method, headers: { ...thief.headers, ...stolen } }));
      const note = JSON.stringify({ jsonrpc: "2.0", method: "notifications/roots/list_changed" });
      expectGone(await thief.send(note, { headers: stolen }));
    });
  await test.step("the same instance at another server", async () => {
    const across = await rawAgent(world.mcpUrl("second"), twoServers.token, "legacy", { initialize: false });
    expectGone(await across.call("echo", { text: "a" }, { headers: { "mcp-session-id": sessionOf(ownSession) } }));
  });
  expect(await upstream.requests()).toEqual([]);
  // Its owner was not disturbed.
  expect((await agent.call("echo", { text: "still mine" })).message?.result?.content?.[0]?.text).toBe("still mine");
});

test("a session id that was changed in any way is nobody's", async ({ scene }) => {
  const agent = await scene.agent("legacy");
  const id = sessionOf(agent);
  const [inner = "", mac = ""] = [id.slice(0, id.lastIndexOf(".")), id.slice(id.lastIndexOf(".") + 1)];
  const flip = (text: string) => text.slice(0, -1) + (text.endsWith("A") ? "B" : "A");
  const other = sessionOf(await scene.agent("legacy"));
  await scene.upstream.reset();
  for (const changed of [
    "",
    ".",
    inner,
    `${inner}.`,
    `.${mac}`,
    `${inner}.${flip(mac)}`,
    `${inner}.${mac.slice(1)}`,
    `${inner}.${mac}A`,
    `${flip(inner)}.${mac}`,
    `${other.slice(0, other.lastIndexOf("."))}.${mac}`,
    `${inner}.${mac}, ${inner}.${mac}`,
    `${inner}.x.${mac}`,
    id.toUpperCase(),
  ])
    expectGone(await agent.call("echo", { text: "a" }, { headers: { "mcp-session-id": changed } }));
  expectGone(await agent.call("echo", { text: "a" }, { headers: { "mcp-session-id": [id, id] } }));
  expect(await scene.upstream.requests()).toEqual([]);
});

test("a session that the upstream has forgotten is answered with 404, so that the client opens a new one", async ({
  scene,
}) => {
  const agent = await scene.agent("legacy");
  const inner = await upstreamSession(scene, agent);
  await exchange(scene.upstream.url, { method: "DELETE", headers: { "mcp-session-id": inner } });
  expectGone(await agent.call("slow", { ms: 1 }));
  expectGone(await agent.request("tools/list"));
  expect((await scene.world.event({ tool: "slow" })).error?.type).toBe("upstream_session_expired");
  const fresh = await scene.agent("legacy");
  expect((await fresh.call("echo", { text: "again" })).message?.result?.content?.[0]?.text).toBe("again");
});

test("DELETE ends the session at the upstream", async ({ scene }) => {
  const agent = await scene.agent("legacy");
  const { status } = await exchange(agent.url, { method: "DELETE", headers: agent.headers });
  expect(status).toBe(200);
  expectGone(await agent.call("echo", { text: "a" }));
});

test("a call without the session that its server wants is the upstream's to refuse, and recorded", async ({
  scene,
}) => {
  const agent = await scene.agent("legacy");
  const { status, message } = await agent.call("echo", { text: "a" }, { headers: { "mcp-session-id": undefined } });
  expect(status).toBe(200);
  expect(message?.result?.isError ?? message?.error !== undefined).toBe(true);
  expect(await scene.world.event({ tool: "echo" })).toMatchObject({ outcome: "error", decision: "allow" });
});

test("an answer of the client belongs to a session: without one it goes nowhere", async ({ scene }) => {
  const agent = await scene.agent("legacy");
  await scene.upstream.reset();
  const answer = JSON.stringify({ jsonrpc: "2.0", id: 99, result: { action: "accept" } });
  expect((await agent.send(answer, { headers: { "mcp-session-id": undefined } })).status).toBe(400);
  const modern = await scene.agent("modern");
  expect((await modern.send(answer)).status).toBe(400);
  expect(await scene.upstream.requests()).toEqual([]);
});

test("an answer to what nobody has asked reaches its own session's server as an answer, and calls nothing", async ({
  scene,
}) => {
  const { upstream, world } = scene;
  const agent = await scene.agent("legacy");
  await upstream.reset();
  const answers = [
    { jsonrpc: "2.0", id: 4711, result: { content: [] } },
    { jsonrpc: "2.0", id: "never-issued", error: { code: -1, message: "no" } },
  ];
  for (const answer of answers) expect((await agent.send(JSON.stringify(answer))).status).toBe(202);
  const arrived = await upstream.requests();
  expect(arrived.map(({ body }) => JSON.parse(body))).toEqual(answers);
  expect(new Set(arrived.map(({ headers }) => headers["mcp-session-id"])).size).toBe(1);
  // Who puts a method into it has made a request, which is decided as one.
  const disguised = { jsonrpc: "2.0", id: 1, result: {}, method: "tools/call", params: { name: "no_such_tool" } };
  expect((await agent.send(JSON.stringify(disguised))).message?.error?.message).toBe("Unknown tool: no_such_tool");
  expect(await upstream.count()).toBe(0);
  expect(await world.calls()).toHaveLength(1);
});

test("what initialize offers is what can be used here", async ({ scene }) => {
  const agent = await scene.agent("legacy");
  const { message } = await agent.request("initialize", initializeParams, {
    headers: { "mcp-session-id": undefined },
  });
  expect(
    Object.keys(message?.result?.capabilities ?? {}).filter((name) => !["tools", "logging"].includes(name)),
  ).toEqual([]);
});

test.describe("the standing stream", () => {
  test("delivers what the server announces, and only to its owner", async ({ scene }) => {
    const agent = await scene.agent("legacy");
    const open = await stream(agent.url, { headers: { ...agent.headers, accept: "text/event-stream" } });
    expect(open.status).toBe(200);
    await expect.poll(() => open.text()).toContain(": open");
    await scene.upstream.changeTools({ add: [{ name: "read_more", annotations: { readOnlyHint: true } }] });
    await expect
      .poll(() => open.messages().map((message) => message.method))
      .toContain("notifications/tools/list_changed");
    open.leave();
    await open.ended;
  });

  test("ends by itself when its agent may not be here any more", async ({ scene }) => {
    const { world, human } = scene;
    await world.addServer("second", scene.upstream.url);
    await world.grant(human, "second", "high");
    const consents = [{ server: "fixture", level: "high" as const }];
    const open = async (consented = consents, server = "fixture") => {
      const instance = await world.addInstance(human, consented);
      const agent = await rawAgent(world.mcpUrl(server), instance.token, "legacy");
      const standing = await stream(agent.url, { headers: { ...agent.headers, accept: "text/event-stream" } });
      expect(standing.status).toBe(200);
      return { instance, standing };
    };
    const streams = [await open(), await open(), await open([{ server: "second", level: "high" }], "second")];
    const staying = await open();
    const [disconnected, suspended] = streams;
    await world.api.del(`instances/${disconnected?.instance.id}`);
    await world.api.patch(`instances/${suspended?.instance.id}`, { status: "suspended" });
    await world.api.patch("servers/second", { enabled: false });
    await Promise.all(streams.map(({ standing }) => standing.ended));

    // The others go on.
    await scene.upstream.changeTools({ add: [{ name: "read_more", annotations: { readOnlyHint: true } }] });
    await expect
      .poll(() => staying.standing.messages().map((message) => message.method))
      .toContain("notifications/tools/list_changed");
    staying.standing.leave();
    expect(streams.flatMap(({ standing }) => standing.messages())).toEqual([]);
  });
});
