import { expect, test } from "@playwright/test";
import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify } from "jose";
import { holdClock, nowMs } from "@/lib/kernel/clock";
import { hashSecret } from "@/lib/kernel/keys";
import { loadPrincipal } from "@/lib/registry/load-principal";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import {
  connect,
  getCode,
  oauthRequest,
  pkce,
  publicClient,
  readBody,
  register,
  token,
} from "@/prisma/world/oauth-world";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import { answerJwks } from "../keys/endpoint";
import { rotateSigningKey } from "../keys/rotate-signing-key";
import { issuerOf, resourceUrl } from "../resource";

async function scene() {
  const world = await makeTenant();
  await makeServer(world);
  await makeServer(world, { key: "github" });
  const human = await makeHuman(world, { ceilings: { linear: "high" } });
  const { client_id } = await register(world);
  return { world, human, client_id };
}

const principalOf = ({ tenant }: World, accessToken: string, server = "linear") =>
  loadPrincipal({ tenant: tenant.slug, tokenHash: hashSecret(accessToken), server, tool: null });

const exchange = (world: World, client_id: string, code: string, code_verifier: string | undefined, more = {}) =>
  token(world, { grant_type: "authorization_code", client_id, code, code_verifier, ...more });

const keySetOf = (world: World) =>
  createRemoteJWKSet(new URL("https://keys.example/"), {
    [customFetch]: async () =>
      new Response((await answerJwks(oauthRequest(world, { method: "GET" }))).body, { status: 200 }),
  });

test("a code is exchanged for an RFC 9068 token that the gateway takes, and a refresh token", async () => {
  const { world, human, client_id } = await scene();
  const { access_token, refresh_token, ...rest } = await connect(world, human, client_id);
  expect(rest).toMatchObject({ token_type: "Bearer", expires_in: 3600, scope: "mcp" });
  expect(refresh_token).toMatch(/^csr_[A-Za-z0-9_-]{43}$/);
  const { payload, protectedHeader } = await jwtVerify(access_token, keySetOf(world), {
    typ: "at+jwt",
    issuer: issuerOf(world.tenant.slug),
    audience: resourceUrl(world.tenant.slug, "linear"),
  });
  expect(protectedHeader.alg).toBe("ES256");
  expect(payload).toMatchObject({ sub: human.key, client_id, scope: "mcp", jti: expect.any(String) });
  const found = await principalOf(world, access_token);
  expect(found).toMatchObject({
    found: {
      instance: { id: payload["gid"], status: "active" },
      agent: { slug: "claude-code", clientId: client_id },
      human: { key: human.key },
      token: { audience: "linear", expired: false, revoked: false },
      consent: { level: "low" },
    },
  });
});

test("tokens signed before a rotation stay good, and both keys are published", async () => {
  const { world, human, client_id } = await scene();
  const before = await connect(world, human, client_id);
  const { kid } = await rotateSigningKey(world.ctx("admin"));
  const after = await connect(world, human, client_id);
  const keys = keySetOf(world);
  for (const { access_token } of [before, after]) await jwtVerify(access_token, keys);
  expect((await jwtVerify(after.access_token, keys)).protectedHeader.kid).toBe(kid);
  await expect(rotateSigningKey(world.ctx("auditor"))).rejects.toMatchObject({ code: "forbidden" });
  expect((await readEvents(world, { type: ["oauth.key.rotated"] })).map((event) => event.actor.type)).toEqual([
    "system",
    "member",
  ]);
});

test("of several processes that need a first key at the same moment one makes it", async () => {
  const { world, human, client_id } = await scene();
  await Promise.all(Array.from({ length: 4 }, () => connect(world, human, client_id)));
  expect(await readEvents(world, { type: ["oauth.key.rotated"] })).toHaveLength(1);
});

test("a code counts once: a second time ends the instance with everything that came of it", async () => {
  const { world, human, client_id } = await scene();
  const { access_token, refresh_token, code, verifier } = await connect(world, human, client_id);
  const again = await exchange(world, client_id, code, verifier);
  expect([again.status, readBody(again)["error"]]).toEqual([400, "invalid_grant"]);
  expect(await principalOf(world, access_token)).toMatchObject({
    found: { instance: { status: "disconnected" }, token: { revoked: true } },
  });
  const refreshed = await token(world, { grant_type: "refresh_token", client_id, refresh_token });
  expect(readBody(refreshed)["error"]).toBe("invalid_grant");
  expect(await readEvent(world, { type: ["token.reuse_detected"] })).toMatchObject({
    actor: { type: "agent", key: `agent|${client_id}` },
    human: { key: human.key },
    outcome: "denied",
    details: { token: "authorization_code" },
  });
  expect(await readEvents(world, { type: ["agent.disconnected"] })).toHaveLength(1);
  const log = JSON.stringify(await readEvents(world));
  for (const secret of [access_token, refresh_token, code, verifier]) expect(log).not.toContain(secret);
});

test("of five exchanges of one code at the same moment one gets tokens, and the family dies of the others", async () => {
  const { world, human, client_id } = await scene();
  const { code, verifier } = await getCode(world, human, { clientId: client_id });
  const replies = await Promise.all(Array.from({ length: 5 }, () => exchange(world, client_id, code, verifier)));
  expect(replies.map((reply) => reply.status).sort()).toEqual([200, 400, 400, 400, 400]);
  const won = readBody(replies.find((reply) => reply.status === 200) ?? { status: 0, headers: {}, body: "{}" });
  expect(await principalOf(world, String(won["access_token"]))).toMatchObject({ found: { token: { revoked: true } } });
  expect(await readEvents(world, { type: ["token.reuse_detected"] })).toHaveLength(1);
});

test("without the verifier of its challenge a code is worth nothing, and stays good for whoever has it", async () => {
  const { world, human, client_id } = await scene();
  const { code, verifier } = await getCode(world, human, { clientId: client_id });
  for (const wrong of [pkce().verifier, verifier.slice(1), "short", `${verifier}\n`]) {
    const reply = await exchange(world, client_id, code, wrong);
    expect([reply.status, readBody(reply)["error"]], wrong).toEqual([400, "invalid_grant"]);
  }
  expect(readBody(await exchange(world, client_id, code, undefined))["error"]).toBe("invalid_request");
  expect((await exchange(world, client_id, code, verifier)).status).toBe(200);
});

test("a code is its client's, its tenant's and its redirect URI's", async () => {
  const { world, human, client_id } = await scene();
  const other = await makeTenant();
  const stranger = await register(world, { ...publicClient, client_name: "Other" });
  const elsewhere = await register(other);
  const { code, verifier } = await getCode(world, human, { clientId: client_id });
  expect(readBody(await exchange(world, stranger.client_id, code, verifier))["error"]).toBe("invalid_grant");
  expect(readBody(await exchange(other, elsewhere.client_id, code, verifier))["error"]).toBe("invalid_grant");
  expect(readBody(await exchange(other, client_id, code, verifier))["error"]).toBe("invalid_client");
  const redirect_uri = "http://localhost:9/callback";
  expect(readBody(await exchange(world, client_id, code, verifier, { redirect_uri }))["error"]).toBe("invalid_grant");
  const good = { redirect_uri: "http://localhost:3118/callback" };
  expect((await exchange(world, client_id, code, verifier, good)).status).toBe(200);
});

test("a code runs out", async () => {
  const { world, human, client_id } = await scene();
  const { code, verifier } = await getCode(world, human, { clientId: client_id });
  const at = nowMs() + 11 * 60_000;
  const release = holdClock(() => at);
  try {
    expect(readBody(await exchange(world, client_id, code, verifier))["error"]).toBe("invalid_grant");
  } finally {
    release();
  }
});

test("the audience is the one that was agreed to; at the token endpoint it can only become less", async () => {
  const { world, human, client_id } = await scene();
  const slug = world.tenant.slug;
  const at = (server: string | null) => resourceUrl(slug, server);
  const audienceOf = async (server: string | null, resource: string | undefined) => {
    const { code, verifier } = await getCode(world, human, { clientId: client_id, server });
    const reply = await exchange(world, client_id, code, verifier, { resource });
    const body = readBody(reply);
    return typeof body["access_token"] === "string" ? decodeJwt(body["access_token"]).aud : body["error"];
  };
  expect(await audienceOf("linear", undefined)).toBe(at("linear"));
  expect(await audienceOf("linear", at("linear"))).toBe(at("linear"));
  expect(await audienceOf("linear", at(null))).toBe(at("linear"));
  expect(await audienceOf("linear", at("github"))).toBe("invalid_target");
  expect(await audienceOf("linear", "https://evil.example/")).toBe("invalid_target");
  expect(await audienceOf(null, undefined)).toBe(at(null));
  expect(await audienceOf(null, at("linear"))).toBe(at("linear"));
});

test("two humans on one client_id have a token, an instance and a subject each", async () => {
  const { world, human, client_id } = await scene();
  const bob = await makeHuman(world, { name: "Bob", ceilings: { linear: "low" } });
  const [a, b] = [await connect(world, human, client_id), await connect(world, bob, client_id)];
  const [one, two] = [decodeJwt(a.access_token), decodeJwt(b.access_token)];
  expect([one.sub, two.sub]).toEqual([human.key, bob.key]);
  expect(one["gid"]).not.toBe(two["gid"]);
  // Whoever ends one of them leaves the other.
  await exchange(world, client_id, a.code, a.verifier);
  expect(await principalOf(world, a.access_token)).toMatchObject({ found: { token: { revoked: true } } });
  expect(await principalOf(world, b.access_token)).toMatchObject({ found: { token: { revoked: false } } });
});
