import { openIntents } from "../support/database";
import { rawAgent, stream } from "../support/raw-agent";
import { expect, type Scene, test } from "../support/scene";

/** Starts a call that would take minutes, and waits until the upstream has it. */
async function startSlow(scene: Scene, era: "legacy" | "modern") {
  const agent = await scene.agent(era);
  const gone = new AbortController();
  const sent = agent.prepare("tools/call", { name: "slow", arguments: { ms: 300_000 } }, { signal: gone.signal });
  const opening = stream(agent.url, { method: "POST", ...sent });
  opening.catch(() => {});
  await expect.poll(() => scene.upstream.count("slow")).toBe(1);
  return { agent, opening, leave: () => gone.abort(), id: (sent.message as { id: number }).id };
}

const expectCancelled = async (scene: Scene, says: string) => {
  await expect.poll(async () => (await scene.world.calls({ tool: "slow" })).length).toBe(1);
  expect(await scene.world.event({ tool: "slow" })).toMatchObject({
    type: "gateway.tool.error",
    outcome: "error",
    decision: "allow",
    error: { type: "cancelled", message: says },
  });
  expect(await openIntents(scene.world.tenant)).toBe(0);
};

test("a modern agent cancels by leaving: the upstream is left, too, and the event says so", async ({ scene }) => {
  const { leave } = await startSlow(scene, "modern");
  leave();
  await expect.poll(async () => (await scene.upstream.calls("slow"))[0]?.left).toBe(true);
  await expectCancelled(scene, "The client went away before the call had ended.");
});

test("a legacy agent cancels by a notification: the upstream hears of it, and the event says so", async ({ scene }) => {
  const { agent, opening, id } = await startSlow(scene, "legacy");
  const { status } = await agent.send(
    JSON.stringify({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: id } }),
  );
  expect(status).toBe(202);
  const open = await opening;
  await open.ended;
  expect(open.messages().at(-1)?.result).toMatchObject({
    isError: true,
    _meta: { "countersign/failure": { type: "cancelled" } },
  });
  await expect.poll(async () => (await scene.upstream.calls("slow"))[0]?.cancelledAt).not.toBeNull();
  await expectCancelled(scene, "The client cancelled the call.");
});

test("an agent that goes away before the upstream said anything leaves one event", async ({ scene }) => {
  const agent = await scene.agent("modern");
  const gone = new AbortController();
  const call = agent.call("hangs_forever", { after: "nothing" }, { signal: gone.signal });
  await expect.poll(() => scene.upstream.count("hangs_forever")).toBe(1);
  gone.abort();
  await expect(call).rejects.toThrow();
  await expect.poll(async () => (await scene.world.calls()).map((event) => event.error?.type)).toEqual(["cancelled"]);
  await expect.poll(async () => (await scene.upstream.calls())[0]?.left).toBe(true);
});

test("nobody cancels a call of somebody else", async ({ scene }) => {
  const { world, human } = scene;
  const { leave, id } = await startSlow(scene, "legacy");
  const other = await world.addInstance(human, [{ server: "fixture", level: "high" }]);
  const cancel = JSON.stringify({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: id } });
  const neighbour = await rawAgent(world.mcpUrl("fixture"), other.token, "legacy");
  expect((await neighbour.send(cancel)).status).toBe(202);
  // The same instance in another session of its own is somebody else, too.
  const again = await scene.agent("legacy");
  expect((await again.send(cancel)).status).toBe(202);
  expect((await scene.upstream.calls("slow"))[0]).toMatchObject({ cancelledAt: null, endedAt: null });
  expect(await world.calls({ tool: "slow" })).toEqual([]);
  leave();
  await expectCancelled(scene, "The client went away before the call had ended.");
});

test("a reader that is slower than its server gets everything, and the call ends once", async ({ scene }) => {
  const agent = await scene.agent("modern");
  const answers = await Promise.all(Array.from({ length: 4 }, () => agent.call("big", { kb: 4096 })));
  for (const { message } of answers) expect(message?.result?.content?.[0]?.text).toHaveLength(4096 * 1024);
  expect(await scene.world.calls({ tool: "big", outcome: "success" })).toHaveLength(4);
});
