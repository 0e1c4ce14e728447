import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { readChallenge, toScopes, unionOf } from "./challenge";
import { authenticated, chooseAuthMethod } from "./client-auth";
import { makeGate } from "./gate";
import { readIssuer } from "./issuer-metadata";
import { newState, tenantOfState } from "./state";
import { readTokenAnswer } from "./token-endpoint";
import { issuerMetadataUrls, resourceMetadataUrls, speaksFor } from "./well-known";

test("a challenge is read whatever stands around it", () => {
  expect(readChallenge('Bearer resource_metadata="https://a.example/x", scope="read write"')).toEqual({
    resourceMetadata: "https://a.example/x",
    scopes: ["read", "write"],
  });
  expect(readChallenge('Basic realm="x", bearer error=invalid_token, scope="a"')).toEqual({
    scopes: ["a"],
    error: "invalid_token",
  });
  expect(readChallenge('Bearer error_description="say \\"hi\\", scope=evil", scope="a"')?.scopes).toEqual(["a"]);
  expect(readChallenge("Bearer")).toEqual({ scopes: [] });
  for (const none of [null, undefined, "", 'Basic realm="Bearer"x', "Bearers a=b"])
    expect(readChallenge(none)).toBeUndefined();
});

test("scopes are bounded, each once, and nothing but scopes", () => {
  expect(toScopes('a b a "c" \u0000')).toEqual(["a", "b"]);
  expect(unionOf(["a"], ["b", "a"])).toEqual(["a", "b"]);
  fc.assert(
    fc.property(fc.string(), (text) => {
      const scopes = toScopes(text);
      return scopes.length <= 50 && scopes.every((scope) => /^\S{1,200}$/.test(scope));
    }),
  );
});

test("metadata is looked for at every place, path-inserted first", () => {
  expect(resourceMetadataUrls("https://a.example/v1/mcp/")).toEqual([
    "https://a.example/.well-known/oauth-protected-resource/v1/mcp",
    "https://a.example/.well-known/oauth-protected-resource",
  ]);
  expect(resourceMetadataUrls("https://a.example")).toEqual(["https://a.example/.well-known/oauth-protected-resource"]);
  expect(issuerMetadataUrls("https://a.example/t/acme")).toEqual([
    "https://a.example/.well-known/oauth-authorization-server/t/acme",
    "https://a.example/.well-known/openid-configuration/t/acme",
    "https://a.example/t/acme/.well-known/openid-configuration",
  ]);
  expect(issuerMetadataUrls("https://a.example/")).toHaveLength(2);
});

test("metadata speaks for its own resource and what is below it, never for a neighbour", () => {
  const url = "https://a.example/v1/mcp";
  for (const resource of [url, "https://a.example", "https://a.example/v1", "https://a.example/v1/"])
    expect(speaksFor(resource, url), resource).toBe(true);
  for (const resource of ["https://b.example/v1/mcp", "https://a.example/v1/mc", "http://a.example/v1/mcp", "x"])
    expect(speaksFor(resource, url), resource).toBe(false);
});

const document = {
  issuer: "https://a.example",
  authorization_endpoint: "https://a.example/authorize",
  token_endpoint: "https://a.example/token",
  code_challenge_methods_supported: ["plain", "S256"],
};

test("an issuer is believed about itself only, and only with PKCE", () => {
  expect(readIssuer("https://a.example", document)).toMatchObject({ issuer: "https://a.example", namesItself: false });
  // The slash of an empty path is no other issuer.
  expect(readIssuer("https://a.example/", document).issuer).toBe("https://a.example");
  const refused: [string, object][] = [
    ["https://b.example", {}],
    ["https://a.example/t", {}],
    ["https://a.example", { issuer: "https://a.example/t" }],
    ["https://a.example", { code_challenge_methods_supported: ["plain"] }],
    ["https://a.example", { code_challenge_methods_supported: undefined }],
    ["https://a.example", { authorization_endpoint: "javascript:alert(1)" }],
    ["https://a.example", { authorization_endpoint: "data:text/html,x" }],
    ["https://a.example", { token_endpoint: "file:///etc/passwd" }],
    ["https://a.example", { token_endpoint: undefined }],
  ];
  for (const [issuer, change] of refused)
    expect(() => readIssuer(issuer, { ...document, ...change }), JSON.stringify(change)).toThrow();
  for (const strange of [null, [], "x", 5]) expect(() => readIssuer("https://a.example", strange)).toThrow();
});

test("a client with a secret always uses it, escaped as forms are", () => {
  expect(chooseAuthMethod(["none", "client_secret_post"], true)).toBe("client_secret_post");
  expect(chooseAuthMethod(["none"], true)).toBe("client_secret_basic");
  expect(chooseAuthMethod(["client_secret_basic"], false)).toBe("none");
  const basic = authenticated({ clientId: "a:b", secret: "s %", method: "client_secret_basic" }, { x: "1" });
  expect(basic.body).toBe("x=1");
  expect(Buffer.from((basic.headers["authorization"] ?? "").slice(6), "base64").toString()).toBe("a%3Ab:s+%25");
  const post = authenticated({ clientId: "a", secret: "s", method: "client_secret_post" }, {});
  expect(post.body).toBe("client_id=a&client_secret=s");
  expect(authenticated({ clientId: "a", secret: null, method: "none" }, {}).body).toBe("client_id=a");
});

const answered = (status: number, body: unknown) =>
  readTokenAnswer(status, typeof body === "string" ? body : JSON.stringify(body), "a.example");

test("only what the issuer itself says of the grant ends a connection; everything else passes", () => {
  expect(answered(400, { error: "invalid_grant", error_description: "revoked" })).toMatchObject({
    kind: "refused",
    code: "invalid_grant",
  });
  for (const [status, body] of [
    [500, { error: "invalid_grant" }],
    [502, "bad gateway"],
    [429, { error: "invalid_grant" }],
    [400, "<html>"],
    [400, { error: "temporarily_unavailable" }],
    [200, "not json"],
    [200, { access_token: "x" }],
    [200, { access_token: "a\r\nb", token_type: "Bearer" }],
  ] as const)
    expect(answered(status, body).kind, JSON.stringify([status, body])).toBe("away");
});

test("tokens are kept whatever else comes with them", () => {
  const given = answered(200, {
    access_token: "at",
    token_type: "bearer",
    refresh_token: "rt",
    expires_in: "soon",
    scope: 5,
    id_token: "not.a.token",
  });
  expect(given).toEqual({
    kind: "given",
    tokens: { accessToken: "at", refreshToken: "rt", expiresInSeconds: null, scopes: null, account: null },
  });
  const claims = Buffer.from(JSON.stringify({ sub: "1", email: "a@b.example" })).toString("base64url");
  expect(answered(200, { access_token: "at", token_type: "Bearer", id_token: `x.${claims}.y` })).toMatchObject({
    tokens: { account: "a@b.example" },
  });
});

test("a state tells its tenant, and nothing else does", () => {
  expect(tenantOfState(newState("acme"))).toBe("acme");
  for (const strange of [
    undefined,
    null,
    "",
    "acme",
    "acme~x",
    `a/b~${newState("x").slice(2)}`,
    `${newState("acme")}x`,
  ])
    expect(tenantOfState(strange)).toBeUndefined();
});

test("a gate lets no more through than it says, of one key and of all", async () => {
  const through = makeGate({ max: 2, maxOfAll: 3 });
  const now = new Map<string, number>();
  let most = 0;
  const work = (key: string) =>
    through(key, async () => {
      now.set(key, (now.get(key) ?? 0) + 1);
      most = Math.max(
        most,
        [...now.values()].reduce((a, b) => a + b, 0),
      );
      expect(now.get(key)).toBeLessThanOrEqual(2);
      await new Promise((resolve) => setTimeout(resolve, 2));
      now.set(key, (now.get(key) ?? 1) - 1);
      if (key === "c") throw new Error("failed");
    });
  const all = await Promise.allSettled([..."aaaabbbbcccc"].map(work));
  expect(most).toBe(3);
  expect(all.filter(({ status }) => status === "rejected")).toHaveLength(4);
});
