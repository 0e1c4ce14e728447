/** One MCP client: a session over streamable HTTP on one keep-alive connection, in either protocol era. */
import { failureOf, readMessage } from "./answer.mjs";
import { openConnection } from "./connection.mjs";

const MODERN = "2026-07-28";
const CLIENT = { name: "bench", version: "1" };

/**
 * @typedef {object} Endpoint
 * @property {string} url
 * @property {Record<string, string>} headers such as `authorization`
 * @property {string} protocol the MCP revision to speak
 */

/**
 * Connects and, in the legacy era, initializes.
 *
 * @param {Endpoint} endpoint
 */
export async function openSession({ url, headers, protocol }) {
  const { hostname, port, host, pathname, search } = new URL(url);
  const modern = protocol >= MODERN;
  const common = [
    `POST ${pathname}${search} HTTP/1.1`,
    `host: ${host}`,
    "accept: application/json, text/event-stream",
    "content-type: application/json",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  let connection = await openConnection(hostname, Number(port));
  let head = lines(modern ? [...common, `mcp-protocol-version: ${protocol}`] : common);
  let lastId = 0;

  async function send(body, extra, onChunk) {
    // A server may close a connection that has been idle for long; a client then simply opens another.
    if (!connection.isOpen()) connection = await openConnection(hostname, Number(port));
    return connection.request(`${head}${extra}content-length: ${body.length}\r\n\r\n${body}`, onChunk);
  }

  function request({ method, params, extra }, onChunk) {
    lastId += 1;
    return send(`{"jsonrpc":"2.0","id":${lastId},"method":"${method}","params":${params}}`, extra, onChunk);
  }

  if (!modern) {
    const params = { protocolVersion: protocol, capabilities: {}, clientInfo: CLIENT };
    const answer = await request({ method: "initialize", params: JSON.stringify(params), extra: "" });
    const failure = failureOf(answer, lastId);
    if (failure) throw new Error(`initialize: ${failure}`);
    const sessionId = /\r\nmcp-session-id: *([^\r\n]+)/i.exec(answer.head)?.[1];
    const version = readMessage(answer).result.protocolVersion;
    head = lines([
      ...common,
      `mcp-protocol-version: ${version}`,
      ...(sessionId ? [`mcp-session-id: ${sessionId}`] : []),
    ]);
    await send('{"jsonrpc":"2.0","method":"notifications/initialized"}', "");
  }

  return {
    /**
     * Sends a prepared request; `failure` says why it did not succeed.
     *
     * @param {ReturnType<typeof prepare>} prepared
     * @param {(chunk: Buffer) => void} [onChunk]
     */
    async request(prepared, onChunk) {
      const answer = await request(prepared, onChunk);
      return { answer, failure: failureOf(answer, lastId) };
    },
    close: () => connection.close(),
  };
}

/**
 * Serializes what does not change from call to call, so that a call only adds its id. ASCII only: the length of the
 * text must be its length in bytes.
 *
 * @param {string} protocol
 * @param {string} method
 * @param {Record<string, unknown>} params
 */
export function prepare(protocol, method, params) {
  if (protocol < MODERN) return { method, params: JSON.stringify(params), extra: "" };
  // 2026-07-28, SEP-2575 and SEP-2243: every request names its revision, and the headers repeat method and tool.
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": protocol,
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": CLIENT,
    ...params._meta,
  };
  const names = [`mcp-method: ${method}`, ...(params.name ? [`mcp-name: ${params.name}`] : [])];
  return { method, params: JSON.stringify({ ...params, _meta }), extra: lines(names) };
}

/**
 * A prepared `tools/call`.
 *
 * @param {{ protocol: string, tool: string, arguments: Record<string, unknown> }} load
 * @param {Record<string, unknown>} [_meta]
 */
export function prepareCall({ protocol, tool, arguments: given }, _meta) {
  return prepare(protocol, "tools/call", { name: tool, arguments: given, ...(_meta ? { _meta } : {}) });
}

/**
 * Opens `count` sessions, ten at a time, so that opening does not itself become a flood.
 *
 * @param {Endpoint} endpoint
 * @param {number} count
 */
export async function openSessions(endpoint, count) {
  const sessions = [];
  while (sessions.length < count) {
    const batch = Array.from({ length: Math.min(10, count - sessions.length) }, () => openSession(endpoint));
    sessions.push(...(await Promise.all(batch)));
  }
  return sessions;
}

function lines(list) {
  return list.map((line) => `${line}\r\n`).join("");
}
