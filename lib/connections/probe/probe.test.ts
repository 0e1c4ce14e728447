import { createServer as createHttp, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { importServer } from "@/lib/connections/import-server";
import { database } from "@/lib/db/client";
import { listProbed } from "@/lib/registry/servers/list-probed";
import { listTools } from "@/lib/registry/servers/list-tools";
import { updateServer } from "@/lib/registry/servers/update-server";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { probeServer } from "./probe-server";

type Tool = { name: string; description?: string; inputSchema: object };
const read: Tool = { name: "read_notes", inputSchema: { type: "object", properties: {} } };
const wider: Tool = { ...read, inputSchema: { type: "object", properties: { url: { type: "string" } } } };

/** An upstream in the words of 2025-11-25 whose tools the test changes. */
async function startUpstream(tools: Tool[]) {
  const own = { tools, url: "" };
  const http = createHttp(async (req: IncomingMessage, res) => {
    const parts: Buffer[] = [];
    for await (const part of req as AsyncIterable<Buffer>) parts.push(part);
    const text = Buffer.concat(parts).toString("utf8");
    const message = text === "" ? {} : (JSON.parse(text) as { id?: number; method?: string });
    if (req.method !== "POST" || message.id === undefined)
      return void res.writeHead(req.method === "POST" ? 202 : 405).end();
    const results: Record<string, object> = {
      initialize: {
        protocolVersion: "2025-11-25",
        capabilities: { tools: {} },
        serverInfo: { name: "n", version: "1" },
      },
      "tools/list": { tools: own.tools },
    };
    const result = results[message.method ?? ""];
    const answer = result ? { result } : { error: { code: -32601, message: "Method not found" } };
    res
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ jsonrpc: "2.0", id: message.id, ...answer }));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  own.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`;
  const stop = () =>
    new Promise<void>((resolve) => {
      http.close(() => resolve());
      http.closeAllConnections();
    });
  return Object.assign(own, { stop });
}

async function makeNotes(url: string) {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  const { id } = await importServer(ctx, { key: "notes", name: "Notes", description: "", url, auth: { kind: "none" } });
  const asked = async () => (await database().server.findFirstOrThrow({ where: { id } })).discoveredAt?.getTime();
  return { world, ctx, id, asked, changes: () => readEvents(world, { type: ["resource.tools_changed"] }) };
}

test("the hourly look finds a wider definition on nobody's behalf, and says nothing where nothing changed", async () => {
  const upstream = await startUpstream([read]);
  const { world, ctx, id, asked, changes } = await makeNotes(upstream.url);
  const before = (await readEvents(world)).length;
  const first = await asked();
  expect(await probeServer(world.tenant, id)).toBe(true);
  expect(await readEvents(world)).toHaveLength(before);
  expect(await asked()).toBeGreaterThan(first ?? 0);

  upstream.tools = [wider];
  expect(await probeServer(world.tenant, id)).toBe(true);
  expect(await changes()).toMatchObject([
    { actor: { type: "system", key: "gateway" }, surface: "system", details: { quarantined: ["read_notes"] } },
  ]);
  expect((await listTools(ctx, "notes")).items).toMatchObject([{ state: "quarantined" }]);
  await upstream.stop();
});

test("a server that is away, switched off, another tenant's, or suddenly without tools keeps those that are known", async () => {
  const upstream = await startUpstream([read]);
  const { world, ctx, id, changes } = await makeNotes(upstream.url);
  upstream.tools = [];
  expect(await probeServer(world.tenant, id)).toBe(false);
  upstream.tools = [wider];
  expect(await probeServer((await makeTenant()).tenant, id)).toBe(false);
  await updateServer(ctx, "notes", { enabled: false });
  expect(await probeServer(world.tenant, id)).toBe(false);
  await updateServer(ctx, "notes", { enabled: true });
  await upstream.stop();
  expect(await probeServer(world.tenant, id)).toBe(false);
  expect(await changes()).toEqual([]);
  expect((await listTools(ctx, "notes")).items).toMatchObject([{ name: "read_notes", state: "current" }]);
});

test("a round has the servers of every tenant that were not asked lately and want nobody's account, oldest first", async () => {
  const [here, there] = [await makeTenant(), await makeTenant()];
  const hour = 3_600_000;
  const ago = (ms: number) => new Date(Date.now() - ms);
  const make = async (world: typeof here, key: string, askedMs: number, more: object = {}) => {
    const { id } = await makeServer(world, { key, ...(more as { auth?: "oauth" }) });
    await database().server.updateMany({ where: { id }, data: { discoveredAt: ago(askedMs), ...more } });
    return id;
  };
  const old = await make(here, "old", 3 * hour);
  const older = await make(there, "older", 5 * hour);
  const left = [
    await make(here, "fresh", hour / 4),
    await make(here, "off", 5 * hour, { enabled: false }),
    await make(there, "personal", 5 * hour, { auth: "oauth" }),
  ];
  const found = (await listProbed(hour)).map(({ server }) => server);
  expect(found.filter((id) => [old, older].includes(id))).toEqual([older, old]);
  expect(found.filter((id) => left.includes(id))).toEqual([]);
});
