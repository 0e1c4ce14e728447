import { expect, test } from "@playwright/test";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { hashSecret } from "@/lib/kernel/keys";
import { disconnectInstance } from "@/lib/registry/instances/disconnect-instance";
import { listInstances } from "@/lib/registry/instances/list-instances";
import { loadPrincipal } from "@/lib/registry/load-principal";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { connect, readBody, register, token } from "@/prisma/world/oauth-world";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import { issuerOf } from "../resource";
import { assertionType } from "../token/client-assertion";
import { assignClient } from "./assign-client";
import { type CreateClientInput, createClient } from "./create-client";
import { deleteClient } from "./delete-client";
import { getClient } from "./get-client";
import { listClients } from "./list-clients";
import { updateClient } from "./update-client";

async function scene() {
  const world = await makeTenant();
  await makeServer(world);
  const human = await makeHuman(world, { ceilings: { linear: "medium" } });
  return { world, human };
}

const headless = (human: { key: string }, more: Partial<CreateClientInput> = {}): CreateClientInput => ({
  name: "Nightly report",
  authMethod: "client_secret_basic",
  human: human.key,
  consents: [{ server: "linear", level: "low" }],
  ...more,
});

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`,
});

const principalOf = ({ tenant }: World, accessToken: unknown) =>
  loadPrincipal({ tenant: tenant.slug, tokenHash: hashSecret(String(accessToken)), server: "linear", tool: null });

test("a headless client gets tokens by itself for its assigned human: always of its one instance, never a refresh token", async () => {
  const { world, human } = await scene();
  const { client, secret } = await createClient(world.ctx("admin"), headless(human));
  expect(client).toMatchObject({ kind: "manual", human: human.key, grantTypes: ["client_credentials"], instances: 1 });
  const ask = () => token(world, { grant_type: "client_credentials" }, basic(client.clientId, secret ?? ""));
  const [one, two] = [readBody(await ask()), readBody(await ask())];
  expect(one).toMatchObject({ token_type: "Bearer", scope: "mcp" });
  expect(one).not.toHaveProperty("refresh_token");
  const [first, second] = [
    await principalOf(world, one["access_token"]),
    await principalOf(world, two["access_token"]),
  ];
  expect(first).toMatchObject({
    found: { human: { key: human.key }, consent: { level: "low" }, agent: { slug: "nightly-report" } },
  });
  if (!("found" in first && "found" in second)) throw new Error("A token is not known.");
  expect(second.found.instance.id).toBe(first.found.instance.id);

  await disconnectInstance(world.ctx("admin"), first.found.instance.id);
  const ended = await ask();
  expect([ended.status, readBody(ended)["error"]]).toEqual([400, "unauthorized_client"]);
});

test("a secret that is wrong, missing or of another client gets nothing and leaves an event; both ways to send it count", async () => {
  const { world, human } = await scene();
  const { client, secret } = await createClient(world.ctx("admin"), headless(human));
  const other = await createClient(world.ctx("admin"), headless(human, { name: "Other" }));
  const grant_type = "client_credentials";
  const client_id = client.clientId;
  const wrong = [
    await token(world, { grant_type, client_id }),
    await token(world, { grant_type, client_id, client_secret: `${secret}x` }),
    await token(world, { grant_type, client_id, client_secret: other.secret ?? "" }),
    await token(world, { grant_type }, basic(client_id, "")),
    await token(world, { grant_type }, { authorization: "Basic !!!" }),
    await token(world, { grant_type, client_id: "cli_nobody", client_secret: secret ?? "" }),
  ];
  for (const reply of wrong) {
    expect([reply.status, readBody(reply)["error"]]).toEqual([401, "invalid_client"]);
    expect(reply.headers["www-authenticate"]).toContain("Basic realm=");
  }
  const twice = await token(world, { grant_type, client_secret: secret ?? "" }, basic(client_id, secret ?? ""));
  expect(readBody(twice)["error"]).toBe("invalid_request");
  expect((await token(world, { grant_type, client_id, client_secret: secret ?? "" })).status).toBe(200);
  const refused = await readEvents(world, { type: ["auth.refused"] });
  expect(refused.map((event) => event.reason?.text)).toContain("The client's secret is wrong.");
  expect(JSON.stringify(await readEvents(world))).not.toContain(secret);
});

test("a client proves itself by an assertion of its key: once, in time, about itself, for this server", async () => {
  const { world, human } = await scene();
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kty: "EC", alg: "ES256" }] };
  const made = await createClient(world.ctx("admin"), headless(human, { authMethod: "private_key_jwt", jwks }));
  const { clientId } = made.client;
  expect(made.secret).toBeNull();
  const sign = (more: Record<string, unknown> = {}, key = privateKey) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: clientId,
      sub: clientId,
      aud: issuerOf(world.tenant.slug),
      jti: `${Math.random()}`,
      iat: now,
      exp: now + 60,
    };
    return new SignJWT({ ...claims, ...more }).setProtectedHeader({ alg: "ES256" }).sign(key);
  };
  const ask = async (client_assertion: string) =>
    token(world, { grant_type: "client_credentials", client_assertion_type: assertionType, client_assertion });
  const good = await sign();
  expect((await ask(good)).status).toBe(200);
  expect(readBody(await ask(good))).toMatchObject({
    error: "invalid_client",
    error_description: expect.stringContaining("before"),
  });
  const stranger = await generateKeyPair("ES256");
  const now = Math.floor(Date.now() / 1000);
  const bad: Record<string, string> = {
    "another key": await sign({}, stranger.privateKey),
    "another issuer": await sign({ iss: "cli_other" }),
    "another audience": await sign({ aud: issuerOf("other") }),
    expired: await sign({ exp: now - 120 }),
    "good for an hour": await sign({ exp: now + 3600 }),
    "without jti": await sign({ jti: undefined }),
    "without exp": await sign({ exp: undefined }),
    unsigned: `${Buffer.from('{"alg":"none"}').toString("base64url")}.${good.split(".")[1]}.`,
  };
  for (const [name, assertion] of Object.entries(bad)) {
    const reply = await ask(assertion);
    expect([reply.status, readBody(reply)["error"]], name).toEqual([401, "invalid_client"]);
  }
  const parallel = await sign();
  const statuses = (await Promise.all([ask(parallel), ask(parallel), ask(parallel)])).map((reply) => reply.status);
  expect(statuses.sort()).toEqual([200, 401, 401]);
});

test("an administrator names another human for a headless client: a new instance for them, the old one ends", async () => {
  const { world, human } = await scene();
  const bob = await makeHuman(world, { name: "Bob", ceilings: { linear: "low" } });
  const { client, secret } = await createClient(world.ctx("admin"), headless(human));
  const ask = () => token(world, { grant_type: "client_credentials" }, basic(client.clientId, secret ?? ""));
  const before = readBody(await ask());
  const assigned = await assignClient(world.ctx("admin"), client.clientId, {
    human: bob.key,
    consents: [{ server: "linear", level: "low" }],
  });
  expect(assigned).toMatchObject({ human: bob.key, instances: 1 });
  expect(await principalOf(world, before["access_token"])).toMatchObject({ found: { token: { revoked: true } } });
  expect(await principalOf(world, readBody(await ask())["access_token"])).toMatchObject({
    found: { human: { key: bob.key }, consent: { level: "low" } },
  });
  expect(await readEvent(world, { type: ["oauth.client.updated"] })).toMatchObject({
    changes: { before: { human: human.key }, after: { human: bob.key } },
  });
  const { client_id } = await register(world);
  await expect(assignClient(world.ctx("admin"), client_id, { human: bob.key })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("a client made for humans is authorized like any other, and may not get tokens by itself", async () => {
  const { world, human } = await scene();
  const { client } = await createClient(world.ctx("admin"), {
    name: "Our app",
    agent: "our-app",
    redirectUris: ["http://localhost:3118/callback"],
  });
  expect((await connect(world, human, client.clientId)).refresh_token).toBeTruthy();
  const reply = await token(world, { grant_type: "client_credentials", client_id: client.clientId });
  expect(readBody(reply)["error"]).toBe("unauthorized_client");
  expect(await getClient(world.ctx("viewer"), client.clientId)).toMatchObject({
    instances: 1,
    agent: { slug: "our-app" },
  });
});

test("what a person gets wrong is said by its place", async () => {
  const { world, human } = await scene();
  const make = (input: CreateClientInput) => createClient(world.ctx("admin"), input);
  const at = (path: string) => ({ code: "invalid", issues: [{ path }] });
  await expect(make({ name: "x" })).rejects.toMatchObject(at("redirectUris"));
  await expect(make({ name: "x", redirectUris: ["https://a.example/", "javascript:x"] })).rejects.toMatchObject(
    at("redirectUris.1"),
  );
  await expect(make(headless(human, { redirectUris: ["https://a.example/"] }))).rejects.toMatchObject(
    at("redirectUris"),
  );
  await expect(make(headless(human, { authMethod: "none" }))).rejects.toMatchObject(at("authMethod"));
  await expect(make(headless(human, { authMethod: "private_key_jwt" }))).rejects.toMatchObject(at("jwks"));
  const high: CreateClientInput["consents"] = [{ server: "linear", level: "high" }];
  await expect(make(headless(human, { consents: high }))).rejects.toMatchObject({ code: "forbidden" });
  expect((await listClients(world.ctx("viewer"))).items).toEqual([]);
});

test("suspending a client stops its tokens and its calls; a new secret ends the old one", async () => {
  const { world, human } = await scene();
  const { client, secret } = await createClient(world.ctx("admin"), headless(human));
  const ask = (with_: string | null) =>
    token(world, { grant_type: "client_credentials" }, basic(client.clientId, with_ ?? ""));
  const { access_token } = readBody(await ask(secret));
  await updateClient(world.ctx("admin"), client.clientId, { status: "suspended" });
  expect(readBody(await ask(secret))["error"]).toBe("unauthorized_client");
  expect(await principalOf(world, access_token)).toMatchObject({ found: { agent: { suspended: true } } });
  const renewed = await updateClient(world.ctx("admin"), client.clientId, { status: "active", newSecret: true });
  expect((await ask(secret)).status).toBe(401);
  expect((await ask(renewed.secret)).status).toBe(200);
  expect(await readEvent(world, { type: ["oauth.client.updated"] })).toMatchObject({
    changes: { before: { status: "suspended" }, after: { status: "active", secret: "new" } },
  });
  const dynamic = await register(world);
  const said = updateClient(world.ctx("admin"), dynamic.client_id, { redirectUris: ["https://a.example/"] });
  await expect(said).rejects.toMatchObject({ code: "conflict" });
});

test("deleting a client disconnects its instances, which stay for their history", async () => {
  const { world, human } = await scene();
  const { client_id } = await register(world);
  const tokens = await connect(world, human, client_id);
  await deleteClient(world.ctx("admin"), client_id);
  expect(await principalOf(world, tokens.access_token)).toMatchObject({ found: { token: { revoked: true } } });
  expect((await listInstances(world.ctx("viewer"))).items).toMatchObject([{ status: "disconnected" }]);
  const refreshed = await token(world, { grant_type: "refresh_token", client_id, refresh_token: tokens.refresh_token });
  expect(readBody(refreshed)["error"]).toBe("invalid_client");
  expect(await readEvent(world, { type: ["oauth.client.deleted"] })).toMatchObject({ details: { why: "deleted" } });
});

test("clients are listed page by page for whoever may read agents, and are another tenant's business nowhere", async () => {
  const [{ world }, { world: other }] = [await scene(), await scene()];
  const ids: string[] = [];
  for (const name of ["One", "Two", "Three"])
    ids.unshift(
      (await createClient(world.ctx("admin"), { name, redirectUris: ["https://a.example/"] })).client.clientId,
    );
  const first = await listClients(world.ctx("viewer"), { limit: 2 });
  const second = await listClients(world.ctx("viewer"), { limit: 2, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items].map((one) => one.clientId)).toEqual(ids);
  expect(second.nextCursor).toBeNull();
  const [id = ""] = ids;
  const notFound = { code: "not_found" };
  await expect(getClient(other.ctx("owner"), id)).rejects.toMatchObject(notFound);
  await expect(updateClient(other.ctx("owner"), id, { status: "suspended" })).rejects.toMatchObject(notFound);
  await expect(deleteClient(other.ctx("owner"), id)).rejects.toMatchObject(notFound);
  const forbidden = { code: "forbidden" };
  await expect(
    createClient(world.ctx("auditor"), { name: "x", redirectUris: ["https://a.example/"] }),
  ).rejects.toMatchObject(forbidden);
  await expect(deleteClient(world.ctx("viewer"), id)).rejects.toMatchObject(forbidden);
  await expect(listClients(world.keyCtx("servers:read"))).rejects.toMatchObject(forbidden);
});
