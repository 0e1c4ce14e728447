import { expect, test } from "@playwright/test";
import { tenantClient } from "@/lib/db/tenant";
import { holdClock } from "@/lib/kernel/clock";
import { hashSecret } from "@/lib/kernel/keys";
import { disconnectInstance } from "@/lib/registry/instances/disconnect-instance";
import { loadPrincipal } from "@/lib/registry/load-principal";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { connect, publicClient, readBody, register, type Tokens, token } from "@/prisma/world/oauth-world";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import { updateOAuthSettings } from "../settings/update-oauth-settings";
import { openSuccessor, sealSuccessor } from "./successor";

async function scene() {
  const world = await makeTenant();
  await makeServer(world);
  const human = await makeHuman(world, { ceilings: { linear: "high" } });
  const { client_id } = await register(world);
  const first = await connect(world, human, client_id);
  return { world, human, client_id, first };
}

const ask = (world: World, client_id: string, refresh_token: string) =>
  token(world, { grant_type: "refresh_token", client_id, refresh_token });

async function refresh(world: World, client_id: string, refreshToken: string): Promise<Tokens> {
  const reply = await ask(world, client_id, refreshToken);
  if (reply.status !== 200) throw new Error(`The refresh was refused: ${reply.status} ${reply.body}`);
  return readBody(reply) as Tokens;
}

const principalOf = ({ tenant }: World, accessToken: string) =>
  loadPrincipal({ tenant: tenant.slug, tokenHash: hashSecret(accessToken), server: "linear", tool: null });

/** What a test's end undoes: the clock stands still at a time after now. */
let release = () => {};
const wait = (seconds: number) => {
  release();
  const at = Date.now() + seconds * 1_000;
  release = holdClock(() => at);
};
test.afterEach(() => release());

test("a refresh gives an access token of the same instance and the next refresh token", async () => {
  const { world, client_id, first } = await scene();
  const second = await refresh(world, client_id, first.refresh_token);
  expect(second.refresh_token).not.toBe(first.refresh_token);
  const [before, after] = [await principalOf(world, first.access_token), await principalOf(world, second.access_token)];
  if (!("found" in before) || !("found" in after)) throw new Error("A token is not known.");
  expect(after.found.instance.id).toBe(before.found.instance.id);
  expect(after.found.token.audience).toBe("linear");
  // The access token that is out stays good: refreshing revokes nothing.
  expect(before.found.token.revoked).toBe(false);
});

test("five refreshes with one token at the same moment all succeed, in one family with one line", async () => {
  const { world, client_id, first } = await scene();
  const all = await Promise.all(Array.from({ length: 5 }, () => refresh(world, client_id, first.refresh_token)));
  expect(new Set(all.map((one) => one.refresh_token)).size).toBe(1);
  expect(new Set(all.map((one) => one.access_token)).size).toBe(5);
  const [current] = all;
  expect((await refresh(world, client_id, current?.refresh_token ?? "")).access_token).toBeTruthy();
  expect(await readEvents(world, { type: ["token.reuse_detected"] })).toEqual([]);
  expect(await tenantClient(world.tenant.no).refreshToken.count({ where: { rotatedAt: null } })).toBe(1);
});

test("within the window an older token leads to the one that is current now", async () => {
  const { world, client_id, first } = await scene();
  const second = await refresh(world, client_id, first.refresh_token);
  const third = await refresh(world, client_id, second.refresh_token);
  const again = await refresh(world, client_id, first.refresh_token);
  expect(again.refresh_token).toBe(third.refresh_token);
  expect((await refresh(world, client_id, second.refresh_token)).refresh_token).toBe(third.refresh_token);
});

test("after the window a retired token ends the family, and says so once", async () => {
  const { world, human, client_id, first } = await scene();
  const second = await refresh(world, client_id, first.refresh_token);
  wait(119);
  expect((await ask(world, client_id, first.refresh_token)).status).toBe(200);
  wait(125);
  const late = await ask(world, client_id, first.refresh_token);
  expect([late.status, readBody(late)["error"]]).toEqual([400, "invalid_grant"]);
  for (const dead of [first.refresh_token, second.refresh_token, first.refresh_token])
    expect(readBody(await ask(world, client_id, dead))["error"]).toBe("invalid_grant");
  expect(await principalOf(world, second.access_token)).toMatchObject({
    found: { instance: { status: "disconnected" }, token: { revoked: true } },
  });
  expect(await readEvents(world, { type: ["token.reuse_detected"] })).toMatchObject([
    {
      actor: { type: "agent", key: `agent|${client_id}` },
      human: { key: human.key },
      reason: { code: "TOKEN_REUSED" },
      details: { token: "refresh_token" },
    },
  ]);
  expect(await readEvents(world, { type: ["agent.disconnected"] })).toMatchObject([{ actor: { type: "agent" } }]);
});

test("without a window the first replay ends the family", async () => {
  const { world, client_id, first } = await scene();
  await updateOAuthSettings(world.ctx("admin"), { graceSeconds: 0 });
  await refresh(world, client_id, first.refresh_token);
  expect((await ask(world, client_id, first.refresh_token)).status).toBe(400);
  expect(await readEvents(world, { type: ["token.reuse_detected"] })).toHaveLength(1);
});

test("a client that keeps trying with a dead token leaves a few events and no more", async () => {
  const { world, client_id, first } = await scene();
  const { found } = (await principalOf(world, first.access_token)) as { found: { instance: { id: string } } };
  await disconnectInstance(world.ctx("admin"), found.instance.id);
  for (let i = 0; i < 30; i += 1) expect((await ask(world, client_id, first.refresh_token)).status).toBe(400);
  const refused = await readEvents(world, { type: ["auth.refused"] });
  expect(refused).toHaveLength(5);
  expect(refused[0]).toMatchObject({
    instance: { id: found.instance.id },
    reason: { code: "GRANT_REFUSED", text: "The agent was disconnected." },
    details: { grantType: "refresh_token", error: "invalid_grant" },
  });
});

test("a refresh token is its client's and its tenant's, and runs out", async () => {
  const { world, client_id, first } = await scene();
  const other = await makeTenant();
  const stranger = await register(world, { ...publicClient, client_name: "Other" });
  const elsewhere = await register(other);
  expect(readBody(await ask(world, stranger.client_id, first.refresh_token))["error"]).toBe("invalid_grant");
  expect(readBody(await ask(other, elsewhere.client_id, first.refresh_token))["error"]).toBe("invalid_grant");
  expect(readBody(await ask(world, client_id, "csr_unknown"))["error"]).toBe("invalid_grant");
  wait(91 * 86_400);
  expect(readBody(await ask(world, client_id, first.refresh_token))["error"]).toBe("invalid_grant");
  expect(await readEvents(world, { type: ["token.reuse_detected"] })).toEqual([]);
});

test("lifetimes are the tenant's", async () => {
  const { world, client_id, first } = await scene();
  await updateOAuthSettings(world.ctx("admin"), { accessTokenSeconds: 600, refreshTokenDays: 1 });
  const second = await refresh(world, client_id, first.refresh_token);
  expect(second.expires_in).toBe(600);
  const row = await tenantClient(world.tenant.no).refreshToken.findFirstOrThrow({
    where: { hash: hashSecret(second.refresh_token) },
  });
  expect(row.expiresAt?.getTime()).toBeLessThanOrEqual(Date.now() + 86_400_000);
  expect(await readEvent(world, { type: ["tenant.updated"] })).toMatchObject({
    changes: { before: { accessTokenSeconds: 3600 }, after: { accessTokenSeconds: 600 } },
  });
});

test("only the token that was exchanged opens what came after it", () => {
  const sealed = sealSuccessor("csr_one", "csr_two");
  expect(openSuccessor("csr_one", sealed)).toBe("csr_two");
  expect(() => openSuccessor("csr_other", sealed)).toThrow();
  sealed[20] = (sealed[20] ?? 0) ^ 1;
  expect(() => openSuccessor("csr_one", sealed)).toThrow();
});
