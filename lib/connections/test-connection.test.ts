import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { startFixture } from "@/e2e/outside/fixture-server.mjs";
import { startOAuthUpstream } from "@/e2e/outside/oauth-upstream.mjs";
import { tenantClient } from "@/lib/db/tenant";
import { newId } from "@/lib/kernel/ids";
import { afterFailure, failingForMs, failuresToOpen } from "@/lib/registry/circuits/circuit-state";
import { circuitOf, moveCircuit } from "@/lib/registry/circuits/circuits";
import { putGrant } from "@/lib/registry/grants/put-grant";
import { createHuman } from "@/lib/registry/humans/create-human";
import { humanCtx } from "@/prisma/world/human-ctx";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { finishConnection } from "./finish-connection";
import { importServer } from "./import-server";
import { startConnection } from "./start-connection";
import { testConnection } from "./test-connection";

/** A server of a new tenant that leads to this URL. */
async function at(url: string): Promise<World> {
  const world = await makeTenant();
  await makeServer(world, { key: "up" });
  await tenantClient(world.tenant.no).server.updateMany({ where: { key: "up" }, data: { url } });
  return world;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const stop = async (server: Server) => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
};

test("a server that is well passes every step; nothing is stored, and one event says who tested it", async () => {
  const upstream = await startFixture({ era: "dual" });
  try {
    const world = await at(upstream.url);
    const before = await tenantClient(world.tenant.no).server.findMany({ include: { tools: true } });
    const found = await testConnection(world.ctx("admin"), "up");
    expect(found).toMatchObject({ server: "up", ok: true, as: "nobody" });
    expect(found.steps.map(({ step, ok }) => [step, ok])).toEqual(
      ["address", "connect", "handshake", "tools"].map((step) => [step, true]),
    );
    expect(found.steps.at(-1)?.text).toMatch(/^It offers \d+ tools\.$/);
    expect(await tenantClient(world.tenant.no).server.findMany({ include: { tools: true } })).toEqual(before);
    const events = await readEvents(world, { type: ["resource.tested"] });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ outcome: "success", server: "up", actor: { type: "member" }, error: null });
  } finally {
    await upstream.stop();
  }
});

test("a test that passes ends that its server is left alone; one that fails, and one of another server, do not", async () => {
  const upstream = await startFixture({ era: "dual" });
  try {
    const world = await at(upstream.url);
    const { no } = world.tenant;
    const other = await makeServer(world, { key: "other" });
    const up = await tenantClient(no).server.findFirstOrThrow({ where: { key: "up" } });
    const last = { type: "upstream_5xx", message: "The server failed (HTTP 503)." };
    const atMs = Date.now();
    for (const server of [up, other])
      for (let i = 0; i < failuresToOpen; i += 1)
        moveCircuit(no, server, (circuit) => afterFailure(circuit, i === 0 ? atMs - failingForMs : atMs, last));
    await upstream.behave({ status: 503 });
    expect((await testConnection(world.ctx("admin"), "up")).ok).toBe(false);
    expect(circuitOf(no, up)).toBeDefined();
    await upstream.behave({ status: null });
    expect((await testConnection(world.ctx("admin"), "up")).ok).toBe(true);
    expect(circuitOf(no, up)).toBeUndefined();
    expect(circuitOf(no, other)).toBeDefined();
  } finally {
    await upstream.stop();
  }
});

test("each way to fail stops at its step, says what to do, and leaves an event with the reason", async () => {
  const upstream = await startFixture({ era: "dual" });
  const plain = createServer((_, res) => res.writeHead(200, { "content-type": "text/html" }).end("<h1>Hello</h1>"));
  const moved = createServer((_, res) => res.writeHead(308, { location: "https://elsewhere.example/mcp" }).end());
  const closed = createServer();
  try {
    const [plainPort, movedPort, closedPort] = [await listen(plain), await listen(moved), await listen(closed)];
    await stop(closed);
    const cases: [code: string, step: string, url: string][] = [
      ["no_endpoint", "handshake", upstream.url.replace("/mcp", "/wrong")],
      ["refused", "connect", `http://127.0.0.1:${closedPort}/mcp`],
      ["not_mcp", "handshake", `http://127.0.0.1:${plainPort}/mcp`],
      ["redirect", "handshake", `http://127.0.0.1:${movedPort}/mcp`],
      ["private_address", "address", "http://169.254.169.254/mcp"],
      ["name_not_found", "address", "http://no-such-name.invalid/mcp"],
      ["no_tls", "connect", upstream.url.replace("http:", "https:")],
    ];
    for (const [code, step, url] of cases)
      await test.step(code, async () => {
        const world = await at(url);
        const found = await testConnection(world.ctx("admin"), "up");
        expect(found.ok).toBe(false);
        expect(found.steps.at(-1)).toMatchObject({ step, ok: false, code, whatToDo: expect.stringMatching(/\.$/) });
        const [event, ...more] = await readEvents(world, { type: ["resource.tested"] });
        expect(more).toEqual([]);
        expect(event).toMatchObject({ outcome: "error", error: { type: code, message: found.steps.at(-1)?.text } });
      });
    await upstream.behave({ status: 401 });
    const world = await at(upstream.url);
    const found = await testConnection(world.ctx("admin"), "up");
    expect(found.steps.at(-1)).toMatchObject({ step: "handshake", code: "unauthorized" });
  } finally {
    await upstream.stop();
    await stop(plain);
    await stop(moved);
  }
});

test("a server that wants accounts says who gives them; only who is connected there hears of its tools", async () => {
  const upstream = await startOAuthUpstream();
  try {
    const world = await makeTenant();
    const auth = { kind: "oauth" } as const;
    await importServer(world.ctx("admin"), { key: "asks", name: "Asks", description: "", url: upstream.url, auth });
    const found = await testConnection(world.ctx("admin"), "asks");
    expect(found).toMatchObject({ ok: true, as: "challenge_only" });
    expect(found.steps.map(({ step }) => step)).toEqual(["address", "connect", "handshake"]);
    expect(found.steps.at(-1)).toMatchObject({
      text: expect.stringContaining(new URL(upstream.issuer).host),
      whatToDo: expect.stringContaining("Connect your own account"),
    });
  } finally {
    await upstream.stop();
  }
});

test("an account is used for its own human's tests only, and a test never ends its connection", async () => {
  const upstream = await startOAuthUpstream();
  try {
    const world = await makeTenant();
    const admin = world.ctx("admin");
    const auth = { kind: "oauth" } as const;
    await importServer(admin, { key: "asks", name: "Asks", description: "", url: upstream.url, auth });
    const { email } = world.members.admin;
    const human = await createHuman(admin, { email, name: "Ada Admin", subject: "ada", groups: [] });
    await putGrant(admin, { human: human.key, server: "asks", ceiling: "high" });
    const self = humanCtx(world, human);
    const back = await upstream.agree(
      await startConnection(self, "asks", { sessionId: "ses_1", returnTo: "/me" }),
      "a",
    );
    const given = Object.fromEntries(new URL(back).searchParams);
    const { state = "", code = null, error = null, iss = null } = given;
    expect(await finishConnection(self, "ses_1", { state, code, error, iss })).toMatchObject({ connected: true });

    const mine = await testConnection(admin, "asks");
    expect(mine).toMatchObject({ ok: true, as: "own_account" });
    expect(mine.steps.at(-1)).toMatchObject({ step: "tools", text: "It offers 2 tools." });
    const withToken = () => upstream.requests.filter(({ headers }) => headers["authorization"] !== undefined).length;
    const before = withToken();
    for (const other of [world.ctx("owner"), world.keyCtx("servers:write")])
      expect(await testConnection(other, "asks")).toMatchObject({ as: "challenge_only" });
    expect(withToken()).toBe(before);

    upstream.behaviour.refuse = true;
    const refused = await testConnection(admin, "asks");
    expect(refused.steps.at(-1)).toMatchObject({ step: "handshake", code: "unauthorized" });
    expect(await tenantClient(world.tenant.no).connection.findMany()).toMatchObject([{ status: "connected" }]);
  } finally {
    await upstream.stop();
  }
});

test("the header of a server goes with the test, and stands in no event and no answer", async () => {
  const upstream = await startFixture({ era: "dual" });
  try {
    const secret = "s3cr3t-of-the-test";
    await upstream.behave({ requireHeader: { name: "x-api-key", value: secret } });
    const world = await makeTenant();
    const auth = { kind: "header", header: "X-Api-Key", value: secret } as const;
    await importServer(world.ctx("admin"), { key: "up", name: "Up", description: "", url: upstream.url, auth });
    const good = await testConnection(world.ctx("admin"), "up");
    expect(good).toMatchObject({ ok: true, as: "header" });
    await upstream.behave({ requireHeader: { name: "x-api-key", value: "another" } });
    const bad = await testConnection(world.ctx("admin"), "up");
    expect(bad.steps.at(-1)).toMatchObject({ code: "unauthorized", whatToDo: "Replace it under “Credential”." });
    expect(JSON.stringify([good, bad, await readEvents(world)])).not.toContain(secret);
  } finally {
    await upstream.stop();
  }
});

test("another tenant's server is not found, who may not change servers is refused, and nobody tests without end", async () => {
  const here = await at("http://169.254.169.254/mcp");
  const there = await makeTenant();
  await expect(testConnection(there.ctx("admin"), "up")).rejects.toMatchObject({ code: "not_found" });
  await expect(testConnection(here.ctx("viewer"), "up")).rejects.toMatchObject({ code: "forbidden" });
  const key = { ...here.keyCtx("servers:write"), requestId: newId("request") };
  for (let i = 0; i < 30; i += 1) await testConnection(key, "up");
  await expect(testConnection(key, "up")).rejects.toMatchObject({ code: "limit" });
  expect(await readEvents(here, { type: ["resource.tested"] })).toHaveLength(30);
});
