// Serves one MCP server to both eras on one URL: sessions for clients that open with `initialize` (2025-11-25 and
// older), one self-contained request at a time for 2026-07-28. The SDK decides which of the two a request is.
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  createMcpHandler,
  isLegacyRequest,
  legacyStatelessFallback,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";

/**
 * @param {() => import("@modelcontextprotocol/server").Server | import("@modelcontextprotocol/server").McpServer} makeServer
 *   a fresh server for each session and for each modern request
 * @param {{ era?: "dual" | "legacy" | "modern", sessions?: boolean, sessionsMax?: number, answers?: "sse" | "json",
 *   sessionTransport?: () => import("@modelcontextprotocol/server").WebStandardStreamableHTTPServerTransportOptions }} [options]
 *   `sessions: false` serves the legacy era without session ids; `answers` shapes what legacy requests get back;
 *   `sessionTransport` gives what the transport of a session knows besides
 */
export function mcpEndpoint(
  makeServer,
  { era = "dual", sessions = true, sessionsMax = 2000, answers = "sse", sessionTransport = () => ({}) } = {},
) {
  const modern = createMcpHandler(makeServer, { legacy: "reject" });
  const stateless = legacyStatelessFallback(makeServer);
  /** @type {Map<string, { server: ReturnType<typeof makeServer>, transport: WebStandardStreamableHTTPServerTransport }>} */
  const live = new Map();

  async function openSession(request) {
    const server = makeServer();
    const transport = new WebStandardStreamableHTTPServerTransport({
      ...sessionTransport(),
      sessionIdGenerator: randomUUID,
      enableJsonResponse: answers === "json",
      onsessioninitialized: (id) => {
        live.set(id, { server, transport });
        // Agents that never say goodbye must not fill the memory of a server that runs for weeks: the oldest goes, and
        // its client opens a new session after the 404.
        if (live.size > sessionsMax) live.values().next().value?.transport.close();
      },
    });
    transport.onclose = () => transport.sessionId && live.delete(transport.sessionId);
    await server.connect(transport);
    const response = await transport.handleRequest(request);
    if (!transport.sessionId) await server.close();
    return response;
  }

  async function answerLegacy(request) {
    if (!sessions) return stateless(request);
    const id = request.headers.get("mcp-session-id");
    if (id === null) {
      // Anything but `initialize` is refused by the fresh transport itself, with the era's own words.
      return openSession(request);
    }
    const session = live.get(id);
    if (!session) return rpcError(404, -32001, "Session not found");
    return session.transport.handleRequest(request);
  }

  return {
    /** @param {Request} request */
    async fetch(request) {
      const isLegacy = era === "legacy" || (era === "dual" && (await isLegacyRequest(request)));
      return isLegacy ? answerLegacy(request) : modern.fetch(request);
    },
    sessionCount: () => live.size,
    toolsChanged() {
      modern.notify.toolsChanged();
      for (const { server } of live.values()) server.sendToolListChanged()?.catch?.(() => {});
    },
    /** `wanted`: whether the client of a legacy session has subscribed; the SDK knows it of modern ones. */
    resourceUpdated(uri, wanted) {
      modern.notify.resourceUpdated(uri);
      for (const { server } of live.values())
        if (wanted(server)) server.sendResourceUpdated({ uri })?.catch?.(() => {});
    },
    promptsChanged() {
      modern.notify.promptsChanged();
      for (const { server } of live.values()) server.sendPromptListChanged()?.catch?.(() => {});
    },
    async close() {
      await Promise.allSettled([modern.close(), ...[...live.values()].map(({ transport }) => transport.close())]);
    },
  };
}

/** Reads the whole body of a Node request, so that it can be looked at before anybody acts on it. */
export async function readBody(req) {
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Answers a Node request, whose body was already read, with a fetch-shaped handler. */
export async function answerWith(fetch, req, res, body) {
  const gone = new AbortController();
  res.once("close", () => {
    if (!res.writableFinished) gone.abort();
  });
  const headers = new Headers();
  for (let i = 0; i < req.rawHeaders.length; i += 2) headers.append(req.rawHeaders[i], req.rawHeaders[i + 1]);
  const request = new Request(new URL(req.url, "http://127.0.0.1"), {
    method: req.method,
    headers,
    signal: gone.signal,
    ...(body.length > 0 ? { body } : {}),
  });
  let response;
  try {
    response = await fetch(request);
  } catch (error) {
    // The transport gives up with an error when its client left before an answer existed: nobody is there to be told.
    if (gone.signal.aborted) return;
    response = rpcError(500, -32603, error instanceof Error ? error.message : "Internal error");
  }
  if (res.destroyed) return void response.body?.cancel().catch(() => {});
  res.writeHead(response.status, Object.fromEntries(response.headers));
  // A quiet event stream has no first chunk to carry its headers, and its client waits for them.
  res.flushHeaders();
  if (!response.body) return void res.end();
  await pipeline(Readable.fromWeb(response.body), res).catch(() => {});
}

function rpcError(status, code, message) {
  return Response.json({ jsonrpc: "2.0", error: { code, message }, id: null }, { status });
}
