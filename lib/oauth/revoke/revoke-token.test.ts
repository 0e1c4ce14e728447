import { expect, test } from "@playwright/test";
import { hashSecret } from "@/lib/kernel/keys";
import { loadPrincipal } from "@/lib/registry/load-principal";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { connect, publicClient, readBody, register, revoke, token } from "@/prisma/world/oauth-world";
import { readEvent, readEvents } from "@/prisma/world/read-events";

async function scene() {
  const world = await makeTenant();
  await makeServer(world);
  const human = await makeHuman(world, { ceilings: { linear: "high" } });
  const { client_id } = await register(world);
  return { world, human, client_id, tokens: await connect(world, human, client_id) };
}

const principalOf = ({ tenant }: World, accessToken: string) =>
  loadPrincipal({ tenant: tenant.slug, tokenHash: hashSecret(accessToken), server: "linear", tool: null });

test("an access token is taken back alone", async () => {
  const { world, client_id, tokens } = await scene();
  expect((await revoke(world, { client_id, token: tokens.access_token })).status).toBe(200);
  expect((await revoke(world, { client_id, token: tokens.access_token })).status).toBe(200);
  expect(await principalOf(world, tokens.access_token)).toMatchObject({
    found: { token: { revoked: true }, instance: { status: "active" } },
  });
  expect(await readEvents(world, { type: ["token.revoked"] })).toMatchObject([{ actor: { type: "agent" } }]);
  const reply = await token(world, { grant_type: "refresh_token", client_id, refresh_token: tokens.refresh_token });
  expect(reply.status).toBe(200);
});

test("a refresh token stands for the whole grant", async () => {
  const { world, client_id, tokens } = await scene();
  expect((await revoke(world, { client_id, token: tokens.refresh_token })).status).toBe(200);
  expect(await principalOf(world, tokens.access_token)).toMatchObject({
    found: { token: { revoked: true }, instance: { status: "disconnected" } },
  });
  expect(await readEvent(world, { type: ["agent.disconnected"] })).toMatchObject({
    actor: { type: "agent", key: `agent|${client_id}` },
  });
});

test("what is not a token of the client is answered alike and stays as it is", async () => {
  const { world, client_id, tokens } = await scene();
  const other = await makeTenant();
  const stranger = await register(world, { ...publicClient, client_name: "Other" });
  const elsewhere = await register(other);
  for (const dead of [tokens.access_token, tokens.refresh_token, "nothing"]) {
    expect((await revoke(world, { client_id: stranger.client_id, token: dead })).status).toBe(200);
    expect((await revoke(other, { client_id: elsewhere.client_id, token: dead })).status).toBe(200);
  }
  expect(await principalOf(world, tokens.access_token)).toMatchObject({
    found: { token: { revoked: false }, instance: { status: "active" } },
  });
  const unknown = await revoke(world, { client_id: "cli_nobody", token: tokens.access_token });
  expect([unknown.status, readBody(unknown)["error"]]).toEqual([401, "invalid_client"]);
  expect(readBody(await revoke(world, { client_id }))["error"]).toBe("invalid_request");
});
