import { paths } from "@/lib/kernel/paths";
import { expect, resultOf, test } from "../support/oauth-scene";

// Whole sign-ins of two people: more than a busy machine does in a minute.
test.describe.configure({ timeout: 180_000 });

const linkOf = (base: string, tenant: string) => base + paths.connect(tenant, "asks");

test("the first connection lists the tools, and calls run as the human's own account", async ({ scene }) => {
  const { world, alice, upstream, connect, agentOf } = scene;
  const early = await agentOf(alice);
  // Nobody has connected: there is no list, and that is said with the way to one.
  const listed = await early.request("tools/list");
  expect(listed.message?.error?.message).toContain(linkOf(world.baseUrl, world.tenant));
  expect(await connect(alice, "alice-there")).toBe(paths.connect(world.tenant, "asks"));

  const agent = await agentOf(alice);
  expect((await agent.list()).sort()).toEqual(["hang", "whoami"]);
  expect((await resultOf(agent.call("whoami")))?.content?.[0]?.text).toBe("alice-there");
  expect(upstream.calls.map(({ account }) => account)).toEqual(["alice-there"]);
  const [event] = await world.events({ type: "connection.created" });
  expect(event).toMatchObject({ human: { key: alice.human }, server: "asks", actor: { type: "human" } });
  const { items } = await world.api.get<{ items: object[] }>("connections");
  expect(items).toMatchObject([{ human: alice.human, server: "asks", status: "connected", scopes: ["read", "write"] }]);
  expect(JSON.stringify(items)).not.toMatch(/token|secret|sealed/i);
});

test("whoever has not connected is given the link with the call, and the same session works afterwards", async ({
  scene,
  bob,
}) => {
  const { world, alice, upstream, connect, agentOf } = scene;
  await connect(alice, "alice-there");
  const agent = await agentOf(bob);
  expect((await agent.list()).sort()).toEqual(["hang", "whoami"]);
  const refused = await resultOf(agent.call("whoami"));
  expect(refused?.isError).toBe(true);
  expect(refused?.content?.[0]?.text).toContain(linkOf(world.baseUrl, world.tenant));
  expect(refused?._meta?.["countersign/failure"]).toMatchObject({ type: "needs_connection" });
  const [event] = await world.calls({ human: bob.human });
  expect(event).toMatchObject({ type: "gateway.tool.error", outcome: "error", error: { type: "needs_connection" } });
  expect(upstream.calls).toHaveLength(0);

  await connect(bob, "bob-there");
  expect((await resultOf(agent.call("whoami")))?.content?.[0]?.text).toBe("bob-there");
  expect((await agent.list()).sort()).toEqual(["hang", "whoami"]);
});

for (const kind of ["legacy", "modern"] as const)
  test(`an agent of the ${kind} era comes in before its human has connected`, async ({ scene, bob }) => {
    const { world, alice, connect } = scene;
    await connect(alice, "alice-there");
    const { rawAgent } = await import("../support/raw-agent");
    const agent = await rawAgent(world.mcpUrl("asks"), bob.token, kind);
    expect((await agent.list()).sort()).toEqual(["hang", "whoami"]);
    expect((await resultOf(agent.call("whoami")))?.isError).toBe(true);
    await connect(bob, "bob-there");
    expect((await resultOf(agent.call("whoami")))?.content?.[0]?.text).toBe("bob-there");
  });

test("declining is said with a way to try again, and leaves an event", async ({ scene }) => {
  const { world, alice, connect } = scene;
  expect(await connect(alice, "alice-there", "no")).toBe(`${paths.connect(world.tenant, "asks")}?failed=access_denied`);
  expect(await world.event({ type: "connection.created" })).toMatchObject({
    outcome: "error",
    error: { type: "access_denied" },
  });
  await connect(alice, "alice-there");
  expect(await world.events({ type: "connection.created", outcome: "success" })).toHaveLength(1);
});

test("an answer without an attempt of this browser connects nothing", async ({ scene, request }) => {
  const { world } = scene;
  for (const query of [
    "",
    "?state=x&code=y",
    `?state=${world.tenant}~cnx_${"a".repeat(43)}&code=y&iss=https://a.example`,
  ]) {
    const answer = await request.get(`${world.baseUrl}${paths.connectCallback()}${query}`, { maxRedirects: 0 });
    expect(answer.status()).toBe(303);
    expect(answer.headers()["location"]).toBe(`${paths.connectEnded()}?failed=unknown_attempt`);
    expect(answer.headers()["referrer-policy"]).toBe("no-referrer");
  }
  expect(await world.events({ type: "connection.created" })).toHaveLength(0);
});

test("the gateway's own client metadata document names itself and one redirect", async ({ request, scene }) => {
  const { baseUrl } = scene.world;
  const answer = await request.get(baseUrl + paths.clientMetadata());
  expect(await answer.json()).toMatchObject({
    client_id: baseUrl + paths.clientMetadata(),
    redirect_uris: [baseUrl + paths.connectCallback()],
    application_type: "web",
    token_endpoint_auth_method: "none",
  });
});
