import { startFixture } from "../outside/fixture-server.mjs";
import { exchange, initializeParams, newTrace, rawAgent } from "../support/raw-agent";
import { test as base, expect, type Fixture, makeScene, type Scene } from "../support/scene";
import { clientKinds, connectAs } from "../support/sdk-agent";
import { startServer } from "../support/server";
import { startUpstream } from "../support/upstream";
import { makeWorld } from "../support/world";

/*
 * Servers that mean harm, as the clients that agents are built on meet them through the gateway. What breaks by mistake is in
 * tool-call.upstream-failed; lists that are read at import in lib/connections/discover-server.test.ts.
 */

const test = base.extend<{ upstream: Fixture; scene: Scene }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs.
  upstream: async ({}, use) => {
    const upstream = await startFixture({ era: "dual", hostile: true });
    await use(upstream);
    await upstream.stop();
  },
  scene: async ({ upstream }, use) => {
    await use(await makeScene(upstream));
  },
});

/** What comes of a call: the type of its failure and what the agent reads of it. */
const failures: Record<string, { type: string; says: RegExp; args?: object }> = {
  informational_forever: { type: "upstream_timeout", says: /did not answer for 1 second/ },
  head_without_end: { type: "upstream_protocol", says: /not valid HTTP/ },
  huge_header: { type: "upstream_protocol", says: /not valid HTTP/ },
  many_headers: { type: "upstream_protocol", says: /not valid HTTP/ },
  two_lengths: { type: "upstream_protocol", says: /not valid HTTP/ },
  negative_length: { type: "upstream_protocol", says: /not valid HTTP/ },
  length_and_chunks: { type: "upstream_protocol", says: /not valid HTTP/ },
  no_http: { type: "upstream_protocol", says: /not valid HTTP/ },
  switches_protocols: { type: "upstream_unreachable", says: /connection to the server was lost/ },
  reset_midway: { type: "upstream_unreachable", says: /connection to the server was lost/ },
  chunk_without_end: { type: "upstream_timeout", says: /did not answer for 1 second/ },
  compressed_bomb: { type: "upstream_protocol", says: /not JSON/ },
  redirects_inside: { type: "upstream_redirect", says: /not followed/ },
  body_by_bytes: { type: "upstream_timeout", says: /did not answer for 1 second/ },
  event_by_bytes: { type: "upstream_timeout", says: /did not answer for 1 second/ },
  hangs_forever: { type: "upstream_timeout", says: /did not answer for 1 second/ },
  lies_about_length: {
    type: "upstream_unreachable",
    says: /connection to the server was lost/,
    args: { claim: "more" },
  },
  huge_stream: { type: "upstream_too_large", says: /larger than/, args: { kind: "one_event" } },
  a_page: { type: "upstream_protocol", says: /not JSON/ },
  stream_of_json: { type: "upstream_protocol", says: /without an answer/ },
  empty: { type: "upstream_protocol", says: /not JSON/ },
  accepted: { type: "upstream_protocol", says: /not JSON/ },
  no_content: { type: "upstream_protocol", says: /not JSON/ },
  error_as_success: { type: "upstream_protocol", says: /not a JSON-RPC message/ },
  no_json_rpc: { type: "upstream_protocol", says: /not a JSON-RPC message/ },
  batch: { type: "upstream_protocol", says: /not a JSON-RPC message/ },
  two_answers_in_one: { type: "upstream_protocol", says: /not JSON/ },
  id_as_text: { type: "upstream_protocol", says: /another request/ },
  id_twice: { type: "upstream_protocol", says: /another request/ },
  no_id: { type: "upstream_protocol", says: /another request/ },
  deep: { type: "upstream_protocol", says: /nested too deeply/ },
};

/** What is answered all the same, and how. */
const answered: Record<string, string> = {
  answers_twice: "the first",
  no_utf8: "a\ufffd(\ufffdb",
  another_session: "mine",
  forges: "done",
};

/** Tools of which the gateway has to end the call itself. */
const endless = Object.entries(failures).flatMap(([tool, { type }]) => (type === "upstream_timeout" ? [tool] : []));

async function hurry({ world }: Scene): Promise<void> {
  for (const tool of endless) await world.api.patch(`servers/fixture/tools/${tool}`, { timeoutSeconds: 1 });
}

for (const kind of clientKinds)
  test(`${kind}: whatever a hostile server does ends the call with a clear error and one event, and the next call works`, async ({
    scene,
  }) => {
    test.setTimeout(240_000);
    const { world, upstream, instance } = scene;
    await hurry(scene);
    const trace = newTrace();
    const agent = await connectAs(kind, world.mcpUrl("fixture"), instance.token, { headers: trace.headers });
    const made: [string, string][] = [];
    for (const [tool, { says, args = {} }] of Object.entries(failures))
      await test.step(tool, async () => {
        const result = await agent.call(tool, { ...args });
        expect(result.isError, JSON.stringify(result).slice(0, 300)).toBe(true);
        expect(result.content?.[0]?.text).toMatch(says);
        expect((await agent.call("echo", { text: `after ${tool}` })).content?.[0]?.text).toBe(`after ${tool}`);
        made.push([tool, failures[tool]?.type ?? ""], ["echo", "none"]);
      });
    for (const [tool, text] of Object.entries(answered))
      await test.step(tool, async () => {
        const progress: number[] = [];
        const other = agent.call(
          "progress",
          { steps: 3, gapMs: 50 },
          { onprogress: (step) => progress.push(step.progress) },
        );
        const result = await agent.call(tool, {}, { onprogress: (step) => progress.push(step.progress) });
        expect(result.isError ?? false).toBe(false);
        expect(result.content?.[0]?.text).toBe(text);
        await other;
        // Of what it says of others' progress nothing has arrived; of its own it may say what it likes.
        expect(progress.filter((step) => step !== 99)).toEqual([1, 2, 3]);
        expect(progress.filter((step) => step === 99).length).toBeLessThanOrEqual(1);
      });
    await agent.close();

    const events = (await world.calls()).reverse();
    expect(events.every((event) => event.traceId === trace.traceId)).toBe(true);
    expect(events.slice(0, made.length).map((event) => [event.tool?.name, event.error?.type ?? "none"])).toEqual(made);
    expect(events).toHaveLength(made.length + 2 * Object.keys(answered).length);
    // Nothing was tried twice, and nobody asked again elsewhere.
    expect(await upstream.count()).toBe(events.length);
    expect((await upstream.requests()).filter((request) => request.path !== "/mcp")).toEqual([]);
    expect(events.filter((event) => event.tool?.name === "delete_repo")).toEqual([]);
  });

test("what a hostile server asks nobody can answer does not arrive, neither at the address of all servers nor in the newer era", async () => {
  const upstream = await startFixture({ era: "dual", hostile: true });
  const other = await startFixture({ era: "dual" });
  const world = await makeWorld();
  await world.addServer("hostile", upstream.url);
  await world.addServer("other", other.url);
  const human = await world.addHuman("alice");
  const servers = ["hostile", "other"];
  for (const server of servers) await world.grant(human, server, "high");
  const { token } = await world.addInstance(
    human,
    servers.map((server) => ({ server, level: "high" })),
  );
  const all = `${world.baseUrl}/mcp/${world.tenant}`;
  const agents = {
    "legacy, all servers": { agent: await rawAgent(all, token, "legacy"), tool: "hostile__forges" },
    "modern, all servers": { agent: await rawAgent(all, token, "modern"), tool: "hostile__forges" },
    modern: { agent: await rawAgent(world.mcpUrl("hostile"), token, "modern"), tool: "forges" },
  };
  for (const [who, { agent, tool }] of Object.entries(agents)) {
    const { messages } = await agent.call(tool, {}, { message: { id: 7 } });
    expect(messages, who).toMatchObject([{ id: 7, result: { content: [{ text: "done" }] } }]);
    // Progress of its own call passes, of which the forged ones are one.
    const meta = { _meta: { progressToken: 3 } };
    const own = await agent.request("tools/call", { name: tool, arguments: {}, ...meta }, { message: { id: 8 } });
    expect(
      own.messages.map(({ method, params }) => [method, params?.["progressToken"]]),
      who,
    ).toEqual([
      ["notifications/progress", 3],
      [undefined, undefined],
    ]);
  }
  // A client in a session of the server's own is asked, as it always is, and answers as it can.
  const legacy = await rawAgent(world.mcpUrl("hostile"), token, "legacy");
  const { messages } = await legacy.call("forges");
  expect(messages.flatMap(({ method }) => method ?? [])).toEqual([
    "sampling/createMessage",
    "elicitation/create",
    "roots/list",
    "tools/call",
  ]);
  const events = await world.calls();
  expect(events.map(({ tool, outcome }) => [tool?.name, outcome])).toEqual(Array(7).fill(["forges", "success"]));
  for (const { result } of events)
    expect(result).toMatchObject({ asked: ["sampling/createMessage", "elicitation/create", "roots/list"] });
  expect(await other.count()).toBe(0);
  await Promise.all([upstream.stop(), other.stop()]);
});

test("a question that nobody can answer does not stop the clock of its call", async () => {
  const question = { jsonrpc: "2.0", id: "q", method: "elicitation/create", params: { message: "Well?" } };
  const upstream = await startUpstream(["read_it"], (_, res) => {
    res.writeHead(200, { "content-type": "text/event-stream" });
    res.write(`event: message\ndata: ${JSON.stringify({ ...question, id: "p", method: "ping" })}\n\n`);
    res.write(`event: message\ndata: ${JSON.stringify(question)}\n\n`);
  });
  const world = await makeWorld();
  await world.addServer("asking", upstream.url);
  await world.api.patch("servers/asking", { timeoutSeconds: 1 });
  const human = await world.addHuman("alice");
  await world.grant(human, "asking", "high");
  const { token } = await world.addInstance(human, [{ server: "asking", level: "high" }]);
  // Through the bridge: the server is of the older era, its client of the newer.
  const { messages } = await (await rawAgent(world.mcpUrl("asking"), token, "modern")).call("read_it");
  expect(messages).toMatchObject([{ result: { _meta: { "countersign/failure": { type: "upstream_timeout" } } } }]);
  // The server is told so, and that somebody is there.
  await expect
    .poll(() => upstream.others.filter(({ id }) => id === "q" || id === "p"))
    .toMatchObject([
      { id: "p", result: {} },
      { id: "q", error: { code: -32601 } },
    ]);
  await upstream.stop();
});

/** What a list of tools becomes that is none; those that never end wait for the installation's time, which is another test's. */
const broken = Object.entries(failures).filter(
  ([tool]) => !endless.includes(tool) && !["lies_about_length", "huge_stream"].includes(tool),
);

test("a list that is no list is an error that says why, and the next one is a list", async ({ scene }) => {
  test.setTimeout(120_000);
  const { upstream } = scene;
  const agent = await scene.agent("legacy");
  const modern = await scene.agent("modern");
  const tools = await agent.list();
  for (const [list, { says }] of broken)
    await test.step(list, async () => {
      await upstream.behave({ list });
      for (const { request } of [agent, modern]) {
        const { message } = await request("tools/list");
        expect(message?.result, list).toBeUndefined();
        expect(message?.error, list).toMatchObject({ code: -32603, message: expect.stringMatching(says) });
      }
      await upstream.behave({ list: null });
      expect(await agent.list()).toEqual(tools);
    });
  await upstream.behave({ list: "answers_twice" });
  expect((await agent.request("tools/list")).messages).toHaveLength(1);
});

test("a hundred thousand tools that nobody has accepted are not shown, and cost no call its answer", async ({
  scene,
}) => {
  test.setTimeout(120_000);
  const { upstream } = scene;
  const agent = await scene.agent("modern");
  const tools = await agent.list();
  const inputSchema = { type: "object" };
  await upstream.changeTools({
    add: Array.from({ length: 100_000 }, (_, i) => ({ name: `read_${i}`, inputSchema })),
  });
  const [listed, called] = await Promise.all([agent.list(), agent.call("echo", { text: "meanwhile" })]);
  expect(listed).toEqual(tools);
  expect(called.message?.result?.content?.[0]?.text).toBe("meanwhile");
  const refused = await scene.world.api.ask("POST", "servers/fixture/refresh");
  expect(refused.status).toBe(502);
  expect(refused.text).toContain("more than 5000 tools");
});

test("a session id that no header can hold opens no session", async ({ scene }) => {
  const { world, human } = scene;
  for (const id of ["käse", "x".repeat(5_000), "two words", ""]) {
    const upstream = await startUpstream(["read_it"], () => {}, { "mcp-session-id": id });
    const { key } = await world.api.post<{ key: string }>("servers", {
      key: `own-${Math.random().toString(36).slice(2, 8)}`,
      name: "Own",
      url: upstream.url,
    });
    await world.grant(human, key, "high");
    const { token } = await world.addInstance(human, [{ server: key, level: "high" }]);
    const agent = await rawAgent(world.mcpUrl(key), token, "legacy", { initialize: false });
    const { status, message, headers } = await agent.request("initialize", initializeParams);
    expect(status, id).toBe(502);
    expect(message?.error?.message, id).toContain("session id");
    expect(headers["mcp-session-id"]).toBeUndefined();
    await upstream.stop();
  }
});

test("however many hostile answers are read at once, the gateway's memory stays bounded and others are served", async ({
  scene,
}) => {
  test.setTimeout(240_000);
  const own = await startServer();
  const { world, human, upstream } = scene;
  await hurry(scene);
  const url = world.at(own.url).mcpUrl("fixture");
  const agents = await Promise.all(
    Array.from({ length: 4 }, async () =>
      rawAgent(url, (await world.addInstance(human, [{ server: "fixture", level: "high" }])).token),
    ),
  );
  const tools = Object.entries(failures);
  const round = () =>
    Promise.all(
      agents.map(async (agent, i) => {
        for (let n = 0; n < tools.length; n += 1) {
          const [tool, { type, args = {} }] = tools[(n + 8 * i) % tools.length] ?? ["", { type: "" }];
          const { message } = await agent.call(tool, args);
          const failed = message?.result?._meta?.["countersign/failure"]?.type;
          // Five failures in a row are left alone for a while, which is another test's.
          expect([type, "upstream_unavailable"], tool).toContain(failed);
          await agent.call("echo", { text: "next" });
        }
      }),
    );
  await round();
  const warm = own.memoryBytes();
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, own.memoryBytes());
  }, 50);
  await round();
  clearInterval(watch);
  expect(most - warm).toBeLessThan(512 * 1024 * 1024);
  expect(await exchange(`${own.url}/api/health`, { method: "GET" })).toMatchObject({ status: 200 });
  expect((await upstream.requests()).filter((request) => request.path !== "/mcp")).toEqual([]);
  expect(await own.stop()).toBe(0);
});
