import { startFixture } from "../outside/fixture-server.mjs";
import { rawAgent } from "../support/raw-agent";
import { expect, test } from "../support/scene";

/* Notifications and answers of the client: accepted where the server accepts them, and never as if it had. */

const note = { jsonrpc: "2.0", method: "notifications/roots/list_changed" };

test("the client is told what the server said to a notification or an answer, and nothing of credentials", async ({
  scene,
}) => {
  const { upstream } = scene;
  const agent = await scene.agent("legacy");
  const answer = { jsonrpc: "2.0", id: "question-1", result: { action: "accept" } };
  expect((await agent.send(JSON.stringify(note))).status).toBe(202);
  const expected = { 200: 202, 400: 400, 404: 404, 429: 429, 401: 502, 403: 502, 307: 502, 500: 502 };
  for (const [status, becomes] of Object.entries(expected))
    for (const message of [note, answer]) {
      await upstream.behave({ status: Number(status) });
      const told = await agent.send(JSON.stringify(message));
      expect(told.status, `${status}`).toBe(becomes);
      expect(told.headers["www-authenticate"]).toBeUndefined();
      // An error that answers nothing has no id of its own (MCP basic/transports, "Sending Messages to the Server").
      if (becomes !== 202) expect(told.message).toMatchObject({ id: null, error: { message: expect.any(String) } });
    }
  await upstream.behave({ status: null });
  expect((await agent.send(JSON.stringify(note))).status).toBe(202);
});

test("a server's own words about a notification pass as they are", async ({ scene }) => {
  const agent = await scene.agent("legacy");
  const { status, message } = await agent.send(JSON.stringify(note), {
    headers: { "mcp-protocol-version": "1999-01-01" },
  });
  expect(status).toBe(400);
  expect(message).toMatchObject({ id: null, error: { message: expect.stringContaining("rotocol version") } });
});

test("a server that is gone has accepted nothing", async ({ scene }) => {
  const agent = await scene.agent("legacy");
  await scene.upstream.stop();
  const { status, message } = await agent.send(JSON.stringify(note));
  expect(status).toBe(502);
  expect(message?.error?.message).toContain("refused the connection");
});

test("what a modern client notifies has nowhere to go at a server that knows only sessions, and is no error", async ({
  scene,
}) => {
  const { world, human } = scene;
  const old = await startFixture({ era: "legacy" });
  await world.addServer("old", old.url);
  await world.grant(human, "old", "high");
  const { token } = await world.addInstance(human, [{ server: "old", level: "high" }]);
  await old.reset();
  const agent = await rawAgent(world.mcpUrl("old"), token, "modern");
  const { message, headers } = agent.prepare("notifications/progress", { progressToken: 1, progress: 1 });
  const { id: _, ...notification } = message as { id: number };
  expect((await agent.send(JSON.stringify(notification), { headers: headers ?? {} })).status).toBe(202);
  expect(await old.requests()).toEqual([]);
  await old.stop();
});
