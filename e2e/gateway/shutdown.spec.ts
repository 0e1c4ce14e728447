import { once } from "node:events";
import { connect } from "node:net";
import { openIntents } from "../support/database";
import { rawAgent, stream } from "../support/raw-agent";
import { expect, test } from "../support/scene";
import { startServer } from "../support/server";

test("asked to stop, a server lets calls end, cancels those that do not, writes both down, and leaves with 0", async ({
  scene,
}) => {
  // A whole process starts for it, and takes its time to stop.
  test.setTimeout(180_000);
  const { world, upstream, instance } = scene;
  const server = await startServer();
  const url = world.at(server.url).mcpUrl("fixture");
  const agent = await rawAgent(url, instance.token, "modern");
  const legacy = await rawAgent(url, instance.token, "legacy");
  const standing = await stream(url, { headers: { ...legacy.headers, accept: "text/event-stream" } });
  const { message: listen, ...sent } = agent.prepare("subscriptions/listen", {
    notifications: { toolsListChanged: true },
  });
  const subscription = await stream(url, { ...sent, method: "POST" });
  await expect.poll(() => subscription.messages().length).toBe(1);

  // As a load balancer may hold one: a request on it would come after the others have been let end.
  const unused = connect(Number(new URL(server.url).port), "127.0.0.1");
  await once(unused, "connect");
  unused.on("error", () => {}).resume();
  const closed = once(unused, "close").then(() => "unused");

  const ending = agent.call("slow", { ms: 2_500 }, { headers: { connection: "keep-alive" } });
  const endless = [
    agent.call("hangs_forever", { after: "nothing" }),
    legacy.call("hangs_forever", { after: "headers" }),
  ];
  for (const call of endless) call.catch(() => {});
  await expect.poll(() => upstream.count()).toBe(3);

  const stopped = server.stop();
  // Streams that stand end at once, in the protocol's own way, so that their clients come back elsewhere; calls go on.
  const streams = Promise.all([standing.ended, subscription.ended]).then(() => "streams");
  expect(await Promise.race([streams, ending.then(() => "call")])).toBe("streams");
  expect(await Promise.race([closed, ending.then(() => "call")])).toBe("unused");
  expect(subscription.messages().at(-1)).toMatchObject({ id: (listen as { id: number }).id, result: {} });
  expect(await stopped).toBe(0);
  const { message, headers } = await ending;
  expect(headers.connection).toBe("close");
  expect(message?.result?.content?.[0]?.text).toBe("Waited 2500 ms");
  await Promise.allSettled([...endless, standing.ended]);

  expect(await openIntents(world.tenant)).toBe(0);
  const events = await world.calls();
  expect(events.map((event) => [event.tool?.name, event.outcome, event.error?.type]).sort()).toEqual([
    ["hangs_forever", "error", "cancelled"],
    ["hangs_forever", "error", "cancelled"],
    ["slow", "success", undefined],
  ]);
  // The upstream is not left waiting, either.
  await expect.poll(async () => (await upstream.calls("hangs_forever")).map((call) => call.left)).toEqual([true, true]);
});
