import { setTimeout as sleep } from "node:timers/promises";
import { failFiveTimes } from "../support/break-circuit";
import { openIntents } from "../support/database";
import { rawAgent } from "../support/raw-agent";
import { expect, makeScene, test } from "../support/scene";
import { connectAs } from "../support/sdk-agent";

/** What `_meta["countersign/failure"]` says. */
type Failure = { type: string; retryable?: boolean; retryAfterMs?: number };

test("after five failures in a row calls are refused at once and reach nobody; one goes through later, and its answer opens the way", async ({
  scene,
}) => {
  const { world, upstream, instance } = scene;
  const agent = await connectAs("sdk 2.x modern", world.mcpUrl("fixture"), instance.token);
  const raw = [await scene.agent("legacy"), await scene.agent("modern")];
  await failFiveTimes(scene);
  const reached = async () => (await upstream.requests()).length;
  const before = await reached();

  const refused = await agent.call("echo", { text: "refused" });
  expect(refused.isError).toBe(true);
  expect(refused.content?.[0]?.text).toMatch(
    /^The call was not made, so it had no effect\. The server has been failing since 20.*HTTP 503.*try again in \d+ seconds\.$/,
  );
  // safe because the gateway wrote it
  const failure = refused._meta?.["countersign/failure"] as Failure;
  expect(failure).toEqual({ type: "upstream_unavailable", retryable: true, retryAfterMs: expect.any(Number) });
  expect(failure.retryAfterMs).toBeLessThanOrEqual(10_000);

  for (const one of raw) {
    const { headers, status } = await one.call("echo", { text: "refused" });
    expect(status).toBe(200);
    expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    const listed = await one.request("tools/list");
    expect(listed.status).toBe(502);
    expect(listed.message?.error?.message).toContain("has been failing since");
    expect(Number(listed.headers["retry-after"])).toBeGreaterThan(0);
  }
  expect(await reached()).toBe(before);

  const [newest] = await world.calls({ tool: "echo" });
  expect(newest).toMatchObject({
    type: "gateway.tool.error",
    outcome: "error",
    decision: "allow",
    error: { type: "upstream_unavailable", message: expect.stringContaining("HTTP 503") },
    durationMs: { upstream: null },
  });

  // Nothing tells that its time is over: it is over after what the answer said, or a little later.
  await upstream.behave({ status: null });
  await sleep((failure.retryAfterMs ?? 0) + 50);
  expect((await agent.call("echo", { text: "probe" })).content?.[0]?.text).toBe("probe");
  expect((await agent.call("echo", { text: "after" })).content?.[0]?.text).toBe("after");
  await agent.close();

  // Five that failed, one of the client and two of the raw ones refused, two that were answered: one event each, none open.
  const events = await world.calls({ tool: "echo" });
  expect(events.map(({ error, outcome }) => error?.type ?? outcome).reverse()).toEqual([
    ...Array.from({ length: 5 }, () => "upstream_5xx"),
    ...Array.from({ length: 3 }, () => "upstream_unavailable"),
    ...["success", "success"],
  ]);
  expect(await upstream.count("echo")).toBe(7);
  expect(await openIntents(world.tenant)).toBe(0);
});

test("calls are still decided while their server is left alone: what is denied stays denied, and says nothing of the server", async ({
  scene,
}) => {
  await failFiveTimes(scene);
  await scene.world.api.post("policies", {
    name: "No echoes",
    effect: "deny",
    status: "active",
    scope: { tools: ["echo"] },
  });
  const agent = await rawAgent(scene.world.mcpUrl("fixture"), scene.instance.token, "modern");
  const { message } = await agent.call("echo", { text: "a" });
  expect(JSON.stringify(message)).not.toContain("failing");
  const [event] = await scene.world.calls({ tool: "echo" });
  expect(event).toMatchObject({ outcome: "denied", error: { type: "blocked_by_policy" } });
});

test("the same server in another tenant is asked as before: failures here are not failures there", async ({
  scene,
  upstream,
}) => {
  const there = await makeScene(upstream);
  const agent = await there.agent("modern");
  await failFiveTimes(scene);
  await upstream.behave({ status: null });
  expect((await agent.call("echo", { text: "there" })).text).toContain("there");
  const here = await rawAgent(scene.world.mcpUrl("fixture"), scene.instance.token, "modern");
  const { message } = await here.call("echo", { text: "here" });
  expect(message?.result?._meta?.["countersign/failure"]).toMatchObject({ type: "upstream_unavailable" });
});

test("what is not the server's failure never opens it: its 4xx, its tools' errors, and clients that go away", async ({
  scene,
}) => {
  const { upstream } = scene;
  const agent = await scene.agent("modern");
  for (const status of [401, 403, 404, 429]) {
    await upstream.behave({ status });
    await agent.call("echo", { text: "a" });
    await agent.call("echo", { text: "a" });
  }
  await upstream.behave({ status: null });
  for (let i = 0; i < 6; i += 1) await agent.call("fails", { message: "The printer is on fire." });
  for (let i = 0; i < 6; i += 1) {
    const gone = new AbortController();
    const hanging = agent.call("hangs_forever", { after: "nothing" }, { signal: gone.signal }).catch(() => undefined);
    await expect.poll(() => upstream.count("hangs_forever")).toBe(i + 1);
    gone.abort();
    await hanging;
  }
  await expect.poll(async () => (await scene.world.calls({ tool: "hangs_forever" })).length).toBe(6);
  expect((await agent.call("echo", { text: "still here" })).text).toContain("still here");
});

test("the health of a server and a test of its connection are answers of the API", async ({ scene }) => {
  const { world, upstream } = scene;
  type Health = {
    state: string;
    reason: string;
    calls: Record<string, number>;
    lastTest: { ok: boolean } | null;
    circuit: { state: string; failingSince: string | null; retryAt: string | null; lastError: { type: string } | null };
  };
  type Test = { ok: boolean; steps: { step: string; ok: boolean; code?: string; whatToDo?: string }[] };
  const good = await world.api.post<Test>("servers/fixture/test", {});
  expect(good.steps.map(({ step, ok }) => [step, ok])).toEqual(
    ["address", "connect", "handshake", "tools"].map((step) => [step, true]),
  );
  expect(await world.api.get<Health>("servers/fixture/health")).toMatchObject({
    state: "healthy",
    calls: { total: 0 },
    circuit: { state: "closed", failingSince: null, retryAt: null, lastError: null },
  });
  await failFiveTimes(scene);
  expect(await world.api.get<Health>("servers/fixture/health")).toMatchObject({
    state: "failing",
    reason: expect.stringContaining("HTTP 503"),
    calls: { total: 5, failed: 5 },
    lastFailure: { type: "upstream_5xx" },
    circuit: { state: "open", retryAt: expect.stringMatching(/^20.*Z$/), lastError: { type: "upstream_5xx" } },
  });
  const bad = await world.api.post<Test>("servers/fixture/test", {});
  expect(bad).toMatchObject({ ok: false });
  expect(bad.steps.at(-1)).toMatchObject({ step: "handshake", code: "server_error", whatToDo: expect.any(String) });
  // A test that fails leaves it as it is; one that passes ends it, and the next call goes through at once.
  const agent = await rawAgent(world.mcpUrl("fixture"), scene.instance.token, "modern");
  await upstream.behave({ status: null });
  const early = await agent.call("echo", { text: "early" });
  expect(early.message?.result?._meta?.["countersign/failure"]).toMatchObject({ type: "upstream_unavailable" });
  expect((await world.api.post<Test>("servers/fixture/test", {})).ok).toBe(true);
  expect((await agent.call("echo", { text: "at once" })).message?.result?.content?.[0]?.text).toBe("at once");
  expect(await world.api.get<Health>("servers/fixture/health")).toMatchObject({ circuit: { state: "closed" } });
  const events = await world.events({ type: "resource.tested" });
  expect(events.map(({ outcome }) => outcome)).toEqual(["success", "error", "success"]);
});
