import { expect, test } from "@playwright/test";
import { tenantClient } from "@/lib/db/tenant";
import { humanCtx } from "@/prisma/world/human-ctx";
import { makeHuman } from "@/prisma/world/make-human";
import { definitionHashOf, makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import { putGrant } from "../grants/put-grant";
import { updateHuman } from "../humans/update-human";
import { createInstance } from "../instances/create-instance";
import { disconnectInstance } from "../instances/disconnect-instance";
import { getInstance } from "../instances/get-instance";
import { updateInstance } from "../instances/update-instance";
import { excludeMyTool } from "./exclude-my-tool";
import { listAllMyAccess, listMyAccess } from "./list-my-access";
import { getMyInstance, listMyInstances } from "./list-my-instances";
import { revokeMyConsent } from "./revoke-my-consent";
import { revokeMyInstance } from "./revoke-my-instance";
import { setMyConsent } from "./set-my-consent";
import { setMyPause } from "./set-my-pause";
import { timeBoxMyInstance } from "./time-box-my-instance";

/** Alice and Bob, each with an instance of the same agent at the same server; and the same again in another tenant. */
async function makeTwo() {
  const [world, other] = [await makeTenant(), await makeTenant()];
  return { world, here: await people(world), there: await people(other) };
}

async function people(world: World) {
  await makeServer(world);
  const of = async (subject: string) => {
    const human = await makeHuman(world, { subject, ceilings: { linear: "medium" } });
    const { instance } = await createInstance(world.ctx("admin"), {
      human: human.key,
      agent: "claude-code",
      consents: [{ server: "linear", level: "low" }],
    });
    return { human, ctx: humanCtx(world, human), id: instance.id };
  };
  return { alice: await of("alice"), bob: await of("bob") };
}

const server = "linear";
const consentOf = async (world: World, id: string) => (await getInstance(world.ctx("viewer"), id)).consents[0];
const hourMs = 3_600_000;

test("a human sees their own agents and what each may do, and no other human's with the same client, here or elsewhere", async () => {
  const { here, there } = await makeTwo();
  for (const { alice, bob } of [here, there])
    for (const { ctx, id, human } of [alice, bob]) {
      expect((await listMyInstances(ctx)).map((one) => one.id)).toEqual([id]);
      expect([...(await listAllMyAccess(ctx)).keys()]).toEqual([id]);
      for (const access of await listMyAccess(ctx, id)) expect(access.human.key).toBe(human.key);
    }
});

test("nobody can touch another human's agent: every verb finds nothing, and nothing changes", async () => {
  const { world, here, there } = await makeTwo();
  const { id } = here.alice;
  const before = await getInstance(world.ctx("viewer"), id);
  for (const { ctx } of [here.bob, there.alice, there.bob]) {
    const tries = [
      () => getMyInstance(ctx, id),
      () => listMyAccess(ctx, id),
      () => setMyPause(ctx, { instance: id, paused: true }),
      () => setMyPause(ctx, { instance: id, paused: false }),
      () => setMyConsent(ctx, { instance: id, server, level: "low" }),
      () => setMyConsent(ctx, { instance: id, server, level: "high" }),
      () => excludeMyTool(ctx, { instance: id, server, tool: "list_issues", excluded: true }),
      () => timeBoxMyInstance(ctx, { instance: id, ends: "1h" }),
      () => revokeMyConsent(ctx, { instance: id, server }),
      () => revokeMyInstance(ctx, id),
    ];
    for (const tried of tries) await expect(tried()).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await getInstance(world.ctx("viewer"), id)).toEqual(before);
});

test("nobody but a human has pages of their own: members and keys are refused, whatever their scopes", async () => {
  const { world, here } = await makeTwo();
  const { id } = here.alice;
  for (const ctx of [world.ctx("owner"), world.keyCtx("*")]) {
    await expect(listMyInstances(ctx)).rejects.toMatchObject({ code: "forbidden" });
    await expect(setMyPause(ctx, { instance: id, paused: true })).rejects.toMatchObject({ code: "forbidden" });
    await expect(setMyConsent(ctx, { instance: id, server, level: "medium" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(revokeMyInstance(ctx, id)).rejects.toMatchObject({ code: "forbidden" });
  }
});

test("each side resumes what it has suspended, and nothing else", async () => {
  const { world, here } = await makeTwo();
  const { ctx, id } = here.alice;
  const admin = world.ctx("admin");
  const pause = (paused: boolean) => setMyPause(ctx, { instance: id, paused });
  const suspend = (status: "active" | "suspended") => updateInstance(admin, id, { status });
  const forbidden = { code: "forbidden" };

  expect(await pause(true)).toMatchObject({ status: "suspended", suspendedBy: "human" });
  await expect(suspend("active")).rejects.toMatchObject(forbidden);
  expect(await suspend("suspended")).toMatchObject({ status: "suspended", suspendedBy: "both" });
  expect(await pause(false)).toMatchObject({ status: "suspended", suspendedBy: "admin" });
  await expect(pause(false)).rejects.toMatchObject(forbidden);
  expect(await pause(true)).toMatchObject({ suspendedBy: "both" });
  expect(await suspend("active")).toMatchObject({ status: "suspended", suspendedBy: "human" });
  expect(await pause(false)).toMatchObject({ status: "active", suspendedBy: null });
  expect(await pause(false)).toMatchObject({ status: "active" });

  const events = await readEvents(world, { type: ["instance.updated"], instance: [id] });
  expect(events).toHaveLength(6);
  expect(events[0]).toMatchObject({
    actor: { type: "human", key: here.alice.human.key },
    human: { key: here.alice.human.key },
    changes: {
      before: { status: "active", suspendedBy: null },
      after: { status: "suspended", suspendedBy: "human" },
    },
  });
});

test("a consent is lowered, and raised up to the ceiling by its human alone; above it the refusal names asked, allowed and server", async () => {
  const { world, here } = await makeTwo();
  const { ctx, id, human } = here.alice;
  expect(await setMyConsent(ctx, { instance: id, server, level: "medium" })).toMatchObject({ level: "medium" });
  expect(await readEvent(world, { type: ["consent.changed"] })).toMatchObject({
    actor: { type: "human", key: human.key },
    changes: { before: { level: "low" }, after: { level: "medium" } },
  });
  // A wider consent is given today, to the tools as they are.
  const row = await tenantClient(world.tenant.no).consent.findFirstOrThrow({ where: { instanceId: id } });
  expect(row.definitionHashes).toEqual({
    list_issues: definitionHashOf("list_issues"),
    create_issue: definitionHashOf("create_issue"),
  });
  await expect(setMyConsent(ctx, { instance: id, server, level: "high" })).rejects.toMatchObject({
    code: "forbidden",
    message: `Asked for high on "linear", but medium is the most that "${human.key}" may delegate there.`,
    issues: [{ path: "level" }],
    detail: { server: "linear", asked: "high", allowed: "medium" },
  });
  expect(await setMyConsent(ctx, { instance: id, server, level: "low" })).toMatchObject({ level: "low" });
  expect((await consentOf(world, here.bob.id))?.level).toBe("low");
});

test("a server is taken away and given again without connecting anew", async () => {
  const { world, here } = await makeTwo();
  const { ctx, id } = here.alice;
  await revokeMyConsent(ctx, { instance: id, server });
  expect(await consentOf(world, id)).toBeUndefined();
  expect(await consentOf(world, here.bob.id)).toBeDefined();
  await expect(revokeMyConsent(ctx, { instance: id, server })).rejects.toMatchObject({ code: "not_found" });
  await expect(setMyConsent(ctx, { instance: id, server })).rejects.toMatchObject({ code: "not_found" });
  await expect(setMyConsent(ctx, { instance: id, server, level: "high" })).rejects.toMatchObject({ code: "forbidden" });
  expect(await setMyConsent(ctx, { instance: id, server, level: "low" })).toMatchObject({ level: "low" });
  const types = (await readEvents(world, { actor: [here.alice.human.key] })).map(({ type }) => type);
  expect(types).toEqual(["consent.revoked", "consent.granted"]);
});

test("a tool is left out and put back; what the server does not offer is refused", async () => {
  const { world, here } = await makeTwo();
  const { ctx, id } = here.alice;
  const set = (tool: string, excluded: boolean) => excludeMyTool(ctx, { instance: id, server, tool, excluded });
  expect(await set("list_issues", true)).toMatchObject({ excludedTools: ["list_issues"] });
  expect((await listMyAccess(ctx, id))[0]?.tools.find(({ tool }) => tool === "list_issues")?.bucket).toBe("denied");
  await set("list_issues", true);
  expect(await set("list_issues", false)).toMatchObject({ excludedTools: [] });
  expect((await listMyAccess(ctx, id))[0]?.tools.find(({ tool }) => tool === "list_issues")?.bucket).toBe("allowed");
  await expect(set("drop_table", true)).rejects.toMatchObject({ code: "invalid" });
  expect(await readEvents(world, { type: ["consent.changed"], instance: [id] })).toHaveLength(2);
});

test("time-boxing ends every consent sooner and none later", async () => {
  const { world, here } = await makeTwo();
  const { ctx, id } = here.alice;
  await makeServer(world, { key: "github", name: "GitHub" });
  await putGrant(world.ctx("admin"), { human: here.alice.human.key, server: "github", ceiling: "low" });
  const soon = new Date(Date.now() + hourMs / 2).toISOString();
  await setMyConsent(ctx, { instance: id, server: "github", level: "low", expiresAt: soon });
  const { consents } = await timeBoxMyInstance(ctx, { instance: id, ends: "4h" });
  const endOf = (key: string) => Date.parse(consents.find((one) => one.server === key)?.expiresAt ?? "");
  expect(endOf("github")).toBe(Date.parse(soon));
  expect(Math.abs(endOf("linear") - Date.now() - 4 * hourMs)).toBeLessThan(60_000);
  await timeBoxMyInstance(ctx, { instance: id, ends: "30d" });
  expect(Math.abs(Date.parse((await consentOf(world, id))?.expiresAt ?? "") - Date.parse(soon))).toBe(0);
  expect(await readEvents(world, { type: ["consent.changed"], instance: [id] })).toHaveLength(1);
  expect((await consentOf(world, here.bob.id))?.expiresAt).toBeNull();
});

test("nobody consents for longer than the tenant allows", async () => {
  const { world, here } = await makeTwo();
  const { ctx, id } = here.alice;
  await tenantClient(world.tenant.no).oAuthSettings.create({ data: { tenantNo: world.tenant.no, consentDays: 7 } });
  const inDays = (days: number) => new Date(Date.now() + days * 24 * hourMs).toISOString();
  const raise = (expiresAt: string | null) => setMyConsent(ctx, { instance: id, server, level: "medium", expiresAt });
  await expect(raise(null)).rejects.toMatchObject({ code: "forbidden", issues: [{ path: "expiresAt" }] });
  await expect(raise(inDays(8))).rejects.toMatchObject({ code: "forbidden" });
  expect(await raise(inDays(7))).toMatchObject({ level: "medium" });
});

test("revoking ends it for good: tokens die, the event is the human's, and nothing can be changed any more", async () => {
  const { world, here } = await makeTwo();
  const { ctx, id, human } = here.alice;
  expect(await revokeMyInstance(ctx, id)).toMatchObject({ status: "disconnected" });
  await revokeMyInstance(ctx, id);
  expect(await readEvents(world, { type: ["agent.disconnected"] })).toMatchObject([
    { actor: { type: "human", key: human.key }, instance: { id }, details: { tokensRevoked: 1 } },
  ]);
  const conflict = { code: "conflict" };
  await expect(setMyPause(ctx, { instance: id, paused: true })).rejects.toMatchObject(conflict);
  await expect(setMyConsent(ctx, { instance: id, server, level: "low" })).rejects.toMatchObject(conflict);
  await expect(timeBoxMyInstance(ctx, { instance: id, ends: "1h" })).rejects.toMatchObject(conflict);
  expect(await listMyInstances(ctx)).toEqual([]);
  expect(await getMyInstance(ctx, id)).toMatchObject({ status: "disconnected" });
  expect((await getInstance(world.ctx("viewer"), here.bob.id)).status).toBe("active");
});

test("a suspended human still sees what happened, pauses and disconnects", async () => {
  const { world, here } = await makeTwo();
  const { ctx, id, human } = here.alice;
  await updateHuman(world.ctx("admin"), human.key, { status: "suspended" });
  expect(await listMyInstances(ctx)).toHaveLength(1);
  expect((await listMyAccess(ctx, id))[0]?.counts.allowed).toBe(0);
  await setMyPause(ctx, { instance: id, paused: true });
  await revokeMyInstance(ctx, id);
  await disconnectInstance(world.ctx("admin"), id);
});
