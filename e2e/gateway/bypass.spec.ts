import { gzipSync } from "node:zlib";
import { startFixture } from "../outside/fixture-server.mjs";
import { sql } from "../support/database";
import {
  eras,
  exchange,
  headerValue,
  initializeParams,
  type Message,
  type RawAgent,
  rawAgent,
} from "../support/raw-agent";
import { expect, type Fixture, makeScene, test } from "../support/scene";
import { sendEvent, sendJson, startUpstream } from "../support/upstream";
import type { World } from "../support/world";

/*
 * What others were led past their gateways with (research: MCP §6.5). The upstream counts what arrives: what was refused
 * must not have reached it, and what reached it must be what was judged. Of the same list: look-alikes of names are in
 * tool-call.hidden, shapes of arguments in tool-call.denied, redirects in tool-call.upstream-failed, sessions and standing
 * streams of others in tool-call.session, tokens of others and of yesterday in tool-call.expired-token.
 */

/** A legacy call as text, with its arguments or its whole parameters as they are written. */
const callText = (args: string, id = "1") =>
  `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"create_issue","arguments":${args}}}`;

async function expectNothingArrived(upstream: Fixture) {
  expect(await upstream.requests()).toEqual([]);
}

test.describe("a message is judged as a whole, or refused", () => {
  const malformed: Record<string, { body: string | Uint8Array; code: number }> = {
    "a batch": { body: `[${callText("{}")}]`, code: -32600 },
    "a batch of two": { body: `[${callText("{}")},${callText("{}", "2")}]`, code: -32600 },
    "an empty batch": { body: "[]", code: -32600 },
    "a batch in a batch": { body: `[[${callText("{}")}]]`, code: -32600 },
    nothing: { body: "", code: -32700 },
    "no JSON": { body: callText("{}").slice(0, -1), code: -32700 },
    "two messages": { body: callText("{}") + callText("{}", "2"), code: -32700 },
    "two messages in lines": { body: `${callText("{}")}\n${callText("{}", "2")}`, code: -32700 },
    "a comment": { body: `/* */ ${callText("{}")}`, code: -32700 },
    "a trailing comma": { body: callText('{"a":1,}'), code: -32700 },
    "not a number": { body: callText('{"a":NaN}'), code: -32700 },
    "a hexadecimal number": { body: callText('{"a":0x10}'), code: -32700 },
    "bytes that are not UTF-8": {
      body: Buffer.concat([Buffer.from(callText('{"title":"')), Buffer.from([0xc3, 0x28]), Buffer.from('"}}}')]),
      code: -32700,
    },
    "UTF-8 that is longer than it must be": {
      body: Buffer.concat([
        Buffer.from('{"jsonrpc":"2.0","id":1,"method":"tools'),
        Buffer.from([0xc0, 0xaf]),
        Buffer.from('call"}'),
      ]),
      code: -32700,
    },
    "UTF-16": { body: Buffer.from(`\ufeff${callText("{}")}`, "utf16le"), code: -32700 },
    "a text": { body: '"tools/call"', code: -32600 },
    null: { body: "null", code: -32600 },
    "another JSON-RPC": { body: callText("{}").replace('"2.0"', '"1.0"'), code: -32600 },
    "no JSON-RPC": { body: callText("{}").replace('"jsonrpc":"2.0",', ""), code: -32600 },
    "a call without id": { body: callText("{}").replace('"id":1,', ""), code: -32600 },
    "a call whose id is null": { body: callText("{}", "null"), code: -32600 },
    "a call whose id is an object": { body: callText("{}", "{}"), code: -32600 },
    "a call whose id is an array": { body: callText("{}", "[1]"), code: -32600 },
    "an id beyond bounds": { body: callText("{}", JSON.stringify("x".repeat(501))), code: -32600 },
    "an id that is no number of ours": { body: callText("{}", "9007199254740993"), code: -32600 },
    "a notification with an id": {
      body: '{"jsonrpc":"2.0","id":1,"method":"notifications/cancelled","params":{}}',
      code: -32600,
    },
    "a method that is no text": { body: '{"jsonrpc":"2.0","id":1,"method":["tools/call"]}', code: -32600 },
    "parameters in an array": {
      body: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":["create_issue"]}',
      code: -32600,
    },
    "neither a method nor a result": { body: '{"jsonrpc":"2.0","id":1}', code: -32600 },
    "an integer beyond 2^53": { body: callText('{"amount":9007199254740993}'), code: -32600 },
    "a negative integer beyond 2^53": { body: callText('{"amount":-9007199254740993}'), code: -32600 },
    "an integer beyond 2^53 with a fraction": { body: callText('{"amount":9007199254740993.0}'), code: -32600 },
    "an integer beyond 2^53 with an exponent": { body: callText('{"amount":9007199254740993e0}'), code: -32600 },
    "1e400": { body: callText('{"amount":1e400}'), code: -32600 },
    "-1E400": { body: callText('{"amount":-1E400}'), code: -32600 },
    "0.1e500": { body: callText('{"amount":0.1e500}'), code: -32600 },
    "such a number after a long text": { body: callText(`{"a":"${'\\"'.repeat(1000)}","amount":1e400}`), code: -32600 },
    "a hundred thousand levels": { body: callText(`${"[".repeat(1e5)}${"]".repeat(1e5)}`), code: -32600 },
    "sixty-five levels": { body: callText(`${'{"a":'.repeat(62)}1${"}".repeat(62)}`), code: -32600 },
    "a quarter of a million values": { body: callText(`{"a":[${"0,".repeat(250_000)}0]}`), code: -32600 },
  };
  test("what is no single, whole, exact message is refused with 400 in JSON-RPC, and reaches nothing", async ({
    scene,
  }) => {
    const agents = [await scene.agent("legacy"), await scene.agent("modern")];
    await scene.upstream.reset();
    for (const agent of agents)
      for (const [what, { body, code }] of Object.entries(malformed))
        await test.step(what, async () => {
          const { status, message, text } = await agent.send(body);
          expect(status, text).toBe(400);
          expect(message?.error?.code).toBe(code);
          expect(message?.jsonrpc).toBe("2.0");
        });
    await expectNothingArrived(scene.upstream);
    expect(await scene.world.calls()).toEqual([]);
  });

  /** What is written, and what must arrive: the same that was judged. */
  const judged: Record<string, { written: string; arrives: unknown }> = {
    "of a key that is written twice, the last": {
      written: '{"title":"harmless","project":"A","title":"last"}',
      arrives: { title: "last", project: "A" },
    },
    "a key in another spelling": {
      written: '{"titl\\u0065":"escaped","project":"A"}',
      arrives: { title: "escaped", project: "A" },
    },
    "the largest number that is exact": {
      written: '{"title":"t","project":"A","n":9007199254740991}',
      arrives: { title: "t", project: "A", n: 9007199254740991 },
    },
    "numbers in texts": {
      written: '{"title":"9007199254740993 and 1e400","project":"A"}',
      arrives: { title: "9007199254740993 and 1e400", project: "A" },
    },
    "a fraction as near as it can be held": {
      written: '{"title":"t","project":"A","n":0.1000000000000000055511151231257827}',
      arrives: { title: "t", project: "A", n: 0.1 },
    },
    "text of every kind": {
      written: '{"title":"\\u202e\\ud83d\\ude00\\u2028\\u0000","project":"Ä"}',
      arrives: { title: "\u202e😀\u2028\0", project: "Ä" },
    },
  };
  for (const era of eras)
    test(`${era}: what reaches the upstream is the message that was judged, never the bytes that came`, async ({
      scene,
    }) => {
      // What a schema would refuse is of interest here.
      await scene.world.api.patch("servers/fixture", { enforceSchema: false });
      const agent = await scene.agent(era);
      for (const [what, { written, arrives }] of Object.entries(judged))
        await test.step(what, async () => {
          const { headers, message } = agent.prepare("tools/call", { name: "create_issue", arguments: "WRITTEN" });
          const { status, text } = await exchange(agent.url, {
            headers: headers ?? {},
            body: JSON.stringify(message).replace('"WRITTEN"', written),
          });
          expect(status, text).toBe(200);
          const [request] = (await scene.upstream.requests()).slice(-1);
          const received = JSON.parse(request?.body ?? "null") as { params: { arguments: unknown } };
          expect(received.params.arguments).toEqual(arrives);
          // Nothing that another reader could read differently.
          expect(request?.body).toBe(JSON.stringify(received));
        });
    });

  test("of a name that is written twice the one that arrives is the one that was decided on", async ({ scene }) => {
    const { world, human } = scene;
    await world.grant(human, "fixture", "medium");
    const agent = await scene.agent("legacy");
    const twice = (first: string, last: string) =>
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"${first}","name":"${last}","arguments":{"text":"x"}}}`;
    const refused = await agent.send(twice("echo", "delete_repo"));
    expect(refused.message?.error?.message).toBe("Unknown tool: delete_repo");
    expect(await scene.upstream.count()).toBe(0);
    await agent.send(twice("delete_repo", "echo"));
    expect((await scene.upstream.calls()).map((call) => call.tool)).toEqual(["echo"]);

    const methods = '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call","params":{"name":"delete_repo"}}';
    expect((await agent.send(methods)).message?.error?.message).toBe("Unknown tool: delete_repo");
    expect(await scene.upstream.count("delete_repo")).toBe(0);
  });

  test("a byte order mark changes nothing, and does not travel on", async ({ scene }) => {
    const agent = await scene.agent("legacy");
    const { status } = await agent.send(`\ufeff${callText('{"title":"t","project":"A"}')}`);
    expect(status).toBe(200);
    const [request] = (await scene.upstream.requests()).slice(-1);
    expect(request?.body.startsWith("{")).toBe(true);
  });

  test("keys that reach for a prototype do not get through, wherever they stand", async ({ scene }) => {
    const agent = await scene.agent("legacy");
    for (const args of ['{"__proto__":{"a":1}}', '{"a":[{"constructor":{"prototype":{}}}]}', '{"prototype":1}']) {
      const { message } = await agent.send(callText(args));
      expect(message?.result?._meta?.["countersign/denial"]?.code).toBe("ARGUMENTS_FORBIDDEN_KEY");
    }
    expect(await scene.upstream.count()).toBe(0);
    // Outside the arguments they are names like any other: read as what they are, and without effect here.
    const around = await agent.send(
      '{"jsonrpc":"2.0","id":1,"__proto__":{"method":"x"},"method":"tools/call","params":{"__proto__":{"name":"delete_repo"},"name":"echo","arguments":{"text":"a"}}}',
    );
    expect(around.message?.result?.isError ?? false).toBe(false);
    expect((await scene.upstream.calls()).map((call) => call.tool)).toEqual(["echo"]);
    expect(await rawAgent(agent.url, agent.token).then((other) => other.list())).toContain("echo");
  });
});

test.describe("headers say what the body says", () => {
  const version = (revision: string) => ({ "mcp-protocol-version": revision });
  type Headers = Record<string, string | string[] | undefined>;
  const modernLies: Record<string, Headers> = {
    "another tool": { "mcp-name": "list_issues" },
    "no tool": { "mcp-name": undefined },
    "the tool in another case": { "mcp-name": "Echo" },
    "the tool twice": { "mcp-name": ["echo", "echo"] },
    "two tools": { "mcp-name": ["echo", "delete_repo"] },
    "another tool in base64": { "mcp-name": "=?base64?ZGVsZXRlX3JlcG8=?=" },
    "broken base64": { "mcp-name": "=?base64?*?=" },
    "base64 that is no text": { "mcp-name": "=?base64?wyg=?=" },
    "base64 without its end": { "mcp-name": "=?base64?ZWNobw==" },
    "another method": { "mcp-method": "tools/list" },
    "no method": { "mcp-method": undefined },
    "a method in another case": { "mcp-method": "Tools/Call" },
    "two methods": { "mcp-method": ["tools/call", "tools/list"] },
    "an older revision": { "mcp-protocol-version": "2025-11-25" },
    "a newer revision": { "mcp-protocol-version": "2026-12-31" },
    "no revision": { "mcp-protocol-version": undefined },
    "two revisions": { "mcp-protocol-version": ["2026-07-28", "2025-11-25"] },
  };
  test("modern: whatever a header says differently, the request is refused and reaches nothing", async ({ scene }) => {
    const agent = await scene.agent("modern");
    for (const [what, headers] of Object.entries(modernLies))
      await test.step(what, async () => {
        const { status, message } = await agent.call("echo", { text: "a" }, { headers });
        expect(status).toBe(400);
        expect(message?.error?.code).toBe(-32020);
      });
    await expectNothingArrived(scene.upstream);
  });

  test("modern: a name that a header cannot hold travels in base64, and arrives rebuilt from the body", async ({
    scene,
  }) => {
    const { world, upstream } = scene;
    for (const name of ["größe_lesen", "read=?it", "read it"])
      await upstream.changeTools({ add: [{ name, annotations: { readOnlyHint: true } }] });
    await world.api.post("servers/fixture/refresh");
    const agent = await scene.agent("modern");
    for (const [name, header] of [
      ["größe_lesen", headerValue("größe_lesen")],
      ["read=?it", "read=?it"],
      ["read it", "read it"],
      ["read it", `=?base64?${Buffer.from("read it").toString("base64")}?=`],
      ["echo", "=?base64?ZWNobw==?="],
    ] as const) {
      const { status, message, text } = await agent.call(name, { text: "a" }, { headers: { "mcp-name": header } });
      expect(status, text).toBe(200);
      expect(message?.result?.isError ?? false).toBe(false);
      const call = (await upstream.calls()).at(-1);
      expect(call?.tool).toBe(name);
    }
  });

  test("modern: what a tool wants in headers is compared here where its server knows nothing of them", async () => {
    const upstream: Fixture = await startFixture({ era: "legacy" });
    try {
      const region = { type: "string", "x-mcp-header": "Region" };
      const properties = { region, note: { type: "string" } };
      const routed = {
        name: "routed",
        inputSchema: { type: "object", properties },
        annotations: { readOnlyHint: true },
      };
      await upstream.changeTools({ add: [routed] });
      const scene = await makeScene(upstream);
      const { world, human } = scene;
      const agent = await scene.agent("modern");
      const lies: Record<string, Headers> = {
        "another value": { "mcp-param-region": "us" },
        "no header": {},
        "an encoded other value": { "mcp-param-region": headerValue("zürich") },
      };
      for (const [what, headers] of Object.entries(lies))
        await test.step(what, async () => {
          const { status, message } = await agent.call("routed", { region: "eu" }, { headers });
          expect({ status, code: message?.error?.code }).toEqual({ status: 400, code: -32020 });
        });
      const invented = await agent.call("routed", { note: "a" }, { headers: { "mcp-param-region": "eu" } });
      expect(invented.message?.error?.code).toBe(-32020);
      expect(await upstream.calls()).toEqual([]);
      const refused = await world.events({ type: "gateway.request.refused", human });
      expect(refused.map(({ reason }) => reason?.code)).toEqual(Array(4).fill("HEADER_MISMATCH"));

      // Of a tool that somebody may not see, the comparison tells nothing.
      const bob = await world.addHuman("bob");
      await world.grant(bob, "fixture", "low");
      const his = await world.addInstance(bob, [{ server: "fixture", level: "low", excludedTools: ["routed"] }]);
      const other = await rawAgent(world.mcpUrl("fixture"), his.token, "modern");
      const lied = await other.call("routed", { region: "eu" }, { headers: { "mcp-param-region": "us" } });
      const unknown = await other.call("no_such_tool", { region: "eu" });
      expect(lied.status).toBe(unknown.status);
      expect(lied.message?.error?.code).toBe(unknown.message?.error?.code);
      expect(await world.events({ type: "gateway.request.refused", human: bob })).toEqual([]);

      for (const header of ["eu", "=?base64?ZXU=?="])
        await agent.call("routed", { region: "eu" }, { headers: { "mcp-param-region": header } });
      await agent.call("routed", { note: "a" });
      const arrived = await upstream.calls();
      expect(arrived.map((call) => call.arguments)).toEqual([{ region: "eu" }, { region: "eu" }, { note: "a" }]);
    } finally {
      await upstream.stop();
    }
  });

  const legacyLies: Record<string, Headers> = {
    "another tool": { "mcp-name": "list_issues" },
    "another tool in base64": { "mcp-name": "=?base64?ZGVsZXRlX3JlcG8=?=" },
    "another method": { "mcp-method": "tools/list" },
  };
  test("legacy: a body of one era under headers of the other is refused and reaches nothing", async ({ scene }) => {
    const agent = await scene.agent("legacy");
    await scene.upstream.reset();
    for (const [what, headers] of Object.entries(legacyLies))
      await test.step(what, async () => {
        const { status, message } = await agent.call("echo", { text: "a" }, { headers });
        expect(status).toBe(400);
        expect(message?.error?.code).toBe(-32020);
      });
    await expectNothingArrived(scene.upstream);
  });

  test("a request whose header or body is of 2026-07-28 is malformed without the metadata of that revision", async ({
    scene,
  }) => {
    const legacy = await scene.agent("legacy");
    const modern = await scene.agent("modern");
    await scene.upstream.reset();
    const field = (name: string) => `io.modelcontextprotocol/${name}`;
    const meta = { [field("protocolVersion")]: "2026-07-28", [field("clientCapabilities")]: {} };
    const { [field("clientCapabilities")]: _, ...withoutCapabilities } = meta;
    const sent = (_meta: object | undefined) => ({ message: { params: { name: "echo", arguments: {}, _meta } } });
    const answers = {
      "legacy, the revision that has no sessions": await legacy.call("echo", {}, { headers: version("2026-07-28") }),
      "legacy, a revision of the future": await legacy.call("echo", {}, { headers: version("2027-01-01") }),
      "modern, nothing": await modern.call("echo", {}, sent(undefined)),
      "modern, no capabilities": await modern.call("echo", {}, sent(withoutCapabilities)),
      "modern, capabilities that are no object": await modern.call(
        "echo",
        {},
        sent({ ...meta, [field("clientCapabilities")]: "all" }),
      ),
    };
    for (const [what, { status, message }] of Object.entries(answers)) {
      expect(status, what).toBe(400);
      expect(message?.error?.code, what).toBe(-32602);
    }
    await expectNothingArrived(scene.upstream);
    const refused = await scene.world.events({ type: "gateway.request.refused" });
    expect(refused.map(({ reason }) => reason?.code)).toEqual(Object.keys(answers).map(() => "MALFORMED_REQUEST"));
    // Who a client is, it should say; it need not.
    expect((await modern.call("echo", { text: "a" }, sent(meta))).status).toBe(200);
  });

  test("a modern body is modern whatever the session it comes in", async ({ scene }) => {
    const legacy = await scene.agent("legacy");
    const modern = await scene.agent("modern");
    const session = { "mcp-session-id": legacy.headers["mcp-session-id"] };
    const { status, message } = await modern.call("delete_repo", { repo: "a/b" }, { headers: session });
    // Allowed it is; what counts is that it was decided, once, and that the event is there.
    expect(status).toBe(200);
    expect(message?.result !== undefined || message?.error !== undefined).toBe(true);
    expect(await scene.world.calls({ tool: "delete_repo" })).toHaveLength(1);
  });
});

test.describe("the HTTP around it", () => {
  test("compressed bodies and other content types are refused with 415", async ({ scene }) => {
    const agent = await scene.agent("modern");
    const { headers, body } = agent.prepare("tools/call", { name: "echo", arguments: { text: "a" } });
    const gzipped = gzipSync(String(body));
    const ask = (changes: Record<string, string | undefined>, sent: string | Uint8Array = String(body)) =>
      exchange(agent.url, { headers: { ...headers, ...changes }, body: sent });
    const answers = [
      await ask({ "content-encoding": "gzip" }, gzipped),
      await ask({ "content-encoding": "deflate" }),
      await ask({ "content-encoding": "br" }),
      await ask({ "content-encoding": "gzip, identity" }, gzipped),
      await ask({ "content-type": "text/plain" }),
      await ask({ "content-type": "application/x-www-form-urlencoded" }),
      await ask({ "content-type": "application/jsonp" }),
      await ask({ "content-type": "text/json; application/json" }),
      await ask({ "content-type": undefined }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 415));
    await expectNothingArrived(scene.upstream);
    for (const type of ["application/json; charset=utf-8", "Application/JSON", "application/json ; x=y"])
      expect((await ask({ "content-type": type })).status).toBe(200);
    expect((await ask({ "content-encoding": "identity" })).status).toBe(200);
    // Without a word about it, it is simply not JSON.
    expect((await ask({}, gzipped)).status).toBe(400);
  });

  test("pages of other origins, and other names of this machine, are refused with 403", async ({ scene }) => {
    const agent = await scene.agent("modern");
    const port = new URL(agent.url).port;
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "" },
      { origin: `http://localhost:${Number(port) + 1}` },
      { origin: `https://localhost:${port}` },
      { origin: `http://localhost.evil.example:${port}` },
      { host: "evil.example" },
      { host: `evil.example:${port}` },
      { host: "localhost.evil.example" },
      { host: "127.0.0.1.nip.example" },
    ]) {
      const { status } = await agent.call("echo", { text: "a" }, { headers });
      expect(status, JSON.stringify(headers)).toBe(403);
      expect((await exchange(agent.url, { method: "GET", headers: { ...agent.headers, ...headers } })).status).toBe(
        403,
      );
    }
    await expectNothingArrived(scene.upstream);
    for (const headers of [{ origin: `http://localhost:${port}` }, { host: `127.0.0.1:${port}` }])
      expect((await agent.call("echo", { text: "a" }, { headers })).status).toBe(200);
  });

  test("a body beyond four megabytes is refused with 413, however it is sent", async ({ scene }) => {
    const agent = await scene.agent("modern");
    const body = callText(`{"title":"${"x".repeat(5_000_000)}"}`);
    const declared = await agent.send(body);
    expect(declared.status).toBe(413);
    expect(declared.message?.error?.code).toBe(-32600);
    const chunked = await agent.send(body, { headers: { "transfer-encoding": "chunked" } });
    expect(chunked.status).toBe(413);
    await expectNothingArrived(scene.upstream);
    expect((await agent.call("echo", { text: "a" })).status).toBe(200);
  });

  test("other methods are refused, and a stranger learns nothing from them", async ({ scene }) => {
    const agent = await scene.agent("legacy");
    for (const method of ["PUT", "PATCH", "OPTIONS"])
      expect((await exchange(agent.url, { method, headers: agent.headers })).status, method).toBe(405);
    const stranger = { ...agent.headers, authorization: "Bearer cst_nobody" };
    for (const method of ["OPTIONS", "GET", "DELETE"])
      expect((await exchange(agent.url, { method, headers: stranger })).status, method).toBe(401);
  });

  test("paths that only look like another place lead nowhere", async ({ scene }) => {
    const { world, instance, upstream } = scene;
    const { headers, body } = (await scene.agent()).prepare("tools/call", { name: "echo", arguments: { text: "a" } });
    for (const path of [
      `/mcp/${world.tenant}/%66ixture%00`,
      `/mcp/${world.tenant}%00/fixture`,
      `/mcp/${world.tenant}/fixture%2f..%2ffixture`,
      `/mcp/${world.tenant}/FIXTURE`,
      `/mcp/${world.tenant.toUpperCase()}/fixture`,
      `/mcp/%2e%2e/${world.tenant}/fixture`,
      `/mcp/${world.tenant}/%E0%A4%A`,
      `/MCP/${world.tenant}/fixture`,
      `/mcp//${world.tenant}/fixture`,
      `/mcp/${world.tenant}/fixture/extra`,
    ]) {
      const { status, text } = await exchange(world.baseUrl + path, { headers: headers ?? {}, body: body ?? "" });
      // On a server that is not there a call is denied in the words of JSON-RPC; everything else is no place at all.
      if (status === 200) expect(text, path).toContain("Unknown tool: echo");
      else expect([307, 308, 400, 401, 404], `${path} ${text}`).toContain(status);
      expect(text).not.toContain(instance.token);
    }
    expect(await upstream.count()).toBe(0);
  });

  test("a stranger's strange path disturbs nobody else's call", async ({ scene }) => {
    const agent = await scene.agent();
    const strange = await rawAgent(`${scene.world.baseUrl}/mcp/%00/%00`, "cst_nobody");
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 ? strange.request("ping") : agent.call("echo", { text: "a" }))),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map((_, i) => (i % 2 ? 401 : 200)));
    expect(answers.filter((answer) => answer.message?.result?.isError)).toEqual([]);
  });
});

test.describe("what goes to the upstream", () => {
  /** The headers that `who_am_i` was called with. */
  const headersSeen = (message: Message | undefined) =>
    (message?.result?.structuredContent as { headers: Record<string, string> } | undefined)?.headers ?? {};

  for (const era of eras)
    test(`${era}: none of the agent's credentials or addresses, and the server's own secret`, async ({ scene }) => {
      const { world, upstream, human } = scene;
      await world.addServer("guarded", upstream.url, {
        kind: "header",
        header: "X-Api-Key",
        value: "upstream-secret-7",
      });
      await world.grant(human, "guarded", "high");
      const { token } = await world.addInstance(human, [{ server: "guarded", level: "high" }]);
      const agent = await rawAgent(world.mcpUrl("guarded"), token, era);
      const { message } = await agent.call(
        "who_am_i",
        {},
        {
          headers: {
            cookie: "session=agent-cookie",
            "proxy-authorization": "Basic YWdlbnQ=",
            "x-forwarded-for": "192.0.2.1",
            "x-forwarded-host": "evil.example",
            "x-forwarded-proto": "https",
            forwarded: "for=192.0.2.1",
            "x-real-ip": "192.0.2.1",
            "x-api-key": "agents-own-key",
            "x-anything": "else",
            referer: "https://evil.example/",
            "last-event-id": "7",
            baggage: "user=alice",
            "user-agent": "raw-agent/1.2.3",
            traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          },
        },
      );
      const headers = headersSeen(message);
      expect(headers["x-api-key"]).toBe("upstream-secret-7");
      expect(headers["traceparent"]).toBe("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
      const upstreamPort = new URL(upstream.url).host;
      expect(headers["host"]).toBe(upstreamPort);
      const allowed = [
        "accept",
        "connection",
        "content-length",
        "content-type",
        "host",
        "mcp-method",
        "mcp-name",
        "mcp-protocol-version",
        "mcp-session-id",
        "traceparent",
        "user-agent",
        "x-api-key",
      ];
      expect(Object.keys(headers).filter((name) => !allowed.includes(name))).toEqual([]);
      expect(headers["user-agent"]).toBe("countersign");
      expect(JSON.stringify(await upstream.requests())).not.toContain(token);
      // Whoever says where a request comes from is believed only behind a proxy that the operator trusts.
      expect((await world.event({ tool: "who_am_i" })).ip).toBe("127.0.0.1");
      // And the secret goes nowhere else.
      for (const path of ["servers", "servers/guarded", "events?limit=200"])
        expect(JSON.stringify(await world.api.get(path)), path).not.toContain("upstream-secret-7");
    });

  test("modern: arguments that a server mirrors into headers are passed on", async ({ scene }) => {
    const agent = await scene.agent("modern");
    const { message } = await agent.call("who_am_i", {}, { headers: { "mcp-param-region": "eu-west-1" } });
    const headers = headersSeen(message);
    expect(headers["mcp-param-region"]).toBe("eu-west-1");
  });
});

test.describe("what comes back", () => {
  test("a list that was made for one principal is nobody else's to cache", async ({ scene }) => {
    const modern = await scene.agent("modern");
    for (const method of ["tools/list", "server/discover"]) {
      const { message, headers } = await modern.request(method);
      expect(message?.result?.cacheScope, method).toBe("private");
      expect(message?.result?.ttlMs, method).toBeLessThanOrEqual(60_000);
      expect(headers["cache-control"]).toContain("no-store");
    }
    const called = await modern.call("echo", { text: "a" });
    expect(called.headers["cache-control"]).toContain("no-store");
  });

  test("of an upstream's headers none reaches the agent", async ({ scene }) => {
    const own = await startUpstream(["read_it"], ({ id }, res) =>
      res
        .writeHead(200, {
          "content-type": "application/json",
          "set-cookie": "session=upstream",
          "www-authenticate": "Bearer",
          "access-control-allow-origin": "*",
          "cache-control": "public, max-age=3600",
          "x-served-by": "somebody else",
          location: "https://evil.example/",
        })
        .end(JSON.stringify({ jsonrpc: "2.0", id, result: { content: [] } })),
    );
    try {
      await scene.world.addServer("own", own.url);
      await scene.world.grant(scene.human, "own", "high");
      const { token } = await scene.world.addInstance(scene.human, [{ server: "own", level: "high" }]);
      const { headers } = await (await rawAgent(scene.world.mcpUrl("own"), token, "legacy")).call("read_it", {});
      const { date: _, "x-request-id": __, "content-length": ___, ...rest } = headers;
      expect(rest).toEqual({
        "cache-control": "no-store",
        connection: "close",
        "content-type": "application/json",
        "x-content-type-options": "nosniff",
        "x-served-by": "front",
      });
    } finally {
      await own.stop();
    }
  });

  test("a list is never given to another principal out of a cache", async ({ scene }) => {
    const { world, human } = scene;
    const low = await world.addInstance(human, [{ server: "fixture", level: "low" }]);
    const rich = await scene.agent("modern");
    const poor = await rawAgent(rich.url, low.token);
    const lists = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? rich : poor).list()));
    for (const [i, list] of lists.entries()) expect(list.includes("delete_repo")).toBe(i % 2 === 1);
  });
});

test.describe("secrets", () => {
  const join = (...parts: string[]) => parts.join("");
  // Nobody's credentials, put together here so that no scanner finds them in the repository.
  const secrets = {
    github: join("gh", "p_", "16C7e42F292c6912E7710c838347Ae178B4a"),
    aws: join("AK", "IA", "IOSFODNN7EXAMPLE"),
    slack: join("xo", "xb-", "123456789012-1234567890123-AbCdEfGhIjKl"),
    stripe: join("sk", "_live_", "4eC39HqLyjWDarjtT1zdp7dc"),
    jwt: join("eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxIn0.", "c2lnbmF0dXJlLW9mLWl0"),
    url: join("postgres://app:", "hunter2-hunter2", "@db.example/app"),
    key: join("-----BEGIN ", "PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END ", "PRIVATE KEY-----"),
  };
  const pieces = [
    ...Object.values(secrets).filter((text) => !text.startsWith("postgres") && !text.startsWith("---")),
    "hunter2-hunter2",
    "MC4CAQAwBQYDK2VwBCIEIA",
    "correct-horse-battery",
  ];

  /** Everything that the tables of the log hold of a tenant, as text. */
  async function wholeLog({ tenant }: World): Promise<string> {
    const tables = await sql<{ name: string }>(
      `SELECT format('audit.%I', table_name) AS name FROM information_schema.columns
       WHERE table_schema = 'audit' AND column_name = 'tenant_no'`,
    );
    const rows = await Promise.all(
      tables.map(({ name }) =>
        sql<{ row: string }>(
          `SELECT t::text AS row FROM ${name} t WHERE tenant_no = (SELECT no FROM tenant WHERE slug = $1)`,
          [tenant],
        ),
      ),
    );
    // What is stored as bytes prints as digits: read as text it must be unreadable.
    const payloads = await sql<{ row: string }>(
      `SELECT encode(ciphertext, 'escape') AS row FROM audit.payload
       WHERE tenant_no = (SELECT no FROM tenant WHERE slug = $1)`,
      [tenant],
    );
    expect(payloads.length).toBeGreaterThan(0);
    return [...rows.flat(), ...payloads].map(({ row }) => row).join("\n");
  }

  async function expectNoSecret(agent: RawAgent, text: string) {
    for (const piece of pieces) expect(text.includes(piece), `${piece.slice(0, 8)}… in clear`).toBe(false);
    expect(text.includes(agent.token), "the agent's token in clear").toBe(false);
  }

  test("in arguments reach the upstream, and neither the event nor any table of the log", async ({ scene }) => {
    await scene.world.api.patch("servers/fixture", { enforceSchema: false });
    const agent = await scene.agent();
    const args = {
      title: `deploy with ${secrets.github}`,
      project: "CORE",
      labels: [secrets.aws, secrets.jwt, { nested: [secrets.slack] }],
      password: "correct-horse-battery",
      config: { apiKey: "correct-horse-battery", client_secret: ["correct-horse-battery"], url: secrets.url },
      [secrets.stripe]: "a secret for a name",
      pem: secrets.key,
    };
    await agent.call("create_issue", args);
    expect((await scene.upstream.calls()).at(-1)?.arguments).toEqual(args);
    // A denied call's arguments are kept, too.
    await scene.world.api.patch("servers/fixture/tools/create_issue", { enabled: false });
    await agent.call("create_issue", args);

    const events = await scene.world.calls();
    expect(events.map((event) => event.outcome)).toEqual(["denied", "success"]);
    for (const event of events) {
      expect(event.arguments?.redacted).toEqual(
        expect.arrayContaining([
          "title",
          "labels.0",
          "labels.2.nested.0",
          "password",
          "config.apiKey",
          "config.url",
          "pem",
        ]),
      );
      await expectNoSecret(agent, JSON.stringify(event));
    }
    await expectNoSecret(agent, await wholeLog(scene.world));
  });

  test("in what an upstream says of its failures are masked", async ({ scene }) => {
    const agent = await scene.agent();
    const all = Object.values(secrets).join(" ");
    await agent.call("fails", { message: all });
    await agent.call("throws", { message: all });
    // At the edge of what is kept, half a secret is a secret.
    await agent.call("fails", { message: `${"x".repeat(484)} ${secrets.github}` });
    const events = await scene.world.calls();
    expect(events).toHaveLength(3);
    for (const { error } of events) {
      expect(error?.message).toContain("[masked]");
      await expectNoSecret(agent, error?.message ?? "");
      expect(error?.message).not.toContain(secrets.github.slice(0, 8));
    }
    await expectNoSecret(agent, await wholeLog(scene.world));
  });

  for (const via of ["json", "sse"] as const)
    test(`in an upstream's refusal (${via}) are masked`, async ({ scene }) => {
      const body = (id: unknown) =>
        JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32001, message: `${secrets.github} is not valid` } });
      const own = await startUpstream(["read_it"], ({ params }, res) =>
        params.arguments?.["mine"]
          ? sendJson(res, body(null), 400)
          : via === "json"
            ? sendJson(res, body(0), 400)
            : sendEvent(res, body(0)),
      );
      try {
        await scene.world.addServer("own", own.url);
        await scene.world.grant(scene.human, "own", "high");
        const { token } = await scene.world.addInstance(scene.human, [{ server: "own", level: "high" }]);
        const agent = await rawAgent(scene.world.mcpUrl("own"), token, "legacy");
        for (const mine of [true, false]) await agent.call("read_it", { mine });
        const events = await scene.world.calls({ tool: "read_it" });
        expect(events.map((event) => event.outcome)).toEqual(["error", "error"]);
        await expectNoSecret(agent, JSON.stringify(events));
      } finally {
        await own.stop();
      }
    });

  test("that an agent has as its name, its client or its headers are in no event but as what they were said to be", async ({
    scene,
  }) => {
    const agent = await scene.agent("legacy");
    await agent.request("initialize", initializeParams, { headers: { "mcp-session-id": undefined } });
    await agent.call(
      "echo",
      { text: "a" },
      { headers: { cookie: "correct-horse-battery", "x-token": secrets.github } },
    );
    await expectNoSecret(agent, JSON.stringify(await scene.world.events()));
  });
});
