// Tasks as 2026-07-28 has them (io.modelcontextprotocol/tasks, SEP-2663), which the SDK does not: calls that clients who know tasks get
// a task for, and what these ask about it. Clients who do not get the answer itself, from the SDK, as of any tool.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { nothing, text } from "./tools.mjs";

export const tasksExtension = "io.modelcontextprotocol/tasks";
const prefix = "io.modelcontextprotocol/";

/** How long the tools that do nothing in particular take. */
const moment = 300;
const ttlMs = 600_000;

const question = (message, name, type) => ({
  method: "elicitation/create",
  params: { message, requestedSchema: { type: "object", properties: { [name]: { type } }, required: [name] } },
});

const seconds = { type: "number", description: "How long it takes" };

/** name → { description, inputSchema?, required?, asks?, work(args, answers) }; what `work` throws is an error of the protocol. */
const taskTools = {
  slow_compute: {
    description: "Takes its time.",
    inputSchema: { type: "object", properties: { seconds, label: { type: "string" } } },
    work: async ({ seconds = 1, label = "it" }) => {
      await sleep(seconds * 1_000);
      return text(`Computed ${label} in ${seconds} s.`);
    },
  },
  failing_job: {
    description: "Fails after a while, and says so in its result.",
    required: true,
    work: async () => {
      await sleep(moment);
      return { ...text("The job has failed."), isError: true };
    },
  },
  protocol_error_job: {
    description: "Ends in an error of the protocol.",
    work: async () => {
      await sleep(moment);
      throw new Error("The job broke.");
    },
  },
  confirm_delete: {
    description: "Asks before it does anything.",
    inputSchema: { type: "object", properties: { filename: { type: "string" } } },
    asks: ({ filename }) => ({ confirm: question(`Delete ${filename}?`, "confirm", "boolean") }),
    work: ({ filename }, { confirm }) => text(`${filename}: ${JSON.stringify(confirm)}`),
  },
  multi_input: {
    description: "Asks two things at once.",
    asks: () => ({ name: question("Name?", "name", "string"), color: question("Colour?", "color", "string") }),
    work: (_args, answers) => text(JSON.stringify(answers)),
  },
  // Asks by its answer first, and becomes a task when it has one.
  test_tool_with_task: {
    description: "Asks for a name, and greets in a task.",
    required: true,
    asksFirst: { user_name: question("What is your name?", "name", "string") },
    work: (_args, { user_name }) => text(`Hello, ${user_name?.content?.name}!`),
  },
};

/** For clients that do not know tasks: what each does at once. */
export const toolsOfTasks = {
  greet: {
    description: "Greets, at once.",
    inputSchema: { type: "object", properties: { name: { type: "string" } } },
    run: ({ name }) => text(`Hello, ${name}!`),
  },
  ...Object.fromEntries(
    Object.entries(taskTools).map(([name, { description, inputSchema = nothing, work }]) => [
      name,
      { description, inputSchema, run: (args) => work(args, {}) },
    ]),
  ),
};

/** Answers what is about tasks; undefined leaves a request to the SDK. */
export function createTasks() {
  /** @type {Map<string, object>} */
  const live = new Map();

  const stamp = () => new Date().toISOString();
  const change = (task, changes) => {
    if (!isOver(task)) Object.assign(task, changes, { lastUpdatedAt: stamp() });
  };
  const isOver = ({ status }) => status !== "working" && status !== "input_required";

  async function work(task, tool, args, answers) {
    change(task, { status: "working" });
    try {
      change(task, { status: "completed", result: await tool.work(args, answers) });
    } catch (error) {
      change(task, { status: "failed", error: { code: -32603, message: error.message } });
    }
  }

  function start(tool, args, answers) {
    const now = stamp();
    const task = {
      taskId: randomUUID(),
      status: "working",
      createdAt: now,
      lastUpdatedAt: now,
      ttlMs,
      pollIntervalMs: 100,
    };
    const created = { resultType: "task", ...task };
    live.set(task.taskId, { task, tool, args, answers: { ...answers } });
    if (tool.asks) change(task, { status: "input_required", inputRequests: tool.asks(args) });
    else void work(task, tool, args, answers);
    return { result: created };
  }

  function update({ task, tool, args, answers }, responses = {}) {
    if (task.status !== "input_required") return;
    const { ...open } = task.inputRequests;
    for (const key of Object.keys(responses).filter((one) => Object.hasOwn(open, one))) {
      answers[key] = responses[key];
      delete open[key];
    }
    change(task, { inputRequests: open });
    if (Object.keys(open).length > 0) return;
    delete task.inputRequests;
    void work(task, tool, args, answers);
  }

  function answer({ method, params }, known) {
    const tool = method === "tools/call" && Object.hasOwn(taskTools, params.name) ? taskTools[params.name] : undefined;
    if (method === "tools/call" && tool === undefined) return undefined;
    const missing = {
      status: 400,
      error: {
        code: -32021,
        message: "Missing required client capability",
        data: { requiredCapabilities: { extensions: { [tasksExtension]: {} } } },
      },
    };
    if (tool) {
      if (!known) return tool.required ? missing : undefined;
      const answers = params.inputResponses ?? {};
      if (tool.asksFirst && Object.keys(answers).length === 0)
        return { result: { resultType: "input_required", inputRequests: tool.asksFirst } };
      return start(tool, params.arguments ?? {}, answers);
    }
    if (!["tasks/get", "tasks/update", "tasks/cancel"].includes(method)) return undefined;
    if (!known) return missing;
    const entry = live.get(params.taskId);
    if (!entry) return { error: { code: -32602, message: "Failed to retrieve task: Task not found" } };
    if (method === "tasks/get") return { result: { resultType: "complete", ...entry.task } };
    if (method === "tasks/update") update(entry, params.inputResponses);
    else change(entry.task, { status: "cancelled", inputRequests: undefined });
    return { result: { resultType: "complete" } };
  }

  /** @param {Request} request @returns {Promise<Response | undefined>} */
  return async (request) => {
    if (request.method !== "POST") return undefined;
    const message = await request
      .clone()
      .json()
      .catch(() => undefined);
    const meta = message?.params?._meta;
    if (message?.id === undefined || typeof meta?.[`${prefix}protocolVersion`] !== "string") return undefined;
    const known = meta[`${prefix}clientCapabilities`]?.extensions?.[tasksExtension] !== undefined;
    const answered = answer(message, known);
    if (answered === undefined) return undefined;
    const { id, method, params } = message;
    const said = { method: request.headers.get("mcp-method"), name: request.headers.get("mcp-name") };
    const { status = 200, ...body } =
      said.method === method && said.name === (params.taskId ?? params.name)
        ? answered
        : { status: 400, error: { code: -32020, message: "Header mismatch" } };
    return Response.json({ jsonrpc: "2.0", id, ...body }, { status });
  };
}
