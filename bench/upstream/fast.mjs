/**
 * The fast upstream: a stateless MCP server over streamable HTTP, written by hand so that a call costs it about 35 µs
 * of CPU, less than any gateway in front of it. It speaks both eras: `initialize` and its followers, and 2026-07-28.
 *
 *   /{caller}/mcp    the four working tools          /{caller}/wide   those and TOOLS filler tools
 *   /stats           how many tools/call each path has seen: the truth that the audit log is compared with
 *
 * Environment: PORT, TOOLS (496, which makes the wide list 500 long).
 */
import http from "node:http";
import { listTools } from "./tools.mjs";

const MODERN = "2026-07-28";
const LEGACY = ["2025-11-25", "2025-06-18", "2025-03-26"];
const SERVER_INFO = { name: "fast-upstream", version: "1" };

const lists = { mcp: JSON.stringify(listTools(0)), wide: JSON.stringify(listTools(Number(process.env.TOOLS ?? 496))) };
const blobs = new Map();
const callsByPath = new Map();

const server = http.createServer((request, response) => {
  if (request.method === "GET" && request.url === "/stats") return sendStats(response);
  if (request.method === "DELETE") return sendEmpty(response, 200);
  if (request.method !== "POST") return sendEmpty(response, 405, { allow: "POST" });
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    let message;
    try {
      message = JSON.parse(parts.length === 1 ? parts[0] : Buffer.concat(parts));
    } catch {
      return sendError(response, 400, null, -32700, "Parse error");
    }
    if (message.id === undefined) return sendEmpty(response, 202);
    answer(request.url, message, response);
  });
});

function answer(path, { id, method, params }, response) {
  const version = params?._meta?.["io.modelcontextprotocol/protocolVersion"];
  if (version !== undefined && version !== MODERN)
    return sendError(response, 400, id, -32022, "Unsupported protocol version", { supported: [MODERN] });
  const modern = version !== undefined;
  switch (method) {
    case "tools/call":
      callsByPath.set(path, (callsByPath.get(path) ?? 0) + 1);
      return call({ id, params, modern }, response);
    case "tools/list":
      return sendList(response, id, "tools", path.endsWith("/wide") ? lists.wide : lists.mcp, modern);
    case "prompts/list":
      return sendList(response, id, "prompts", "[]", modern);
    case "resources/list":
      return sendList(response, id, "resources", "[]", modern);
    case "resources/templates/list":
      return sendList(response, id, "resourceTemplates", "[]", modern);
    case "initialize":
      if (!modern) return sendResult(response, id, JSON.stringify(initialize(params)));
      break;
    case "ping":
      if (!modern) return sendResult(response, id, "{}");
      break;
    case "server/discover":
      if (modern) return sendResult(response, id, JSON.stringify(discover()));
      break;
  }
  // 2026-07-28 answers an unknown method with 404; earlier revisions with 200 and the error inside.
  sendError(response, modern ? 404 : 200, id, -32601, "Method not found");
}

function initialize(params) {
  const asked = params?.protocolVersion;
  const protocolVersion = LEGACY.includes(asked) ? asked : LEGACY[0];
  return { protocolVersion, capabilities: { tools: {} }, serverInfo: SERVER_INFO };
}

function discover() {
  return {
    resultType: "complete",
    supportedVersions: [MODERN],
    capabilities: { tools: {} },
    ttlMs: 60_000,
    cacheScope: "public",
    _meta: { "io.modelcontextprotocol/serverInfo": SERVER_INFO },
  };
}

function call({ id, params, modern }, response) {
  const given = params.arguments ?? {};
  const say = (text) => sendResult(response, id, textResult(text, modern));
  switch (params.name) {
    case "echo":
      return say(`echo: ${given.text}`);
    case "blob":
      return say(blob(given.kb ?? 1));
    case "sleep":
      return void setTimeout(() => say("slept"), given.ms ?? 0);
    case "progress":
      return streamProgress({ id, given, token: params._meta?.progressToken, modern }, response);
    default:
      return params.name?.startsWith("filler_")
        ? say("filled")
        : sendError(response, 200, id, -32602, `Unknown tool: ${params.name}`);
  }
}

function textResult(text, modern) {
  return `{"content":[{"type":"text","text":${JSON.stringify(text)}}]${modern ? ',"resultType":"complete"' : ""}}`;
}

function blob(kb) {
  if (!blobs.has(kb)) blobs.set(kb, "x".repeat(kb * 1024));
  return blobs.get(kb);
}

/** Each notification carries the instant it was sent on the machine's monotonic clock, so the reader sees its delay. */
function streamProgress({ id, given, token, modern }, response) {
  const steps = given.steps ?? 10;
  const gapMs = given.gapMs ?? 20;
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  const send = (message) => response.write(`event: message\ndata: ${message}\n\n`);
  let step = 0;
  const tick = () => {
    step += 1;
    if (step > steps) {
      send(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${textResult("done", modern)}}`);
      return response.end();
    }
    if (token !== undefined) {
      const params = { progressToken: token, progress: step, total: steps, message: String(process.hrtime.bigint()) };
      send(JSON.stringify({ jsonrpc: "2.0", method: "notifications/progress", params }));
    }
    timer = setTimeout(tick, gapMs);
  };
  let timer = setTimeout(tick, gapMs);
  response.on("close", () => clearTimeout(timer));
}

function sendList(response, id, key, items, modern) {
  const caching = modern ? ',"resultType":"complete","ttlMs":60000,"cacheScope":"public"' : "";
  sendResult(response, id, `{"${key}":${items}${caching}}`);
}

function sendResult(response, id, result) {
  sendJson(response, 200, `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`);
}

function sendError(response, status, id, code, message, data) {
  sendJson(response, status, JSON.stringify({ jsonrpc: "2.0", id, error: { code, message, data } }));
}

function sendStats(response) {
  sendJson(response, 200, JSON.stringify({ calls: Object.fromEntries(callsByPath) }));
}

function sendJson(response, status, body) {
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
  response.end(body);
}

function sendEmpty(response, status, headers = {}) {
  response.writeHead(status, { ...headers, "content-length": 0 });
  response.end();
}

// Idle sessions keep their connections: the fixture must not be the one that closes them.
server.keepAliveTimeout = 120_000;
server.listen(Number(process.env.PORT), "127.0.0.1");
