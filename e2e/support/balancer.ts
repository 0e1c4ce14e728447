import http from "node:http";
import type { AddressInfo } from "node:net";
import { type ServerProcess, startServer } from "./server";

export interface Balancer {
  url: string;
  /** How many requests were answered by each of the processes behind it, in their order. */
  served: () => number[];
  stop: () => Promise<void>;
}

/**
 * A load balancer that knows nothing of what it carries: every request goes to the next process, sessions or not. One that takes no
 * connection is passed over, because nothing has reached it then; whatever else breaks is a 502, or a broken answer. It keeps its
 * connections to the processes, as balancers do. `targets` may change while it runs.
 */
export async function startBalancer(targets: readonly string[]): Promise<Balancer> {
  const agent = new http.Agent({ keepAlive: true });
  const served = targets.map(() => 0);
  let turn = 0;

  function send(
    req: http.IncomingMessage,
    res: http.ServerResponse,
    body: Buffer,
    at: number,
    triesLeft: number,
  ): void {
    const to = new URL(req.url ?? "/", targets[at]);
    // Whether a connection is kept is a matter of its two ends.
    const { connection: _, ...asked } = req.headers;
    const passed = http.request(to, { agent, method: req.method, headers: asked });
    const leave = () => passed.destroy();
    res.once("close", leave);
    passed.once("response", (answer) => {
      served[at] = (served[at] ?? 0) + 1;
      const { connection: __, "keep-alive": ___, ...headers } = answer.headers;
      res.writeHead(answer.statusCode ?? 502, headers).flushHeaders();
      answer.pipe(res);
      answer.once("error", () => res.destroy());
    });
    passed.once("error", (error: NodeJS.ErrnoException) => {
      res.off("close", leave);
      if (res.headersSent || res.destroyed) res.destroy();
      else if (error.code === "ECONNREFUSED" && triesLeft > 0)
        send(req, res, body, (at + 1) % targets.length, triesLeft - 1);
      else res.writeHead(502).end();
    });
    passed.end(body);
  }

  const server = http.createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req as AsyncIterable<Buffer>) parts.push(part);
    turn = (turn + 1) % targets.length;
    send(req, res, Buffer.concat(parts), turn, targets.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    served: () => [...served],
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

export interface Replicas extends Balancer {
  /** A test that stops one puts the next one of the same port in its place. */
  processes: ServerProcess[];
}

/** Two processes of this build on the database of the tests, which people and agents reach at one address. */
export async function startReplicas(): Promise<Replicas> {
  const targets: string[] = ["", ""];
  const balancer = await startBalancer(targets);
  const processes = await Promise.all(targets.map(() => startServer({ publicUrl: balancer.url })));
  targets.splice(0, targets.length, ...processes.map(({ url }) => url));
  return {
    ...balancer,
    processes,
    stop: async () => {
      await balancer.stop();
      await Promise.all(processes.map((process) => process.stop()));
    },
  };
}
