import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/lib/kernel/env";
import { handleMcp } from "./endpoint";
import type { McpReply, McpRequest } from "./exchange";
import { clientIp } from "./internal/client-ip";
import { announcesAtMost, collect } from "./internal/collect";
import { readBody, smallBytes } from "./internal/read-body";
import { unread } from "./unread";

/*
 * The door of plain Node: requests for /mcp are answered before Next sees them (DESIGN §9; Next's router costs about a
 * millisecond of CPU a request). The route handler of app/mcp gives the same answers through the same `handleMcp`.
 */

const keepaliveMs = 15_000;
/** How long a client may take nothing of its answer: what is kept for it, and the call in it, would last as long as it likes. */
const takesNothingMs = 60_000;

/** Answers the request if it is one for the gateway; false leaves it to Next. */
export function serveMcp(req: IncomingMessage, res: ServerResponse): boolean {
  const place = readPlace(req.url ?? "");
  if (place === undefined) return false;
  void serve(req, res, place);
  return true;
}

/** `/mcp/{tenant}/{server}`, or `/mcp/{tenant}` for all servers of the tenant. */
function readPlace(url: string): Place | undefined {
  if (!url.startsWith("/mcp/")) return undefined;
  const end = url.indexOf("?");
  const [tenant, server, ...rest] = (end === -1 ? url.slice(5) : url.slice(5, end)).split("/");
  if (!tenant || rest.some((part) => part !== "")) return undefined;
  // `/mcp/{tenant}/` is the address of all servers with a slash.
  if (!server)
    return rest.length > 0 ? undefined : { tenant: decode(tenant), server: "", trailingSlash: server === "" };
  return { tenant: decode(tenant), server: decode(server), trailingSlash: rest.length > 0 };
}

type Place = Pick<McpRequest, "tenant" | "server"> & { trailingSlash: boolean };

/** What is no percent-encoding stands for itself: a name that nobody has. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

async function serve(req: IncomingMessage, res: ServerResponse, place: Place): Promise<void> {
  const client = new AbortController();
  res.once("close", () => {
    if (!res.writableFinished) client.abort();
  });
  try {
    const body = !hasBody(req)
      ? new Uint8Array()
      : await (announcesAtMost(req.headers, smallBytes) ? collect(req) : readBody(req));
    if (typeof body === "string") {
      const { status, headers, text } = unread[body];
      res.writeHead(status, {
        "content-type": "application/json",
        "x-content-type-options": "nosniff",
        connection: "close",
        ...headers,
      });
      res.end(text);
      return;
    }
    const headers: Record<string, string | undefined> = {};
    for (const [name, value] of Object.entries(req.headers))
      headers[name] = Array.isArray(value) ? value.join(", ") : value;
    const request: McpRequest = {
      method: req.method ?? "GET",
      ...place,
      headers,
      body,
      ip: clientIp(req.socket.remoteAddress ?? null, headers["x-forwarded-for"], env().TRUST_PROXY),
      signal: client.signal,
    };
    await send(await handleMcp(request), res, client.signal);
  } catch {
    // The connection broke while reading or writing: there is nobody left to answer.
    res.destroy();
  }
}

const hasBody = ({ method }: IncomingMessage): boolean => method !== "GET" && method !== "HEAD";

async function send(reply: McpReply, res: ServerResponse, client: AbortSignal): Promise<void> {
  if (typeof reply.body === "string") {
    res.writeHead(reply.status, {
      ...reply.headers,
      "x-served-by": "front",
      "content-length": Buffer.byteLength(reply.body),
    });
    res.end(reply.body);
    // Nearly always the system has taken all of it by now.
    if (res.writableLength > 0) res.setTimeout(takesNothingMs);
    return;
  }
  // From here on there is always something to take, a comment at least; Node breaks off where nothing moves for so long, at its second look.
  res.setTimeout(takesNothingMs);
  res.writeHead(reply.status, { ...reply.headers, "x-served-by": "front" });
  res.flushHeaders();
  // Proxies and clients drop streams that stay silent; a comment is no event.
  const keepalive = setInterval(() => res.write(": keepalive\n\n"), keepaliveMs);
  const pieces = reply.body[Symbol.asyncIterator]();
  const leave = () => void pieces.return?.();
  client.addEventListener("abort", leave, { once: true });
  try {
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
      if (client.aborted) break;
      if (!res.write(next.value)) await drained(res, client);
    }
    res.end();
  } finally {
    clearInterval(keepalive);
    client.removeEventListener("abort", leave);
    await pieces.return?.();
  }
}

/** A reader that is slower than its server makes the server wait, not the memory grow. */
function drained(res: ServerResponse, client: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      res.off("drain", done);
      client.removeEventListener("abort", done);
      resolve();
    };
    res.once("drain", done);
    client.addEventListener("abort", done, { once: true });
  });
}
