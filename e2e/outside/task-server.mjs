// An upstream with tasks as 2025-11-25 has them, on the official SDK 1.x. It guards nothing: whoever names a task gets it, from whichever
// session, so what holds back a stranger is what stands in front of it.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import {
  InMemoryTaskMessageQueue,
  InMemoryTaskStore,
} from "@modelcontextprotocol/sdk/experimental/tasks/stores/in-memory.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { z } from "zod";
import { readBody } from "../../scripts/demo/serve-mcp.mjs";

/** Forgets whose a task is. */
class OpenStore extends InMemoryTaskStore {
  createTask = (params, id, request) => super.createTask(params, id, request);
  getTask = (id) => super.getTask(id);
  storeTaskResult = (id, status, result) => super.storeTaskResult(id, status, result);
  getTaskResult = (id) => super.getTaskResult(id);
  updateTaskStatus = (id, status, message) => super.updateTaskStatus(id, status, message);
  listTasks = (cursor) => super.listTasks(cursor);
}

const text = (value) => ({ content: [{ type: "text", text: value }] });

export async function startTaskServer() {
  const taskStore = new OpenStore();
  const taskMessageQueue = new InMemoryTaskMessageQueue();
  const sessions = new Map();
  /** Every message that arrived, in order. @type {{ method?: string, params?: any, result?: any }[]} */
  const arrived = [];

  function makeServer() {
    const capabilities = { tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } } };
    const server = new McpServer({ name: "tasks", version: "1" }, { capabilities, taskStore, taskMessageQueue });
    /** Starts a task and works on it; `work` gives its result. */
    const taskTool = (name, inputSchema, work) =>
      server.experimental.tasks.registerToolTask(
        name,
        {
          description: `The tool ${name}.`,
          inputSchema,
          annotations: { readOnlyHint: true },
          execution: { taskSupport: "optional" },
        },
        {
          async createTask(args, extra) {
            const task = await extra.taskStore.createTask({ ttl: extra.taskRequestedTtl, pollInterval: 50 });
            const end = (status, result) =>
              extra.taskStore.storeTaskResult(task.taskId, status, result).catch(() => {});
            Promise.resolve(work(args, extra, task)).then(
              (result) => end("completed", result),
              (error) => end("failed", { ...text(error.message), isError: true }),
            );
            return { task };
          },
          getTask: (_args, extra) => extra.taskStore.getTask(extra.taskId),
          getTaskResult: (_args, extra) => extra.taskStore.getTaskResult(extra.taskId),
        },
      );
    const waits = { label: z.string(), seconds: z.number().default(0.2) };
    const wait = ({ seconds }) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    taskTool("compute", waits, async (args) => {
      await wait(args);
      return text(`Computed ${args.label}.`);
    });
    taskTool("fail", waits, async (args) => {
      await wait(args);
      throw new Error(`Could not compute ${args.label}.`);
    });
    taskTool("ask", {}, async (_args, extra, task) => {
      const requestedSchema = { type: "object", properties: { name: { type: "string" } } };
      const { content } = await extra.sendRequest(
        { method: "elicitation/create", params: { message: "What is your name?", requestedSchema } },
        z.looseObject({ content: z.looseObject({ name: z.string() }) }),
        { relatedTask: { taskId: task.taskId } },
      );
      return text(`Hello, ${content.name}!`);
    });
    return server;
  }

  async function serve(req, res) {
    const body = await readBody(req);
    const message = body.length > 0 ? JSON.parse(body.toString("utf8")) : undefined;
    if (message) arrived.push(message);
    const id = req.headers["mcp-session-id"];
    let transport = sessions.get(id);
    if (id !== undefined && transport === undefined) return void res.writeHead(404).end();
    if (transport === undefined) {
      transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized: (session) => sessions.set(session, transport),
      });
      await makeServer().connect(transport);
    }
    await transport.handleRequest(req, res, message);
  }

  const http = createServer((req, res) => {
    serve(req, res).catch(() => res.destroy());
  });
  await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${http.address().port}/mcp`,
    arrived,
    /** Methods of what arrived about tasks. */
    asked: () => arrived.flatMap(({ method }) => (method?.startsWith("tasks/") ? [method] : [])),
    async stop() {
      taskStore.cleanup();
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeAllConnections();
      await closed;
    },
  };
}
