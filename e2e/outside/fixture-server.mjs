// Our fake upstream: an MCP server over streamable HTTP whose tools behave, fail, hang and lie by name, and which knows
// exactly what reached it. Runs inside a test (`startFixture`) or by hand:
//
//   PORT=0 ERA=dual node e2e/outside/fixture-server.mjs     → {"port":49231,"url":"http://127.0.0.1:49231/mcp"}
//
// Beside /mcp, for the test only:
//   GET  /_calls     every tools/call that arrived, on any path, in any batch, whatever was answered
//   GET  /_requests  the last HTTP requests, with bodies
//   POST /_reset     forgets both, the changed tools and the changed behaviour
//   POST /_tools     { add?: [definition], remove?: [name], alter?: { name: patch } }   (null in a patch removes a field)
//   POST /_touch    { uri }   tells whoever has subscribed that a resource has changed
//   POST /_behave    { status?, retryAfter?, delayMs?, requireHeader?: { name, value } | null, list?: tool | null }
//                     (`list`: lists of tools are answered as calls of this tool are)
//   GET  /_health
import { realpathSync } from "node:fs";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ProtocolError, ProtocolErrorCode, Server } from "@modelcontextprotocol/server";
import { answerWith, mcpEndpoint, readBody } from "../../scripts/demo/serve-mcp.mjs";
import { hostilities } from "./fixture/hostilities.mjs";
import { createLedger } from "./fixture/ledger.mjs";
import { misbehaviours, result, send } from "./fixture/misbehaviours.mjs";
import { share, sharedCapabilities } from "./fixture/shared.mjs";
import { honestTools } from "./fixture/tools.mjs";

const CALM = { status: null, retryAfter: null, delayMs: 0, requireHeader: null, list: null };

/**
 * @param {{ port?: number, era?: "dual" | "legacy" | "modern", sessions?: boolean, answers?: "sse" | "json", shares?: boolean, hostile?: boolean }} [options]
 *   `shares`: it has prompts and resources, too; `hostile`: it has tools that mean harm, too
 */
export async function startFixture({
  port = 0,
  era = "dual",
  sessions = true,
  answers = "sse",
  shares = false,
  hostile = false,
} = {}) {
  const breaking = hostile ? { ...misbehaviours, ...hostilities } : misbehaviours;
  const firstTools = () => {
    const entries = Object.entries({ ...honestTools, ...breaking });
    return new Map(entries.map(([name, { definition }]) => [name, { name, ...definition }]));
  };
  const subscribed = new Map();
  const ledger = createLedger();
  let tools = firstTools();
  let behaviour = { ...CALM };

  function makeServer() {
    const server = new Server(
      { name: "fixture", title: "Fixture", version: "1.0.0" },
      {
        capabilities: { tools: { listChanged: true }, ...(shares ? sharedCapabilities : {}) },
        instructions: "A fake upstream for tests.",
      },
    );
    server.setRequestHandler("tools/list", () => ({ tools: [...tools.values()] }));
    server.setRequestHandler("tools/call", ({ params }, ctx) => {
      if (!tools.has(params.name)) {
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${params.name}`);
      }
      // Arguments are not validated here: a test must see what arrived, and judging it is the gateway's work.
      const run = honestTools[params.name]?.run ?? ((args) => text(JSON.stringify(args)));
      return run(params.arguments ?? {}, ctx);
    });
    if (shares) share(server, subscribed);
    return server;
  }

  const endpoint = mcpEndpoint(makeServer, { era, sessions, answers });

  async function serve(req, res) {
    const path = new URL(req.url ?? "/", "http://127.0.0.1").pathname;
    const body = await readBody(req);
    if (path.startsWith("/_")) return control(path, req, res, body);

    const message = parse(body);
    const records = ledger.enter(req, body, message);
    ledger.watch(records, res);

    if (behaviour.delayMs > 0) await sleep(behaviour.delayMs);
    const { requireHeader, status, retryAfter } = behaviour;
    if (requireHeader && req.headers[requireHeader.name.toLowerCase()] !== requireHeader.value) {
      return res.writeHead(401, { "www-authenticate": 'Bearer error="invalid_token"' }).end();
    }
    if (status !== null) return res.writeHead(status, retryAfter ? { "retry-after": retryAfter } : {}).end();

    if (path === "/elsewhere") return send(res, "json", result(message, "You followed a redirect."));
    if (path !== "/mcp") return res.writeHead(404).end();

    const { method, params } = message ?? {};
    const name = method === "tools/call" ? params?.name : method === "tools/list" ? behaviour.list : null;
    const misbehaviour = tools.has(name) ? breaking[name] : undefined;
    if (misbehaviour) return misbehaviour.answer({ res, message, args: params?.arguments ?? {} });
    return answerWith(endpoint.fetch, req, res, body);
  }

  function control(path, req, res, body) {
    const input = body.length > 0 ? parse(body) : {};
    const route = `${req.method} ${path}`;
    if (route === "GET /_health") return json(res, { ok: true, era, sessions: endpoint.sessionCount() });
    if (route === "GET /_calls") return json(res, ledger.calls());
    if (route === "GET /_requests") return json(res, ledger.requests());
    if (route === "POST /_reset") {
      ledger.reset();
      tools = firstTools();
      behaviour = { ...CALM };
      return json(res, { ok: true });
    }
    if (route === "POST /_tools" && input) {
      tools = changed(tools, input);
      endpoint.toolsChanged();
      return json(res, { tools: [...tools.values()] });
    }
    if (route === "POST /_touch" && input) {
      endpoint.resourceUpdated(input.uri, (server) => subscribed.get(server)?.has(input.uri) === true);
      return json(res, { ok: true });
    }
    if (route === "POST /_behave" && input) {
      behaviour = { ...behaviour, ...input };
      return json(res, behaviour);
    }
    return json(res, { error: `No such control: ${route}` }, 404);
  }

  const http = createServer((req, res) => {
    serve(req, res).catch((error) => {
      // A caller that leaves in the middle of its own request is a test at work; anything else is a mistake of ours.
      if (req.complete) console.error("fixture:", error);
      res.destroy();
    });
  });
  // Longer than any pool keeps a connection, so that a reused one is never closed under the gateway's hands.
  http.keepAliveTimeout = 65_000;
  http.requestTimeout = 0;
  await new Promise((resolve, reject) => {
    http.once("error", reject).listen(port, "127.0.0.1", resolve);
  });

  const bound = http.address().port;
  const origin = `http://127.0.0.1:${bound}`;
  const ask = async (path, body) => {
    const response = await fetch(
      origin + path,
      body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
    );
    return response.json();
  };
  return {
    url: `${origin}/mcp`,
    origin,
    port: bound,
    /** The calls that arrived, oldest first; of one tool, if named. */
    calls: async (tool) => (await ask("/_calls")).calls.filter((call) => tool === undefined || call.tool === tool),
    /** How many arrived, exact even beyond what is kept. */
    count: async (tool) => {
      const { total, byTool } = await ask("/_calls");
      return tool === undefined ? total : (byTool[tool] ?? 0);
    },
    requests: async () => (await ask("/_requests")).requests,
    reset: () => ask("/_reset", {}),
    changeTools: (change) => ask("/_tools", change),
    touch: (uri) => ask("/_touch", { uri }),
    behave: (change) => ask("/_behave", change),
    async stop() {
      await endpoint.close();
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeAllConnections();
      await closed;
    },
  };
}

function changed(tools, { add = [], remove = [], alter = {} }) {
  const next = new Map(tools);
  for (const definition of add) next.set(definition.name, { inputSchema: { type: "object" }, ...definition });
  for (const name of remove) next.delete(name);
  for (const [name, patch] of Object.entries(alter)) {
    const merged = { ...next.get(name), ...patch };
    next.set(name, Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)));
  }
  return next;
}

function parse(body) {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function text(value) {
  return { content: [{ type: "text", text: value }] };
}

function json(res, value, status = 200) {
  // `connection: close`: a test that counts must not be served by a socket that the code under test holds.
  res.writeHead(status, { "content-type": "application/json", connection: "close" }).end(JSON.stringify(value));
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { PORT = "0", ERA = "dual", SESSIONS, ANSWERS } = process.env;
  const fixture = await startFixture({
    port: Number(PORT),
    era: ERA,
    sessions: SESSIONS !== "none",
    answers: ANSWERS ?? "sse",
  });
  console.log(JSON.stringify({ port: fixture.port, url: fixture.url }));
  const leave = () => fixture.stop().finally(() => process.exit(0));
  process.once("SIGTERM", leave).once("SIGINT", leave).once("disconnect", leave);
}
