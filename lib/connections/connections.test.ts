import { test as base, expect } from "@playwright/test";
import { startOAuthUpstream } from "@/e2e/outside/oauth-upstream.mjs";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { newId } from "@/lib/kernel/ids";
import { listConnectionStates } from "@/lib/registry/connections/list-connection-states";
import { listConnections } from "@/lib/registry/connections/list-connections";
import { putGrant } from "@/lib/registry/grants/put-grant";
import { getServer } from "@/lib/registry/servers/get-server";
import { makeHuman } from "@/prisma/world/make-human";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import { changeServer } from "./change-server";
import { disconnectConnection } from "./disconnect-connection";
import { disconnectMine } from "./disconnect-mine";
import { finishConnection } from "./finish-connection";
import { importServer } from "./import-server";
import { listFirstTools } from "./list-first-tools";
import { planConnection } from "./plan-connection";
import { refreshTools } from "./refresh-tools";
import { rejectCredential } from "./reject-credential";
import { removeHuman } from "./remove-human";
import { removeServer } from "./remove-server";
import { startConnection } from "./start-connection";
import { type Credential, findCredential, type HumanAtServer, renewCredential } from "./use-credential";

type Upstream = Awaited<ReturnType<typeof startOAuthUpstream>>;

const test = base.extend<{ upstream: Upstream; world: World; alice: Ctx }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs.
  upstream: async ({}, use) => {
    const upstream = await startOAuthUpstream();
    await use(upstream);
    await upstream.stop();
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  world: async ({}, use) => use(await makeTenant()),
  alice: async ({ world, upstream }, use) => {
    await importAsks(world, upstream);
    await use(await humanOf(world, "alice"));
  },
});

const importAsks = (world: World, upstream: Upstream, auth: object = {}) =>
  importServer(world.ctx("admin"), {
    key: "asks",
    name: "Asks",
    description: "",
    url: upstream.url,
    auth: { kind: "oauth", ...auth },
  });

/** A human of the world with a ceiling on the server, as who asks. */
async function humanOf(world: World, name: string): Promise<Ctx> {
  const { id, key, email } = await makeHuman(world, { name });
  await putGrant(world.ctx("admin"), { human: key, server: "asks", ceiling: "high" });
  const actor = { type: "human", id, key, email, name } as const;
  return { ...world.ctx("viewer"), actor, scopes: [], requestId: newId("request") };
}

const session = "ses_one";

const begin = (ctx: Ctx, sessionId = session) => startConnection(ctx, "asks", { sessionId, returnTo: "/me" });

/** What comes back from the authorization server. */
const answerOf = (back: string, change: object = {}) => {
  const given = new URL(back).searchParams;
  const of = (name: string) => given.get(name);
  return { state: of("state") ?? "", code: of("code"), error: of("error"), iss: of("iss"), ...change };
};

async function connect(ctx: Ctx, upstream: Upstream, who: string, change: object = {}) {
  const back = await upstream.agree(await begin(ctx), who);
  return finishConnection(ctx, session, answerOf(back, change));
}

const rowOf = (ctx: Ctx) => tenantClient(ctx.tenant.no).connection.findFirstOrThrow({ where: { humanId: idOf(ctx) } });
const idOf = ({ actor }: Ctx): string => ("id" in actor ? actor.id : "");

async function at(ctx: Ctx): Promise<HumanAtServer> {
  const { id, url } = await tenantClient(ctx.tenant.no).server.findFirstOrThrow({ where: { key: "asks" } });
  return { tenant: ctx.tenant, humanId: idOf(ctx), server: { id, url } };
}

async function credentialOf(ctx: Ctx): Promise<Credential> {
  const answer = await findCredential(await at(ctx));
  if (!("credential" in answer)) throw new Error(JSON.stringify(answer));
  return answer.credential;
}

/** Lets the access token's time run out, as far as this side knows. */
const expire = (ctx: Ctx, data: object = { expiresAt: new Date(Date.now() - 1_000) }) =>
  tenantClient(ctx.tenant.no).connection.updateMany({ where: { humanId: idOf(ctx) }, data });

test("a server that wants accounts is imported without tools and gets them with the first connection", async ({
  world,
  upstream,
  alice,
}) => {
  const admin = world.ctx("admin");
  expect(await getServer(admin, "asks")).toMatchObject({ needsConnection: true, tools: [], discoveredAt: null });
  await expect(refreshTools(admin, "asks")).rejects.toThrow(/Connect your own first/);
  const plan = await planConnection(alice, "asks");
  expect(plan).toMatchObject({ status: null, leadsTo: { host: new URL(upstream.issuer).host } });

  const url = new URL(await begin(alice));
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    response_type: "code",
    code_challenge_method: "S256",
    resource: upstream.url,
    scope: "read write offline_access",
  });
  const finished = await finishConnection(alice, session, answerOf(await upstream.agree(url.href, "alice-there")));
  expect(finished).toMatchObject({ connected: true, server: "asks", returnTo: "/me" });
  expect(await listFirstTools(alice, "asks")).toEqual({ listed: 2 });
  expect(await listFirstTools(alice, "asks")).toBe("known");
  expect((await getServer(admin, "asks")).tools.map(({ name }) => name)).toEqual(["hang", "whoami"]);

  const event = await readEvent(world, { type: ["connection.created"] });
  expect(event).toMatchObject({
    outcome: "success",
    actor: { type: "human" },
    server: "asks",
    changes: { before: null, after: { status: "connected", issuer: upstream.issuer, scopes: ["read", "write"] } },
  });
  expect(await listConnectionStates(alice)).toMatchObject([{ server: "asks", status: "connected", granted: true }]);
  expect((await listConnections(admin, { status: "connected" })).items).toHaveLength(1);
});

test("no token, code, verifier or secret stands in an event or in a row", async ({ world, upstream, alice }) => {
  await connect(alice, upstream, "alice-there");
  const { accessToken } = await credentialOf(alice);
  const db = tenantClient(world.tenant.no);
  const rows = [
    await db.connection.findMany(),
    await db.connectionAttempt.findMany(),
    await db.upstreamClient.findMany(),
    await readEvents(world),
  ];
  const [exchange] = upstream.asked.token as { code: string; code_verifier: string }[];
  const text = JSON.stringify(rows, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
  );
  for (const secret of [accessToken, exchange?.code, exchange?.code_verifier]) {
    expect(secret?.length).toBeGreaterThan(20);
    expect(text).not.toContain(secret);
  }
  // The secret of the registration is not known here, but its column is not plain text.
  expect(rows[2]).toMatchObject([
    { kind: "dcr", metadata: expect.not.objectContaining({ clientSecret: expect.anything() }) },
  ]);
});

test("only the session and the human that began an attempt end it, once", async ({ world, upstream, alice }) => {
  const back = await upstream.agree(await begin(alice), "alice-there");
  const bob = await humanOf(world, "bob");
  const stranger = await makeTenant();
  const unknown = { connected: false, failure: "unknown_attempt", server: null };
  expect(await finishConnection(alice, "ses_other", answerOf(back))).toMatchObject(unknown);
  expect(await finishConnection(bob, session, answerOf(back))).toMatchObject(unknown);
  expect(await finishConnection({ ...alice, tenant: stranger.tenant }, session, answerOf(back))).toMatchObject(unknown);
  expect(await finishConnection(alice, session, answerOf(back))).toMatchObject({ connected: true });
  expect(await finishConnection(alice, session, answerOf(back))).toMatchObject(unknown);
});

test("an answer of another issuer, or of none where one is promised, connects nothing", async ({
  world,
  upstream,
  alice,
}) => {
  for (const iss of [null, "https://evil.example", `${upstream.issuer}/`])
    expect(await connect(alice, upstream, "alice-there", { iss })).toMatchObject({ failure: "mixed_up" });
  expect(upstream.asked.token).toHaveLength(0);
  expect(await readEvents(world, { type: ["connection.created"] })).toMatchObject(
    [1, 2, 3].map(() => ({ outcome: "error", error: { type: "mixed_up" } })),
  );
});

test("what is declined, or fails on the way, is said and leaves nothing connected", async ({
  world,
  upstream,
  alice,
}) => {
  const back = await upstream.agree(await begin(alice), "alice-there", "no");
  expect(await finishConnection(alice, session, answerOf(back))).toMatchObject({ failure: "access_denied" });
  upstream.behaviour.tokenStatus = 503;
  expect(await connect(alice, upstream, "alice-there")).toMatchObject({ failure: "issuer_away" });
  upstream.behaviour.tokenStatus = null;
  expect(await connect(alice, upstream, "alice-there", { code: "wrong" })).toMatchObject({ failure: "no_token" });
  expect(await connect(alice, upstream, "alice-there", { code: null })).toMatchObject({ failure: "no_code" });
  const odd = await connect(alice, upstream, "alice-there", { error: "<b>constructor</b>" });
  expect(odd).toMatchObject({ failure: "refused" });
  expect(await findCredential(await at(alice))).toEqual({ missing: "needs_connection" });
  expect(await listConnections(world.ctx("admin"))).toMatchObject({ items: [] });
});

test("two humans each have their own, and neither ever has the other's", async ({ world, upstream, alice }) => {
  const bob = await humanOf(world, "bob");
  await connect(alice, upstream, "alice-there");
  expect(await findCredential(await at(bob))).toEqual({ missing: "needs_connection" });
  await connect(bob, upstream, "bob-there");
  const [hers, his] = await Promise.all([credentialOf(alice), credentialOf(bob)]);
  const whose = async ({ accessToken }: Credential) =>
    (await upstream.provider.AccessToken.find(accessToken))?.accountId;
  expect([await whose(hers), await whose(his)]).toEqual(["alice-there", "bob-there"]);
  // One registration serves both.
  expect(upstream.asked.registered).toBe(1);
  expect(await listConnectionStates(bob)).toHaveLength(1);
});

test("many calls at once renew a token once, and the next renewal uses what the last one gave", async ({
  upstream,
  alice,
}) => {
  await connect(alice, upstream, "alice-there");
  const first = await credentialOf(alice);
  for (let round = 1; round <= 2; round++) {
    await expire(alice);
    const where = await at(alice);
    const answers = await Promise.all(Array.from({ length: 20 }, () => findCredential(where)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(upstream.asked.refreshes).toBe(round);
    expect(answers[0]).toMatchObject({ credential: { version: round } });
  }
  expect((await credentialOf(alice)).accessToken).not.toBe(first.accessToken);
});

test("a token is renewed ahead of its end; where the issuer is away, it is used until then", async ({
  upstream,
  alice,
}) => {
  await connect(alice, upstream, "alice-there");
  const soon = { expiresAt: new Date(Date.now() + 30_000), refreshedAt: new Date(Date.now() - 600_000) };
  await expire(alice, soon);
  upstream.behaviour.tokenStatus = 503;
  expect((await credentialOf(alice)).version).toBe(0);
  expect(upstream.asked.refreshes).toBe(1);
  await expire(alice);
  // It has just failed: the issuer is left alone for a moment.
  expect(await findCredential(await at(alice))).toMatchObject({ unavailable: expect.stringContaining("503") });
  expect(upstream.asked.refreshes).toBe(1);
  expect(await rowOf(alice)).toMatchObject({ status: "connected" });
});

test("a grant that the issuer has ended makes the connection a state, with one event", async ({
  world,
  upstream,
  alice,
}) => {
  await connect(alice, upstream, "alice-there");
  const used = await credentialOf(alice);
  const token = await upstream.provider.AccessToken.find(used.accessToken);
  await upstream.provider.RefreshToken.revokeByGrantId(token?.grantId ?? "");
  await expire(alice);
  for (let time = 0; time < 3; time++)
    expect(await findCredential(await at(alice))).toEqual({ missing: "needs_reauth" });
  expect(await readEvents(world, { type: ["connection.refresh_failed"] })).toMatchObject([
    { actor: { key: "gateway" }, error: { type: "invalid_grant" }, changes: { after: { status: "needs_reauth" } } },
  ]);
  expect(await rowOf(alice)).toMatchObject({ tokens: null });
  await connect(alice, upstream, "alice-there");
  expect(await readEvent(world, { type: ["connection.reauthorized"] })).toMatchObject({
    changes: { before: { status: "needs_reauth" }, after: { status: "connected" } },
  });
});

test("without a refresh token the access expires, and says so", async ({ world }) => {
  const upstream = await startOAuthUpstream({ refreshes: false });
  try {
    await importAsks(world, upstream);
    const alice = await humanOf(world, "alice");
    await connect(alice, upstream, "alice-there");
    await expire(alice);
    expect(await findCredential(await at(alice))).toEqual({ missing: "needs_reauth" });
    expect(await readEvents(world, { type: ["connection.expired"] })).toHaveLength(1);
  } finally {
    await upstream.stop();
  }
});

test("a refused credential is renewed once; a fresh one that is refused ends the connection, once", async ({
  world,
  upstream,
  alice,
}) => {
  await connect(alice, upstream, "alice-there");
  const where = await at(alice);
  const old = await credentialOf(alice);
  const renewed = await Promise.all([renewCredential(where, old), renewCredential(where, old)]);
  expect(upstream.asked.refreshes).toBe(1);
  const fresh = { ...(renewed[0] as { credential: Credential }).credential };
  // Refused is what was used, not what it has become meanwhile.
  expect(await rejectCredential(where, old, { statusCode: 401 })).toBe(false);
  expect(await rejectCredential(where, fresh, { statusCode: 401 })).toBe(true);
  expect(await rejectCredential(where, fresh, { statusCode: 401 })).toBe(true);
  expect(await readEvents(world, { type: ["connection.reauth_needed"] })).toHaveLength(1);
  expect(await findCredential(where)).toEqual({ missing: "needs_reauth" });
});

test("scopes that a call lacked are asked for next time with those there are, and not in circles", async ({
  upstream,
  alice,
}) => {
  await connect(alice, upstream, "alice-there");
  const where = await at(alice);
  const lacking = { statusCode: 403, challenge: 'Bearer error="insufficient_scope", scope="read admin"' } as const;
  const other = { statusCode: 403, challenge: 'Bearer error="invalid_token"' } as const;
  expect(await rejectCredential(where, await credentialOf(alice), other)).toBe(false);
  expect(await rejectCredential(where, await credentialOf(alice), lacking)).toBe(true);
  const url = await begin(alice);
  expect(new URL(url).searchParams.get("scope")?.split(" ").sort()).toEqual([
    "admin",
    "offline_access",
    "read",
    "write",
  ]);
  await finishConnection(alice, session, answerOf(await upstream.agree(url, "alice-there")));
  expect(await rejectCredential(where, await credentialOf(alice), lacking)).toBe(false);
});

test("disconnecting voids the tokens upstream, forgets them here, and is each one's own", async ({
  world,
  upstream,
  alice,
}) => {
  await connect(alice, upstream, "alice-there");
  const { accessToken } = await credentialOf(alice);
  await expect(disconnectMine(await humanOf(world, "bob"), "asks")).rejects.toThrow(/not found/);
  const { id } = await rowOf(alice);
  await expect(disconnectConnection(world.ctx("viewer"), id)).rejects.toThrow(/connections:write/);
  const elsewhere = await makeTenant();
  await expect(disconnectConnection(elsewhere.ctx("admin"), id)).rejects.toThrow(/not found/);

  await disconnectMine(alice, "asks");
  await disconnectMine(alice, "asks");
  expect(upstream.asked.revoked).toEqual(["refresh_token", "access_token"]);
  expect(await upstream.provider.AccessToken.find(accessToken)).toBeUndefined();
  expect(await rowOf(alice)).toMatchObject({ status: "revoked", tokens: null });
  expect(await findCredential(await at(alice))).toEqual({ missing: "needs_connection" });
  expect(await readEvents(world, { type: ["connection.revoked"] })).toMatchObject([
    { actor: { type: "human" }, details: { upstream: "revoked" } },
  ]);
  await connect(alice, upstream, "alice-there");
  await disconnectConnection(world.ctx("admin"), (await rowOf(alice)).id);
  expect(await readEvents(world, { type: ["connection.revoked"] })).toHaveLength(2);
});

test("with its human or its server a connection goes, too, and is in the log", async ({ world, upstream, alice }) => {
  const bob = await humanOf(world, "bob");
  await connect(alice, upstream, "alice-there");
  await connect(bob, upstream, "bob-there");
  await begin(bob);
  const admin = world.ctx("admin");
  const tokens = await Promise.all([alice, bob].map(async (of) => (await credentialOf(of)).accessToken));
  const elsewhere = await makeTenant();
  await expect(removeHuman(world.ctx("viewer"), idOf(alice))).rejects.toThrow(/humans:write/);
  await expect(removeHuman(elsewhere.ctx("admin"), idOf(alice))).rejects.toThrow(/not found/);
  await expect(removeServer(world.ctx("viewer"), "asks")).rejects.toThrow(/servers:write/);
  expect(upstream.asked.revoked).toEqual([]);

  await removeHuman(admin, idOf(alice));
  expect(await upstream.provider.AccessToken.find(tokens[0] ?? "")).toBeUndefined();
  expect(await upstream.provider.AccessToken.find(tokens[1] ?? "")).toBeDefined();
  await removeServer(admin, "asks");
  expect(await upstream.provider.AccessToken.find(tokens[1] ?? "")).toBeUndefined();
  expect(await readEvents(world, { type: ["connection.revoked"] })).toMatchObject([
    { human: { name: "alice" }, changes: { before: { status: "connected" } }, details: { upstream: "revoked" } },
    { human: { name: "bob" }, changes: { before: { status: "connected" } }, details: { upstream: "revoked" } },
  ]);
  const db = tenantClient(world.tenant.no);
  expect([await db.connection.count(), await db.upstreamClient.count(), await db.connectionAttempt.count()]).toEqual([
    0, 0, 0,
  ]);
});

test("a token never goes to another address than the one its human connected to", async ({
  world,
  upstream,
  alice,
}) => {
  await connect(alice, upstream, "alice-there");
  const db = tenantClient(world.tenant.no);
  await db.server.updateMany({ where: { key: "asks" }, data: { url: "http://127.0.0.1:9/mcp" } });
  expect(await findCredential(await at(alice))).toEqual({ missing: "needs_reauth" });
  await db.server.updateMany({ where: { key: "asks" }, data: { url: upstream.url } });
  expect(await findCredential(await at(alice))).toHaveProperty("credential");

  await changeServer(world.ctx("admin"), "asks", { url: "http://127.0.0.1:9/mcp" });
  expect(await readEvent(world, { type: ["connection.revoked"] })).toMatchObject({
    details: { why: "server_changed" },
  });
  expect(await rowOf(alice)).toMatchObject({ status: "revoked", tokens: null });
});

test("tokens that were moved to another human's row do not open", async ({ world, upstream, alice }) => {
  const bob = await humanOf(world, "bob");
  await connect(alice, upstream, "alice-there");
  await connect(bob, upstream, "bob-there");
  const { tokens } = await rowOf(alice);
  await expire(bob, { tokens, version: 7 });
  const [his, hers] = await Promise.all([findCredential(await at(bob)), findCredential(await at(alice))]);
  expect(his).toEqual({ missing: "needs_reauth" });
  // Asked together, the one that does not open fails nobody else.
  expect(hers).toHaveProperty("credential");
});

test("an admin's own client is used; at another issuer its secret is not shown", async ({ world }) => {
  const client = {
    client_id: "ours",
    client_secret: "a secret of more than enough bytes",
    redirect_uris: [`${process.env["PUBLIC_URL"]}/connect/callback`],
    grant_types: ["authorization_code", "refresh_token"],
  };
  const upstream = await startOAuthUpstream({ registers: false, clients: [client] });
  const other = await startOAuthUpstream({ registers: false });
  try {
    await expect(importAsks(world, upstream)).rejects.toThrow(/client id/);
    await importAsks(world, upstream, {
      clientId: "ours",
      clientSecret: "asecretofmorethanenoughbytes",
      scopes: ["read"],
    });
    await changeServer(world.ctx("admin"), "asks", {
      auth: { kind: "oauth", clientId: "ours", clientSecret: client.client_secret, scopes: ["read"] },
    });
    const alice = await humanOf(world, "alice");
    const url = new URL(await begin(alice));
    expect(url.searchParams.get("client_id")).toBe("ours");
    expect(url.searchParams.get("scope")).toBe("read offline_access");
    await finishConnection(alice, session, answerOf(await upstream.agree(url.href, "alice-there")));
    expect(await findCredential(await at(alice))).toHaveProperty("credential");
    Object.assign(upstream.behaviour, { issuer: other.issuer });
    await expect(begin(alice)).rejects.toThrow(/another authorization server/);
    expect(JSON.stringify(await readEvents(world))).not.toContain("enough");
  } finally {
    await upstream.stop();
    await other.stop();
  }
});

test("a registration that the issuer forgot is made anew; its connections need their humans", async ({
  world,
  upstream,
  alice,
}) => {
  await connect(alice, upstream, "alice-there");
  const db = tenantClient(world.tenant.no);
  const { clientId } = await db.upstreamClient.findFirstOrThrow();
  await upstream.provider.Client.adapter.destroy(clientId);
  await expire(alice);
  expect(await findCredential(await at(alice))).toEqual({ missing: "needs_reauth" });
  expect(await connect(alice, upstream, "alice-there")).toMatchObject({ connected: true });
  expect((await db.upstreamClient.findFirstOrThrow()).clientId).not.toBe(clientId);
  expect(upstream.asked.registered).toBe(2);
});

test("metadata that leads to a private address is not followed", async ({ world, upstream, alice }) => {
  for (const issuer of ["http://169.254.169.254", "http://10.0.0.1/as", "http://[fd00::1]"]) {
    Object.assign(upstream.behaviour, { issuer });
    await expect(begin(alice)).rejects.toThrow(/private address/);
  }
  expect(await planConnection(alice, "asks")).toMatchObject({
    leadsTo: { failed: expect.stringContaining("private") },
  });
  await expect(
    importServer(world.ctx("admin"), {
      key: "meta",
      name: "Meta",
      description: "",
      url: "http://169.254.169.254/mcp",
      auth: { kind: "oauth" },
    }),
  ).rejects.toThrow(/private address/);
});

test("no tools at all is no answer: the list that is known stays", async ({ world, upstream, alice }) => {
  await connect(alice, upstream, "alice-there");
  Object.assign(upstream.behaviour, { noTools: true });
  expect(await listFirstTools(alice, "asks")).toMatchObject({ failed: expect.stringContaining("no tools") });
  expect(await getServer(world.ctx("admin"), "asks")).toMatchObject({ needsConnection: true });
  Object.assign(upstream.behaviour, { noTools: false });
  expect(await listFirstTools(alice, "asks")).toEqual({ listed: 2 });
});

test("a server on which a human has no ceiling does not exist for them", async ({ world, upstream }) => {
  await importAsks(world, upstream);
  const { id, key, email } = await makeHuman(world);
  const actor = { type: "human", id, key, email, name: null } as const;
  const nobody: Ctx = { ...world.ctx("viewer"), actor, scopes: [] };
  await expect(begin(nobody)).rejects.toThrow(/not found/);
  await expect(begin(world.ctx("owner"))).rejects.toThrow(/Only the human/);
  const suspended = await humanOf(world, "carol");
  await tenantClient(world.tenant.no).human.updateMany({
    where: { id: idOf(suspended) },
    data: { status: "suspended" },
  });
  await expect(begin(suspended)).rejects.toThrow(/suspended/);
  expect(await begin({ ...nobody, scopes: ["servers:read"] })).toContain(upstream.issuer);
});
