import { expect, test } from "@playwright/test";
import { tenantClient } from "@/lib/db/tenant";
import { absolute } from "@/lib/kernel/env";
import { hashSecret } from "@/lib/kernel/keys";
import { paths } from "@/lib/kernel/paths";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { connect, oauthRequest, publicClient, readBody, register } from "@/prisma/world/oauth-world";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import { realClients } from "@/prisma/world/real-clients";
import { updateOAuthSettings } from "../settings/update-oauth-settings";
import { answerRegister, answerRegistration } from "./register-endpoint";

const clientsOf = ({ tenant }: World) =>
  tenantClient(tenant.no).oAuthClient.findMany({ include: { agent: true }, orderBy: { id: "asc" } });

const tried = (world: World, body: unknown) =>
  answerRegister(oauthRequest(world, { body: typeof body === "string" ? body : JSON.stringify(body) }));

const manage = (world: World, method: string, clientId: string, token: unknown, body?: object) =>
  answerRegistration(
    oauthRequest(world, {
      method,
      headers: { authorization: `Bearer ${token}` },
      body: body ? JSON.stringify(body) : "",
    }),
    clientId,
  );

for (const real of realClients)
  test(`${real.name} registers with what it really sends, and is recognized`, async () => {
    const world = await makeTenant();
    const body = await register(world, real.registration);
    expect(body).toMatchObject({
      client_id: expect.stringMatching(/^cli_/),
      client_id_issued_at: expect.any(Number),
      registration_client_uri: absolute(paths.register(world.tenant.slug, body.client_id)),
      registration_access_token: expect.stringMatching(/^csm_/),
      client_name: real.registration["client_name"],
      redirect_uris: real.registration["redirect_uris"],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: real.registration["token_endpoint_auth_method"],
    });
    expect(Object.values(body)).not.toContain(null);
    const [row] = await clientsOf(world);
    expect(row).toMatchObject({ kind: "dcr", agent: { slug: real.agent }, lastUsedAt: null });
    expect(row?.expiresAt?.getTime()).toBeGreaterThan(Date.now() + 13 * 86_400_000);
    expect(await readEvent(world, { type: ["oauth.client.registered"] })).toMatchObject({
      actor: { type: "system", key: "oauth" },
      agent: { slug: real.agent, key: `agent|${body.client_id}` },
      changes: { before: null, after: { kind: "dcr", agent: real.agent } },
    });
  });

test("a secret is told once, kept as a hash, and never stands in an event", async () => {
  const world = await makeTenant();
  const { client_id, client_secret = "" } = await register(world, { redirect_uris: ["https://app.example/cb"] });
  expect(client_secret).toMatch(/^css_[A-Za-z0-9_-]{43}$/);
  const [row] = await clientsOf(world);
  expect(row?.secretHash && Buffer.from(row.secretHash)).toEqual(Buffer.from(hashSecret(client_secret)));
  expect(JSON.stringify(await readEvents(world))).not.toContain(client_secret);
  const answer = await manage(
    world,
    "GET",
    client_id,
    (await register(world, publicClient))["registration_access_token"],
  );
  expect(answer.status).toBe(401);
});

test("of several redirect URIs those that can be taken are; none at all is refused, with a word about each", async () => {
  const world = await makeTenant();
  const uris = ["javascript:alert(1)", "http://app.example/cb", "cursor://callback", "https://app.example/#x"];
  const body = await register(world, { ...publicClient, redirect_uris: uris });
  expect(body["redirect_uris"]).toEqual(["cursor://callback"]);
  const refused = await tried(world, { ...publicClient, redirect_uris: ["data:text/html,x", "http://10.0.0.1/"] });
  expect(refused.status).toBe(400);
  expect(readBody(refused)).toMatchObject({ error: "invalid_redirect_uri" });
});

test("what cannot be understood or kept is refused in the words of RFC 7591", async () => {
  const world = await makeTenant();
  const cases: [unknown, string][] = [
    ["{", "invalid_client_metadata"],
    ["[]", "invalid_client_metadata"],
    [{}, "invalid_redirect_uri"],
    [{ ...publicClient, redirect_uris: "https://app.example/cb" }, "invalid_redirect_uri"],
    [{ ...publicClient, token_endpoint_auth_method: "tls_client_auth" }, "invalid_client_metadata"],
    [{ ...publicClient, token_endpoint_auth_method: "private_key_jwt" }, "invalid_client_metadata"],
    [{ ...publicClient, grant_types: ["client_credentials"] }, "invalid_client_metadata"],
    [{ ...publicClient, response_types: ["token"] }, "invalid_client_metadata"],
  ];
  for (const [body, error] of cases) {
    const answer = await tried(world, body);
    expect([answer.status, readBody(answer)["error"]], JSON.stringify(body)).toEqual([400, error]);
  }
  expect(await clientsOf(world)).toEqual([]);
});

test("names are stripped of what cannot be seen, and junk beside what counts does no harm", async () => {
  const world = await makeTenant();
  const body = await register(world, {
    ...publicClient,
    client_name: " Claude\u202e\u0000 Code ",
    logo_uri: "javascript:alert(1)",
    client_uri: 7,
    contacts: [{}],
    scope: ["x"],
    application_type: "toaster",
  });
  expect(body["client_name"]).toBe("Claude Code");
  expect(body).not.toHaveProperty("logo_uri");
  expect(body).not.toHaveProperty("client_uri");
});

test("the same registration again is the same client, whatever its loopback port; of ten at the same moment one is made", async () => {
  const world = await makeTenant();
  const at = (port: number) => ({ ...publicClient, redirect_uris: [`http://localhost:${port}/callback`] });
  const all = await Promise.all(Array.from({ length: 10 }, (_, i) => register(world, at(3000 + i))));
  expect(new Set(all.map((one) => one.client_id)).size).toBe(1);
  // Each is told what it asked for itself.
  expect(all.map((one) => one["redirect_uris"])).toEqual(
    Array.from({ length: 10 }, (_, i) => at(3000 + i).redirect_uris),
  );
  expect(await clientsOf(world)).toMatchObject([{ registrations: 10 }]);
  expect(await readEvents(world, { type: ["oauth.client.registered"] })).toHaveLength(1);
  const other = await register(world, { ...publicClient, client_name: "Claude Code (github)" });
  expect(other.client_id).not.toBe(all[0]?.client_id);
  // Both are the same agent.
  expect((await clientsOf(world)).map((row) => row.agent.slug)).toEqual(["claude-code", "claude-code"]);
});

test("a client looks after its own registration, as long as it is its alone and unused", async () => {
  const world = await makeTenant();
  await makeServer(world);
  const { client_id, registration_access_token: own } = await register(world);
  expect(readBody(await manage(world, "GET", client_id, own))).toMatchObject({
    client_id,
    client_name: "Claude Code (linear)",
  });
  for (const method of ["GET", "PUT", "DELETE"])
    expect((await manage(world, method, client_id, "csm_wrong", publicClient)).status, method).toBe(401);
  expect((await manage(world, "GET", "cli_nobody", own)).status).toBe(401);

  const wider = { ...publicClient, redirect_uris: ["https://app.example/cb"] };
  expect(readBody(await manage(world, "PUT", client_id, own, wider))).toMatchObject({
    redirect_uris: wider.redirect_uris,
  });
  expect(await readEvent(world, { type: ["oauth.client.updated"] })).toMatchObject({
    changes: { after: { redirectUris: wider.redirect_uris } },
  });
  expect((await manage(world, "DELETE", client_id, own)).status).toBe(204);
  expect(await clientsOf(world)).toEqual([]);
});

test("nobody leads the answers of a client elsewhere that others share or that a human uses", async () => {
  const world = await makeTenant();
  await makeServer(world);
  const first = await register(world);
  const second = await register(world);
  const evil = { ...publicClient, redirect_uris: ["https://evil.example/cb"] };
  for (const { client_id, registration_access_token } of [first, second]) {
    expect((await manage(world, "GET", client_id, registration_access_token)).status).toBe(200);
    expect((await manage(world, "PUT", client_id, registration_access_token, evil)).status).toBe(403);
    expect((await manage(world, "DELETE", client_id, registration_access_token)).status).toBe(403);
  }
  const alone = await register(world, { ...publicClient, client_name: "Alone" });
  const human = await makeHuman(world, { ceilings: { linear: "low" } });
  await connect(world, human, alone.client_id);
  expect((await manage(world, "PUT", alone.client_id, alone["registration_access_token"], evil)).status).toBe(403);
});

test("a tenant can take no registrations, or only those of places that it admits", async () => {
  const world = await makeTenant();
  await updateOAuthSettings(world.ctx("admin"), { admitted: ["localhost", "cursor:"] });
  const cursor = realClients.find((real) => real.name === "Cursor")?.registration ?? {};
  expect((await register(world, cursor))["redirect_uris"]).toEqual([
    "cursor://anysphere.cursor-mcp/oauth/callback",
    "http://localhost:8787/callback",
  ]);
  expect((await tried(world, { ...publicClient, redirect_uris: ["https://evil.example/"] })).status).toBe(400);
  await updateOAuthSettings(world.ctx("admin"), { registration: false });
  const closed = await tried(world, publicClient);
  expect([closed.status, readBody(closed)["error"]]).toEqual([403, "access_denied"]);
});

test("who registers too often waits; another address and another tenant do not", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const at = (where: World, ip: string) =>
    answerRegister(oauthRequest(where, { ip, body: JSON.stringify(publicClient) }));
  const statuses: number[] = [];
  for (let i = 0; i < 31; i += 1) statuses.push((await at(world, "203.0.113.5")).status);
  expect(statuses.slice(0, 30).every((status) => status === 201)).toBe(true);
  expect(statuses[30]).toBe(429);
  expect(Number((await at(world, "203.0.113.5")).headers["retry-after"])).toBeGreaterThan(0);
  expect((await at(world, "203.0.113.6")).status).toBe(201);
  expect((await at(other, "203.0.113.5")).status).toBe(201);
});

test("an environment that does not exist is not found", async () => {
  const answer = await answerRegister(oauthRequest({ tenant: { no: 0, slug: "nowhere", organizationId: "" } }));
  expect([answer.status, readBody(answer)["error"]]).toEqual([404, "invalid_request"]);
});
