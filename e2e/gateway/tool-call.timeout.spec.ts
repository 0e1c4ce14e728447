import { rawAgent } from "../support/raw-agent";
import { expect, type Scene, test } from "../support/scene";
import { type ServerProcess, startServer } from "../support/server";

let impatient: ServerProcess;
test.beforeAll(async () => {
  impatient = await startServer({ env: { UPSTREAM_TIMEOUT_SECONDS: "2" } });
});
test.afterAll(async () => {
  await impatient.stop();
});

const agentOf = ({ world, instance }: Scene, era?: "legacy" | "modern") =>
  rawAgent(world.at(impatient.url).mcpUrl("fixture"), instance.token, era);

test("an upstream that falls silent is given up: a tool error for the agent, upstream_timeout in the log", async ({
  scene,
}) => {
  const agents = [await agentOf(scene, "legacy"), await agentOf(scene, "modern")];
  const silences = agents.flatMap((agent) => ["nothing", "headers"].map((after) => ({ agent, after })));
  const answers = await Promise.all(silences.map(({ agent, after }) => agent.call("hangs_forever", { after })));
  for (const { status, message } of answers) {
    expect(status).toBe(200);
    expect(message?.result).toMatchObject({ isError: true });
    expect(message?.result?.content?.[0]?.text).toContain("did not answer for 2 seconds");
    expect(message?.result?._meta?.["countersign/failure"]).toEqual({ type: "upstream_timeout" });
  }
  const events = await scene.world.calls();
  expect(events.map((event) => [event.outcome, event.error?.type])).toEqual(
    silences.map(() => ["error", "upstream_timeout"]),
  );
  // Nobody waits there any more.
  await expect
    .poll(async () => (await scene.upstream.calls()).map((call) => call.left))
    .toEqual([true, true, true, true]);
});

test("an upstream that shows signs of life may take longer", async ({ scene }) => {
  const agent = await agentOf(scene, "legacy");
  const { message } = await agent.request("tools/call", {
    name: "progress",
    arguments: { steps: 5, gapMs: 450 },
    _meta: { progressToken: 1 },
  });
  expect(message?.result?.content?.[0]?.text).toBe("5 steps done");
  expect((await scene.world.event({ tool: "progress" })).durationMs?.upstream).toBeGreaterThan(2_000);
});
