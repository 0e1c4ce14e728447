import { setTimeout as sleep } from "node:timers/promises";
import { paths } from "@/lib/kernel/paths";
import { startFixture } from "../outside/fixture-server.mjs";
import { expect, resultOf, test } from "../support/oauth-scene";
import { rawAgent } from "../support/raw-agent";
import { startServer } from "../support/server";

// Whole sign-ins, two people, two processes: more than a busy machine does in a minute.
test.describe.configure({ timeout: 180_000 });

test("two humans on one agent never mix, whatever the order of their calls", async ({ scene, bob }) => {
  const { alice, upstream, connect, agentOf } = scene;
  await connect(alice, "alice-there");
  await connect(bob, "bob-there");
  const [hers, his] = await Promise.all([agentOf(alice), agentOf(bob)]);
  const rounds = Array.from({ length: 30 }, (_, i) => ((i * 7) % 3 === 0 ? "bob" : "alice"));
  await Promise.all(rounds.map((who) => (who === "alice" ? hers : his).call("whoami")));
  const count = (account: string) => upstream.calls.filter((call) => call.account === account).length;
  expect(count("alice-there")).toBe(rounds.filter((who) => who === "alice").length);
  expect(count("bob-there")).toBe(rounds.filter((who) => who === "bob").length);
  expect(new Set(upstream.calls.map(({ account, token }) => `${account} ${token}`)).size).toBe(2);
});

test("nothing of what the agent shows the gateway reaches the server", async ({ scene }) => {
  const { world, alice, upstream, connect } = scene;
  await connect(alice, "alice-there");
  upstream.requests.length = 0;
  const agent = await rawAgent(world.mcpUrl("asks"), alice.token);
  await agent.call("whoami", {}, { headers: { cookie: "a=b", "x-forwarded-for": "192.0.2.1", "x-api-key": "leak" } });
  expect(upstream.requests.length).toBeGreaterThan(0);
  for (const { headers, body } of upstream.requests) {
    expect(JSON.stringify(headers) + body).not.toContain(alice.token);
    expect(headers).not.toHaveProperty("cookie");
    expect(headers).not.toHaveProperty("x-forwarded-for");
    expect(headers).not.toHaveProperty("x-api-key");
    expect(headers["authorization"]).toMatch(/^Bearer [\w-]{20,}$/);
  }
});

test.describe("tokens that live for a moment", () => {
  test.use({ options: { accessSeconds: 2 } });

  test("two processes that need a new token at once ask for one", async ({ scene }) => {
    const { world, alice, upstream, connect, agentOf } = scene;
    await connect(alice, "alice-there");
    const other = await startServer();
    try {
      const agents = [await agentOf(alice), await agentOf(alice, world.at(other.url))];
      await sleep(2_200);
      const before = upstream.asked.refreshes;
      Object.assign(upstream.behaviour, { accessSeconds: 3600, tokenDelayMs: 500 });
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, i) => (agents[i % 2] ?? agents[0])?.call("whoami")),
      );
      for (const answer of answers) expect(answer?.message?.result?.content?.[0]?.text).toBe("alice-there");
      expect(upstream.asked.refreshes - before).toBe(1);
    } finally {
      await other.stop();
    }
  });

  test("a rotated token is kept when the process dies right after the exchange", async ({ scene }) => {
    const { world, alice, upstream, connect, agentOf } = scene;
    await connect(alice, "alice-there");
    const doomed = await startServer();
    const there = await agentOf(alice, world.at(doomed.url));
    const here = await agentOf(alice);
    await sleep(2_200);
    const before = upstream.asked.refreshes;
    upstream.behaviour.accessSeconds = 3600;
    // The call that renews is still on its way when the process dies.
    const lost = there.call("hang").catch(() => undefined);
    await expect.poll(() => upstream.calls.filter(({ tool }) => tool === "hang").length).toBe(1);
    await doomed.kill();
    await lost;
    expect((await resultOf(here.call("whoami")))?.content?.[0]?.text).toBe("alice-there");
    expect(upstream.asked.refreshes - before).toBe(1);
    expect(await world.events({ type: "connection.refresh_failed" })).toHaveLength(0);
  });
});

test("a refused token is renewed once, then its human is asked; other servers go on", async ({ scene }) => {
  const { world, alice, upstream, connect, agentOf } = scene;
  const fixture = await startFixture();
  try {
    await connect(alice, "alice-there");
    await world.addServer("fixture", fixture.url);
    await world.grant(alice.human, "fixture", "high");
    const other = await world.addInstance(alice.human, [{ server: "fixture", level: "high" }]);
    const agent = await agentOf(alice);
    upstream.behaviour.refuse = true;
    const link = world.baseUrl + paths.connect(world.tenant, "asks");
    for (let time = 0; time < 3; time++) {
      const result = await resultOf(agent.call("whoami"));
      expect(result?._meta?.["countersign/failure"]).toEqual({ type: "needs_reauth", link });
      expect(result?.content?.[0]?.text).toContain(link);
    }
    expect(upstream.asked.refreshes).toBe(1);
    expect(await world.event({ type: "connection.reauth_needed" })).toMatchObject({ human: { key: alice.human } });
    expect(await world.calls({ human: alice.human })).toMatchObject(
      [{}, {}, {}].map(() => ({ error: { type: "needs_reauth" } })),
    );
    // What is known of the dead server is still shown, and the others never knew of it.
    expect((await agent.list()).sort()).toEqual(["hang", "whoami"]);
    const elsewhere = await rawAgent(world.mcpUrl("fixture"), other.token);
    expect((await resultOf(elsewhere.call("echo", { text: "Hello" })))?.isError).not.toBe(true);

    upstream.behaviour.refuse = false;
    await connect(alice, "alice-there");
    expect((await resultOf(agent.call("whoami")))?.content?.[0]?.text).toBe("alice-there");
    expect(await world.event({ type: "connection.reauthorized" })).toMatchObject({ outcome: "success" });
  } finally {
    await fixture.stop();
  }
});

test("a call that lacks a scope asks its human for it once", async ({ scene }) => {
  const { world, alice, upstream, connect, agentOf } = scene;
  await connect(alice, "alice-there");
  const agent = await agentOf(alice);
  upstream.behaviour.lacking = ["admin"];
  expect((await resultOf(agent.call("whoami")))?._meta?.["countersign/failure"]).toMatchObject({
    type: "needs_reauth",
  });
  await connect(alice, "alice-there");
  expect((await resultOf(agent.call("whoami")))?.content?.[0]?.text).toBe("alice-there");
  const { items } = await world.api.get<{ items: { scopes: string[] }[] }>("connections");
  expect(items[0]?.scopes).toEqual(expect.arrayContaining(["admin", "read", "write"]));
});

test("a disconnected human's next call is refused, and the server's own tokens are void", async ({ scene }) => {
  const { world, alice, upstream, connect, agentOf } = scene;
  await connect(alice, "alice-there");
  const agent = await agentOf(alice);
  await agent.call("whoami");
  const { items } = await world.api.get<{ items: { id: string }[] }>("connections?status=connected");
  await world.api.del(`connections/${items[0]?.id}`);
  expect(upstream.asked.revoked).toEqual(["refresh_token", "access_token"]);
  expect((await resultOf(agent.call("whoami")))?._meta?.["countersign/failure"]).toMatchObject({
    type: "needs_connection",
  });
  expect(await world.event({ type: "connection.revoked" })).toMatchObject({ details: { upstream: "revoked" } });
  expect((await world.api.ask("DELETE", "connections/con_unknown")).status).toBe(404);
});
