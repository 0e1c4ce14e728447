import { randomBytes } from "node:crypto";
import http from "node:http";

/** A JSON-RPC message that came back. */
export interface Message {
  jsonrpc: "2.0";
  id?: string | number | null;
  method?: string;
  params?: Record<string, unknown>;
  result?: ToolResult;
  error?: { code: number; message: string; data?: unknown };
}

export interface ToolResult {
  content?: { type: string; text?: string }[];
  isError?: boolean;
  tools?: { name: string }[];
  structuredContent?: unknown;
  protocolVersion?: string;
  capabilities?: Record<string, unknown>;
  resultType?: string;
  cacheScope?: string;
  ttlMs?: number;
  _meta?: {
    "countersign/denial"?: {
      eventId: string;
      code: string;
      policy: { id: string; name: string };
      retryable: boolean;
      retryAfterMs?: number;
    };
    "countersign/auditEvent"?: { id: string; leaf: string };
    "countersign/failure"?: { type: string; retryable?: boolean };
  };
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  /** Every message of the answer, of a stream in their order. */
  messages: Message[];
  /** The last one: the answer itself. */
  message: Message | undefined;
}

type HeaderMap = Record<string, string | string[] | undefined>;

export interface Sent {
  method?: string;
  headers?: HeaderMap;
  body?: string | Uint8Array;
  /** Ends the request from our side. */
  signal?: AbortSignal;
}

/**
 * One HTTP request with exactly these headers and bytes. Rejects when the connection breaks before the answer is complete.
 * A header given as `undefined` is left out; one given as a list is sent more than once.
 */
export function exchange(url: string, { method = "POST", headers = {}, body, signal }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = open(url, method, headers, signal);
    request.once("error", reject);
    request.once("response", (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.once("error", reject);
      response.once("end", () => resolve(toAnswer(response, Buffer.concat(parts).toString("utf8"))));
    });
    request.end(body);
  });
}

/** A stream that is read while it lasts. Resolves as soon as the answer's head is there. */
export function stream(url: string, { method = "GET", headers = {}, body, signal }: Sent): Promise<OpenStream> {
  return new Promise((resolve, reject) => {
    const request = open(url, method, headers, signal);
    request.once("error", reject);
    request.once("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      const ended = new Promise<void>((done) => {
        response.once("close", done);
        response.once("error", () => done());
      });
      resolve({
        status: response.statusCode ?? 0,
        ended,
        text: () => text,
        messages: () => readStream(text),
        leave: () => request.destroy(),
      });
    });
    request.end(body);
  });
}

export interface OpenStream {
  status: number;
  /** Resolves when the stream is over, whoever ended it. */
  ended: Promise<void>;
  text: () => string;
  messages: () => Message[];
  leave: () => void;
}

function open(url: string, method: string, headers: HeaderMap, signal: AbortSignal | undefined): http.ClientRequest {
  const request = http.request(url, { method, agent: false, ...(signal ? { signal } : {}) });
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) request.setHeader(name, value);
  return request;
}

function toAnswer(response: http.IncomingMessage, text: string): Answer {
  const type = response.headers["content-type"] ?? "";
  const messages = type.startsWith("text/event-stream")
    ? readStream(text)
    : type.startsWith("application/json") && text !== ""
      ? [JSON.parse(text) as Message]
      : [];
  return { status: response.statusCode ?? 0, headers: response.headers, text, messages, message: messages.at(-1) };
}

const readStream = (text: string): Message[] =>
  text
    .split("\n\n")
    .slice(0, -1)
    .flatMap((event) => {
      const data = event
        .split("\n")
        .filter((line) => line.startsWith("data: "))
        .map((line) => line.slice(6))
        .join("\n");
      return data === "" ? [] : [JSON.parse(data) as Message];
    });

export type Era = "legacy" | "modern";
export const eras = ["legacy", "modern"] as const;
export const modernVersion = "2026-07-28";
const legacyVersion = "2025-11-25";

export interface RawAgent {
  url: string;
  era: Era;
  token: string;
  /** Headers that every request of this agent carries; the session's id among them. */
  headers: HeaderMap;
  /** A request as the era wants it, with whatever a test changes about it. */
  request: (method: string, params?: Record<string, unknown>, changes?: Changes) => Promise<Answer>;
  call: (tool: string, args?: unknown, changes?: Changes) => Promise<Answer>;
  /** Names of the tools it is shown. */
  list: () => Promise<string[]>;
  /** Bytes as they are. */
  send: (body: string | Uint8Array, changes?: { headers?: HeaderMap }) => Promise<Answer>;
  /** What `request` would send. */
  prepare: (method: string, params?: Record<string, unknown>, changes?: Changes) => Sent & { message: object };
}

export interface Changes {
  headers?: HeaderMap;
  /** Fields of the message that are replaced, or left out where `undefined`. */
  message?: Record<string, unknown>;
  /** What the client says that it is capable of, where the era says so with each request. */
  capabilities?: Record<string, unknown>;
  signal?: AbortSignal;
}

let lastId = 0;

/**
 * An agent that says exactly what a test wants it to say. In the legacy era it opens a session first, unless told not to.
 */
export async function rawAgent(
  url: string,
  token: string,
  era: Era = "modern",
  { initialize = true }: { initialize?: boolean } = {},
): Promise<RawAgent> {
  const headers: HeaderMap = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
  };

  const prepare: RawAgent["prepare"] = (method, params, changes = {}) => {
    lastId += 1;
    const meta = {
      ...(params?.["_meta"] as object | undefined),
      ...(era === "modern" ? { ...modernMeta, ...(changes.capabilities && capableOf(changes.capabilities)) } : {}),
    };
    const message = {
      jsonrpc: "2.0",
      id: lastId,
      method,
      params: { ...params, ...(Object.keys(meta).length > 0 ? { _meta: meta } : {}) },
      ...changes.message,
    };
    const name = params?.[method === "resources/read" ? "uri" : method.startsWith("tasks/") ? "taskId" : "name"];
    return {
      message,
      body: JSON.stringify(message),
      headers: {
        ...headers,
        ...(era === "modern"
          ? {
              "mcp-protocol-version": modernVersion,
              "mcp-method": method,
              ...(typeof name === "string" ? { "mcp-name": headerValue(name) } : {}),
            }
          : {}),
        ...changes.headers,
      },
      ...(changes.signal ? { signal: changes.signal } : {}),
    };
  };
  const request: RawAgent["request"] = (method, params, changes) => exchange(url, prepare(method, params, changes));
  const agent: RawAgent = {
    url,
    era,
    token,
    headers,
    prepare,
    request,
    call: (tool, args, changes) =>
      request("tools/call", { name: tool, ...(args === undefined ? {} : { arguments: args }) }, changes),
    list: async () => {
      const { message, text } = await request("tools/list");
      if (!message?.result?.tools) throw new Error(`tools/list was answered with ${text.slice(0, 500)}`);
      return message.result.tools.map((tool) => tool.name);
    },
    send: (body, changes = {}) => exchange(url, { headers: { ...headers, ...changes.headers }, body }),
  };
  if (era === "legacy" && initialize) await openSession(agent);
  return agent;
}

const modernMeta = {
  "io.modelcontextprotocol/protocolVersion": modernVersion,
  "io.modelcontextprotocol/clientCapabilities": {},
  "io.modelcontextprotocol/clientInfo": { name: "raw-agent", version: "1.2.3" },
};

const capableOf = (capabilities: Record<string, unknown>) => ({
  "io.modelcontextprotocol/clientCapabilities": capabilities,
});

async function openSession(agent: RawAgent): Promise<void> {
  const answer = await agent.request("initialize", initializeParams);
  const session = answer.headers["mcp-session-id"];
  if (answer.status !== 200 || answer.message?.result === undefined)
    throw new Error(`initialize was answered with ${answer.status} ${answer.text.slice(0, 500)}`);
  if (typeof session === "string") agent.headers["mcp-session-id"] = session;
  agent.headers["mcp-protocol-version"] = answer.message.result.protocolVersion;
  await agent.send(JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" }));
}

export const initializeParams = {
  protocolVersion: legacyVersion,
  capabilities: {},
  clientInfo: { name: "raw-agent", version: "1.2.3" },
};

/** As SEP-2243 wants names that are not header-safe. */
export const headerValue = (name: string): string =>
  /^[\x21-\x7e]*$/.test(name) ? name : `=?base64?${Buffer.from(name, "utf8").toString("base64")}?=`;

/** A `traceparent` header, and the trace id that the event of its call will carry. */
export function newTrace(): { traceId: string; headers: { traceparent: string } } {
  const traceId = randomBytes(16).toString("hex");
  return { traceId, headers: { traceparent: `00-${traceId}-${randomBytes(8).toString("hex")}-01` } };
}
