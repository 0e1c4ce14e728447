import {
  type Answer,
  exchange,
  initializeParams,
  type Message,
  modernVersion,
  type Sent,
  stream,
} from "../support/raw-agent";
import { expect, makeScene, type Scene, test } from "../support/scene";
import { type ServerProcess, startServer } from "../support/server";

/*
 * `npm start` answers /mcp before Next sees it; a host that only runs Next answers through the route handler. To an agent
 * they are the same: asked the same things in the same order, they say the same, but for ids and times.
 */

let routed: ServerProcess;
test.beforeAll(async () => {
  routed = await startServer({ env: { COUNTERSIGN_FRONT: "off" } });
});
test.afterAll(async () => {
  expect(await routed.stop()).toBe(0);
});

test("/mcp is served by the front, everything else by Next", async ({ scene }) => {
  const agent = await scene.agent();
  expect((await agent.call("echo", { text: "a" })).headers["x-served-by"]).toBe("front");
  expect((await agent.call("progress", { steps: 1 })).headers["x-served-by"]).toBe("front");
  expect(
    (await exchange(`${scene.world.baseUrl}/api/health`, { method: "GET" })).headers["x-served-by"],
  ).toBeUndefined();
  const elsewhere = scene.world.at(routed.url).mcpUrl("fixture");
  const answer = await exchange(elsewhere, agent.prepare("tools/call", { name: "echo", arguments: { text: "a" } }));
  expect(answer.status).toBe(200);
  expect(answer.headers["x-served-by"]).toBeUndefined();
});

const meta = {
  "io.modelcontextprotocol/protocolVersion": modernVersion,
  "io.modelcontextprotocol/clientCapabilities": {},
};
const modern = (method: string, params: Record<string, unknown> = {}): Sent => ({
  headers: {
    "mcp-protocol-version": modernVersion,
    "mcp-method": method,
    ...(typeof params["name"] === "string" ? { "mcp-name": params["name"] } : {}),
  },
  body: JSON.stringify({
    jsonrpc: "2.0",
    id: 7,
    method,
    params: { ...params, _meta: { ...meta, progressToken: "p" } },
  }),
});
const legacy = (method: string, params: Record<string, unknown> = {}): Sent => ({
  body: JSON.stringify({ jsonrpc: "2.0", id: 7, method, params }),
});
const call = (name: string, args: unknown = {}) => modern("tools/call", { name, arguments: args });

/** What is asked, in this order. `session`: with the session that the first of them opened. */
const asked: Record<string, Sent & { session?: true; path?: string }> = {
  initialize: legacy("initialize", initializeParams),
  "notifications/initialized": { body: '{"jsonrpc":"2.0","method":"notifications/initialized"}', session: true },
  "ping in a session": { ...legacy("ping"), session: true },
  "tools/list in a session": { ...legacy("tools/list"), session: true },
  "a call in a session": { ...legacy("tools/call", { name: "echo", arguments: { text: "ä" } }), session: true },
  "a stream of progress in a session": {
    ...legacy("tools/call", { name: "progress", arguments: { steps: 5, gapMs: 1 }, _meta: { progressToken: "p" } }),
    session: true,
  },
  "the end of a session": { method: "DELETE", session: true },
  "a call after it": { ...legacy("tools/call", { name: "echo" }), session: true },
  "server/discover": modern("server/discover"),
  "tools/list": modern("tools/list"),
  "a call": call("echo", { text: "ö" }),
  "a stream of progress": call("progress", { steps: 5, gapMs: 1 }),
  "structured content": call("structured", { customer: "Ada", lines: [] }),
  "a large answer": call("big", { kb: 300 }),
  "a tool error": call("fails", { message: "on fire" }),
  "a JSON-RPC error": call("throws"),
  "an unknown tool": call("no_such_tool"),
  "a denial": call("echo", [1]),
  "a redirect": call("redirects"),
  "a broken connection": call("closes_connection", { when: "mid_answer" }),
  "a broken stream": call("malformed_sse", { kind: "not_json" }),
  "an endless body": call("huge_stream", { kind: "json" }),
  "another server": { ...call("echo"), path: "nowhere" },
  "a list of another server": { ...modern("tools/list"), path: "nowhere" },
  "a method that is not relayed": modern("resources/list"),
  "a batch": { body: "[]" },
  "no JSON": { body: "{" },
  "a header that lies": { ...call("echo"), headers: { ...call("echo").headers, "mcp-name": "other" } },
  "another content type": { ...call("echo"), headers: { ...call("echo").headers, "content-type": "text/plain" } },
  "a compressed body": { ...call("echo"), headers: { ...call("echo").headers, "content-encoding": "gzip" } },
  "another origin": { ...call("echo"), headers: { ...call("echo").headers, origin: "https://evil.example" } },
  "no token": { ...call("echo"), headers: { ...call("echo").headers, authorization: undefined } },
  "a stranger's token": { ...call("echo"), headers: { ...call("echo").headers, authorization: "Bearer cst_x" } },
  "a body that is too large": { body: `"${"x".repeat(5_000_000)}"` },
  "a stream of somebody else's session": { method: "GET", headers: { "mcp-session-id": "a.b" } },
  OPTIONS: { method: "OPTIONS" },
};

test("the route handler answers as the front does: same statuses, same bodies, same streams, same log", async ({
  upstream,
}) => {
  const [front, route] = [await makeScene(upstream), await makeScene(upstream)];
  await upstream.reset();
  const said = [await askAll(front, front.world.baseUrl), await askAll(route, routed.url)] as const;
  for (const what of Object.keys(asked)) expect(said[1][what], what).toEqual(said[0][what]);

  const recorded = async ({ world }: Scene) =>
    (await world.events()).map(({ type, outcome, tool, reason, error, arguments: args, result, surface }) => ({
      ...{ type, outcome, tool: tool?.name, reason, error, keys: args?.keys, isError: result?.isError, surface },
    }));
  expect(await recorded(route)).toEqual(await recorded(front));
});

async function askAll({ world, instance }: Scene, baseUrl: string): Promise<Record<string, object>> {
  const at = world.at(baseUrl);
  const said: Record<string, object> = {};
  let session: string | undefined;
  for (const [what, { session: inSession, path = "fixture", ...sent }] of Object.entries(asked)) {
    const answer = await exchange(at.mcpUrl(path), {
      ...sent,
      headers: {
        authorization: `Bearer ${instance.token}`,
        "content-type": sent.method === undefined ? "application/json" : undefined,
        accept: "application/json, text/event-stream",
        ...(inSession && session !== undefined ? { "mcp-session-id": session } : {}),
        ...sent.headers,
      },
    });
    session ??= answer.headers["mcp-session-id"] as string | undefined;
    said[what] = comparable(answer, baseUrl);
  }
  return said;
}

/** Headers that say something to an agent; the others belong to the connection. */
const telling = [
  "content-type",
  "cache-control",
  "www-authenticate",
  "allow",
  "x-content-type-options",
  "x-accel-buffering",
  "retry-after",
];

function comparable({ status, headers, messages, text }: Answer, baseUrl: string) {
  const tidy = (value: string) =>
    value
      .replace(/evt_[0-9a-z]{26}/g, "evt_…")
      .replace(/"leaf":"[0-9a-f]{64}"/g, '"leaf":"…"')
      .replace(/(?<=\/mcp\/)t-[0-9a-f]+/g, "t-…")
      .replaceAll(new URL(baseUrl).host, "host");
  return {
    status,
    headers: Object.fromEntries(
      telling.flatMap((name) => (headers[name] ? [[name, tidy(String(headers[name]))]] : [])),
    ),
    session: headers["mcp-session-id"] !== undefined,
    requestId: headers["x-request-id"] !== undefined,
    messages: messages.map((message: Message) => tidy(JSON.stringify(message))),
    ...(messages.length === 0 ? { text: tidy(text) } : {}),
  };
}

test("through the route handler, too, a standing stream delivers, and a call whose agent left is cancelled", async ({
  scene,
}) => {
  const { world, upstream, instance } = scene;
  const url = world.at(routed.url).mcpUrl("fixture");
  const headers = {
    authorization: `Bearer ${instance.token}`,
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
  };
  const opened = await exchange(url, { headers, ...legacy("initialize", initializeParams) });
  const session = { ...headers, "mcp-session-id": String(opened.headers["mcp-session-id"]) };
  const standing = await stream(url, { headers: { ...session, accept: "text/event-stream" } });
  await expect.poll(() => standing.text()).toContain(": open");
  await upstream.changeTools({ add: [{ name: "read_more", annotations: { readOnlyHint: true } }] });
  await expect.poll(() => standing.messages().map((m) => m.method)).toContain("notifications/tools/list_changed");
  standing.leave();

  const slow = await stream(url, {
    method: "POST",
    headers: session,
    body: legacy("tools/call", { name: "slow", arguments: { ms: 300_000 } }).body ?? "",
  });
  await expect.poll(() => upstream.count("slow")).toBe(1);
  slow.leave();
  await expect.poll(async () => (await world.calls({ tool: "slow" })).map((e) => e.error?.type)).toEqual(["cancelled"]);
  await expect.poll(async () => (await upstream.calls("slow"))[0]?.left).toBe(true);
});
