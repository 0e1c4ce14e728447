import "server-only";
import { createParser } from "eventsource-parser";
import { isObject, type RawMessage } from "../message";
import { announcesAtMost, collect } from "./collect";
import { UpstreamFailure, type UpstreamResponse } from "./upstream-failure";

/** Largest JSON answer, and largest single event of a stream, that is read. */
const messageBytesMax = 16 * 1024 * 1024;
/** Largest stream as a whole. */
const streamBytesMax = 256 * 1024 * 1024;

const lineFeed = 10;
const carriageReturn = 13;

/** `retryMs`: how long the server last asked to wait before coming back. */
export type StreamedEvent = {
  event: string | undefined;
  data: string;
  id?: string | undefined;
  retryMs?: number | undefined;
};

export const isEventStream = (response: UpstreamResponse): boolean =>
  contentType(response).startsWith("text/event-stream");

export const contentType = (response: UpstreamResponse): string => {
  const header = response.headers["content-type"];
  return (Array.isArray(header) ? header[0] : header)?.toLowerCase() ?? "";
};

/** The text of a JSON answer, bounded. */
export async function readText(response: UpstreamResponse): Promise<string> {
  if (announcesAtMost(response.headers, messageBytesMax)) return toText(await collect(response.body));
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body) {
    // safe because undici's body yields buffers unless an encoding was set
    const chunk = part as Uint8Array;
    bytes += chunk.length;
    if (bytes > messageBytesMax) {
      response.body.destroy();
      throw new UpstreamFailure(
        "upstream_too_large",
        `The server's answer is larger than ${messageBytesMax / 1024 / 1024} MiB.`,
      );
    }
    parts.push(chunk);
  }
  return toText(Buffer.concat(parts));
}

const toText = ({ buffer, byteOffset, length }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, length).toString("utf8");

/**
 * The events of a stream as they come, bounded one by one and as a whole. `onLine` hears whenever a line has ended: a byte now and then is no sign
 * of life.
 */
export async function* readEvents(response: UpstreamResponse, onLine?: () => void): AsyncGenerator<StreamedEvent> {
  const ready: StreamedEvent[] = [];
  let pending = 0;
  let total = 0;
  let retryMs: number | undefined;
  const parser = createParser({
    onEvent: (event) => {
      pending = 0;
      ready.push({ event: event.event, data: event.data, id: event.id, retryMs });
    },
    onRetry: (ms) => {
      retryMs = ms;
    },
  });
  const decoder = new TextDecoder();
  const tidy = lineFeeds();
  for await (const part of response.body) {
    const chunk = part as Uint8Array; // safe as in readText
    if (chunk.includes(lineFeed) || chunk.includes(carriageReturn)) onLine?.();
    total += chunk.length;
    pending += chunk.length;
    if (pending > messageBytesMax || total > streamBytesMax) {
      response.body.destroy();
      throw new UpstreamFailure("upstream_too_large", "The server's stream is larger than is allowed.");
    }
    parser.feed(tidy(decoder.decode(chunk, { stream: true })));
    while (ready.length > 0) {
      const next = ready.shift();
      if (next) yield next;
    }
  }
}

/**
 * Gives the pieces of a stream with every line ending as one LF: CRLF and CR mean the same (WHATWG HTML, "Parsing an event stream"), but
 * the parser looks for the next CR anew at each line, so that 64 KiB of empty lines before one CR cost it 200 ms.
 */
function lineFeeds(): (piece: string) => string {
  let afterCr = false;
  return (piece) => {
    const text = afterCr && piece.startsWith("\n") ? piece.slice(1) : piece;
    if (piece !== "") afterCr = piece.endsWith("\r");
    return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  };
}

/** One JSON-RPC message out of a text; a failure when it is none. */
export function readJsonRpc(text: string): RawMessage {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new UpstreamFailure("upstream_protocol", "The server's answer was not JSON.", error);
  }
  if (!isObject(parsed) || parsed["jsonrpc"] !== "2.0")
    throw new UpstreamFailure("upstream_protocol", "The server's answer was not a JSON-RPC message.");
  return parsed;
}

/** Whether a message answers the request with this id. */
export const answers = (message: RawMessage, id: string | number): boolean =>
  message["id"] === id && message["method"] === undefined && ("result" in message || "error" in message);

/**
 * A message as one server-sent event. Without an id: a call is not resumed, because its result has to pass here while its
 * intent is open.
 */
export const toSse = (message: RawMessage): string => `event: message\ndata: ${JSON.stringify(message)}\n\n`;
