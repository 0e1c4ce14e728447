import { type Message, type OpenStream, rawAgent, stream } from "../support/raw-agent";
import { expect, makeScene, test } from "../support/scene";
import { connectAs } from "../support/sdk-agent";
import { startServer } from "../support/server";
import type { World } from "../support/world";

/* Whoever has listed tools is told when another list would come out: MCP tools, "List Changed Notification". */

const changed = "notifications/tools/list_changed";
const tellings = (open: OpenStream): Message[] => open.messages().filter(({ method }) => method === changed);

const denyPayments = (world: World) =>
  world.api.post<{ id: string }>("policies", {
    name: "No payments",
    effect: "deny",
    status: "active",
    scope: { tools: ["send_payment"] },
  });

for (const how of ["with a session", "without one"] as const)
  test(`legacy: the standing stream ${how} tells what a policy hides and what it gives back`, async ({ scene }) => {
    const agent = await scene.agent("legacy");
    expect(await agent.list()).toContain("send_payment");
    const { "mcp-session-id": session, ...rest } = agent.headers;
    const headers = {
      ...rest,
      accept: "text/event-stream",
      ...(how === "with a session" && { "mcp-session-id": session }),
    };
    const open = await stream(agent.url, { headers });
    expect(open.status).toBe(200);
    await expect.poll(() => open.text()).toContain(": open");

    const policy = await denyPayments(scene.world);
    await expect.poll(() => tellings(open).length).toBe(1);
    expect(await agent.list()).not.toContain("send_payment");
    await scene.world.api.del(`policies/${policy.id}`);
    await expect.poll(() => tellings(open).length).toBe(2);
    expect(await agent.list()).toContain("send_payment");
    open.leave();
    await open.ended;
  });

test("legacy: tools are offered with a list that changes, whatever the upstream's does", async ({ scene }) => {
  const agent = await scene.agent("legacy");
  const { message } = await agent.request(
    "initialize",
    { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } },
    { headers: { "mcp-session-id": undefined } },
  );
  expect(message?.result?.capabilities?.["tools"]).toMatchObject({ listChanged: true });
});

test("modern: subscriptions/listen acknowledges what it will tell, and every message carries its id", async ({
  scene,
}) => {
  const agent = await scene.agent("modern");
  expect(await agent.list()).toContain("send_payment");
  const { message: request, ...sent } = agent.prepare("subscriptions/listen", {
    notifications: { toolsListChanged: true, promptsListChanged: true },
  });
  const open = await stream(agent.url, { ...sent, method: "POST" });
  expect(open.status).toBe(200);
  const id = (request as { id: number }).id;
  const stamp = { "io.modelcontextprotocol/subscriptionId": id };
  await expect
    .poll(() => open.messages()[0])
    .toMatchObject({
      method: "notifications/subscriptions/acknowledged",
      params: { notifications: { toolsListChanged: true }, _meta: stamp },
    });
  expect(open.messages()[0]?.params?.["notifications"]).toEqual({ toolsListChanged: true });

  await denyPayments(scene.world);
  await expect.poll(() => tellings(open)).toMatchObject([{ params: { _meta: stamp } }]);
  expect(await agent.list()).not.toContain("send_payment");

  // Who may not be here any more is told so in the protocol's own way.
  await scene.world.api.patch(`instances/${scene.instance.id}`, { status: "suspended" });
  await open.ended;
  expect(open.messages().at(-1)).toMatchObject({ id, result: { _meta: stamp } });
});

test("nobody is told what does not concern them, nor what they were told", async ({ scene }) => {
  const { world } = scene;
  const bob = await world.addHuman("bob");
  await world.grant(bob, "fixture", "high");
  const his = await world.addInstance(bob, [{ server: "fixture", level: "high" }]);
  const agents = [await scene.agent("legacy"), await rawAgent(world.mcpUrl("fixture"), his.token, "legacy")];
  const streams = await Promise.all(
    agents.map(async (agent) => {
      await agent.list();
      const open = await stream(agent.url, { headers: { ...agent.headers, accept: "text/event-stream" } });
      await expect.poll(() => open.text()).toContain(": open");
      return open;
    }),
  );
  // A policy for Bob alone; one that changes nothing he sees; and a condition that leaves the tool on the list.
  await world.api.post("policies", {
    name: "Not Bob",
    effect: "deny",
    status: "active",
    scope: { humans: [bob], tools: ["delete_*"] },
  });
  await expect.poll(() => tellings(streams[1] as OpenStream).length).toBe(1);
  await world.api.post("policies", {
    name: "Again",
    effect: "deny",
    status: "active",
    scope: { humans: [bob], tools: ["delete_*"] },
  });
  await world.api.post("policies", {
    name: "Small ones",
    effect: "deny",
    status: "active",
    scope: { tools: ["send_payment"] },
    unless: "args.amount < 500",
  });
  // What comes last shows that the others have been looked at.
  await world.api.patch("servers/fixture/tools/echo", { enabled: false });
  await expect.poll(() => streams.map((open) => tellings(open).length)).toEqual([1, 2]);
  for (const open of streams) open.leave();
});

test("a change in one process is told on a stream in another", async ({ scene, upstream }) => {
  test.setTimeout(120_000);
  const second = await startServer();
  try {
    const there = scene.world.at(second.url);
    const agent = await rawAgent(there.mcpUrl("fixture"), scene.instance.token, "legacy");
    await agent.list();
    const open = await stream(agent.url, { headers: { ...agent.headers, accept: "text/event-stream" } });
    await expect.poll(() => open.text()).toContain(": open");
    await denyPayments(scene.world);
    await expect.poll(() => tellings(open).length).toBe(1);
    open.leave();
    // Another tenant's stream in the same process heard nothing: it has its own.
    expect((await makeScene(upstream)).world.tenant).not.toBe(scene.world.tenant);
  } finally {
    await second.stop();
  }
});

test("an instance holds so many streams open and no more, and may again when it has closed some", async ({ scene }) => {
  const agent = await scene.agent("legacy");
  const headers = { ...agent.headers, "mcp-session-id": undefined, accept: "text/event-stream" };
  const opened = await Promise.all(Array.from({ length: 16 }, () => stream(agent.url, { headers })));
  for (const one of opened) await expect.poll(() => one.text()).toContain(": open");
  const refused = await stream(agent.url, { headers });
  expect(refused.status).toBe(429);
  for (const one of opened) one.leave();
  await expect
    .poll(async () => {
      const again = await stream(agent.url, { headers });
      again.leave();
      return again.status;
    })
    .toBe(200);
});

for (const kind of ["sdk 1.x", "sdk 2.x auto", "sdk 2.x modern"] as const)
  test(`${kind}: its own handler of changed lists is called`, async ({ scene }) => {
    let told = 0;
    const agent = await connectAs(kind, scene.world.mcpUrl("fixture"), scene.instance.token, {
      onToolsChanged: () => {
        told += 1;
      },
    });
    expect(await agent.list()).toContain("send_payment");
    // The stream opens beside the first requests.
    await expect
      .poll(async () => {
        if (told === 0) {
          const { id } = await denyPayments(scene.world);
          await new Promise((resolve) => setTimeout(resolve, 600));
          if (told === 0) await scene.world.api.del(`policies/${id}`);
        }
        return told;
      })
      .toBeGreaterThan(0);
    expect(await agent.list()).not.toContain("send_payment");
    await agent.close();
  });
