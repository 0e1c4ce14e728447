import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { discoverServer } from "./discover-server";

type Asked = { id: number; params?: { cursor?: string } };

/** A server in the words of 2025-11-25 that answers `tools/list` as the test writes it. */
async function startServer(list: (asked: Asked, res: ServerResponse) => void) {
  let lists = 0;
  const http = createServer(async (req, res) => {
    let text = "";
    for await (const part of req.setEncoding("utf8")) text += part;
    const message = JSON.parse(text || "{}") as Partial<Asked> & { method?: string };
    const { id } = message;
    if (id === undefined) return void res.writeHead(req.method === "POST" ? 202 : 405).end();
    if (message.method === "tools/list") {
      lists += 1;
      return list({ ...message, id }, res);
    }
    const serverInfo = { name: "n", version: "1" };
    sendJson(
      res,
      id,
      message.method === "initialize"
        ? { result: { protocolVersion: "2025-11-25", capabilities: { tools: {} }, serverInfo } }
        : { error: { code: -32601, message: "Method not found" } },
    );
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`,
    lists: () => lists,
    stop: () =>
      new Promise<void>((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}

const sendJson = (res: ServerResponse, id: number, answer: object): void =>
  void res
    .writeHead(200, { "content-type": "application/json" })
    .end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }));
const tool = (name: string) => ({ name, inputSchema: { type: "object" } });

/** 64 MiB in 64 KiB on the wire. */
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, " "));

const hostile: Record<string, { list: (asked: Asked, res: ServerResponse) => void; says: RegExp }> = {
  "a compressed answer that grows to twice of what is read": {
    list: (_, res) =>
      void res.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(bomb),
    says: /more than 32 MiB/,
  },
  "an answer that never ends": {
    list: (_, res) => {
      res.writeHead(200, { "content-type": "application/json" });
      const more = () => {
        while (!res.destroyed && res.write(" ".repeat(64 * 1024)));
      };
      res.on("drain", more);
      more();
    },
    says: /more than 32 MiB/,
  },
  "a stream that never ends": {
    list: (_, res) => {
      res.writeHead(200, { "content-type": "text/event-stream" });
      const more = () => {
        while (!res.destroyed && res.write(`: ${"x".repeat(64 * 1024)}\n\n`));
      };
      res.on("drain", more);
      more();
    },
    says: /more than 32 MiB/,
  },
  "always another page": {
    list: ({ id, params }, res) => {
      const page = Number(params?.cursor ?? 0) + 1;
      sendJson(res, id, { result: { tools: [tool(`read_${page}`)], nextCursor: String(page) } });
    },
    says: /pagination did not terminate/,
  },
  "a hundred thousand tools": {
    list: ({ id }, res) =>
      sendJson(res, id, { result: { tools: Array.from({ length: 100_000 }, (_, i) => tool(`read_${i}`)) } }),
    says: /more than 5000 tools/,
  },
  "a redirect into the house": {
    list: (_, res) => void res.writeHead(307, { location: "http://169.254.169.254/latest/meta-data" }).end(),
    says: /redirect/,
  },
};

for (const [what, { list, says }] of Object.entries(hostile))
  test(`a server whose list of tools is ${what} is refused with a sentence`, async () => {
    const server = await startServer(list);
    const error = await discoverServer(server.url, {}).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "upstream", message: expect.stringMatching(says) });
    expect(server.lists()).toBeLessThanOrEqual(64);
    await server.stop();
  });

test("the same page for ever is one page", async () => {
  const server = await startServer(({ id }, res) =>
    sendJson(res, id, { result: { tools: [tool("read_it")], nextCursor: "again" } }),
  );
  const { tools } = await discoverServer(server.url, {});
  expect(tools.map(({ name }) => name)).toEqual(["read_it"]);
  expect(server.lists()).toBe(2);
  await server.stop();
});
