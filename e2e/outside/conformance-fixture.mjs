// The upstream that the official conformance suite (`e2e/outside/suites`) wants to find: tools, prompts and resources that it
// calls by name, in both eras on one URL. What each has to do is in the suite's scenarios. By hand:
//
//   PORT=0 ERA=dual node e2e/outside/conformance-fixture.mjs     → {"url":"http://127.0.0.1:49231/mcp"}
import { realpathSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import {
  fromJsonSchema,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  McpServer,
  originValidationResponse,
} from "@modelcontextprotocol/server";
import { answerWith, mcpEndpoint, readBody } from "../../scripts/demo/serve-mcp.mjs";
import { askingTools } from "./conformance-fixture/asking-tools.mjs";
import { createEventStore } from "./conformance-fixture/event-store.mjs";
import { inputRequiredTools, requestState } from "./conformance-fixture/input-required-tools.mjs";
import { prompts } from "./conformance-fixture/prompts.mjs";
import { addResources } from "./conformance-fixture/resources.mjs";
import { createTasks, tasksExtension, toolsOfTasks } from "./conformance-fixture/tasks.mjs";
import { nothing, plainTools, text } from "./conformance-fixture/tools.mjs";

/** How soon a client whose stream was closed should come back. */
const retryMs = 100;

/** Wider than any gateway may tell its own clients. */
const cacheHint = { ttlMs: 300_000, cacheScope: "public" };
const cacheable = ["tools/list", "prompts/list", "resources/list", "resources/templates/list", "resources/read"];

/** @param {{ port?: number, era?: "dual" | "legacy" | "modern" }} [options] */
export async function startConformanceFixture({ port = 0, era = "dual" } = {}) {
  const tools = { ...plainTools, ...askingTools, ...inputRequiredTools, ...toolsOfTasks, ...triggers() };
  const answerTasks = createTasks();
  /** What comes and goes when it is asked to, and the servers of sessions, which have to know. */
  // There at first: who imports the server then knows them, and they can come back without anybody's leave.
  const present = { tool: true, prompt: true };
  const live = new Set();

  /** Tools that change the lists that clients were given. */
  function triggers() {
    const change = (what, tell) => () => {
      present[what] = !present[what];
      for (const appearing of live) appearing[what].enabled = present[what];
      tell();
      return text(`The ${what} is ${present[what] ? "there" : "gone"}.`);
    };
    return {
      test_trigger_tool_change: {
        description: "Adds a tool, or takes it away.",
        run: change("tool", () => endpoint.toolsChanged()),
      },
      test_trigger_prompt_change: {
        description: "Adds a prompt, or takes it away.",
        run: change("prompt", () => endpoint.promptsChanged()),
      },
    };
  }

  function makeServer() {
    const server = new McpServer(
      { name: "conformance-fixture", title: "Conformance fixture", version: "1.0.0" },
      {
        capabilities: {
          tools: { listChanged: true },
          prompts: { listChanged: true },
          resources: { listChanged: true, subscribe: true },
          completions: {},
          logging: {},
          extensions: { [tasksExtension]: {} },
        },
        instructions: "An upstream for the conformance suite.",
        requestState,
        cacheHints: Object.fromEntries(cacheable.map((method) => [method, cacheHint])),
      },
    );
    const addTool = (name, { description, inputSchema = nothing, run }) =>
      server.registerTool(name, { description, inputSchema: fromJsonSchema(inputSchema) }, run);
    for (const [name, tool] of Object.entries(tools)) addTool(name, tool);
    for (const [name, { run, ...config }] of Object.entries(prompts)) server.registerPrompt(name, config, run);
    addResources(server);

    const appearing = {
      tool: addTool("test_appearing_tool", { description: "Comes and goes.", run: () => text("Here.") }),
      prompt: server.registerPrompt("test_appearing_prompt", { description: "Comes and goes." }, () => ({
        messages: [{ role: "user", content: { type: "text", text: "Here." } }],
      })),
    };
    for (const [what, thing] of Object.entries(appearing)) thing.enabled = present[what];
    live.add(appearing);
    server.server.onclose = () => live.delete(appearing);
    return server;
  }

  const endpoint = mcpEndpoint(makeServer, {
    era,
    sessionTransport: () => ({ eventStore: createEventStore(), retryInterval: retryMs }),
  });

  /** A page of somebody else's must not reach a server on this machine (basic/transports, "Security warning"). */
  const guarded = async (request) =>
    hostHeaderValidationResponse(request, localhostAllowedHostnames()) ??
    originValidationResponse(request, localhostAllowedOrigins()) ??
    (era === "legacy" ? undefined : await answerTasks(request)) ??
    endpoint.fetch(request);

  async function serve(req, res) {
    const body = await readBody(req);
    if (req.url !== "/mcp") return res.writeHead(404).end();
    await answerWith(guarded, req, res, body);
  }

  const http = createServer((req, res) => {
    serve(req, res).catch((error) => {
      // A caller that leaves in the middle of its own request is a test at work; anything else is a mistake of ours.
      if (req.complete) console.error("conformance fixture:", error);
      res.destroy();
    });
  });
  http.keepAliveTimeout = 65_000;
  http.requestTimeout = 0;
  await new Promise((resolve, reject) => {
    http.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${http.address().port}/mcp`,
    async stop() {
      await endpoint.close();
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeAllConnections();
      await closed;
    },
  };
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { PORT = "0", ERA = "dual" } = process.env;
  const fixture = await startConformanceFixture({ port: Number(PORT), era: ERA });
  console.log(JSON.stringify({ url: fixture.url }));
  const leave = () => fixture.stop().finally(() => process.exit(0));
  process.once("SIGTERM", leave).once("SIGINT", leave);
}
