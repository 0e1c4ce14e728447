import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { connectV1, connectV2 } from "../outside/clients.mjs";
import { startConformanceFixture } from "../outside/conformance-fixture.mjs";
import { startFixture } from "../outside/fixture-server.mjs";
import { type Replicas, startReplicas } from "../support/balancer";
import { openIntents } from "../support/database";
import { eras, exchange, type OpenStream, type RawAgent, rawAgent, stream } from "../support/raw-agent";
import { expect, type Scene, sharingTest as test } from "../support/scene";
import { clientKinds, connectAs } from "../support/sdk-agent";
import type { World } from "../support/world";

/*
 * Two processes behind a balancer that sends every request to the next one: whatever belongs together arrives at both, and nobody
 * can tell that there are two.
 */

// Two processes start for it, and each test has many round trips through both: more than a busy machine does in a minute.
test.describe.configure({ timeout: 180_000 });

let replicas: Replicas;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  replicas = await startReplicas();
});
test.afterAll(async () => {
  await replicas.stop();
});
let servedBefore: number[];
test.beforeEach(() => {
  servedBefore = replicas.served();
});
/** That both processes had a part in what has happened. */
const expectBoth = () => {
  for (const [at, served] of replicas.served().entries()) expect(served).toBeGreaterThan(servedBefore[at] ?? 0);
};

/** The scene's environment as it is reached through the balancer. */
const balanced = ({ world }: Scene): World => world.at(replicas.url);
const urlOf = (scene: Scene): string => balanced(scene).mcpUrl("fixture");

const denyPayments = (world: World) =>
  world.api.post<{ id: string }>("policies", {
    name: "No payments",
    effect: "deny",
    status: "active",
    scope: { tools: ["send_payment"] },
  });

for (const kind of clientKinds)
  test(`${kind}: a whole life of a client, from its first request to its goodbye`, async ({ scene }) => {
    const { upstream, instance, world } = scene;
    let told = 0;
    const agent = await connectAs(kind, urlOf(scene), instance.token, {
      onToolsChanged: () => {
        told += 1;
      },
    });
    expect(await agent.list()).toContain("send_payment");
    for (const text of ["a", "b", "c", "d"]) expect((await agent.call("echo", { text })).content?.[0]?.text).toBe(text);
    const steps: number[] = [];
    await agent.call("progress", { steps: 5 }, { onprogress: ({ progress }) => steps.push(progress) });
    expect(steps).toEqual([1, 2, 3, 4, 5]);

    const gone = new AbortController();
    const slow = agent.call("slow", { ms: 300_000 }, { signal: gone.signal });
    const ended = expect(slow).rejects.toThrow();
    await expect.poll(() => upstream.count("slow")).toBe(1);
    gone.abort();
    await ended;
    await expect
      .poll(async () => (await world.calls({ tool: "slow" })).map(({ error }) => error?.type))
      .toEqual(["cancelled"]);

    // A client that was never told before opens its stream beside its first requests.
    const policy = await denyPayments(balanced(scene));
    await expect.poll(() => told).toBeGreaterThan(0);
    expect(await agent.list()).not.toContain("send_payment");
    const before = told;
    await balanced(scene).api.del(`policies/${policy.id}`);
    await expect.poll(() => told).toBeGreaterThan(before);

    await agent.close();
    expectBoth();
    expect(await openIntents(world.tenant)).toBe(0);
    const calls = await world.calls();
    expect(calls.map(({ tool, outcome }) => `${tool?.name} ${outcome}`).toSorted()).toEqual([
      ...Array(4).fill("echo success"),
      "progress success",
      "slow error",
    ]);
    expect(await upstream.count()).toBe(6);
    await world.event({ type: "agent.connected" });
  });

test("legacy: a session is one at both, until its owner ends it at either", async ({ scene }) => {
  const agent = await rawAgent(urlOf(scene), scene.instance.token, "legacy");
  for (const text of ["a", "b"])
    expect((await agent.call("echo", { text })).message?.result?.content?.[0]?.text).toBe(text);
  expect((await exchange(agent.url, { method: "DELETE", headers: agent.headers })).status).toBe(200);
  for (const text of ["c", "d"]) expect((await agent.call("echo", { text })).status).toBe(404);
  expectBoth();
});

/** The legacy era's standing stream of an agent. */
const listen = async (agent: RawAgent): Promise<OpenStream> => {
  const open = await stream(agent.url, { headers: { ...agent.headers, accept: "text/event-stream" } });
  await expect.poll(() => open.text()).toContain(": open");
  return open;
};
const heard = (open: OpenStream, method: string) =>
  open.messages().filter((message) => message.method === `notifications/${method}`);

test("legacy: what was subscribed to at one is told on the stream of the other, and on the next stream, too", async ({
  scene,
}) => {
  const { upstream } = scene;
  const agent = await rawAgent(urlOf(scene), scene.instance.token, "legacy");
  const updates = (open: OpenStream) => heard(open, "resources/updated").length;
  // An odd and an even number of requests before the subscription: the stream and it meet at either.
  for (const between of [0, 1]) {
    const open = await listen(agent);
    for (let n = 0; n < between; n += 1) await agent.request("ping");
    expect((await agent.request("resources/subscribe", { uri: "notes://today" })).message?.result).toBeDefined();
    await upstream.touch("notes://today");
    await expect.poll(() => updates(open)).toBe(1);
    // Its client comes back at once, at the other process, while the upstream still holds the old stream for open.
    const again = await listen(agent);
    open.leave();
    await expect
      .poll(async () => {
        await upstream.touch("notes://today");
        return updates(again);
      })
      .toBeGreaterThan(0);
    again.leave();
    await Promise.all([open.ended, again.ended]);
  }
  expectBoth();
});

for (const [how, ask, answer] of [
  ["sdk 1.x", "test_elicitation", "The user's answer: accept"],
  ["sdk 2.x legacy", "test_elicitation", "The user's answer: accept"],
  ["sdk 2.x legacy", "test_sampling", "The model's answer: Forty-two."],
  ["sdk 2.x modern", "test_input_required_result_elicitation", "Hello, ada!"],
  ["sdk 2.x modern", "test_input_required_result_sampling", "Forty-two."],
] as const)
  test(`${how}: what a server asks in the middle of a call (${ask}) is answered through the other process`, async ({
    scene,
  }) => {
    const asking = await startConformanceFixture();
    const { world, human } = scene;
    await world.addServer("asking", asking.url);
    await world.grant(human, "asking", "high");
    const { token } = await world.addInstance(human, [{ server: "asking", level: "high" }]);
    const url = balanced(scene).mcpUrl("asking");
    const who = { capabilities: { elicitation: {}, sampling: {} } };
    const filledIn = { action: "accept", content: { username: "ada", email: "ada@people.example", name: "ada" } };
    const sampled = { role: "assistant", content: { type: "text", text: "Forty-two." }, model: "deep thought" };
    const args = { prompt: "What is it?", message: "Who are you?" };

    const connected =
      how === "sdk 1.x" ? await connectV1(url, token, who) : await connectV2(url, token, moodOf(how), who);
    const { client, close } = connected;
    if (how === "sdk 1.x") (client as V1).setRequestHandler(ElicitRequestSchema, () => filledIn as never);
    else {
      (client as V2).setRequestHandler("elicitation/create", () => filledIn as never);
      (client as V2).setRequestHandler("sampling/createMessage", () => sampled as never);
    }
    for (let n = 0; n < 2; n += 1) {
      const { content } = (await client.callTool({ name: ask, arguments: args })) as { content: { text?: string }[] };
      expect(content[0]?.text).toContain(answer);
    }
    await close();
    await asking.stop();
    expectBoth();
    const calls = await world.calls({ tool: ask });
    expect(calls.map(({ outcome }) => outcome)).toEqual(calls.map(() => "success"));
  });

type V1 = Awaited<ReturnType<typeof connectV1>>["client"];
type V2 = Awaited<ReturnType<typeof connectV2>>["client"];
const moodOf = (kind: string) => (kind.endsWith("legacy") ? "legacy" : "modern");

/** A stream of each kind that there is, of one instance: at a server and at the address of all. */
async function streamsOf(scene: Scene): Promise<Record<string, OpenStream>> {
  const all = `${replicas.url}/mcp/${scene.world.tenant}`;
  const streams: Record<string, OpenStream> = {};
  for (const [where, url] of [
    ["at a server", urlOf(scene)],
    ["at all servers", all],
  ] as const)
    for (const era of eras) {
      const agent = await rawAgent(url, scene.instance.token, era);
      await agent.list();
      if (era === "legacy") streams[`${era} ${where}`] = await listen(agent);
      else {
        const { message: _, ...sent } = agent.prepare("subscriptions/listen", {
          notifications: { toolsListChanged: true, resourceSubscriptions: ["notes://today"] },
        });
        const open = await stream(agent.url, { ...sent, method: "POST" });
        await expect.poll(() => open.messages()[0]?.method).toBe("notifications/subscriptions/acknowledged");
        streams[`${era} ${where}`] = open;
      }
    }
  return streams;
}

test("every stream at either process hears what a change of a policy hides and gives back", async ({ scene }) => {
  const streams = await streamsOf(scene);
  const counts = () =>
    Object.fromEntries(Object.entries(streams).map(([name, open]) => [name, heard(open, "tools/list_changed").length]));
  const each = (n: number) => Object.fromEntries(Object.keys(streams).map((name) => [name, n]));
  const policy = await denyPayments(balanced(scene));
  await expect.poll(counts).toEqual(each(1));
  for (const name of ["fixture", undefined])
    for (const era of eras) {
      const url = name ? urlOf(scene) : `${replicas.url}/mcp/${scene.world.tenant}`;
      const agent = await rawAgent(url, scene.instance.token, era);
      const shown = async () => (await agent.list()).filter((tool) => tool.endsWith("send_payment"));
      expect([await shown(), await shown()]).toEqual([[], []]);
    }
  await balanced(scene).api.del(`policies/${policy.id}`);
  await expect.poll(counts).toEqual(each(2));
  await scene.upstream.touch("notes://today");
  await expect.poll(() => heard(streams["modern at a server"] as OpenStream, "resources/updated").length).toBe(1);
  for (const open of Object.values(streams)) open.leave();
  expectBoth();
});

const stops: Record<string, (scene: Scene) => Promise<unknown>> = {
  "the agent is suspended": ({ world, instance }) =>
    world.api.patch(`agents/${instance.agent}`, { status: "suspended" }),
  "the human is suspended": ({ world, human }) =>
    world.api.patch(`humans/${encodeURIComponent(human)}`, { status: "suspended" }),
  "the human is removed": ({ world, human }) => world.api.del(`humans/${encodeURIComponent(human)}`),
};

for (const [what, stop] of Object.entries(stops))
  test(`${what}: every stream ends and every call is refused at once, at both; of somebody else none`, async ({
    scene,
  }) => {
    const world = balanced(scene);
    const bob = await world.addHuman("bob");
    await world.grant(bob, "fixture", "high");
    const his = await world.addInstance(bob, [{ server: "fixture", level: "high" }], "zed");
    const neighbour = await rawAgent(urlOf(scene), his.token, "legacy");
    const staying = await listen(neighbour);
    const agents = await Promise.all(eras.map((era) => rawAgent(urlOf(scene), scene.instance.token, era)));
    const streams = Object.values(await streamsOf(scene));
    for (const agent of agents) expect((await agent.call("echo", { text: "a" })).message?.result?.isError).toBeFalsy();
    await scene.upstream.reset();

    await stop({ ...scene, world });
    const answeredAt = performance.now();
    for (const agent of agents)
      for (let n = 0; n < 4; n += 1) {
        const { status, message } = await agent.call("echo", { text: "after" });
        expect(status === 401 || message?.error !== undefined || message?.result?.isError === true).toBe(true);
      }
    await Promise.all(streams.map(({ ended }) => ended));
    // By the notification, and not by the look that a stream takes every five seconds.
    expect(performance.now() - answeredAt).toBeLessThan(4_000);
    expect(await scene.upstream.count()).toBe(0);
    for (const text of ["b", "c"])
      expect((await neighbour.call("echo", { text })).message?.result?.content?.[0]?.text).toBe(text);
    expect(heard(staying, "tools/list_changed")).toEqual([]);
    staying.leave();
    expectBoth();
  });

test("a limit lets through at least what it says and at most twice that, and every call is on record as it was answered", async ({
  scene,
}) => {
  const { world, upstream } = scene;
  await balanced(scene).api.put("limits", { kind: "instance", calls: 5, seconds: 600, concurrent: 1 });
  const agent = await rawAgent(urlOf(scene), scene.instance.token);
  const codes: string[] = [];
  for (let n = 0; n < 16; n += 1) {
    const { message } = await agent.call("echo", { text: `${n}` });
    codes.push(message?.result?._meta?.["countersign/denial"]?.code ?? "passed");
  }
  const passed = codes.filter((code) => code === "passed").length;
  expect(passed).toBeGreaterThanOrEqual(5);
  expect(passed).toBeLessThanOrEqual(10);
  expect(codes.slice(0, 5)).toEqual(Array(5).fill("passed"));
  expect(await upstream.count()).toBe(passed);
  const events = await world.calls();
  const recorded = events.map(({ reason, outcome }) => (outcome === "denied" ? reason?.code : "passed"));
  expect(recorded.toSorted()).toEqual(codes.toSorted());
  expectBoth();
});

for (const era of eras)
  test(`${era}: the address of all servers is one at both: calls, progress, cancelling, prompts and resources`, async ({
    scene,
  }) => {
    const { world, human, upstream } = scene;
    const old = await startFixture({ era: "legacy", shares: true });
    await world.addServer("old", old.url);
    await world.grant(human, "old", "high");
    await old.reset();
    const consents = ["fixture", "old"].map((server) => ({ server, level: "high" as const }));
    const { token } = await world.addInstance(human, consents);
    const agent = await rawAgent(`${replicas.url}/mcp/${world.tenant}`, token, era);
    for (const server of ["fixture", "old", "old", "fixture"]) {
      const { message } = await agent.call(`${server}__echo`, { text: server });
      expect(message?.result?.content?.[0]?.text).toBe(server);
    }
    for (const server of ["fixture", "old"]) {
      const { messages } = await agent.request("tools/call", {
        ...{ name: `${server}__progress`, arguments: { steps: 3 } },
        _meta: { progressToken: `steps of ${server}` },
      });
      expect(messages.filter(({ method }) => method === "notifications/progress")).toHaveLength(3);
      const prompt = await agent.request("prompts/get", { name: `${server}__greet`, arguments: { whom: "Ada" } });
      expect(prompt.text).toContain("Greet Ada.");
      for (let n = 0; n < 2; n += 1) {
        const { text } = await agent.request("resources/list");
        const { resources } = (JSON.parse(text) as { result: { resources: { uri: string }[] } }).result;
        const uris = resources.map(({ uri }) => uri);
        expect(uris).toHaveLength(4);
        const uri = uris.find((one) => one.includes(server)) ?? "";
        expect((await agent.request("resources/read", { uri })).text).toContain("Water the plants.");
      }
    }
    for (const [server, behind] of [
      ["fixture", upstream],
      ["old", old],
    ] as const) {
      const gone = new AbortController();
      const { message, ...sent } = agent.prepare(
        "tools/call",
        { name: `${server}__slow`, arguments: { ms: 300_000 } },
        { signal: gone.signal },
      );
      const opening = stream(agent.url, { method: "POST", ...sent });
      opening.catch(() => {});
      await expect.poll(() => behind.count("slow")).toBe(1);
      const { id } = message as { id: number };
      const cancel = JSON.stringify({
        jsonrpc: "2.0",
        method: "notifications/cancelled",
        params: { requestId: id },
      });
      if (era === "modern") gone.abort();
      else expect((await agent.send(cancel)).status).toBe(202);
      await expect
        .poll(async () => (await world.calls({ tool: "slow", server })).map(({ error }) => error?.type))
        .toEqual(["cancelled"]);
    }
    expectBoth();
    expect(await openIntents(world.tenant)).toBe(0);
    await old.stop();
  });
