import { CallToolResultSchema, ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { connectV1 } from "../outside/clients.mjs";
import { startTaskServer } from "../outside/task-server.mjs";
import { asTheirPagesSay } from "../support/as-their-pages-say";
import { type RawAgent, rawAgent } from "../support/raw-agent";
import { test as base, expect } from "../support/scene";
import { type Instance, makeWorld, type World } from "../support/world";

/*
 * Tasks of 2025-11-25: calls whose results are fetched later. Whose a task is, what is decided when somebody asks about it, and what the
 * log holds of it.
 */

type Upstream = Awaited<ReturnType<typeof startTaskServer>>;
interface Place {
  upstream: Upstream;
  world: World;
  human: string;
  instance: Instance;
  url: string;
  agent: () => Promise<RawAgent>;
}

const test = base.extend<{ tasks: Upstream; place: Place }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs.
  tasks: async ({}, use) => {
    const upstream = await startTaskServer();
    await use(upstream);
    await upstream.stop();
  },
  place: async ({ tasks }, use) => {
    await use(await placeAt(tasks));
  },
});

async function placeAt(upstream: Upstream): Promise<Place> {
  const world = await makeWorld();
  await world.addServer("jobs", upstream.url);
  const human = await world.addHuman("alice");
  await world.grant(human, "jobs", "high");
  const instance = await world.addInstance(human, [{ server: "jobs", level: "high" }]);
  const url = world.mcpUrl("jobs");
  upstream.arrived.length = 0;
  return { upstream, world, human, instance, url, agent: () => rawAgent(url, instance.token, "legacy") };
}

const everything = [
  ...["gateway.tool.executed", "gateway.tool.error", "gateway.request.refused"],
  ...["gateway.task.completed", "gateway.task.updated", "gateway.task.cancelled", "gateway.task.error"],
];
/** What the log has of calls and tasks, the oldest first. */
const logged = async (world: World) => asTheirPagesSay((await world.events({ type: everything })).reverse());
const kinds = async (world: World) =>
  (await logged(world)).map(({ type, outcome, reason, error }) => [
    type.replace("gateway.", ""),
    outcome === "denied" ? (reason?.code ?? "") : (error?.type ?? outcome),
  ]);

/** Starts a task; gives the server's id of it. */
async function start(agent: RawAgent, tool = "compute", args: object = { label: "it" }): Promise<string> {
  const { message, text } = await agent.request("tools/call", { name: tool, arguments: args, task: { ttl: 60_000 } });
  const { task } = (message?.result ?? {}) as { task?: { taskId: string } };
  if (task === undefined) throw new Error(`No task was started: ${text}`);
  return task.taskId;
}

const ask = (agent: RawAgent, method: "get" | "result" | "cancel", taskId: unknown) =>
  agent.request(`tasks/${method}`, { taskId });

test("the official client starts a task, polls it and fetches its result; the log has the call, and the end once", async ({
  place,
}) => {
  const { world, url, instance } = place;
  const { client, close } = await connectV1(url, instance.token);
  expect(client.getServerCapabilities()?.tasks).toEqual({ list: {}, cancel: {}, requests: { tools: { call: {} } } });
  const params = { name: "compute", arguments: { label: "pi", seconds: 1 } };
  const seen: string[] = [];
  let taskId = "";
  for await (const message of client.experimental.tasks.callToolStream(params, CallToolResultSchema, {
    task: { ttl: 60_000 },
  })) {
    seen.push(message.type);
    if (message.type === "taskCreated") taskId = message.task.taskId;
    if (message.type === "result") expect(message.result).toMatchObject({ content: [{ text: "Computed pi." }] });
  }
  expect([seen[0], seen.at(-1)]).toEqual(["taskCreated", "result"]);
  expect(place.upstream.asked().filter((method) => method === "tasks/get").length).toBeGreaterThan(1);

  const again = await client.experimental.tasks.getTaskResult(taskId, CallToolResultSchema);
  expect(again._meta?.["io.modelcontextprotocol/related-task"]).toEqual({ taskId });
  expect((await client.experimental.tasks.listTasks()).tasks.map((task) => task.taskId)).toEqual([taskId]);
  await close();

  const [called, ended, ...more] = await logged(world);
  expect(more).toEqual([]);
  expect(called).toMatchObject({
    ...{ type: "gateway.tool.executed", outcome: "success", tool: { name: "compute" } },
    arguments: { keys: ["label", "seconds"] },
    result: { task: expect.stringMatching(/^tsk_/), isError: false },
  });
  expect(ended).toMatchObject({
    ...{ type: "gateway.task.completed", outcome: "success", decision: "allow", tool: { name: "compute" } },
    ...{ human: { key: place.human }, instance: { id: instance.id }, server: "jobs" },
    arguments: null,
    result: { isError: false, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    details: { call: called?.id, task: Reflect.get(called?.result ?? {}, "task"), method: "tasks/result" },
  });
  // At some servers an id of a task is all that it takes to have it.
  expect(JSON.stringify(await logged(world))).not.toContain(taskId);
});

test("a call that asks for no task is one call, whatever its tool could", async ({ place }) => {
  const agent = await place.agent();
  expect((await agent.call("compute", { label: "e" })).message?.result?.content?.[0]?.text).toBe("Computed e.");
  expect(await kinds(place.world)).toEqual([["tool.executed", "success"]]);
});

test("nobody else's task: another human on the same client, another client of the same human, another tenant, another server", async ({
  place,
}) => {
  const { world, upstream, human } = place;
  const agent = await place.agent();
  const taskId = await start(agent);
  await world.addServer("again", upstream.url);
  const bob = await world.addHuman("bob");
  for (const [who, server] of [
    [bob, "jobs"],
    [human, "again"],
  ] as const)
    await world.grant(who, server, "high");
  const elsewhere = await placeAt(upstream);
  const bobs = await world.addInstance(bob, [{ server: "jobs", level: "high" }]);
  const hers = await world.addInstance(human, [
    { server: "jobs", level: "high" },
    { server: "again", level: "high" },
  ]);
  const strangers = [
    await rawAgent(place.url, bobs.token, "legacy"),
    await rawAgent(place.url, hers.token, "legacy"),
    await rawAgent(world.mcpUrl("again"), hers.token, "legacy"),
    await elsewhere.agent(),
  ];
  upstream.arrived.length = 0;
  for (const stranger of strangers) {
    for (const method of ["get", "result", "cancel"] as const) {
      const [foreign, unknown, ...nonsense] = await Promise.all(
        [taskId, "nobody's", "", 7, null].map(async (id) => (await ask(stranger, method, id)).message?.error),
      );
      expect(foreign).toEqual({ code: -32602, message: "Task not found" });
      expect([unknown, ...nonsense]).toEqual(Array(4).fill(foreign));
    }
    expect((await stranger.request("tasks/list")).message?.result).toMatchObject({ tasks: [] });
  }
  expect(upstream.asked()).toEqual(Array(strangers.length).fill("tasks/list"));
  const refused = await world.events({ type: "gateway.request.refused", human: bob });
  expect(refused[0]).toMatchObject({ reason: { code: "TASK_NOT_FOUND" }, server: "jobs" });
  expect(JSON.stringify(refused)).not.toContain(taskId);

  expect((await ask(agent, "result", taskId)).text).toContain("Computed it.");
});

test("what is asked about a task is decided like its call: by today's policies and the arguments of then", async ({
  place,
}) => {
  const { world, upstream } = place;
  const agent = await place.agent();
  const [secret, open] = [await start(agent, "compute", { label: "secret" }), await start(agent)];
  const policy = await world.api.post<{ policy: { id: string } } & { id: string }>("policies", {
    ...{ name: "No secrets", effect: "deny", status: "active" },
    ...{ scope: { servers: ["jobs"], tools: ["compute"] }, when: 'args.label == "secret"' },
  });
  upstream.arrived.length = 0;
  const get = (await ask(agent, "get", secret)).message;
  const result = (await ask(agent, "result", secret)).message;
  const cancel = (await ask(agent, "cancel", secret)).message;
  expect(get?.error).toMatchObject({
    ...{ code: -31403, message: expect.stringContaining("No secrets") },
    data: { "countersign/denial": { code: "BLOCKED_BY_POLICY", retryable: false } },
  });
  expect(cancel?.error?.code).toBe(-31403);
  // The result of a tool is read by the model, and so is that there is none.
  expect(result?.result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining("No secrets") }] });
  const { tasks } = ((await agent.request("tasks/list")).message?.result ?? {}) as { tasks?: { taskId: string }[] };
  expect(tasks?.map(({ taskId }) => taskId)).toEqual([open]);
  expect((await ask(agent, "result", open)).text).toContain("Computed it.");
  expect(upstream.arrived.filter(({ params }) => params?.taskId === secret)).toEqual([]);

  const denials = (await logged(world)).filter(({ outcome }) => outcome === "denied");
  expect(denials.map(({ type, details, policy: by }) => [type, details["method"], by?.name])).toEqual(
    ["get", "result", "cancel"].map((method) => ["gateway.task.error", `tasks/${method}`, "No secrets"]),
  );
  // Decided anew each time: what is allowed again is handed over.
  await world.api.del(`policies/${policy.id ?? policy.policy.id}`);
  expect((await ask(agent, "result", secret)).text).toContain("Computed secret.");
});

test("a result that is waited for is not handed over when the right to it has gone in the meantime", async ({
  place,
}) => {
  const { world, upstream, instance, human } = place;
  const agent = await place.agent();
  const taskId = await start(agent, "compute", { label: "slow", seconds: 3 });
  const waiting = ask(agent, "result", taskId);
  await expect.poll(() => upstream.asked()).toEqual(["tasks/result"]);
  await world.api.put("consents", { instance: instance.id, server: "jobs", level: "high", excludedTools: ["compute"] });
  const { message, text } = await waiting;
  expect(text).not.toContain("Computed slow.");
  expect(message?.result).toMatchObject({ isError: true, _meta: { "countersign/denial": { code: "TOOL_EXCLUDED" } } });
  const [last] = await world.events({ type: "gateway.task.error" });
  expect(last).toMatchObject({ outcome: "denied", reason: { code: "TOOL_EXCLUDED" }, human: { key: human } });
});

const takenAway: Record<string, { take: (place: Place) => Promise<unknown>; code: string; status?: number }> = {
  "the consent": {
    take: ({ world, instance }) => world.api.del(`consents?instance=${instance.id}&server=jobs`),
    code: "NO_CONSENT",
  },
  "the instance": {
    take: ({ world, instance }) => world.api.patch(`instances/${instance.id}`, { status: "suspended" }),
    code: "PRINCIPAL_SUSPENDED",
  },
  "the human": {
    take: ({ world, human }) => world.api.patch(`humans/${encodeURIComponent(human)}`, { status: "suspended" }),
    code: "PRINCIPAL_SUSPENDED",
  },
  "the server": {
    take: ({ world }) => world.api.patch("servers/jobs", { enabled: false }),
    code: "RESOURCE_DISABLED",
  },
};
for (const [what, { take, code }] of Object.entries(takenAway))
  test(`nothing of a task is handed over once ${what} is taken away`, async ({ place }) => {
    const agent = await place.agent();
    const taskId = await start(agent);
    expect((await ask(agent, "result", taskId)).text).toContain("Computed it.");
    await take(place);
    place.upstream.arrived.length = 0;
    const { message, text } = await ask(agent, "result", taskId);
    expect(text).not.toContain("Computed it.");
    expect(message?.result?._meta?.["countersign/denial"]?.code).toBe(code);
    expect(place.upstream.asked()).toEqual([]);
    expect((await kinds(place.world)).at(-1)).toEqual(["task.error", code]);
  });

test("a disconnected instance has no tasks any more", async ({ place }) => {
  const agent = await place.agent();
  const taskId = await start(agent);
  await place.world.api.del(`instances/${place.instance.id}`);
  expect((await ask(agent, "result", taskId)).status).toBe(401);
});

test("a task that fails, and one that is called off: each end is on record, once", async ({ place }) => {
  const agent = await place.agent();
  const failing = await start(agent, "fail", { label: "x" });
  for (let i = 0; i < 2; i += 1)
    expect((await ask(agent, "result", failing)).message?.result).toMatchObject({ isError: true });
  const endless = await start(agent, "compute", { label: "y", seconds: 60 });
  expect((await ask(agent, "cancel", endless)).message?.result).toMatchObject({ taskId: endless, status: "cancelled" });
  for (let i = 0; i < 2; i += 1)
    expect((await ask(agent, "get", endless)).message?.result).toMatchObject({ status: "cancelled" });
  expect(await kinds(place.world)).toEqual([
    ["tool.executed", "success"],
    ["task.error", "tool_error"],
    ["tool.executed", "success"],
    ["task.cancelled", "success"],
  ]);
  const cancelled = await place.world.event({ type: "gateway.task.cancelled" });
  expect(cancelled.details).toMatchObject({ method: "tasks/cancel", call: expect.stringMatching(/^evt_/) });
});

test("what a task asks of the client passes while its result is waited for, and the answer finds its way back", async ({
  place,
}) => {
  const { client, close } = await connectV1(place.url, place.instance.token, { capabilities: { elicitation: {} } });
  client.setRequestHandler(ElicitRequestSchema, async () => ({ action: "accept", content: { name: "Ada" } }));
  const said: unknown[] = [];
  for await (const message of client.experimental.tasks.callToolStream(
    { name: "ask", arguments: {} },
    CallToolResultSchema,
    { task: { ttl: 60_000 } },
  ))
    if (message.type === "result") said.push(message.result.content);
  await close();
  expect(said).toEqual([[{ type: "text", text: "Hello, Ada!" }]]);
  expect((await place.world.event({ type: "gateway.task.completed" })).result).toMatchObject({
    asked: ["elicitation/create"],
  });
});

test("what a rule keeps and masks of results holds for those that come later", async ({ place }) => {
  const { world } = place;
  await world.api.put("payload-rules", { server: "jobs", arguments: "keep", results: "keep" });
  const agent = await place.agent();
  const secret = `ghp_${"b2".repeat(18)}`;
  const taskId = await start(agent, "compute", { label: secret });
  expect((await ask(agent, "result", taskId)).text).toContain(secret);
  const { id } = await world.event({ type: "gateway.task.completed" });
  const payload = await world.api.get<{ result: { state: string; value?: unknown } }>(`events/${id}/payload`);
  expect(payload.result).toMatchObject({ state: "kept", value: { content: [{ text: "Computed [masked]." }] } });
  const called = await world.event({ type: "gateway.tool.executed" });
  expect(JSON.stringify(await world.api.get(`events/${called.id}/payload`))).not.toContain(taskId);
  expect(JSON.stringify(await logged(world))).not.toContain(secret);
});

test("on the address of all servers there are no tasks: the call is made as any, and there is nothing to ask for", async ({
  place,
}) => {
  const { world, upstream, instance } = place;
  const agent = await rawAgent(`${world.baseUrl}/mcp/${world.tenant}`, instance.token, "legacy");
  const params = { name: "jobs__compute", arguments: { label: "all" }, task: { ttl: 60_000 } };
  const { message } = await agent.request("tools/call", params);
  expect(message?.result?.content?.[0]?.text).toBe("Computed all.");
  expect(upstream.arrived.find(({ method }) => method === "tools/call")?.params).not.toHaveProperty("task");
  const own = await start(await place.agent());
  for (const method of ["tasks/get", "tasks/result", "tasks/cancel", "tasks/list"])
    expect((await agent.request(method, { taskId: own })).message?.error?.code).toBe(-32601);
});
