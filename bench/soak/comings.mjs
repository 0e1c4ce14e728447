/**
 * Agents that come and go: every two seconds one is connected for its human, opens a session as SDK clients do, lists, calls,
 * and is disconnected. From then on nothing of it may work.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { connectV1, connectV2 } from "../../scripts/demo/mcp-clients.mjs";

const EVERY_MS = 2_000;
const ways = [
  (url, token) => connectV1(url, token),
  (url, token) => connectV2(url, token, "legacy"),
  (url, token) => connectV2(url, token, "modern"),
];

export function startComings({ target, fail }) {
  let came = 0;
  let calls = 0;
  let refused = 0;
  let stopped = false;
  const { url } = target.endpoint("mcp");

  async function comeAndGo() {
    const consents = [{ server: "fast", level: "high" }];
    const { instance, token } = await target.api("POST", "instances", {
      human: "caller@example.com",
      agent: `visitor-${came % 5}`,
      consents,
    });
    const way = ways[came % ways.length];
    came += 1;
    const agent = await way(url, token);
    await agent.client.listTools();
    for (let i = 0; i < 3; i += 1) {
      calls += 1;
      await agent.client.callTool({ name: "echo", arguments: { text: `visitor ${i}` } });
    }
    await target.api("DELETE", `instances/${instance.id}`);
    const after = await agent.client.callTool({ name: "echo", arguments: { text: "too late" } }).then(
      () => "answered",
      () => "refused",
    );
    if (after === "refused") refused += 1;
    else fail("a disconnected agent was answered");
    await agent.client.close().catch(() => {});
  }

  const loop = (async () => {
    while (!stopped) {
      await comeAndGo().catch((error) => fail(`an agent that came: ${error.message}`));
      await sleep(EVERY_MS);
    }
  })();

  return {
    counts: () => ({ came, calls, refused }),
    async stop() {
      stopped = true;
      await loop;
    },
  };
}
