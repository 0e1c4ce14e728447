import "server-only";
import { env } from "@/lib/kernel/env";
import { handleMcp } from "./endpoint";
import type { McpReply } from "./exchange";
import { clientIp } from "./internal/client-ip";
import { readBody } from "./internal/read-body";
import { unread } from "./unread";

const keepaliveMs = 15_000;

/** The same door for hosts that only run Next: a Web `Request` in, a Web `Response` out. `server` is "" for all of them. */
export async function respondMcp(request: Request, place: { tenant: string; server: string }): Promise<Response> {
  // safe because a Web stream of bytes is an async iterable in Node, which the types of the DOM do not say
  const body =
    request.body === null ? new Uint8Array() : await readBody(request.body as unknown as AsyncIterable<Uint8Array>);
  if (typeof body === "string") {
    const { status, headers, text } = unread[body];
    return new Response(text, { status, headers: { "content-type": "application/json", ...headers } });
  }
  const headers = Object.fromEntries(request.headers);
  const reply = await handleMcp({
    method: request.method,
    ...place,
    trailingSlash: new URL(request.url).pathname.endsWith("/"),
    headers,
    body,
    // Next gives route handlers no socket; without a trusted proxy the address is not known here.
    ip: clientIp(null, headers["x-forwarded-for"], env().TRUST_PROXY),
    signal: request.signal,
  });
  return toResponse(reply, request.signal);
}

/** A reply as a Web `Response`. However early its reader leaves, a streamed body is begun and ended: the call in it has to end, too. */
export function toResponse(reply: McpReply, client: AbortSignal): Response {
  // A body of no characters would still be given a content type.
  if (typeof reply.body === "string")
    return new Response(reply.body === "" ? null : reply.body, { status: reply.status, headers: reply.headers });
  const encoder = new TextEncoder();
  const pieces = reply.body[Symbol.asyncIterator]();
  let keepalive: NodeJS.Timeout | undefined;
  let begun = false;
  const next = () => {
    begun = true;
    return pieces.next();
  };
  const stop = async () => {
    clearInterval(keepalive);
    // What was never begun would be ended without its ending being run.
    if (!begun) await next().catch(() => {});
    await pieces.return?.();
  };
  const leave = () => void stop().catch(() => {});
  if (client.aborted) leave();
  else client.addEventListener("abort", leave, { once: true });
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      // The head of an answer leaves Next with its first bytes, and a call may be silent for long.
      controller.enqueue(encoder.encode(": open\n\n"));
      keepalive = setInterval(() => controller.enqueue(encoder.encode(": keepalive\n\n")), keepaliveMs);
    },
    async pull(controller) {
      const piece = await next();
      if (piece.done === true) {
        clearInterval(keepalive);
        controller.close();
      } else controller.enqueue(encoder.encode(piece.value));
    },
    cancel: stop,
  });
  return new Response(stream, { status: reply.status, headers: reply.headers });
}
