import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Call = { id: string | number; method: string; params: { name: string; arguments?: Record<string, unknown> } };

export interface OwnUpstream {
  url: string;
  /** How many tools/call arrived. */
  count: () => number;
  /** What arrived that was no call: requests with their parameters, and answers to requests of the upstream's own. */
  others: Record<string, unknown>[];
  stop: () => Promise<void>;
}

/**
 * An upstream that answers `tools/call` with whatever the test writes, byte by byte; everything else it answers properly,
 * in the words of 2025-11-25 and without sessions, with these headers besides. Its tools all read, and so are of the lowest level.
 */
export async function startUpstream(
  tools: string[],
  answer: (call: Call, res: ServerResponse, req: IncomingMessage) => void,
  headers: Record<string, string> = {},
): Promise<OwnUpstream> {
  let count = 0;
  const others: Record<string, unknown>[] = [];
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req as AsyncIterable<Buffer>) parts.push(part);
    const message = parse(Buffer.concat(parts).toString("utf8"));
    if (req.method !== "POST" || message === undefined) return void res.writeHead(405).end();
    if (message.method !== "tools/call") others.push({ ...message });
    if (message.id === undefined || message.method === undefined) return void res.writeHead(202).end();
    const reply = (result: object) =>
      res
        .writeHead(200, { "content-type": "application/json", ...headers })
        .end(JSON.stringify({ jsonrpc: "2.0", id: message.id, result }));
    if (message.method === "initialize")
      return void reply({
        protocolVersion: "2025-11-25",
        capabilities: { tools: {} },
        serverInfo: { name: "own", version: "1" },
      });
    if (message.method === "tools/list")
      return void reply({
        tools: tools.map((name) => ({
          name,
          description: `The tool ${name}.`,
          inputSchema: { type: "object" },
          annotations: { readOnlyHint: true },
        })),
      });
    if (message.method !== "tools/call")
      return void res.writeHead(400, { "content-type": "application/json" }).end(
        JSON.stringify({
          jsonrpc: "2.0",
          id: message.id,
          error: { code: -32601, message: "Method not found" },
        }),
      );
    count += 1;
    answer(message, res, req);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    count: () => count,
    others,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

export function sendJson(res: ServerResponse, body: string, status = 200): void {
  res.writeHead(status, { "content-type": "application/json" }).end(body);
}

export function sendEvent(res: ServerResponse, data: string): void {
  res.writeHead(200, { "content-type": "text/event-stream" }).end(`event: message\ndata: ${data}\n\n`);
}

function parse(text: string): Call | undefined {
  try {
    return JSON.parse(text) as Call;
  } catch {
    return undefined;
  }
}
