import { expect, test } from "@playwright/test";
import { tenantClient } from "@/lib/db/tenant";
import { absolute } from "@/lib/kernel/env";
import { hashSecret } from "@/lib/kernel/keys";
import { paths } from "@/lib/kernel/paths";
import { updateAgent } from "@/lib/registry/agents/update-agent";
import { updateHuman } from "@/lib/registry/humans/update-human";
import { humanCtx } from "@/prisma/world/human-ctx";
import { makeAuthorization, makeOAuthClient } from "@/prisma/world/make-authorization";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { type ApproveAuthorizationInput, approveAuthorization } from "./approve-authorization";
import { getAuthorization } from "./get-authorization";
import { refuseAuthorization } from "./refuse-authorization";

const sessionId = "ses_one";
const medium = { server: "linear", level: "medium" } as const;
const fakeConsent: ApproveAuthorizationInput["consents"] = [medium];

/** Two humans who may delegate up to medium on linear, one client, a request of it. */
async function scene(more: Parameters<typeof makeAuthorization>[2] = {}) {
  const world = await makeTenant();
  await makeServer(world);
  await makeServer(world, { key: "github", name: "GitHub" });
  const [alice, bob] = [
    await makeHuman(world, { ceilings: { linear: "medium" } }),
    await makeHuman(world, { name: "Bob", ceilings: { linear: "high", github: "low" } }),
  ];
  const client = await makeOAuthClient(world);
  const request = await makeAuthorization(world, client.id, more);
  const ctx = humanCtx(world, alice);
  const shown = async (id = request) => (await getAuthorization(ctx, id, sessionId)).id;
  return {
    world,
    alice,
    bob,
    client,
    request,
    ctx,
    bobCtx: humanCtx(world, bob),
    db: tenantClient(world.tenant.no),
    shown,
  };
}

test("approving makes the instance, its consents and a code in one go, with their events, and sends the browser back with iss", async () => {
  const { world, alice, client, request, ctx, db, shown } = await scene({
    redirectUri: "http://localhost:3118/cb?x=1",
  });
  await shown();
  const { redirectTo } = await approveAuthorization(ctx, request, {
    sessionId,
    label: "Laptop",
    consents: [{ ...medium, excludedTools: ["create_issue"] }],
  });
  const url = new URL(redirectTo);
  expect(redirectTo.startsWith("http://localhost:3118/cb?x=1&code=csa_")).toBe(true);
  expect(url.searchParams.get("state")).toBe("st-1");
  expect(url.searchParams.get("iss")).toBe(absolute(paths.oauth(world.tenant.slug)));

  const code = url.searchParams.get("code") ?? "";
  const row = await db.authorizationCode.findFirstOrThrow({
    where: { hash: hashSecret(code) },
    include: { instance: { include: { consents: true } } },
  });
  expect(row.requestId).toBe(request);
  expect(row.usedAt).toBeNull();
  expect(row.expiresAt.getTime() - Date.now()).toBeLessThan(600_000);
  expect(row.instance).toMatchObject({
    humanId: alice.id,
    oauthClientId: client.id,
    label: "Laptop",
    status: "active",
  });
  expect(row.instance.consents).toMatchObject([{ level: "medium", excludedTools: ["create_issue"], expiresAt: null }]);

  const events = (await readEvents(world, { human: [alice.key] })).slice(-2);
  expect(events).toMatchObject([
    {
      type: "instance.created",
      actor: { type: "human", key: alice.key },
      instance: { id: row.instanceId },
      changes: { after: { token: "oauth" } },
      details: { clientId: client.clientId, registered: "dcr", redirect: "localhost:3118" },
    },
    { type: "consent.granted", server: "linear", changes: { after: { level: "medium" } } },
  ]);
  expect(JSON.stringify(events)).not.toContain(code);
});

test("a level above the ceiling, or a server that is not granted, is refused by name, and leaves nothing but the open request", async () => {
  const { world, ctx, request, db, shown } = await scene();
  await shown();
  const before = (await readEvents(world)).length;
  const refused = (consents: ApproveAuthorizationInput["consents"]) =>
    expect(approveAuthorization(ctx, request, { sessionId, consents })).rejects;
  await refused([{ server: "linear", level: "high" }]).toMatchObject({
    code: "forbidden",
    detail: { asked: "high", allowed: "medium", server: "linear" },
    issues: [{ path: "consents.0.level" }],
  });
  await refused([medium, { server: "github", level: "low" }]).toMatchObject({
    code: "forbidden",
    detail: { asked: "low", allowed: null, server: "github" },
  });
  await refused([{ server: "nowhere", level: "low" }]).toMatchObject({ code: "not_found" });
  await refused([]).toMatchObject({ code: "invalid" });
  await refused([medium, medium]).toMatchObject({ code: "invalid" });
  await refused([{ ...medium, excludedTools: ["no_such_tool"] }]).toMatchObject({ code: "invalid" });
  expect(await db.instance.count()).toBe(0);
  expect(await db.authorizationCode.count()).toBe(0);
  expect(await readEvents(world)).toHaveLength(before);
  expect(await shown()).toBe(request);
});

test("a request counts once: of two answers at one moment one comes through", async () => {
  const { ctx, request, db, shown } = await scene();
  await shown();
  const answers = await Promise.allSettled([
    approveAuthorization(ctx, request, { sessionId, consents: fakeConsent }),
    approveAuthorization(ctx, request, { sessionId, consents: fakeConsent }),
    refuseAuthorization(ctx, request, { sessionId }),
  ]);
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const answer of answers)
    if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "conflict" });
  expect(await db.instance.count()).toBeLessThanOrEqual(1);
  expect(await db.authorizationCode.count()).toBe(await db.instance.count());
  await expect(shown()).rejects.toMatchObject({ code: "conflict" });
});

test("whoever sees a request first has it: another human, another session, another tenant find nothing", async () => {
  const { world, ctx, bobCtx, request, shown, db } = await scene();
  const other = await scene();
  const missing = { code: "not_found" };
  // Nobody can answer what was never shown to them.
  await expect(approveAuthorization(ctx, request, { sessionId, consents: fakeConsent })).rejects.toMatchObject(missing);
  await expect(refuseAuthorization(ctx, request, { sessionId })).rejects.toMatchObject(missing);
  const looks = await Promise.allSettled([shown(), getAuthorization(bobCtx, request, "ses_two")]);
  expect(looks.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const mine = looks[0].status === "fulfilled";
  const [own, foreign] = mine ? [ctx, bobCtx] : [bobCtx, ctx];
  const [session, foreignSession] = mine ? [sessionId, "ses_two"] : ["ses_two", sessionId];
  for (const [who, id] of [
    [foreign, foreignSession],
    [foreign, session],
    [own, foreignSession],
    [other.ctx, session],
  ] as const) {
    await expect(getAuthorization(who, request, id)).rejects.toMatchObject(missing);
    await expect(approveAuthorization(who, request, { sessionId: id, consents: fakeConsent })).rejects.toMatchObject(
      missing,
    );
    await expect(refuseAuthorization(who, request, { sessionId: id })).rejects.toMatchObject(missing);
  }
  await expect(getAuthorization(world.ctx("owner"), request, session)).rejects.toMatchObject({ code: "forbidden" });
  expect(await db.instance.count()).toBe(0);
  await approveAuthorization(own, request, { sessionId: session, consents: [{ server: "linear", level: "low" }] });
});

test("a request that has expired says so, before and after it was shown", async () => {
  const { ctx, client, world, db, shown, request } = await scene();
  const late = await makeAuthorization(world, client.id, { expiresAt: new Date(Date.now() - 1) });
  const expired = { code: "conflict", message: expect.stringContaining("expired") };
  await expect(shown(late)).rejects.toMatchObject(expired);
  await shown();
  await db.authorizationRequest.updateMany({ where: { id: request }, data: { expiresAt: new Date(Date.now() - 1) } });
  await expect(approveAuthorization(ctx, request, { sessionId, consents: fakeConsent })).rejects.toMatchObject(expired);
  await expect(refuseAuthorization(ctx, request, { sessionId })).rejects.toMatchObject(expired);
});

test("refusing sends access_denied with state and iss, makes nothing, and leaves an event that names the agent", async () => {
  const { world, alice, client, ctx, request, db, shown } = await scene({ audience: "linear", state: null });
  await shown();
  const { redirectTo } = await refuseAuthorization(ctx, request, { sessionId });
  const query = new URL(redirectTo).searchParams;
  expect(query.get("error")).toBe("access_denied");
  expect(query.has("code") || query.has("state")).toBe(false);
  expect(query.get("iss")).toBe(absolute(paths.oauth(world.tenant.slug)));
  expect(await db.instance.count()).toBe(0);
  expect((await readEvents(world)).at(-1)).toMatchObject({
    type: "consent.refused",
    actor: { type: "human", key: alice.key },
    agent: { slug: "claude-code" },
    server: "linear",
    details: { clientId: client.clientId },
  });
});

test("a request for one server shows and gives that one only", async () => {
  const { bobCtx, world, client } = await scene();
  const one = await makeAuthorization(world, client.id, { audience: "github" });
  expect((await getAuthorization(bobCtx, one, sessionId)).offers.map(({ key }) => key)).toEqual(["github"]);
  const consents = [{ server: "linear", level: "low" }] as const;
  await expect(approveAuthorization(bobCtx, one, { sessionId, consents: [...consents] })).rejects.toMatchObject({
    code: "forbidden",
    issues: [{ path: "consents.0.server" }],
  });
});

test("the tenant's longest consent bounds what is offered and what is accepted", async () => {
  const { ctx, world, request, db, shown } = await scene();
  await db.oAuthSettings.create({ data: { tenantNo: world.tenant.no, consentDays: 14 } });
  const { expiries } = await getAuthorization(ctx, request, sessionId);
  expect(expiries.map(({ value }) => value)).toEqual(["4h", "14d"]);
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  for (const expiresAt of [null, inDays(15), undefined])
    await expect(
      approveAuthorization(ctx, request, {
        sessionId,
        consents: [{ ...medium, ...(expiresAt !== undefined && { expiresAt }) }],
      }),
    ).rejects.toMatchObject({ code: "forbidden", issues: [{ path: "consents.0.expiresAt" }] });
  await shown();
  await approveAuthorization(ctx, request, { sessionId, consents: [{ ...medium, expiresAt: inDays(14) }] });
});

test("a suspended human, agent or client comes no further, whatever the page showed; refusing still works", async () => {
  const { ctx, alice, world, client, request, db, shown } = await scene();
  await shown();
  const forbidden = { code: "forbidden", message: expect.stringContaining("suspended") };
  const approve = () => approveAuthorization(ctx, request, { sessionId, consents: fakeConsent });
  await updateAgent(world.ctx("admin"), "claude-code", { status: "suspended" });
  await expect(approve()).rejects.toMatchObject(forbidden);
  await updateAgent(world.ctx("admin"), "claude-code", { status: "active" });
  await db.oAuthClient.updateMany({ where: { id: client.id }, data: { status: "suspended" } });
  await expect(approve()).rejects.toMatchObject(forbidden);
  await db.oAuthClient.updateMany({ where: { id: client.id }, data: { status: "active" } });
  await updateHuman(world.ctx("admin"), alice.id, { status: "suspended" });
  await expect(approve()).rejects.toMatchObject(forbidden);
  await refuseAuthorization(ctx, request, { sessionId });
  expect(await db.instance.count()).toBe(0);
});

test("what it replaces is disconnected only where the human says so, and only what is theirs and of the same client", async () => {
  const { ctx, bobCtx, world, client, db } = await scene();
  const connect = async (who: typeof ctx, more: Partial<ApproveAuthorizationInput> = {}, of = client.id) => {
    const id = await makeAuthorization(world, of);
    const view = await getAuthorization(who, id, sessionId);
    await approveAuthorization(who, id, { sessionId, consents: [{ server: "linear", level: "low" }], ...more });
    const made = await db.instance.findFirstOrThrow({ orderBy: { id: "desc" } });
    return { view, id: made.id };
  };
  const first = await connect(ctx);
  const laptop = await connect(ctx, { label: "Laptop" });
  const bobs = await connect(bobCtx);
  const otherClient = await makeOAuthClient(world);
  const elsewhere = await connect(ctx, {}, otherClient.id);

  const request = await makeAuthorization(world, client.id);
  expect((await getAuthorization(ctx, request, sessionId)).replaces).toMatchObject([
    { id: laptop.id, label: "Laptop", likely: false },
    { id: first.id, label: "Claude Code on Linux", likely: true },
  ]);
  for (const foreign of [bobs.id, elsewhere.id, "ins_none"])
    await expect(
      approveAuthorization(ctx, request, { sessionId, consents: fakeConsent, replaces: [foreign] }),
    ).rejects.toMatchObject({ code: "invalid", issues: [{ path: "replaces.0" }] });
  await approveAuthorization(ctx, request, { sessionId, consents: fakeConsent, replaces: [first.id] });
  const status = async (id: string) => (await db.instance.findFirstOrThrow({ where: { id } })).status;
  expect(await status(first.id)).toBe("disconnected");
  for (const id of [laptop.id, bobs.id, elsewhere.id]) expect(await status(id)).toBe("active");
  expect((await readEvents(world, { type: ["agent.disconnected"] })).map((e) => e.instance?.id)).toEqual([first.id]);
});
