import { exchange, rawAgent } from "../support/raw-agent";
import { connectByHand, expect, makeAgentScene, postForm, test } from "./agent-scene";

const list = async (url: string, token: string) => (await (await rawAgent(url, token)).request("tools/list")).status;

test("a token opens its own server of its own environment, and nothing else", async ({ agentScene, upstream }) => {
  const { access } = await connectByHand(agentScene);
  expect(await list(agentScene.mcpUrl, access)).toBe(200);
  await agentScene.world.addServer("second", upstream.url);
  expect(await list(agentScene.world.mcpUrl("second"), access)).toBe(401);
  const other = await makeAgentScene(upstream);
  expect(await list(other.mcpUrl, access)).toBe(401);
  const refreshElsewhere = await connectByHand(other);
  const crossed = await postForm(`${other.issuer}/token`, {
    grant_type: "refresh_token",
    client_id: refreshElsewhere.client_id,
    refresh_token: (await connectByHand(agentScene)).refresh,
  });
  expect([crossed.status, crossed.body.error]).toEqual([400, "invalid_grant"]);
});

test("a code that is presented twice ends the connection on the very next call", async ({ agentScene }) => {
  const { exchange: again, access } = await connectByHand(agentScene);
  expect(await list(agentScene.mcpUrl, access)).toBe(200);
  expect((await postForm(`${agentScene.issuer}/token`, again)).body.error).toBe("invalid_grant");
  expect(await list(agentScene.mcpUrl, access)).toBe(401);
  const event = await agentScene.world.event({ type: "token.reuse_detected" });
  expect(event).toMatchObject({ human: { key: agentScene.human }, outcome: "denied" });
});

test("five processes that share one refresh token and refresh together go on working", async ({ agentScene }) => {
  const { client_id, refresh } = await connectByHand(agentScene);
  const ask = () =>
    postForm(`${agentScene.issuer}/token`, { grant_type: "refresh_token", client_id, refresh_token: refresh });
  const all = await Promise.all(Array.from({ length: 5 }, ask));
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(new Set(all.map(({ body }) => body.refresh_token)).size).toBe(1);
  for (const { body } of all) expect(await list(agentScene.mcpUrl, body.access_token)).toBe(200);
  expect(await agentScene.world.events({ type: "token.reuse_detected" })).toEqual([]);
});

test("an unknown client is told so in the way that makes clients register again", async ({ agentScene }) => {
  const unknown = await postForm(`${agentScene.issuer}/token`, {
    grant_type: "refresh_token",
    client_id: "cli_00000000000000000000000000",
    refresh_token: "csr_x",
  });
  expect([unknown.status, unknown.body.error]).toEqual([401, "invalid_client"]);
  expect(unknown.headers.get("www-authenticate")).toContain("Basic");
});

test("bodies are bounded, and a form is a form", async ({ agentScene }) => {
  const url = `${agentScene.issuer}/token`;
  const json = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
  expect([json.status, (await json.json()).error]).toEqual([400, "invalid_request"]);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const large = await exchange(url, { headers, body: `grant_type=${"x".repeat(70_000)}` });
  expect(large.status).toBe(413);
  const got = await fetch(url);
  expect(got.status).toBe(405);
});

test("no secret of a connection is in the log", async ({ agentScene }) => {
  const { access, refresh, exchange: used } = await connectByHand(agentScene);
  const log = JSON.stringify(await agentScene.world.events());
  for (const secret of [access, refresh, used.code, used.code_verifier]) expect(log).not.toContain(secret);
});
