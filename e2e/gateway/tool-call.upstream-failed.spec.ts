import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openIntents } from "../support/database";
import { eras, newTrace, rawAgent } from "../support/raw-agent";
import { expect, type Scene, test } from "../support/scene";
import { type OwnUpstream, sendEvent, sendJson, startUpstream } from "../support/upstream";

/** What each misbehaviour of the upstream becomes: for the agent a tool error in words, for the log its type. */
const misbehaviours: Record<string, { tool: string; args: object; type: string; says: RegExp }> = {
  "closes the connection at once": {
    tool: "closes_connection",
    args: { when: "at_once" },
    type: "upstream_unreachable",
    says: /connection to the server was lost/,
  },
  "closes the connection in the middle of its answer": {
    tool: "closes_connection",
    args: { when: "mid_answer" },
    type: "upstream_unreachable",
    says: /connection to the server was lost/,
  },
  "answers with broken JSON": { tool: "malformed_json", args: {}, type: "upstream_protocol", says: /not JSON/ },
  "answers with a broken stream": {
    tool: "malformed_sse",
    args: { kind: "garbage" },
    type: "upstream_protocol",
    says: /./,
  },
  "ends its stream without an answer": {
    tool: "malformed_sse",
    args: { kind: "no_result" },
    type: "upstream_protocol",
    says: /without an answer/,
  },
  "streams what is not JSON": {
    tool: "malformed_sse",
    args: { kind: "not_json" },
    type: "upstream_protocol",
    says: /not JSON/,
  },
  "answers somebody else's request": {
    tool: "wrong_id",
    args: { via: "json" },
    type: "upstream_protocol",
    says: /another request/,
  },
  "streams an answer to somebody else's request": {
    tool: "wrong_id",
    args: { via: "sse" },
    type: "upstream_protocol",
    says: /another request/,
  },
  "promises more bytes than it sends": {
    tool: "lies_about_length",
    args: { claim: "more" },
    type: "upstream_unreachable",
    says: /./,
  },
  "sends one endless body": {
    tool: "huge_stream",
    args: { kind: "json" },
    type: "upstream_too_large",
    says: /larger than/,
  },
  "sends one endless event": {
    tool: "huge_stream",
    args: { kind: "one_event" },
    type: "upstream_too_large",
    says: /larger than/,
  },
  ...Object.fromEntries(
    [301, 302, 303, 307, 308].map((status) => [
      `redirects with ${status}`,
      { tool: "redirects", args: { status: String(status) }, type: "upstream_redirect", says: /not followed/ },
    ]),
  ),
};

for (const era of eras)
  test(`${era}: whatever an upstream does instead of answering becomes a tool error, and one event says what it was`, async ({
    scene,
  }) => {
    const { world, upstream } = scene;
    const agent = await scene.agent(era);
    for (const [what, { tool, args, type, says }] of Object.entries(misbehaviours))
      await test.step(`a server that ${what}`, async () => {
        const { traceId, headers } = newTrace();
        const { status, message } = await agent.call(tool, args, { headers });
        expect(status).toBe(200);
        const result = message?.result;
        expect(result?.isError).toBe(true);
        expect(result?.content?.[0]?.text).toMatch(says);
        expect(result?._meta?.["countersign/failure"]).toEqual({ type });
        const [event, ...more] = (await world.calls({ tool })).filter((found) => found.traceId === traceId);
        expect(more).toEqual([]);
        expect(event).toMatchObject({
          type: "gateway.tool.error",
          outcome: "error",
          decision: "allow",
          error: { type },
          result: null,
        });
        expect(result?._meta?.["countersign/auditEvent"]).toEqual({ id: event?.id, leaf: event?.hash });
        // Nothing of it is left in the connection: the next call is answered with its own answer.
        expect((await agent.call("echo", { text: "next" })).message?.result?.content?.[0]?.text).toBe("next");
      });
    // Each was tried once, and no redirect was followed.
    const calls = Object.keys(misbehaviours).length;
    expect(await upstream.count()).toBe(2 * calls);
    expect(await world.calls()).toHaveLength(2 * calls);
    expect((await upstream.requests()).map((request) => request.path)).not.toContain("/elsewhere");
  });

for (const claim of ["less", "smuggle"])
  test(`what a server hides behind its answer (${claim}) is never taken for the answer of another call`, async ({
    scene,
  }) => {
    const agent = await scene.agent();
    await agent.call("lies_about_length", { claim });
    const texts = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => (await agent.call("echo", { text: `mine ${i}` })).text),
    );
    for (const [i, text] of texts.entries()) expect(text).toContain(`mine ${i}`);
    for (const text of texts) expect(text).not.toContain("smuggled");
    expect(await scene.world.calls()).toHaveLength(9);
  });

test("an upstream's status is never the agent's: 200 with a tool error, and the event says what it was", async ({
  scene,
}) => {
  const agent = await scene.agent("modern");
  const types = {
    401: "upstream_unauthorized",
    403: "upstream_unauthorized",
    404: "upstream_4xx",
    429: "upstream_4xx",
    500: "upstream_5xx",
    503: "upstream_5xx",
  };
  for (const [status, type] of Object.entries(types)) {
    await scene.upstream.behave({ status: Number(status) });
    const answer = await agent.call("echo", { text: "a" });
    expect(answer.status).toBe(200);
    expect(answer.headers["www-authenticate"]).toBeUndefined();
    expect(answer.message?.result?.isError).toBe(true);
    expect(answer.message?.result?._meta?.["countersign/failure"]).toEqual({ type });
  }
  const events = await scene.world.calls({ tool: "echo" });
  expect(events.map((event) => event.error?.type).reverse()).toEqual(Object.values(types));
});

test("a tool's own error passes as it is, with a receipt, and the event keeps its words", async ({ scene }) => {
  const agent = await scene.agent();
  const { message } = await agent.call("fails", { message: "The printer is on fire." });
  const event = await scene.world.event({ tool: "fails" });
  expect(message?.result).toMatchObject({
    isError: true,
    content: [{ type: "text", text: "The printer is on fire." }],
    _meta: { "countersign/auditEvent": { id: event.id, leaf: event.hash } },
  });
  expect(event).toMatchObject({
    type: "gateway.tool.error",
    outcome: "error",
    error: { type: "tool_error", message: "The printer is on fire." },
    result: { isError: true },
  });
});

test("an upstream's JSON-RPC error passes as it is, and the event keeps its words", async ({ scene }) => {
  for (const era of eras) {
    const agent = await scene.agent(era);
    const { message } = await agent.call("throws", { code: -32050, message: `broke in ${era}` });
    expect(message?.error).toMatchObject({ code: -32050, message: expect.stringContaining(`broke in ${era}`) });
  }
  const events = await scene.world.calls({ tool: "throws" });
  expect(events.map((e) => [e.outcome, e.error?.type])).toEqual([
    ["error", "upstream_error"],
    ["error", "upstream_error"],
  ]);
  expect(events[0]?.error?.message).toContain("broke in modern");
});

for (const [code, own] of [
  [-32020, 400],
  [-32021, 400],
  [-32022, 400],
  [-32601, 404],
] as const)
  test(`an upstream's ${code} keeps the status that 2026-07-28 gives it, for clients of that revision only`, async ({
    scene,
  }) => {
    const { world, human } = scene;
    const error = { code, message: "Not like this", data: { requiredCapabilities: { sampling: {} } } };
    const upstream = await startUpstream(["read_it"], ({ id }, res) =>
      sendJson(res, JSON.stringify({ jsonrpc: "2.0", id, error }), own),
    );
    await world.addServer("own", upstream.url);
    await world.grant(human, "own", "high");
    const { token } = await world.addInstance(human, [{ server: "own", level: "high" }]);
    for (const [era, expected] of [
      ["modern", own],
      ["legacy", 200],
    ] as const) {
      const { status, message } = await (await rawAgent(world.mcpUrl("own"), token, era)).call("read_it", {});
      expect(status).toBe(expected);
      expect(message).toMatchObject({ error });
    }
    const calls = await world.calls({ tool: "read_it" });
    expect(calls.map(({ outcome, error: said }) => [outcome, said?.type])).toEqual([
      ["error", "upstream_error"],
      ["error", "upstream_error"],
    ]);
    await upstream.stop();
  });

test("a server that has gone away is a tool error that says so", async ({ scene }) => {
  const { world, human } = scene;
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  await world.api.patch("servers/fixture", { url: `http://127.0.0.1:${port}/mcp` });
  const instance = await world.addInstance(human, [{ server: "fixture", level: "high" }]);
  const agent = await rawAgent(world.mcpUrl("fixture"), instance.token);
  const { status, message } = await agent.call("echo", { text: "a" });
  expect(status).toBe(200);
  expect(message?.result?.content?.[0]?.text).toContain("refused the connection");
  expect((await world.event({ tool: "echo" })).error?.type).toBe("upstream_unreachable");
  const listed = await agent.request("tools/list");
  expect(listed.status).toBe(502);
  expect(listed.message?.error?.message).toContain("refused the connection");
});

test("an address inside the house is not reached, whatever was imported", async ({ scene }) => {
  const { world } = scene;
  // Not among the addresses that the operator of the tests allows.
  for (const url of [
    "http://127.0.0.2:4999/mcp",
    "http://[::ffff:10.0.0.1]:4999/mcp",
    "http://169.254.169.254/latest",
  ]) {
    const refused = await world.api.ask("POST", "servers", { key: "inside", name: "Inside", url });
    expect(refused.status, url).toBe(502);
    expect(refused.text, url).toContain("private address");
  }
  await world.api.patch("servers/fixture", { url: "http://127.0.0.2:4999/mcp" });
  const agent = await scene.agent();
  const { message } = await agent.call("echo", { text: "a" });
  expect(message?.result?.isError).toBe(true);
  expect((await world.event({ tool: "echo" })).error).toMatchObject({
    type: "upstream_unreachable",
    message: expect.stringContaining("private address"),
  });
});

test.describe("an upstream that lies byte by byte", () => {
  let upstream: OwnUpstream | undefined;
  test.afterEach(async () => {
    await upstream?.stop();
    upstream = undefined;
  });

  async function own(scene: Scene, answer: Parameters<typeof startUpstream>[1]) {
    upstream = await startUpstream(["read_it"], answer);
    await scene.world.addServer("own", upstream.url);
    await scene.world.grant(scene.human, "own", "high");
    const { token } = await scene.world.addInstance(scene.human, [{ server: "own", level: "high" }]);
    return rawAgent(scene.world.mcpUrl("own"), token, "legacy");
  }

  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const strange: Record<string, (id: number | string) => string> = {
    "nested a hundred thousand levels deep": (id) =>
      `{"jsonrpc":"2.0","id":${id},"result":{"content":[],"structuredContent":${deep}}}`,
    "an error whose message is no text": (id) =>
      `{"jsonrpc":"2.0","id":${id},"error":{"code":-1,"message":{"toString":1,"valueOf":2}}}`,
    "an error that is no object": (id) => `{"jsonrpc":"2.0","id":${id},"error":[[]]}`,
    "a result that is text": (id) => `{"jsonrpc":"2.0","id":${id},"result":"ok"}`,
    "a result with strange content": (id) =>
      `{"jsonrpc":"2.0","id":${id},"result":{"isError":true,"content":{"0":1},"_meta":"none","__proto__":{"x":1}}}`,
    "both a result and an error": (id) =>
      `{"jsonrpc":"2.0","id":${id},"result":{"content":[]},"error":{"code":1,"message":"both"}}`,
    "full of NULs and lone surrogates": (id) =>
      `{"jsonrpc":"2.0","id":${id},"error":{"code":-1,"message":"\\u0000\\ud800 \\udc00\\u0000"}}`,
  };
  for (const via of ["json", "sse"] as const)
    test(`an answer of any shape (${via}) ends its call: the agent is answered, and one event says how it ended`, async ({
      scene,
    }) => {
      const agent = await own(scene, ({ id, params }, res) => {
        const body = strange[String(params.arguments?.["shape"])]?.(id) ?? "";
        return via === "json" ? sendJson(res, body) : sendEvent(res, body);
      });
      for (const shape of Object.keys(strange))
        await test.step(shape, async () => {
          const { traceId, headers } = newTrace();
          const { status, message } = await agent.call("read_it", { shape }, { headers });
          expect(status).toBe(200);
          expect(message?.result !== undefined || message?.error !== undefined).toBe(true);
          const found = (await scene.world.calls({ tool: "read_it" })).filter((event) => event.traceId === traceId);
          expect(found.map((event) => event.type)).toHaveLength(1);
        });
      expect(await openIntents(scene.world.tenant)).toBe(0);
    });
});
