import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startConformanceFixture } from "../outside/conformance-fixture.mjs";
import { startFixture } from "../outside/fixture-server.mjs";
import { type Era, eras, exchange, type RawAgent, rawAgent, stream } from "../support/raw-agent";
import { test as base, expect, type Fixture } from "../support/scene";
import { clientKinds, connectAs } from "../support/sdk-agent";
import { makeWorld, type World } from "../support/world";

/** Two servers that are there and one that is not any more, given to Alice's agent up to medium; `legacy` speaks nothing newer. */
type Here = { world: World; alpha: Fixture; beta: Fixture; human: string; url: string; token: string };

const test = base.extend<{ here: Here }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs.
  here: async ({}, use) => {
    const world = await makeWorld();
    const alpha = await startFixture({ era: "dual", shares: true });
    const beta = await startFixture({ era: "legacy", shares: true });
    const gone = await startFixture({ era: "dual", shares: true });
    const all: [string, Fixture][] = [
      ["alpha", alpha],
      ["beta", beta],
      ["gone", gone],
    ];
    for (const [key, { url }] of all) await world.addServer(key, url);
    await gone.stop();
    const human = await world.addHuman("alice");
    for (const [key] of all) await world.grant(human, key, "medium");
    const consents = all.map(([server]) => ({ server, level: "medium" as const }));
    const { token } = await world.addInstance(human, consents);
    await Promise.all([alpha.reset(), beta.reset()]);
    await use({ world, alpha, beta, human, url: `${world.baseUrl}/mcp/${world.tenant}`, token });
    await Promise.all([alpha.stop(), beta.stop()]);
  },
});

const agentOf = ({ url, token }: Here, era: Era = "modern") => rawAgent(url, token, era);
const said = async (agent: RawAgent, tool: string, args: object = {}) => (await agent.call(tool, args)).message;

for (const era of eras) {
  test(`${era}: every tool of every server that is given, also of one that is away, under names that say whose they are`, async ({
    here,
  }) => {
    const agent = await agentOf(here, era);
    const tools = await agent.list();
    for (const server of ["alpha", "beta", "gone"]) expect(tools).toContain(`${server}__list_issues`);
    expect(tools).not.toContain("alpha__delete_repo");
    expect(tools.slice(0, 3)).toEqual(["countersign_whoami", "countersign_can_i", "countersign_request_access"]);
    expect(tools.every((name) => /^[A-Za-z0-9_-]{1,60}$/.test(name))).toBe(true);
    expect(tools.some((name) => name.includes("resources"))).toBe(false);
  });

  test(`${era}: a call goes to the server that its name says, in that server's era, and is on record there`, async ({
    here,
  }) => {
    const { world, alpha, beta, human } = here;
    const agent = await agentOf(here, era);
    for (const [server, upstream] of [
      ["alpha", alpha],
      ["beta", beta],
    ] as const) {
      const message = await said(agent, `${server}__echo`, { text: `Hello ${server}` });
      expect(message?.result?.content?.[0]?.text).toBe(`Hello ${server}`);
      expect(message?.result?.resultType).toBe(era === "modern" ? "complete" : undefined);
      const calls = await upstream.calls("echo");
      expect(calls).toMatchObject([
        { arguments: { text: `Hello ${server}` }, era: server === "beta" ? "legacy" : "modern" },
      ]);
      const event = await world.event({ type: "gateway.tool.executed", server });
      expect(event).toMatchObject({ tool: { name: "echo", level: "low" }, human: { key: human }, outcome: "success" });
      expect(message?.result?._meta?.["countersign/auditEvent"]).toEqual({ id: event.id, leaf: event.hash });
    }
  });

  test(`${era}: what is away fails its own calls only, and each has its event`, async ({ here }) => {
    const agent = await agentOf(here, era);
    const failed = await said(agent, "gone__list_issues");
    expect(failed?.result).toMatchObject({
      isError: true,
      _meta: { "countersign/failure": { type: "upstream_unreachable" } },
    });
    expect((await said(agent, "alpha__list_issues"))?.result?.isError).toBeFalsy();
    expect(await here.world.event({ server: "gone", type: "gateway.tool.error" })).toMatchObject({ outcome: "error" });
  });

  test(`${era}: what may not be used does not exist, whatever it is called, and every attempt is on record`, async ({
    here,
  }) => {
    const { world, alpha, beta } = here;
    const agent = await agentOf(here, era);
    const names = [
      "alpha__delete_repo",
      "alpha__nothing",
      "nowhere__list_issues",
      "nothing",
      "alpha__resources/read",
      "alpha__",
    ];
    for (const name of names)
      expect((await said(agent, name, { repo: "x", uri: "notes://today" }))?.error?.code).toBe(-32602);
    expect((await alpha.count()) + (await beta.count())).toBe(0);
    const denied = await world.calls({ outcome: "denied" });
    expect(denied.map(({ server, tool }) => [server, tool?.name]).reverse()).toEqual([
      ["alpha", "delete_repo"],
      ["alpha", "nothing"],
      ["nowhere", "list_issues"],
      ["", "nothing"],
      ["alpha", "resources/read"],
      ["alpha", ""],
    ]);
  });

  test(`${era}: prompts and resources of all servers, those of one that is away left out and named`, async ({
    here,
  }) => {
    const agent = await agentOf(here, era);
    const { message } = await agent.request("resources/list");
    expect(message?.result).toMatchObject({
      resources: [
        { uri: "countersign+alpha:notes://today" },
        { uri: "countersign+alpha:notes://secret/plan" },
        { uri: "countersign+beta:notes://today" },
        { uri: "countersign+beta:notes://secret/plan" },
      ],
      _meta: { "countersign/unavailable": [{ server: "gone" }] },
    });
    const prompts = await agent.request("prompts/list");
    expect(prompts.message?.result).toMatchObject({ prompts: [{ name: "alpha__greet" }, { name: "beta__greet" }] });
    const templates = await agent.request("resources/templates/list");
    expect(templates.text).toContain("countersign+beta:notes://{day}");

    const prompt = await agent.request("prompts/get", { name: "beta__greet", arguments: { whom: "Ada" } });
    expect(prompt.text).toContain("Greet Ada.");
    for (const server of ["alpha", "beta"]) {
      const read = await agent.request("resources/read", { uri: `countersign+${server}:notes://today` });
      expect(read.message?.result).toMatchObject({
        contents: [{ uri: `countersign+${server}:notes://today`, text: "Water the plants." }],
      });
      expect(await here.world.event({ type: "gateway.resource.read", server })).toMatchObject({
        details: { item: "notes://today" },
      });
    }
    const completed = await agent.request("completion/complete", {
      ref: { type: "ref/prompt", name: "beta__greet" },
      argument: { name: "whom", value: "t" },
    });
    expect(completed.text).toContain("tomorrow");
    const forged = await agent.request("resources/list", { cursor: "bm90aGluZw.abc" });
    expect(forged.message?.error?.code).toBe(-32602);
  });
}

test("the gateway's own tools tell what is allowed and ask for more, each on record", async ({ here }) => {
  const { world, human, alpha } = here;
  const agent = await agentOf(here);
  const who = await said(agent, "countersign_whoami");
  expect(who?.result?.structuredContent).toMatchObject({
    ...{ environment: world.tenant, human, agent: "claude-code" },
    servers: [
      { server: "alpha", level: "medium" },
      { server: "beta", level: "medium" },
      { server: "gone", level: "medium" },
    ],
  });
  await world.api.post("policies", {
    name: "Small payments only",
    effect: "deny",
    status: "active",
    scope: { tools: ["create_issue"] },
    unless: 'args.title != "secret"',
  });
  const ask = async (tool: string, args: object) =>
    (await said(agent, "countersign_can_i", { tool, arguments: args }))?.result;
  expect((await ask("alpha__create_issue", { title: "open", project: "CORE" }))?.structuredContent).toMatchObject({
    allowed: true,
  });
  expect((await ask("alpha__create_issue", { title: "secret", project: "CORE" }))?.structuredContent).toMatchObject({
    allowed: false,
    policy: "Small payments only",
  });
  expect((await ask("alpha__delete_repo", {}))?.isError).toBe(true);
  expect(await alpha.count()).toBe(0);
  const asked = await world.events({ tool: "countersign_can_i" });
  expect(asked.map(({ outcome, details }) => [outcome, details["allowed"]])).toEqual([
    ["error", undefined],
    ["success", false],
    ["success", true],
  ]);

  await said(agent, "countersign_request_access", { tool: "alpha__delete_repo", why: "The old one is empty." });
  expect(await world.event({ type: "access.requested" })).toMatchObject({
    server: "alpha",
    human: { key: human },
    details: { askedAbout: "alpha__delete_repo", why: "The old one is empty." },
  });
  // Whoever looks after the server finds it among the server's events, by its key and by its id, and among nobody else's.
  const { id } = await world.api.get<{ id: string }>("servers/alpha");
  for (const [server, times] of [
    ["alpha", 1],
    [id, 1],
    ["beta", 0],
  ] as const)
    expect(await world.events({ type: "access.requested", server }), server).toHaveLength(times);
  expect((await said(agent, "countersign_request_access", { tool: "alpha__delete_repo" }))?.result?.isError).toBe(true);
  // What looks like a secret is none of the log's, wherever an agent writes it.
  const secret = `ghp_${"a1B2".repeat(9)}`;
  await said(agent, "countersign_request_access", { tool: `alpha__${secret}`, why: `With ${secret}` });
  for (const tool of [secret, `alpha__${secret}`]) await said(agent, "countersign_can_i", { tool });
  expect(JSON.stringify(await world.events()).includes(secret)).toBe(false);
});

test("two humans on one agent each see and do what is theirs", async ({ here }) => {
  const { world } = here;
  const bob = await world.addHuman("bob");
  await world.grant(bob, "beta", "low");
  const { token } = await world.addInstance(bob, [{ server: "beta", level: "low" }]);
  const alice = await agentOf(here);
  const his = await rawAgent(here.url, token, "modern");
  const servers = async (agent: RawAgent) => new Set((await agent.list()).map((name) => name.split("_")[0]));
  expect(await servers(alice)).toEqual(new Set(["countersign", "alpha", "beta", "gone"]));
  expect(await servers(his)).toEqual(new Set(["countersign", "beta"]));
  expect((await said(his, "alpha__list_issues"))?.error?.code).toBe(-32602);
  expect((await said(his, "beta__echo", { text: "hi" }))?.result?.content?.[0]?.text).toBe("hi");
  expect((await world.event({ type: "gateway.tool.executed" })).human?.key).toBe(bob);
  const session = (await agentOf(here, "legacy")).headers;
  const stolen = await rawAgent(here.url, token, "legacy", { initialize: false });
  const answer = await stolen.request("tools/list", {}, { headers: { "mcp-session-id": session["mcp-session-id"] } });
  expect(answer.status).toBe(404);
});

for (const kind of clientKinds)
  test(`${kind} connects, lists and calls`, async ({ here }) => {
    const client = await connectAs(kind, here.url, here.token);
    expect(await client.list()).toContain("beta__echo");
    for (const server of ["alpha", "beta"])
      expect((await client.call(`${server}__echo`, { text: "Hello" })).content?.[0]?.text).toBe("Hello");
    await client.close();
    expect(await here.world.events({ type: "agent.connected" })).toHaveLength(1);
  });

test("a changed policy is told on the standing stream, of whichever server it is about", async ({ here }) => {
  const agent = await agentOf(here, "legacy");
  expect(await agent.list()).toContain("beta__create_issue");
  const open = await stream(agent.url, { headers: { ...agent.headers, accept: "text/event-stream" } });
  await expect.poll(() => open.text()).toContain(": open");
  await here.world.api.post("policies", {
    ...{ name: "No new issues on beta", effect: "deny", status: "active" },
    scope: { servers: ["beta"], tools: ["create_issue"] },
  });
  await expect
    .poll(() => open.messages().filter(({ method }) => method === "notifications/tools/list_changed").length)
    .toBe(1);
  const now = await agent.list();
  expect(now).not.toContain("beta__create_issue");
  expect(now).toContain("alpha__create_issue");
  open.leave();
});

test("modern: a server that speaks nothing newer than sessions is understood on its own endpoint, too", async ({
  here,
}) => {
  const { world, token, beta } = here;
  const agent = await rawAgent(world.mcpUrl("beta"), token, "modern");
  expect(await agent.list()).toContain("create_issue");
  const { message } = await agent.call("echo", { text: "across" });
  expect(message?.result).toMatchObject({ resultType: "complete", content: [{ text: "across" }] });
  expect((await beta.calls("echo"))[0]).toMatchObject({ era: "legacy" });
  const { messages } = await agent.call("progress", { steps: 3, gapMs: 5 }, { message: {} });
  expect(messages.at(-1)?.result?.isError).toBeFalsy();
});

test("legacy: a server that speaks only 2026-07-28 is understood on its own endpoint, in a session that is its instance's alone", async ({
  here,
}) => {
  const { world, human } = here;
  const upstream = await startConformanceFixture({ era: "modern" });
  await world.addServer("newer", upstream.url);
  const bob = await world.addHuman("bob");
  for (const who of [human, bob]) await world.grant(who, "newer", "high");
  const [hers, his] = await Promise.all(
    [human, bob].map((who) => world.addInstance(who, [{ server: "newer", level: "high" }])),
  );
  const agent = await rawAgent(world.mcpUrl("newer"), hers?.token ?? "", "legacy");
  expect(await agent.list()).toContain("test_x_mcp_header");
  // Its server wants the argument in a header, too, of which this client knows nothing.
  const { message } = await agent.call("test_x_mcp_header", { region: "Zürich" });
  expect(message?.result).toMatchObject({ content: [{ text: "Region: Zürich" }] });
  expect(message?.result).not.toHaveProperty("resultType");
  expect(await world.event({ tool: "test_x_mcp_header" })).toMatchObject({ outcome: "success", human: { key: human } });
  // A question has no way to this client, so its server is told not to ask.
  const asked = await agent.call("test_input_required_result_elicitation");
  expect(asked.message?.error?.code).toBe(-32021);

  const { authorization: _, ...session } = agent.headers;
  const other = await rawAgent(world.mcpUrl("newer"), his?.token ?? "", "legacy", { initialize: false });
  expect((await other.request("tools/list", {}, { headers: session })).status).toBe(404);
  expect((await exchange(agent.url, { method: "DELETE", headers: agent.headers })).status).toBe(405);
  expect(await agent.list()).toContain("test_x_mcp_header");
  await upstream.stop();
});

/** A server of 2025-11-25 without sessions, whose prompts come two to a page. */
async function startPaging(prompts: string[]) {
  const server = createServer(async (req, res) => {
    let text = "";
    for await (const part of req) text += part;
    const { id, method, params } = text === "" ? {} : JSON.parse(text);
    if (req.method !== "POST" || id === undefined) return void res.writeHead(req.method === "POST" ? 202 : 405).end();
    const from = Number(params?.cursor ?? 0);
    const more = from + 2 < prompts.length ? { nextCursor: String(from + 2) } : {};
    const results: Record<string, object> = {
      initialize: {
        protocolVersion: "2025-11-25",
        capabilities: { prompts: {} },
        serverInfo: { name: "p", version: "1" },
      },
      "prompts/list": { prompts: prompts.slice(from, from + 2).map((name) => ({ name })), ...more },
    };
    const result = results[method];
    const answer = result ? { result } : { error: { code: -32601, message: "Method not found" } };
    res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

test("a list goes on from server to server, page by page, with everything once, and its cursors are nobody else's", async () => {
  const world = await makeWorld();
  const human = await world.addHuman("alice");
  const lists = { one: ["a", "b", "c", "d", "e"], two: ["a"], zwei: ["x", "y", "z"] };
  const upstreams = await Promise.all(Object.values(lists).map(startPaging));
  for (const [i, key] of Object.keys(lists).entries()) {
    await world.addServer(key, upstreams[i]?.url ?? "");
    await world.grant(human, key, "high");
  }
  const consents = Object.keys(lists).map((server) => ({ server, level: "high" as const }));
  const [hers, other] = [await world.addInstance(human, consents), await world.addInstance(human, consents)];
  const url = `${world.baseUrl}/mcp/${world.tenant}`;
  const agent = await rawAgent(url, hers.token, "modern");
  type Page = { prompts: { name: string }[]; nextCursor?: string };
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const { message } = await agent.request("prompts/list", cursor === undefined ? {} : { cursor });
    const page = message?.result as unknown as Page;
    pages.push(page.prompts.map(({ name }) => name));
    cursor = page.nextCursor;
    if (pages.length === 2) {
      const stolen = await (await rawAgent(url, other.token, "modern")).request("prompts/list", { cursor });
      expect(stolen.message?.error?.code).toBe(-32602);
      const elsewhere = await agent.request("resources/list", { cursor });
      expect(elsewhere.message?.error?.code).toBe(-32602);
    }
  } while (cursor !== undefined && pages.length < 20);
  const all = Object.entries(lists).flatMap(([server, names]) => names.map((name) => `${server}__${name}`));
  expect(pages.flat()).toEqual(all);
  expect(pages.length).toBeGreaterThan(3);
  for (const { stop } of upstreams) stop();
});

const ownTools = ["countersign_whoami", "countersign_can_i", "countersign_request_access"];
const ownOf = (tools: readonly string[]) => tools.filter((name) => name.startsWith("countersign_"));

test("a tool of the gateway's own that is switched off is neither listed nor known, in its environment and in no other", async ({
  here,
}) => {
  const { world } = here;
  const there = await makeWorld();
  const bob = await there.addHuman("bob");
  await there.addServer("alpha", here.alpha.url);
  await there.grant(bob, "alpha", "low");
  const { token } = await there.addInstance(bob, [{ server: "alpha", level: "low" }]);
  const theirs = await rawAgent(`${there.baseUrl}/mcp/${there.tenant}`, token, "modern");
  const off = { countersign_whoami: false, countersign_request_access: false };
  await world.api.patch("settings", { builtInTools: off });

  for (const era of eras) {
    const agent = await agentOf(here, era);
    expect(ownOf(await agent.list())).toEqual(["countersign_can_i"]);
    for (const name of Object.keys(off)) {
      const [refused, unknown] = [
        await said(agent, name, { tool: "alpha__echo", why: "?" }),
        await said(agent, "no_tool"),
      ];
      expect(refused?.error).toEqual({ ...unknown?.error, message: `Unknown tool: ${name}` });
    }
    expect((await said(agent, "countersign_can_i", { tool: "alpha__echo" }))?.result?.isError).toBeFalsy();
    expect((await said(agent, "alpha__echo", { text: "still" }))?.result?.content?.[0]?.text).toBe("still");
  }
  const denied = await world.calls({ outcome: "denied" });
  for (const name of [...Object.keys(off), "no_tool"])
    expect(
      denied.filter(({ tool, reason }) => tool?.name === name && reason?.code === "RESOURCE_NOT_FOUND").length,
    ).toBe(name === "no_tool" ? 4 : 2);
  expect(await world.events({ type: "access.requested" })).toEqual([]);
  const { text } = await (await agentOf(here)).request("server/discover");
  expect(text).toContain("countersign_can_i");
  expect(text).not.toContain("countersign_whoami");

  expect(ownOf(await theirs.list())).toEqual(ownTools);
  expect((await said(theirs, "countersign_whoami"))?.result?.structuredContent).toMatchObject({ human: bob });
  expect(await world.event({ type: "tenant.updated" })).toMatchObject({
    resource: { type: "tenant", key: world.tenant },
    changes: { before: { countersign_whoami: true }, after: off },
  });
});

test("whoever listens is told when one of them is switched, also when it was while nobody did", async ({ here }) => {
  const { api } = here.world;
  const agent = await agentOf(here, "legacy");
  expect(ownOf(await agent.list())).toEqual(ownTools);
  const listen = async () => {
    const open = await stream(agent.url, { headers: { ...agent.headers, accept: "text/event-stream" } });
    await expect.poll(() => open.text()).toContain(": open");
    const told = () => open.messages().filter(({ method }) => method === "notifications/tools/list_changed").length;
    return { told, leave: open.leave };
  };
  const first = await listen();
  await api.patch("settings", { builtInTools: { countersign_can_i: false } });
  await expect.poll(first.told).toBe(1);
  expect(ownOf(await agent.list())).toEqual(ownTools.filter((name) => name !== "countersign_can_i"));
  first.leave();

  await api.patch("settings", { builtInTools: { countersign_can_i: true } });
  const second = await listen();
  await expect.poll(second.told).toBe(1);
  expect(ownOf(await agent.list())).toEqual(ownTools);
  second.leave();
});
