import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { expect, test } from "@playwright/test";
import { discoverUpstreamAuth } from "./discover-upstream-auth";

test("a server that lets everybody in is asked further, until it says which scopes it wants", async () => {
  const asked: string[] = [];
  const server = createServer(async (req, res) => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const say = (body: object) => res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (req.url === "/.well-known/oauth-protected-resource/mcp")
      return say({ resource: `${origin}/mcp`, authorization_servers: [origin], scopes_supported: ["everything"] });
    if (req.url === "/.well-known/oauth-authorization-server")
      return say({
        ...{ issuer: origin, authorization_endpoint: `${origin}/authorize`, token_endpoint: `${origin}/token` },
        code_challenge_methods_supported: ["S256"],
      });
    if (req.url !== "/mcp") return res.writeHead(404).end();
    const { id, method } = (await json(req)) as { id: number; method: string };
    asked.push(`${method} ${req.headers["mcp-session-id"] ?? "-"}`);
    if (method === "initialize") {
      res.setHeader("mcp-session-id", "abc");
      return say({ jsonrpc: "2.0", id, result: { protocolVersion: "2025-11-25", capabilities: {}, serverInfo: {} } });
    }
    return res.writeHead(401, { "www-authenticate": 'Bearer scope="tools:read"' }).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const found = await discoverUpstreamAuth(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
  server.close();
  expect(found.scopes).toEqual(["tools:read"]);
  expect(asked).toEqual(["initialize -", "tools/list abc"]);
});
