import { sql } from "../support/database";
import { type Answer, eras, exchange, rawAgent } from "../support/raw-agent";
import { expect, type Scene, test } from "../support/scene";
import { makeWorld } from "../support/world";

/** Without what changes with every answer, and without the address asked, which the challenge repeats. */
const timeless = ({ status, headers, text }: Answer) => ({
  status,
  text,
  headers: Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name !== "date" && name !== "x-request-id")
      .map(([name, value]) => [name, String(value).replace(/resource_metadata="[^"]*"/, "resource_metadata")]),
  ),
});

test("without a token the answer is a challenge, and nothing is written down", async ({ scene }) => {
  const agent = await scene.agent();
  const before = (await scene.world.events()).length;
  for (const authorization of [undefined, "", "Bearer", "Bearer ", "Basic YTpi", scene.instance.token, "Bearer a b"]) {
    const { status, headers, text } = await agent.call("echo", { text: "a" }, { headers: { authorization } });
    expect(status).toBe(401);
    expect(headers["www-authenticate"]).toMatch(/^Bearer realm="countersign", resource_metadata="[^"]+", scope="mcp"$/);
    expect(text).not.toContain(scene.instance.token);
  }
  expect(await scene.upstream.count()).toBe(0);
  expect(await scene.world.events()).toHaveLength(before);
});

test("a token counts in the Authorization header only: in the URL, a cookie or the body it is not read", async ({
  scene,
}) => {
  const { token } = scene.instance;
  const agent = await scene.agent();
  const without = { authorization: undefined };
  const { headers, body } = agent.prepare("tools/call", { name: "echo", arguments: { text: "a" } });
  const answers = [
    await exchange(`${agent.url}?access_token=${token}`, { headers: { ...headers, ...without }, body: body ?? "" }),
    await exchange(`${agent.url}?token=${token}`, { headers: { ...headers, ...without }, body: body ?? "" }),
    await agent.call("echo", { text: "a" }, { headers: { ...without, cookie: `access_token=${token}` } }),
    await agent.call("echo", { text: "a" }, { headers: { ...without, "x-access-token": token } }),
    await agent.call("echo", { text: "a" }, { headers: without, message: { access_token: token } }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  expect(await scene.upstream.count()).toBe(0);
  // And a header that is right is not spoiled by what stands in the URL.
  const both = await exchange(`${agent.url}?access_token=cst_other`, { headers: headers ?? {}, body: body ?? "" });
  expect(both.status).toBe(200);
});

test("a stranger cannot tell a tenant that exists from one that does not", async ({ scene }) => {
  const agent = await scene.agent();
  const nowhere = await rawAgent(`${scene.world.baseUrl}/mcp/no-such-tenant/fixture`, "cst_unknown");
  const here = await rawAgent(agent.url, "cst_unknown");
  const elsewhere = await rawAgent(scene.world.mcpUrl("no-such-server"), "cst_unknown");
  const answers = await Promise.all([nowhere, here, elsewhere].map((stranger) => stranger.request("tools/list")));
  expect(answers[0]?.status).toBe(401);
  expect(answers[0]?.headers["www-authenticate"]).toContain('error="invalid_token"');
  expect(answers.map(timeless)).toEqual(answers.map(() => timeless(answers[0] as Answer)));
});

test("a stranger's token is refused and recorded in the tenant that was asked, without the token", async ({
  scene,
}) => {
  const stranger = await rawAgent((await scene.agent()).url, "cst_a-token-that-nobody-has");
  expect((await stranger.call("echo", { text: "a" })).status).toBe(401);
  const event = await scene.world.event({ type: "auth.refused" });
  expect(event).toMatchObject({
    outcome: "denied",
    decision: "deny",
    actor: { type: "agent", key: "unknown" },
    reason: { code: "TOKEN_REFUSED" },
    resource: { type: "server", key: "fixture" },
    human: null,
    surface: "mcp",
  });
  expect(JSON.stringify(event)).not.toContain("nobody-has");
  expect(await scene.upstream.count()).toBe(0);
});

test("strangers who come in crowds cannot fill the log", async ({ scene }) => {
  const stranger = await rawAgent((await scene.agent()).url, "cst_one-of-many");
  const answers = await Promise.all(Array.from({ length: 60 }, () => stranger.request("tools/list")));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  expect(await scene.world.events({ type: "auth.refused" })).toHaveLength(30);
});

/** Ways in which a token that worked stops working. */
const endings = {
  "the instance is disconnected": {
    end: ({ world, instance }) => world.api.del(`instances/${instance.id}`),
    why: "revoked",
  },
  "the token has expired": {
    end: ({ world }) =>
      sql(
        "UPDATE access_token SET expires_at = now() - interval '1 second' WHERE tenant_no = (SELECT no FROM tenant WHERE slug = $1)",
        [world.tenant],
      ),
    why: "expired",
  },
  "the token is revoked": {
    end: ({ world }) =>
      sql("UPDATE access_token SET revoked_at = now() WHERE tenant_no = (SELECT no FROM tenant WHERE slug = $1)", [
        world.tenant,
      ]),
    why: "revoked",
  },
} satisfies Record<string, { end: (scene: Scene) => Promise<unknown>; why: string }>;

for (const [what, { end, why }] of Object.entries(endings))
  test(`when ${what}, the very next request is refused with 401, whatever it is, and recorded`, async ({ scene }) => {
    const { world, upstream, human, instance } = scene;
    const agents = [await scene.agent("legacy"), await scene.agent("modern")];
    for (const agent of agents) expect((await agent.call("echo", { text: "a" })).status).toBe(200);
    await upstream.reset();
    await end(scene);
    for (const agent of agents) {
      for (const method of ["tools/call", "tools/list", "ping"])
        expect((await agent.request(method, { name: "echo", arguments: { text: "b" } })).status).toBe(401);
      for (const method of ["GET", "DELETE"])
        expect((await exchange(agent.url, { method, headers: agent.headers })).status).toBe(401);
    }
    expect(await upstream.requests()).toEqual([]);
    const events = await world.events({ type: "auth.refused" });
    expect(events).toHaveLength(10);
    for (const event of events)
      expect(event).toMatchObject({
        outcome: "denied",
        reason: { code: "TOKEN_REFUSED", text: expect.stringContaining(why) },
        human: { key: human },
        instance: { id: instance.id },
        agent: { slug: "claude-code" },
      });
    expect(JSON.stringify(events)).not.toContain(instance.token);
  });

test("the agents of a human who was deleted are strangers from the next request on", async ({ scene }) => {
  const agent = await scene.agent();
  await scene.world.api.del(`humans/${encodeURIComponent(scene.human)}`);
  expect((await agent.call("echo", { text: "a" })).status).toBe(401);
  expect(await scene.upstream.count()).toBe(0);
  await scene.world.event({ type: "auth.refused" });
});

test("another tenant's token is a stranger's: 401 there, and not a word in its own tenant", async ({ scene }) => {
  const other = await makeWorld();
  await other.addServer("fixture", scene.upstream.url);
  await scene.upstream.reset();
  const before = await scene.world.events();
  for (const era of eras) {
    const foreign = await rawAgent(other.mcpUrl("fixture"), scene.instance.token, era, { initialize: false });
    expect((await foreign.call("echo", { text: "a" })).status).toBe(401);
    expect((await foreign.request("tools/list")).status).toBe(401);
  }
  expect(await scene.upstream.requests()).toEqual([]);
  expect(await scene.world.events()).toEqual(before);
  const events = await other.events({ type: "auth.refused" });
  expect(events).toHaveLength(4);
  expect(events.every((event) => event.human === null && event.instance === null)).toBe(true);
});

test("an API key is no agent's token, and an agent's token is no API key", async ({ scene }) => {
  const { world, instance } = scene;
  const agent = await rawAgent(world.mcpUrl("fixture"), world.key);
  expect((await agent.call("echo", { text: "a" })).status).toBe(401);
  const response = await fetch(`${world.baseUrl}/api/v1/${world.tenant}/events`, {
    headers: { authorization: `Bearer ${instance.token}` },
  });
  expect(response.status).toBe(401);
});
