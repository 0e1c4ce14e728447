import { makeWorld } from "../support/world";
import { expect, test } from "./agent-scene";

const get = async (url: string) => {
  const response = await fetch(url, { redirect: "manual" });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
};

test("without a token every method is answered with a challenge that says where to go on", async ({ agentScene }) => {
  const { mcpUrl } = agentScene;
  const { origin, pathname } = new URL(mcpUrl);
  for (const slash of ["", "/"])
    for (const method of ["GET", "POST", "DELETE"]) {
      const response = await fetch(mcpUrl + slash, {
        method,
        headers: { accept: "*/*", "content-type": "application/json", "mcp-protocol-version": "2024-11-05" },
        ...(method === "POST" && { body: '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}' }),
      });
      expect(response.status, method).toBe(401);
      const challenge = response.headers.get("www-authenticate") ?? "";
      expect(challenge, method).toBe(
        `Bearer realm="countersign", resource_metadata="${origin}/.well-known/oauth-protected-resource${pathname}${slash}", scope="mcp"`,
      );
      const url = /resource_metadata="([^"]+)"/.exec(challenge)?.[1] ?? "";
      expect((await get(url)).body).toMatchObject({ resource: mcpUrl + slash });
    }
  const bad = await fetch(mcpUrl, { headers: { authorization: "Bearer nothing" } });
  expect(bad.headers.get("www-authenticate")).toContain('error="invalid_token"');
});

test("metadata is wherever a client looks for it, the same everywhere", async ({ agentScene }) => {
  const { issuer, mcpUrl, world } = agentScene;
  const { origin, pathname } = new URL(issuer);
  const places = [
    `${origin}/.well-known/oauth-authorization-server${pathname}`,
    `${origin}/.well-known/openid-configuration${pathname}`,
    `${issuer}/.well-known/openid-configuration`,
    `${issuer}/.well-known/oauth-authorization-server`,
    `${origin}/.well-known/oauth-authorization-server${pathname}/`,
  ];
  for (const place of places) {
    const { status, body, headers } = await get(place);
    expect(status, place).toBe(200);
    expect(body, place).toMatchObject({ issuer, code_challenge_methods_supported: ["S256"] });
    expect(Object.values(body)).not.toContain(null);
    expect(headers.get("access-control-allow-origin"), place).toBe("*");
  }
  const path = new URL(mcpUrl).pathname;
  const whole = `/mcp/${world.tenant}`;
  const resources: Record<string, string> = {
    [`${origin}/.well-known/oauth-protected-resource${path}`]: mcpUrl,
    [`${origin}/.well-known/oauth-protected-resource${path}/`]: `${mcpUrl}/`,
    [`${origin}/.well-known/oauth-protected-resource${whole}`]: origin + whole,
    [`${mcpUrl}/.well-known/oauth-protected-resource`]: mcpUrl,
    [`${origin + whole}/.well-known/oauth-protected-resource`]: origin + whole,
  };
  for (const [place, resource] of Object.entries(resources))
    expect((await get(place)).body, place).toMatchObject({ resource, authorization_servers: [issuer] });
});

test("an environment that does not exist has none of it", async ({ agentScene }) => {
  const origin = new URL(agentScene.issuer).origin;
  for (const path of [
    "/.well-known/oauth-authorization-server/oauth/nowhere",
    "/.well-known/openid-configuration/oauth/nowhere",
    "/oauth/nowhere/.well-known/openid-configuration",
    "/.well-known/oauth-protected-resource/mcp/nowhere/linear",
    "/.well-known/oauth-protected-resource",
    "/oauth/nowhere/jwks",
  ])
    expect((await get(origin + path)).status, path).toBe(404);
  expect((await get(`${origin}/oauth/nowhere/authorize?client_id=x`)).status).toBe(404);
});

test("pages of another origin may register and ask for tokens, as MCP Inspector does", async ({ agentScene }) => {
  for (const endpoint of ["register", "token", "revoke"]) {
    const preflight = await fetch(`${agentScene.issuer}/${endpoint}`, {
      method: "OPTIONS",
      headers: { origin: "http://localhost:6274", "access-control-request-method": "POST" },
    });
    expect(preflight.status, endpoint).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin"), endpoint).toBe("*");
  }
});

test("what one environment knows of clients another does not", async ({ agentScene }) => {
  const other = await makeWorld();
  const registered = await fetch(`${agentScene.issuer}/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ redirect_uris: ["http://localhost:1/cb"], token_endpoint_auth_method: "none" }),
  });
  const { client_id, registration_client_uri, registration_access_token } = await registered.json();
  const headers = { authorization: `Bearer ${registration_access_token}` };
  expect((await fetch(registration_client_uri, { headers })).status).toBe(200);
  const elsewhere = registration_client_uri.replace(agentScene.world.tenant, other.tenant);
  expect((await fetch(elsewhere, { headers })).status).toBe(401);
  const page = await get(`${other.baseUrl}/oauth/${other.tenant}/authorize?client_id=${client_id}&response_type=code`);
  expect([page.status, page.body.includes("not registered here")]).toEqual([400, true]);
});
