import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Translation } from "./aggregate-names";

export interface Sidecar {
  url: string;
  stop: () => Promise<void>;
}

/**
 * A door beside `target` for clients that cannot carry a token: whatever arrives is sent on as it is, with `token`, and the
 * answer comes back while it is written. Who leaves here has left there. In `Host` and `Origin` the door's own name becomes
 * the target's, as behind any proxy; foreign names stay, for the target to judge. With `translation` messages are changed on
 * their way, and what is no message is not.
 */
export async function startSidecar(target: string, token: string, translation?: Translation): Promise<Sidecar> {
  const { host, pathname } = new URL(target);

  async function pass(req: http.IncomingMessage, res: http.ServerResponse): Promise<void> {
    const here = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const headers = pairs(req.rawHeaders)
      .filter(([name]) => !/^authorization$/i.test(name))
      .map(([name, value]): Header => [name, /^(host|origin)$/i.test(name) ? value.replace(here, host) : value]);
    const { body, changed } = translation
      ? await translated(req, headers, translation)
      : { body: req, changed: headers };
    const onward = http.request(target, {
      method: req.method,
      headers: [...changed, ["Authorization", `Bearer ${token}`]].flat(),
      agent: false,
    });
    res.once("close", () => onward.destroy());
    const sent = pipeline(body, onward).catch(() => {});
    const [answer] = (await once(onward, "response")) as [http.IncomingMessage];
    const kept = pairs(answer.rawHeaders).filter(([name]) => !translation || !/^content-length$/i.test(name));
    res.writeHead(answer.statusCode ?? 502, kept.flat());
    res.flushHeaders();
    await pipeline(translation ? Readable.from(heard(answer, translation)) : answer, res);
    await sent;
  }

  const server = http.createServer((req, res) => {
    pass(req, res).catch(() => res.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Header = [name: string, value: string];

/** Names and values as they came: in their case and order, and as often. */
const pairs = (raw: string[]): Header[] =>
  raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1] ?? ""] satisfies Header] : []));

/** A message in other words, with the headers that follow from it. Wrong headers stay wrong, for the target to judge. */
async function translated(
  req: http.IncomingMessage,
  headers: Header[],
  { asked }: Translation,
): Promise<{ body: Iterable<Buffer>; changed: Header[] }> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  const original = toMessage(Buffer.concat(parts).toString("utf8"));
  if (original === undefined) return { body: parts, changed: headers };
  const message = asked(original);
  const body = Buffer.from(JSON.stringify(message));
  const changed = headers.map(([header, value]): Header => {
    if (/^content-length$/i.test(header)) return [header, String(body.length)];
    return [header, /^mcp-name$/i.test(header) && value === nameOf(original) ? nameOf(message) : value];
  });
  return { body: [body], changed };
}

/** What `Mcp-Name` has to say of a message (2026-07-28 basic/transports). */
const nameOf = ({ params }: Record<string, unknown>): string => {
  const { name, uri } = (params ?? {}) as { name?: unknown; uri?: unknown };
  return String(name ?? uri);
};

/** An answer in other words: the one message of its body, or each event's of a stream. */
async function* heard(answer: http.IncomingMessage, translation: Translation): AsyncGenerator<string> {
  const say = (text: string): string => {
    const message = toMessage(text);
    return message === undefined ? text : JSON.stringify(translation.heard(message));
  };
  if (String(answer.headers["content-type"]).startsWith("text/event-stream"))
    for await (const line of createInterface({ input: answer }))
      yield `${line.startsWith("data: ") ? `data: ${say(line.slice(6))}` : line}\n`;
  else {
    const parts: Buffer[] = [];
    for await (const part of answer) parts.push(part as Buffer);
    yield say(Buffer.concat(parts).toString("utf8"));
  }
}

function toMessage(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
