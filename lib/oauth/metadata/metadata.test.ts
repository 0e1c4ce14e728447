import { expect, test } from "@playwright/test";
import { absolute } from "@/lib/kernel/env";
import { makeTenant } from "@/prisma/world/make-tenant";
import { oauthRequest, readBody } from "@/prisma/world/oauth-world";
import { issuerOf } from "../resource";
import { updateOAuthSettings } from "../settings/update-oauth-settings";
import { answerResourceMetadata, answerServerMetadata } from "./endpoint";

test("the server's metadata says what there is and leaves out what there is not", async () => {
  const world = await makeTenant();
  const get = async () => readBody(await answerServerMetadata(oauthRequest(world, { method: "GET" })));
  const all = await get();
  expect(all).toMatchObject({
    issuer: issuerOf(world.tenant.slug),
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
    registration_endpoint: absolute(`/oauth/${world.tenant.slug}/register`),
    grant_types_supported: ["authorization_code", "refresh_token", "client_credentials"],
  });
  expect(Object.values(all)).not.toContain(null);
  await updateOAuthSettings(world.ctx("admin"), { registration: false, documents: false });
  const less = await get();
  expect(less).not.toHaveProperty("registration_endpoint");
  expect(less).not.toHaveProperty("client_id_metadata_document_supported");
});

test("a resource is named as it was typed, a trailing slash included, and only where there is such an environment", async () => {
  const world = await makeTenant();
  const { slug } = world.tenant;
  const get = async (path: string) => {
    const reply = await answerResourceMetadata(oauthRequest(world, { method: "GET" }), path);
    return reply.status === 200 ? readBody(reply) : reply.status;
  };
  for (const path of [`/mcp/${slug}/linear`, `/mcp/${slug}/linear/`, `/mcp/${slug}`, `/mcp/${slug}/`])
    expect(await get(path), path).toMatchObject({
      resource: absolute(path),
      authorization_servers: [issuerOf(slug)],
      scopes_supported: ["mcp"],
    });
  for (const path of [
    `/mcp/${slug}/linear/x`,
    `/mcp/${slug}//`,
    "/mcp/nowhere/linear",
    "/mcp/",
    "",
    `/${slug}`,
    "/mcp/%zz/x",
  ])
    expect(await get(path), path).toBe(404);
});

test("pages of other origins may read them, by a preflight first", async () => {
  const world = await makeTenant();
  const preflight = await answerServerMetadata(oauthRequest(world, { method: "OPTIONS" }));
  expect([preflight.status, preflight.headers["access-control-allow-origin"]]).toEqual([204, "*"]);
  const got = await answerServerMetadata(oauthRequest(world, { method: "GET" }));
  expect(got.headers["access-control-allow-origin"]).toBe("*");
  expect((await answerServerMetadata(oauthRequest(world, { method: "POST" }))).status).toBe(405);
});
