import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { tenantClient } from "@/lib/db/tenant";
import { holdClock } from "@/lib/kernel/clock";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant } from "@/prisma/world/make-tenant";
import { authorize, connect, requestIdOf } from "@/prisma/world/oauth-world";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import { realDocuments } from "@/prisma/world/real-clients";
import { isDocumentUrl } from "../internal/fetch-json";
import { updateOAuthSettings } from "../settings/update-oauth-settings";
import { readDocument } from "./client-document";
import { recognizeAgent } from "./recognize-agent";

type Reply = { status?: number; headers?: Record<string, string>; body?: unknown; hang?: boolean };

/** A host of metadata documents, whose next answers a test decides. */
async function host(answer: (path: string, headers: http.IncomingHttpHeaders) => Reply) {
  const asked: string[] = [];
  const server = http.createServer((req, res) => {
    asked.push(req.url ?? "");
    const { status = 200, headers = {}, body, hang } = answer(req.url ?? "", req.headers);
    if (hang) return;
    res.writeHead(status, { "content-type": "application/json", ...headers });
    res.end(typeof body === "string" ? body : JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://127.0.0.1:${port}`, asked, stop };
}

const documentOf = (url: string, more: object = {}) => ({
  client_id: url,
  client_name: "Claude Code",
  redirect_uris: ["http://localhost/callback", "http://127.0.0.1/callback"],
  token_endpoint_auth_method: "none",
  grant_types: ["authorization_code", "refresh_token"],
  ...more,
});

async function scene() {
  const world = await makeTenant();
  await makeServer(world);
  const human = await makeHuman(world, { ceilings: { linear: "low" } });
  const rows = () => tenantClient(world.tenant.no).oAuthClient.findMany({ include: { agent: true } });
  return { world, human, rows };
}

test("a client that names itself by its document is fetched once, stored, and connects", async () => {
  const { world, human, rows } = await scene();
  let url = "";
  const there = await host(() => ({ body: documentOf(url), headers: { "cache-control": "max-age=600", etag: '"1"' } }));
  url = `${there.origin}/client.json`;
  const tokens = await connect(world, human, url);
  expect(tokens.access_token).toBeTruthy();
  requestIdOf(await authorize(world, { client_id: url }));
  expect(there.asked).toEqual(["/client.json"]);
  expect(await rows()).toMatchObject([{ clientId: url, kind: "cimd", etag: '"1"', expiresAt: null }]);
  expect(await readEvent(world, { type: ["oauth.client.registered"] })).toMatchObject({
    resource: { type: "oauth_client", key: url },
    changes: { after: { kind: "cimd" } },
  });
  await there.stop();
});

test("a document is asked for again when it is no longer fresh; what it says then is what counts", async () => {
  const { world, rows } = await scene();
  let url = "";
  let name = "Claude Code";
  const seen: (string | undefined)[] = [];
  const there = await host((_, headers) => {
    seen.push(headers["if-none-match"]);
    if (headers["if-none-match"] === `"${name}"`) return { status: 304, headers: { "cache-control": "max-age=60" } };
    return {
      body: documentOf(url, { client_name: name }),
      headers: { "cache-control": "max-age=60", etag: `"${name}"` },
    };
  });
  url = `${there.origin}/client.json`;
  const at = async (minutes: number) => {
    const time = Date.now() + minutes * 60_000;
    const release = holdClock(() => time);
    try {
      return requestIdOf(await authorize(world, { client_id: url }));
    } finally {
      release();
    }
  };
  await at(0);
  await at(2);
  expect(seen).toEqual([undefined, '"Claude Code"']);
  name = "Renamed";
  await at(4);
  expect((await rows())[0]?.metadata).toMatchObject({ client_name: "Renamed" });
  expect(await readEvents(world, { type: ["oauth.client.updated"] })).toHaveLength(1);

  // Its host is away: the copy counts for a week.
  await there.stop();
  await at(6);
  const late = Date.now() + 9 * 86_400_000;
  const release = holdClock(() => late);
  const reply = await authorize(world, { client_id: url });
  release();
  expect(reply.headers["location"]).toBeUndefined();
  expect(reply.body).toContain("cannot be fetched");
});

test("a document counts only where it is what it says, small, JSON, and without a secret", async () => {
  const { world, rows } = await scene();
  const answers: Record<string, (url: string) => Reply> = {
    "other id": (url) => ({ body: documentOf(`${url}x`) }),
    "no id": (url) => ({ body: { ...documentOf(url), client_id: undefined } }),
    secret: (url) => ({ body: documentOf(url, { client_secret: "x" }) }),
    "secret method": (url) => ({ body: documentOf(url, { token_endpoint_auth_method: "client_secret_post" }) }),
    "no redirect": (url) => ({ body: documentOf(url, { redirect_uris: [] }) }),
    "script redirect": (url) => ({ body: documentOf(url, { redirect_uris: ["javascript:alert(1)"] }) }),
    large: (url) => ({ body: documentOf(url, { junk: "x".repeat(70_000) }) }),
    "no JSON": () => ({ body: "<html>", headers: { "content-type": "text/html" } }),
    "broken JSON": () => ({ body: "{" }),
    gone: () => ({ status: 404 }),
    redirect: (url) => ({ status: 302, headers: { location: `${url}2` } }),
  };
  for (const [name, answer] of Object.entries(answers)) {
    let url = "";
    const there = await host((path) => (path.endsWith("2") ? { body: documentOf(`${url}2`) } : answer(url)));
    url = `${there.origin}/client.json`;
    const reply = await authorize(world, { client_id: url });
    expect([reply.status, reply.headers["location"]], name).toEqual([400, undefined]);
    expect(there.asked, name).toEqual(["/client.json"]);
    await there.stop();
  }
  expect(await rows()).toEqual([]);
});

test("no document is fetched from where only this machine's neighbours should reach", async () => {
  const { world } = await scene();
  const inside = [
    ...["http://169.254.169.254/latest/meta-data", "http://10.0.0.1/c.json", "http://192.168.1.1/c.json"],
    ...["http://127.0.0.2/c.json", "http://[::ffff:7f00:2]/c.json", "http://[fd00::1]/c.json", "http://0.0.0.0/c.json"],
    ...["https://169.254.169.254/c.json", "https://[::ffff:10.0.0.1]/c.json", "https://127.0.0.2:6379/c.json"],
  ];
  for (const client_id of inside) {
    const reply = await authorize(world, { client_id });
    expect([reply.status, reply.headers["location"]], client_id).toEqual([400, undefined]);
    expect(reply.body, client_id).toMatch(/private address|not the URL of a client metadata document/);
  }
});

test("a client_id is a document's URL only if it hides nothing", () => {
  for (const url of [
    "https://claude.ai/oauth/claude-code-client-metadata",
    "https://a.example/c?x=1",
    "http://127.0.0.1:1/c",
  ])
    expect(isDocumentUrl(url), url).toBe(true);
  const bad = [
    ...[
      "https://a.example",
      "https://a.example/",
      "https://a.example/c#x",
      "https://u@a.example/c",
      "http://a.example/c",
    ],
    ...["https://a.example/x/../c", "https://a.example/%2e%2e/c", "HTTPS://a.example/c", "https://A.example/c"],
    ...["https://a.example:443/c", "https://2130706433/c", "ftp://a.example/c", "cli_1", "", "https://a.example\\c"],
  ];
  for (const url of bad) expect(isDocumentUrl(url), url).toBe(false);
});

test("a tenant can refuse documents, or admit those of some hosts only", async () => {
  const { world } = await scene();
  let url = "";
  const there = await host(() => ({ body: documentOf(url) }));
  url = `${there.origin}/client.json`;
  await updateOAuthSettings(world.ctx("owner"), { admitted: ["claude.ai"] });
  expect((await authorize(world, { client_id: url })).body).toContain("are not admitted here");
  await updateOAuthSettings(world.ctx("owner"), { admitted: [], documents: false });
  expect((await authorize(world, { client_id: url })).body).toContain("may not name themselves");
  expect(there.asked).toEqual([]);
  await there.stop();
});

test("well-known documents are recognized by their URL, and by nothing that another host says", () => {
  for (const { url, name, agent } of realDocuments) {
    const headers = new Headers();
    const answer = readDocument(url, { value: documentOf(url, { client_name: name }), headers });
    if (!("document" in answer)) throw new Error("The document was not read.");
    expect(recognizeAgent(answer.document.metadata, url), url).toBe(agent);
    expect(recognizeAgent(answer.document.metadata, "https://evil.example/c")).not.toBe(agent);
  }
});
