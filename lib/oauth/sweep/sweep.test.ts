import { expect, test } from "@playwright/test";
import { tenantClient } from "@/lib/db/tenant";
import { holdClock } from "@/lib/kernel/clock";
import { newId } from "@/lib/kernel/ids";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { authorize, connect, publicClient, register } from "@/prisma/world/oauth-world";
import { readEvents } from "@/prisma/world/read-events";
import { sweepTenant } from "./sweep-tenant";

const sweepAt = async (world: World, days: number) => {
  const at = Date.now() + days * 86_400_000;
  const release = holdClock(() => at);
  try {
    return await sweepTenant({
      tenant: world.tenant,
      actor: { type: "system", id: "oauth", name: "Authorization server" },
      scopes: [],
      surface: "system",
      requestId: newId("request"),
      ip: null,
      userAgent: null,
    });
  } finally {
    release();
  }
};

test("a registration that nobody used goes after two weeks with an event, and the agent that it brought; one in use stays", async () => {
  const world = await makeTenant();
  await makeServer(world);
  const human = await makeHuman(world, { ceilings: { linear: "low" } });
  const used = await register(world);
  await connect(world, human, used.client_id);
  const unused = await register(world, { ...publicClient, client_name: "Never seen again" });
  const waiting = await register(world, { ...publicClient, client_name: "Claude Code (waiting)" });
  await sweepAt(world, 13);
  const db = tenantClient(world.tenant.no);
  expect(await db.oAuthClient.count()).toBe(3);
  await sweepAt(world, 15);
  expect((await db.oAuthClient.findMany()).map((row) => row.clientId)).toEqual([used.client_id]);
  expect((await db.agent.findMany()).map((row) => row.slug)).toEqual(["claude-code"]);
  const deleted = await readEvents(world, { type: ["oauth.client.deleted"] });
  expect(deleted.map((event) => event.resource?.key).sort()).toEqual([unused.client_id, waiting.client_id].sort());
  expect(deleted[0]).toMatchObject({ actor: { type: "system" }, details: { why: "unused" } });
  expect(await readEvents(world, { type: ["agent.deleted"] })).toHaveLength(1);
});

test("requests, codes and tokens stay for a week after their end, and then go", async () => {
  const world = await makeTenant();
  await makeServer(world);
  const human = await makeHuman(world, { ceilings: { linear: "low" } });
  const { client_id } = await register(world);
  await connect(world, human, client_id);
  await authorize(world, { client_id });
  const db = tenantClient(world.tenant.no);
  const counts = async () => [
    await db.authorizationRequest.count(),
    await db.authorizationCode.count(),
    await db.accessToken.count(),
    await db.refreshToken.count(),
  ];
  await sweepAt(world, 6);
  expect(await counts()).toEqual([2, 1, 1, 1]);
  await sweepAt(world, 8);
  expect(await counts()).toEqual([0, 0, 0, 1]);
  await sweepAt(world, 98);
  expect(await counts()).toEqual([0, 0, 0, 0]);
});
