import { startConformanceFixture } from "../outside/conformance-fixture.mjs";
import { asTheirPagesSay } from "../support/as-their-pages-say";
import { type RawAgent, rawAgent } from "../support/raw-agent";
import { test as base, expect } from "../support/scene";
import { type Instance, makeWorld, type World } from "../support/world";

/* Tasks of 2026-07-28 (the extension io.modelcontextprotocol/tasks, SEP-2663): the server makes one of a call as it likes. */

interface Place {
  world: World;
  human: string;
  instance: Instance;
  url: string;
}

const extension = "io.modelcontextprotocol/tasks";
const knowing = { capabilities: { elicitation: {}, extensions: { [extension]: {} } } };

const test = base.extend<{ place: Place }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs.
  place: async ({}, use) => {
    const upstream = await startConformanceFixture();
    await use(await placeAt(upstream.url));
    await upstream.stop();
  },
});

async function placeAt(upstream: string): Promise<Place> {
  const world = await makeWorld();
  await world.addServer("jobs", upstream);
  const human = await world.addHuman("alice");
  await world.grant(human, "jobs", "high");
  const instance = await world.addInstance(human, [{ server: "jobs", level: "high" }]);
  return { world, human, instance, url: world.mcpUrl("jobs") };
}

const agentOf = ({ url, instance }: Place) => rawAgent(url, instance.token);

type TaskResult = {
  taskId?: string;
  status?: string;
  ttlMs?: number;
  inputRequests?: object;
  result?: { isError?: boolean };
};
const resultOf = (answer: { message: { result?: object } | undefined }) => (answer.message?.result ?? {}) as TaskResult;

async function start(agent: RawAgent, tool: string, args: object): Promise<string> {
  const answer = await agent.call(tool, args, knowing);
  const { taskId } = resultOf(answer);
  if (taskId === undefined) throw new Error(`No task was started: ${answer.text}`);
  return taskId;
}
const ask = (agent: RawAgent, method: string, taskId: string, params: object = {}) =>
  agent.request(`tasks/${method}`, { taskId, ...params }, knowing);

const taskTypes = ["completed", "updated", "cancelled", "error"].map((kind) => `gateway.task.${kind}`);
const logged = async (world: World) =>
  asTheirPagesSay(
    (await world.events({ type: ["gateway.tool.executed", "gateway.tool.error", ...taskTypes] })).reverse(),
  );
const kinds = async (world: World) =>
  (await logged(world)).map(({ type, reason, outcome, error }) => [
    type.replace("gateway.", ""),
    outcome === "denied" ? reason?.code : (error?.type ?? outcome),
  ]);

test("a task asks, is answered, and ends: each on record, related to the call; polls leave nothing", async ({
  place,
}) => {
  const { world } = place;
  const agent = await agentOf(place);
  const offered = (await agent.request("server/discover", {}, knowing)).message?.result?.capabilities?.["extensions"];
  expect(offered).toHaveProperty([extension]);
  const taskId = await start(agent, "confirm_delete", { filename: "a.txt" });
  for (let i = 0; i < 3; i += 1)
    expect(resultOf(await ask(agent, "get", taskId))).toMatchObject({ status: "input_required", inputRequests: {} });
  const inputResponses = { confirm: { action: "accept", content: { confirm: true } } };
  expect(resultOf(await ask(agent, "update", taskId, { inputResponses }))).toMatchObject({ resultType: "complete" });
  await expect.poll(async () => resultOf(await ask(agent, "get", taskId)).status).toBe("completed");
  expect((await ask(agent, "get", taskId)).text).toContain("a.txt: ");

  expect(await kinds(world)).toEqual([
    ["tool.executed", "success"],
    ["task.updated", "success"],
    ["task.completed", "success"],
  ]);
  const [called, ...later] = await logged(world);
  const task = Reflect.get(called?.result ?? {}, "task");
  expect(task).toMatch(/^tsk_/);
  expect(later.map(({ details }) => [details["call"], details["task"]])).toEqual(Array(2).fill([called?.id, task]));
  expect(JSON.stringify(await logged(world))).not.toContain(taskId);
});

test("failed, cancelled and failed as a tool: the log says which, once", async ({ place }) => {
  const agent = await agentOf(place);
  const broken = await start(agent, "protocol_error_job", {});
  const failed = await start(agent, "failing_job", {});
  const endless = await start(agent, "slow_compute", { seconds: 60 });
  await ask(agent, "cancel", endless);
  const status = async (taskId: string) => resultOf(await ask(agent, "get", taskId)).status;
  await expect.poll(() => status(broken)).toBe("failed");
  await expect.poll(() => status(failed)).toBe("completed");
  expect([await status(endless), await status(endless)]).toEqual(["cancelled", "cancelled"]);
  expect((await kinds(place.world)).slice(3)).toEqual([
    ["task.cancelled", "success"],
    ["task.error", "upstream_error"],
    ["task.error", "tool_error"],
    ["task.error", "cancelled"],
  ]);
});

test("what is asked about a task is decided like its call, and nobody else's is there", async ({ place }) => {
  const { world, human, url } = place;
  const agent = await agentOf(place);
  const taskId = await start(agent, "slow_compute", { seconds: 0, label: "secret" });
  const elsewhere = await placeAt((await world.api.get<{ url: string }>("servers/jobs")).url);
  const bob = await world.addHuman("bob");
  await world.grant(bob, "jobs", "high");
  const bobs = await world.addInstance(bob, [{ server: "jobs", level: "high" }]);
  for (const stranger of [await rawAgent(url, bobs.token), await agentOf(elsewhere)])
    for (const method of ["get", "update", "cancel"]) {
      const [foreign, unknown] = [await ask(stranger, method, taskId), await ask(stranger, method, "nobody's")];
      expect(foreign.message?.error).toEqual({ code: -32602, message: "Task not found" });
      expect([unknown.status, unknown.message?.error]).toEqual([foreign.status, foreign.message?.error]);
    }
  await world.api.post("policies", {
    ...{ name: "No secrets", effect: "deny", status: "active" },
    ...{ scope: { servers: ["jobs"], tools: ["slow_compute"] }, when: 'args.label == "secret"' },
  });
  for (const method of ["get", "update", "cancel"]) {
    const { message, text } = await ask(agent, method, taskId);
    expect(message?.error).toMatchObject({ code: -31403, message: expect.stringContaining("No secrets") });
    expect(text).not.toContain("Computed");
  }
  const denials = await world.events({ type: "gateway.task.error" });
  expect(denials.map(({ outcome, human: whose, details }) => [outcome, whose?.key, details["method"]])).toEqual(
    ["cancel", "update", "get"].map((method) => ["denied", human, `tasks/${method}`]),
  );
  const other = await start(agent, "slow_compute", { seconds: 0, label: "open" });
  await expect.poll(async () => (await ask(agent, "get", other)).text).toContain("Computed open");
});

test("what a server may not ask a client for, a task of its may not either", async ({ place }) => {
  const { world } = place;
  const agent = await agentOf(place);
  const taskId = await start(agent, "confirm_delete", { filename: "a.txt" });
  await world.api.patch("servers/jobs", { forbids: ["elicitation"] });
  const { message, text } = await ask(agent, "get", taskId);
  expect(message?.error?.data).toMatchObject({ "countersign/failure": { type: "upstream_forbidden" } });
  expect(text).not.toContain("Delete a.txt?");
  expect((await kinds(world)).at(-1)).toEqual(["task.error", "upstream_forbidden"]);
});

test("a client that does not know tasks gets none, and cannot ask for one", async ({ place }) => {
  const agent = await agentOf(place);
  const plain = await agent.call("slow_compute", { seconds: 0, label: "e" });
  expect(plain.message?.result).toMatchObject({ resultType: "complete", content: [{ text: "Computed e in 0 s." }] });
  const taskId = await start(agent, "slow_compute", { seconds: 0 });
  for (const method of ["get", "update", "cancel"]) {
    const { status, message } = await agent.request(`tasks/${method}`, { taskId });
    expect([status, message?.error]).toEqual([
      400,
      expect.objectContaining({ code: -32021, data: { requiredCapabilities: { extensions: { [extension]: {} } } } }),
    ]);
  }
  // What 2026-07-28 has done away with.
  for (const method of ["tasks/result", "tasks/list"]) {
    const { status, message } = await agent.request(method, { taskId }, knowing);
    expect([status, message?.error?.code]).toEqual([404, -32601]);
  }
});

test("there are no tasks for all servers together, and none across the eras: such a call is made as any", async ({
  place,
}) => {
  const { world, human } = place;
  const old = await startConformanceFixture({ era: "legacy" });
  await world.addServer("old", old.url);
  await world.grant(human, "old", "high");
  const both = ["jobs", "old"].map((server) => ({ server, level: "high" as const }));
  const { token } = await world.addInstance(human, both);
  const all = await rawAgent(`${world.baseUrl}/mcp/${world.tenant}`, token);
  const bridged = await rawAgent(world.mcpUrl("old"), token);
  for (const [agent, tool] of [
    [all, "jobs__slow_compute"],
    [bridged, "slow_compute"],
  ] as const) {
    const { message } = await agent.call(tool, { seconds: 0, label: "x" }, knowing);
    expect(message?.result).toMatchObject({ resultType: "complete", content: [{ text: "Computed x in 0 s." }] });
    const asked = await agent.request("tasks/get", { taskId: "any" }, knowing);
    expect([asked.status, asked.message?.error?.code]).toEqual([404, -32601]);
  }
  await old.stop();
});
