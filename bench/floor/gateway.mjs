/**
 * The floors: what a gateway on Node cannot go below, so that a figure of Countersign has something to stand beside.
 *
 *   WORK=forward   node:http in front, an undici Pool behind, the body untouched
 *   WORK=group     and also: parse, check the bearer token, re-serialize, and one row a call, durable before the answer
 *
 * Environment: PORT, UPSTREAM (an origin), TOKEN, and for `group` DATABASE_URL. Not a gateway to be used.
 */
import { createHash } from "node:crypto";
import http from "node:http";
import { Pool } from "undici";
import { startGroupWriter } from "./group-writer.mjs";

const HOP_BY_HOP = ["connection", "keep-alive", "transfer-encoding"];
const NOT_UPSTREAM = new Set([...HOP_BY_HOP, "host", "content-length", "authorization"]);
const NOT_DOWNSTREAM = new Set(HOP_BY_HOP);

const upstream = new Pool(process.env.UPSTREAM, { connections: 64, pipelining: 1, keepAliveTimeout: 60_000 });
const callers = new Map([[digest(process.env.TOKEN), { tenant: "t1", actor: "agent|bench", human: "human|caller" }]]);
const record = process.env.WORK === "group" ? startGroupWriter(process.env.DATABASE_URL) : undefined;
const handle = process.env.WORK === "group" ? group : forward;

const server = http.createServer(async (request, response) => {
  try {
    if (request.method !== "POST") return sendEmpty(response, request.url === "/ready" ? 200 : 405);
    await handle(request, response, await readBody(request));
  } catch (error) {
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end(error.message);
  }
});

async function forward(request, response, body) {
  const answer = await ask(request, body);
  response.writeHead(answer.statusCode, without(NOT_DOWNSTREAM, answer.headers));
  for await (const chunk of answer.body) response.write(chunk);
  response.end();
}

async function group(request, response, body) {
  const caller = callers.get(digest(request.headers.authorization?.slice("Bearer ".length) ?? ""));
  if (!caller) return sendEmpty(response, 401);
  const message = JSON.parse(body);
  if (message.method !== "tools/call") return forward(request, response, body);

  const startedAt = performance.now();
  const answer = await ask(request, JSON.stringify(message));
  const result = Buffer.from(await answer.body.arrayBuffer());
  await record({
    ...caller,
    at: new Date(),
    action: "gateway.tool.executed",
    resource: "server:fast",
    tool: message.params.name,
    decision: "allow",
    latency_us: Math.round((performance.now() - startedAt) * 1000),
    details: { ip: request.socket.remoteAddress, arguments: message.params.arguments },
  });
  response.writeHead(answer.statusCode, without(NOT_DOWNSTREAM, answer.headers));
  response.end(result);
}

function ask(request, body) {
  return upstream.request({ method: "POST", path: request.url, headers: without(NOT_UPSTREAM, request.headers), body });
}

function without(names, headers) {
  const kept = {};
  for (const name in headers) if (!names.has(name)) kept[name] = headers[name];
  return kept;
}

function readBody(request) {
  return new Promise((resolve, reject) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => resolve(parts.length === 1 ? parts[0] : Buffer.concat(parts)));
    request.on("error", reject);
  });
}

function digest(token) {
  return createHash("sha256").update(token).digest("base64url");
}

function sendEmpty(response, status) {
  response.writeHead(status, { "content-length": 0 });
  response.end();
}

server.keepAliveTimeout = 120_000;
server.listen(Number(process.env.PORT), "127.0.0.1");
