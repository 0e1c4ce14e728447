import { expect, test } from "@playwright/test";
import { tenantClient } from "@/lib/db/tenant";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import {
  authorize,
  oauthRequest,
  pkce,
  publicClient,
  register,
  requestIdOf,
  toQuery,
} from "@/prisma/world/oauth-world";
import { readEvents } from "@/prisma/world/read-events";
import { realClients } from "@/prisma/world/real-clients";
import { updateClient } from "../clients/update-client";
import { issuerOf, resourceUrl } from "../resource";
import { updateOAuthSettings } from "../settings/update-oauth-settings";
import { answerAuthorize } from "./endpoint";

const requestOf = ({ tenant }: World, id: string) =>
  tenantClient(tenant.no).authorizationRequest.findFirstOrThrow({ where: { id } });

async function scene() {
  const world = await makeTenant();
  await makeServer(world);
  const { client_id } = await register(world);
  return { world, client_id };
}

for (const real of realClients)
  test(`${real.name} asks for authorization as it really does, and is sent to consent`, async () => {
    const world = await makeTenant();
    await makeServer(world);
    const { client_id } = await register(world, real.registration);
    const reply = await authorize(world, {
      client_id,
      redirect_uri: real.redirectUri,
      scope: real.scope,
      resource: real.resource ? resourceUrl(world.tenant.slug, "linear") : undefined,
    });
    const id = requestIdOf(reply);
    expect(reply.headers["location"]).toBe(absolute(paths.consent(id)));
    expect(await requestOf(world, id)).toMatchObject({
      redirectUri: real.redirectUri,
      audience: real.resource ? "linear" : null,
      scope: real.scope?.includes("offline_access") ? "mcp offline_access" : "mcp",
      state: "st-1",
      offline: true,
      humanId: null,
      sessionId: null,
    });
  });

test("the state comes back as it was, whatever is in it", async () => {
  const { world, client_id } = await scene();
  const state = `a+b c%20&=#"'/?ü😀${"x".repeat(4000)}`;
  const stored = await requestOf(world, requestIdOf(await authorize(world, { client_id, state })));
  expect(stored.state).toBe(state);
  const refused = await authorize(world, { client_id, state, response_type: "token" });
  expect(new URL(refused.headers["location"] ?? "").searchParams.get("state")).toBe(state);
});

test("until client and redirect URI belong together nobody is sent anywhere", async () => {
  const { world, client_id } = await scene();
  const cases: Record<string, Record<string, string | undefined>> = {
    "no client": { client_id: undefined },
    "unknown client": { client_id: "cli_nobody" },
    "odd client": { client_id: "nul\0" },
    "other redirect": { client_id, redirect_uri: "https://evil.example/cb" },
    "script redirect": { client_id, redirect_uri: "javascript:alert(1)" },
    "longer redirect": { client_id, redirect_uri: "http://localhost:3118/callback/../x" },
    "user in redirect": { client_id, redirect_uri: "http://localhost:3118@evil.example/callback" },
  };
  for (const [name, params] of Object.entries(cases)) {
    const reply = await authorize(world, params);
    expect(reply.status, name).toBe(400);
    expect(reply.headers["location"], name).toBeUndefined();
    expect(reply.headers["content-security-policy"], name).toContain("frame-ancestors 'none'");
    expect(reply.body, name).not.toContain("<script");
  }
  const twice = toQuery({ client_id, response_type: "code" });
  twice.append("redirect_uri", "http://localhost:3118/callback");
  twice.append("redirect_uri", "https://evil.example/cb");
  const reply = await answerAuthorize(oauthRequest(world, { method: "GET", query: twice }));
  expect([reply.status, reply.headers["location"]]).toEqual([400, undefined]);
});

test("what a stranger writes into the request is text on the page", async () => {
  const { world } = await scene();
  const evil = "https://evil.example/<script>alert(1)</script>";
  expect((await authorize(world, { client_id: evil })).body).not.toContain("<script>alert");
});

test("afterwards every refusal goes back to the client, with iss, and says what is wrong", async () => {
  const { world, client_id } = await scene();
  const other = await makeTenant();
  await makeServer(other);
  const { challenge } = pkce();
  const cases: [string, Record<string, string | undefined>][] = [
    ["unsupported_response_type", { response_type: "token" }],
    ["invalid_request", { response_type: undefined }],
    ["invalid_request", { response_mode: "fragment" }],
    ["invalid_request", { request: "ey" }],
    ["invalid_request", { code_challenge: undefined }],
    ["invalid_request", { code_challenge_method: "plain" }],
    ["invalid_request", { code_challenge_method: undefined }],
    ["invalid_request", { code_challenge: `${challenge}=` }],
    ["invalid_target", { resource: "https://evil.example/mcp" }],
    ["invalid_target", { resource: resourceUrl(world.tenant.slug, "nothing") }],
    ["invalid_target", { resource: resourceUrl(other.tenant.slug, "linear") }],
  ];
  for (const [error, params] of cases) {
    const reply = await authorize(world, { client_id, ...params });
    const back = new URL(reply.headers["location"] ?? "");
    expect(`${back.origin}${back.pathname}`, error).toBe("http://localhost:3118/callback");
    expect(Object.fromEntries(back.searchParams), JSON.stringify(params)).toEqual({
      error,
      error_description: expect.any(String),
      state: "st-1",
      iss: issuerOf(world.tenant.slug),
    });
  }
  expect(await tenantClient(world.tenant.no).authorizationRequest.count()).toBe(0);
});

test("a resource with a trailing slash is the same; none is the whole environment; two are refused", async () => {
  const { world, client_id } = await scene();
  await makeServer(world, { key: "github" });
  const [linear, github] = [resourceUrl(world.tenant.slug, "linear"), resourceUrl(world.tenant.slug, "github")];
  const audience = async (resource: string | undefined) =>
    (await requestOf(world, requestIdOf(await authorize(world, { client_id, resource })))).audience;
  expect(await audience(`${linear}/`)).toBe("linear");
  expect(await audience(undefined)).toBeNull();
  expect(await audience(resourceUrl(world.tenant.slug, null))).toBeNull();
  const query = toQuery({
    client_id,
    response_type: "code",
    redirect_uri: "http://localhost:3118/callback",
    code_challenge: pkce().challenge,
    code_challenge_method: "S256",
    resource: linear,
  });
  query.append("resource", github);
  const reply = await answerAuthorize(oauthRequest(world, { method: "GET", query }));
  expect(reply.headers["location"]).toContain("error=invalid_target");
});

test("the client of another tenant is unknown here, and a suspended one goes no further", async () => {
  const { world, client_id } = await scene();
  const other = await makeTenant();
  expect((await authorize(other, { client_id })).body).toContain("not registered here");
  await updateClient(world.ctx("admin"), client_id, { status: "suspended" });
  const reply = await authorize(world, { client_id });
  expect([reply.status, reply.headers["location"]]).toEqual([400, undefined]);
  expect(reply.body).toContain("suspended by an administrator");
});

test("a place that is no longer admitted gets no answers, although its client is registered", async () => {
  const { world, client_id } = await scene();
  await updateOAuthSettings(world.ctx("admin"), { admitted: ["claude.ai"] });
  expect((await authorize(world, { client_id })).body).toContain("not admitted here");
});

test("asking leaves a request that runs out, and no event", async () => {
  const { world, client_id } = await scene();
  const before = (await readEvents(world)).length;
  const { expiresAt, ip, userAgent } = await requestOf(world, requestIdOf(await authorize(world, { client_id })));
  expect(expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(600_000);
  expect([typeof ip, userAgent]).toEqual(["string", "test"]);
  expect(await readEvents(world)).toHaveLength(before);
});

test("the redirect URI may be left out where there is only one, and a form is as good as a query", async () => {
  const { world, client_id } = await scene();
  expect(requestIdOf(await authorize(world, { client_id, redirect_uri: undefined }))).toMatch(/^azr_/);
  const two = await register(world, { ...publicClient, redirect_uris: ["https://a.example/", "https://b.example/"] });
  expect((await authorize(world, { client_id: two.client_id, redirect_uri: undefined })).status).toBe(400);
  const body = toQuery({
    client_id,
    response_type: "code",
    redirect_uri: "http://localhost:1/callback",
    code_challenge: pkce().challenge,
    code_challenge_method: "S256",
  });
  expect(requestIdOf(await answerAuthorize(oauthRequest(world, { body: body.toString() })))).toMatch(/^azr_/);
});
