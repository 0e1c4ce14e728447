import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";

export interface Sidecar {
  url: string;
  stop: () => Promise<void>;
}

/**
 * A door beside `target` for clients that cannot carry a token: whatever arrives is sent on as it is, with `token`, and the
 * answer comes back while it is written. Who leaves here has left there. In `Host` and `Origin` the door's own name becomes
 * the target's, as behind any proxy; foreign names stay, for the target to judge.
 */
export async function startSidecar(target: string, token: string): Promise<Sidecar> {
  const { host, pathname } = new URL(target);
  const server = http.createServer((req, res) => {
    const here = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const headers = pairs(req.rawHeaders)
      .filter(([name]) => !/^authorization$/i.test(name))
      .flatMap(([name, value]) => [name, /^(host|origin)$/i.test(name) ? value.replace(here, host) : value]);
    headers.push("Authorization", `Bearer ${token}`);
    const onward = http.request(target, { method: req.method, headers, agent: false }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      res.flushHeaders();
      pipeline(answer, res, () => onward.destroy());
    });
    onward.on("error", () => res.destroy());
    res.once("close", () => onward.destroy());
    pipeline(req, onward, () => {});
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

/** Names and values as they came: in their case and order, and as often. */
const pairs = (raw: string[]): [string, string][] =>
  raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1] ?? ""] as [string, string]] : []));
