import type { ServerResponse } from "node:http";
import { rawAgent } from "../support/raw-agent";
import { expect, test } from "../support/scene";
import { startUpstream } from "../support/upstream";
import { makeWorld } from "../support/world";

/*
 * What a server asks of the client in the middle of a call (MCP client/elicitation, client/sampling): passed on and on record, unless an
 * admin has forbidden it.
 */

const question = {
  jsonrpc: "2.0",
  id: "question-1",
  method: "elicitation/create",
  params: { message: "Which account?", requestedSchema: { type: "object", properties: {} } },
};

/** An upstream whose tool asks first and answers afterwards, whatever it was told of the client. */
async function askingWorld(how: "stream" | "input_required" | "hangs") {
  const upstream = await startUpstream(["read_it"], ({ id }, res: ServerResponse) => {
    if (how !== "input_required") {
      res.writeHead(200, { "content-type": "text/event-stream" });
      res.write(`event: message\ndata: ${JSON.stringify(question)}\n\n`);
      if (how === "hangs") return;
      const result = { content: [{ type: "text", text: "done" }] };
      setTimeout(() => res.end(`event: message\ndata: ${JSON.stringify({ jsonrpc: "2.0", id, result })}\n\n`), 200);
      return;
    }
    const { method, params } = question;
    const result = { resultType: "input_required", inputRequests: { q: { method, params } }, requestState: "s" };
    res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ jsonrpc: "2.0", id, result }));
  });
  const world = await makeWorld();
  await world.addServer("asking", upstream.url);
  const human = await world.addHuman("alice");
  await world.grant(human, "asking", "high");
  const { token } = await world.addInstance(human, [{ server: "asking", level: "high" }]);
  upstream.others.length = 0;
  return { upstream, world, url: world.mcpUrl("asking"), token };
}

const forbid = (world: Awaited<ReturnType<typeof makeWorld>>) =>
  world.api.patch("servers/asking", { forbids: ["elicitation"] });

test("legacy: what a server asks reaches the client, and the event of the call says so", async () => {
  const { upstream, world, url, token } = await askingWorld("stream");
  const agent = await rawAgent(url, token, "legacy");
  const { messages } = await agent.call("read_it");
  expect(messages).toMatchObject([question, { result: { content: [{ text: "done" }] } }]);
  expect((await world.event({ type: "gateway.tool.executed" })).result).toMatchObject({
    asked: ["elicitation/create"],
  });
  await upstream.stop();
});

test("legacy: forbidden, the server is told that the client cannot; what it asks all the same does not arrive, and it is told so", async () => {
  const { upstream, world, url, token } = await askingWorld("stream");
  await forbid(world);
  const agent = await rawAgent(url, token, "legacy", { initialize: false });
  const capabilities = { elicitation: {}, sampling: {}, roots: { listChanged: true } };
  await agent.request("initialize", {
    protocolVersion: "2025-11-25",
    capabilities,
    clientInfo: { name: "t", version: "1" },
  });
  expect(upstream.others.find(({ method }) => method === "initialize")).toMatchObject({
    params: { capabilities: { sampling: {}, roots: { listChanged: true } } },
  });
  expect(JSON.stringify(upstream.others)).not.toContain("elicitation");

  const { messages } = await agent.call("read_it");
  expect(messages).toMatchObject([{ result: { content: [{ text: "done" }] } }]);
  await expect
    .poll(() => upstream.others.find(({ id }) => id === "question-1"))
    .toMatchObject({ error: { code: -32601 } });
  expect((await world.event({ type: "gateway.tool.executed" })).result).toMatchObject({
    asked: ["elicitation/create"],
  });

  await world.api.patch("servers/asking", { forbids: [] });
  expect((await agent.call("read_it")).messages).toMatchObject([question, {}]);
  await upstream.stop();
});

test("modern: an answer that asks passes on and is on record as one; forbidden, the call fails and says why", async () => {
  const { upstream, world, url, token } = await askingWorld("input_required");
  // It was found to be of the older era: speak its own answers in the newer one.
  const agent = await rawAgent(url, token, "legacy");
  const { message } = await agent.call("read_it");
  expect(message?.result).toMatchObject({ resultType: "input_required" });
  expect((await world.event({ type: "gateway.tool.executed" })).result).toMatchObject({
    asked: ["elicitation/create"],
  });

  await forbid(world);
  const refused = await agent.call("read_it");
  expect(refused.message?.result).toMatchObject({
    isError: true,
    _meta: { "countersign/failure": { type: "upstream_forbidden" } },
  });
  expect(await world.event({ type: "gateway.tool.error" })).toMatchObject({ error: { type: "upstream_forbidden" } });
  await upstream.stop();
});

test("the clock of a call does not stand still for a question that nobody is asked", async () => {
  const { upstream, world, url, token } = await askingWorld("hangs");
  await forbid(world);
  await world.api.patch("servers/asking", { timeoutSeconds: 1 });
  const agent = await rawAgent(url, token, "legacy");
  const { message } = await agent.call("read_it");
  expect(message?.result).toMatchObject({
    isError: true,
    _meta: { "countersign/failure": { type: "upstream_timeout" } },
  });
  await upstream.stop();
});

test("what a server is forbidden is nobody else's, and a change of it is on record", async ({ scene }) => {
  const { world, upstream } = scene;
  await world.addServer("other", upstream.url);
  await world.api.patch("servers/other", { forbids: ["roots", "elicitation"] });
  expect(await world.event({ type: "resource.updated", server: "other" })).toMatchObject({
    changes: { before: { forbids: [] }, after: { forbids: ["elicitation", "roots"] } },
  });
  expect(await world.api.get("servers/fixture")).toMatchObject({ forbids: [] });
  const refused = await world.api.patch("servers/other", { forbids: ["everything"] }).catch((error: Error) => error);
  expect(String(refused)).toContain("forbids");
});
