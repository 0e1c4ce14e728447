import { expect, test } from "@playwright/test";
import { write } from "@/lib/audit/write";
import { database } from "@/lib/db/client";
import { decide } from "@/lib/policy/decide";
import { makeHuman } from "@/prisma/world/make-human";
import { makeInstance } from "@/prisma/world/make-instance";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import { createPolicy } from "./create-policy";
import { deletePolicy } from "./delete-policy";
import { getPolicy } from "./get-policy";
import { listPolicies } from "./list-policies";
import { listPolicyVersions } from "./list-policy-versions";
import { loadPolicySet } from "./load-policy-set";
import { seedPolicies } from "./seed-policies";
import { updatePolicy } from "./update-policy";

const setVersion = async ({ tenant }: World): Promise<number> =>
  (await database().tenant.findUniqueOrThrow({ where: { no: tenant.no } })).policySetVersion;
const load = async (world: World) => loadPolicySet(world.tenant.no, await setVersion(world));

test("a new tenant starts with one visible policy that allows what trust permits", async () => {
  const world = await makeTenant();
  const { items } = await listPolicies(world.ctx("viewer"));
  expect(items).toMatchObject([
    { name: "Allow what trust permits", effect: "allow", status: "active", scope: {}, version: 1 },
  ]);
  expect(items[0]?.description).toContain("trust");
  expect((await load(world)).policies).toMatchObject([{ name: "Allow what trust permits" }]);
  expect(await readEvents(world, { policy: [items[0]?.id ?? ""] })).toMatchObject([
    { type: "policy.created", actor: { type: "system" } },
  ]);
});

test("seeding raises the version of the policy set and leaves its event in the transaction of whoever seeds", async () => {
  const world = await makeTenant();
  const before = await setVersion(world);
  const ctx = world.ctx("owner");
  await write(ctx, (tx, record) => seedPolicies(tx, record, ctx));
  expect(await setVersion(world)).toBe(before + 1);
  expect((await listPolicies(ctx)).items).toHaveLength(2);
});

test("a policy is a draft unless said otherwise, and its event holds the rule and how many live instances it covers", async () => {
  const world = await makeTenant();
  const { human } = await makeInstance(world);
  const before = await setVersion(world);
  const policy = await createPolicy(world.ctx("admin"), {
    name: "No deletions",
    effect: "deny",
    scope: { servers: ["linear"], tools: ["delete_*"], humans: [human.email ?? "", human.id] },
    note: "After the incident",
  });
  expect(policy).toMatchObject({
    version: 1,
    status: "draft",
    description: "",
    scope: { servers: ["linear"], tools: ["delete_*"], humans: [human.key] },
  });
  expect(await getPolicy(world.ctx("viewer"), policy.id)).toEqual(policy);
  expect(await readEvent(world, { policy: [policy.id] })).toMatchObject({
    type: "policy.created",
    policy: { id: policy.id, name: "No deletions", description: "", version: 1, effect: "deny" },
    resource: { type: "policy", key: policy.id, name: "No deletions" },
    changes: { before: null, after: { name: "No deletions", effect: "deny", status: "draft", scope: policy.scope } },
    details: { liveInstances: 1, policySetVersion: before + 1, note: "After the incident" },
  });
  expect(await setVersion(world)).toBe(before + 1);
});

test("a scope that names what does not exist here is refused entry by entry", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  await makeServer(world, { key: "linear" });
  const stranger = await makeInstance(other, { server: "notion", agent: "goose" });
  const human = await makeHuman(world);
  await expect(
    createPolicy(world.ctx("admin"), {
      name: "Typos",
      effect: "deny",
      scope: {
        servers: ["linear", "notion"],
        humans: [human.key, stranger.human.key],
        agents: ["goose"],
        instances: [stranger.instance.id],
        tools: ["anything_*"],
      },
    }),
  ).rejects.toMatchObject({
    code: "invalid",
    issues: [
      { path: "scope.servers.1", message: 'There is no server "notion".' },
      { path: "scope.humans.1" },
      { path: "scope.agents.0" },
      { path: "scope.instances.0" },
    ],
  });
});

test("every change is a version of its own, and earlier versions stay as they were", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  const { id } = await createPolicy(ctx, { name: "No writes", effect: "deny", description: "v1" });
  await updatePolicy(ctx, id, { status: "shadow", note: "watch first" });
  const last = await updatePolicy(ctx, id, {
    status: "active",
    name: "No writes at all",
    scope: { tools: ["create_*"] },
  });
  expect(last).toMatchObject({ version: 3, description: "v1" });

  const first = await listPolicyVersions(world.ctx("auditor"), id, { limit: 2 });
  const second = await listPolicyVersions(world.ctx("auditor"), id, { limit: 2, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items]).toMatchObject([
    { version: 3, name: "No writes at all", status: "active", scope: { tools: ["create_*"] }, note: "" },
    { version: 2, name: "No writes", status: "shadow", scope: {}, note: "watch first" },
    { version: 1, name: "No writes", status: "draft", author: world.members.admin.id },
  ]);
  expect((await readEvents(world, { policy: [id] })).map((e) => [e.type, e.policy?.version, e.changes])).toEqual([
    ["policy.created", 1, expect.anything()],
    ["policy.updated", 2, { before: { status: "draft" }, after: { status: "shadow" } }],
    [
      "policy.updated",
      3,
      {
        before: { name: "No writes", status: "shadow", scope: {} },
        after: { name: "No writes at all", status: "active", scope: { tools: ["create_*"] } },
      },
    ],
  ]);
});

test("saving what is there already makes no version, no event, and leaves the policy set as it was", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  await makeServer(world);
  const policy = await createPolicy(ctx, {
    name: "Same",
    effect: "deny",
    scope: { tools: ["a"], servers: ["linear"] },
  });
  const before = await setVersion(world);
  expect(
    await updatePolicy(ctx, policy.id, { name: "Same", scope: { servers: ["linear"], tools: ["a"] }, note: "again" }),
  ).toEqual(policy);
  expect(await setVersion(world)).toBe(before);
  expect((await listPolicyVersions(ctx, policy.id)).items).toHaveLength(1);
  expect(await readEvents(world, { policy: [policy.id] })).toHaveLength(1);
});

test("a deleted policy is out of force and out of the list, while its versions and its last rule stay", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  const policy = await createPolicy(ctx, { name: "Gone", effect: "deny", status: "active" });
  await deletePolicy(ctx, policy.id);
  await expect(getPolicy(ctx, policy.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(deletePolicy(ctx, policy.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(updatePolicy(ctx, policy.id, { name: "Back" })).rejects.toMatchObject({ code: "not_found" });
  expect((await listPolicies(ctx)).items.map((p) => p.name)).not.toContain("Gone");
  expect((await load(world)).policies.map((p) => p.name)).not.toContain("Gone");
  expect((await listPolicyVersions(ctx, policy.id)).items).toMatchObject([{ name: "Gone", version: 1 }]);
  expect(await readEvent(world, { policy: [policy.id] })).toMatchObject({
    type: "policy.deleted",
    policy: { id: policy.id, name: "Gone", version: 1, effect: "deny" },
    changes: { before: { name: "Gone", effect: "deny", status: "active", scope: {} }, after: null },
    details: { policySetVersion: await setVersion(world) },
  });
});

test("every change of a policy raises the version of the set by one, and the set of that version decides at once", async () => {
  const world = await makeTenant();
  const { human, instance } = await makeInstance(world);
  const ctx = world.ctx("admin");
  const call = async () =>
    decide({
      agent: { slug: "claude-code", tags: [], suspended: false },
      human: { key: human.key, email: human.email, groups: [], suspended: false },
      instance: { id: instance.id, suspended: false },
      serverKey: "linear",
      server: { enabled: true, tags: [], enforceSchema: true },
      toolName: "delete_repo",
      tool: { level: "high", enabled: true, quarantined: false, readOnly: null, inputSchema: { type: "object" } },
      trust: { ceiling: "high", consent: "high", consentExpiresAtMs: null, excluded: false },
      arguments: {},
      ip: null,
      policies: await load(world),
      nowMs: 0,
    });
  const start = await setVersion(world);
  expect(await call()).toMatchObject({ decision: "allow", policySetVersion: start });
  const { id } = await createPolicy(ctx, {
    name: "No deletions",
    effect: "deny",
    status: "active",
    scope: { tools: ["delete_*"] },
  });
  expect(await call()).toMatchObject({ decision: "deny", policySetVersion: start + 1, policy: { id, version: 1 } });
  await updatePolicy(ctx, id, { status: "shadow" });
  expect(await call()).toMatchObject({ decision: "allow", policySetVersion: start + 2 });
  await updatePolicy(ctx, id, { status: "active", scope: { agents: ["claude-code"] } });
  expect(await call()).toMatchObject({ decision: "deny", policySetVersion: start + 3, policy: { id, version: 3 } });
  await deletePolicy(ctx, id);
  expect(await call()).toMatchObject({ decision: "allow", policySetVersion: start + 4 });
});

test("a set that has moved on is given under its own number, never under the number that was asked for", async () => {
  const world = await makeTenant();
  const old = await setVersion(world);
  await createPolicy(world.ctx("admin"), { name: "Newer", effect: "deny", status: "active" });
  const set = await loadPolicySet(world.tenant.no, old);
  expect(set.version).toBe(old + 1);
  expect(await loadPolicySet(world.tenant.no, old + 1)).toBe(set);
});

test("many calls at one moment share one reading of the set", async () => {
  const world = await makeTenant();
  const version = await setVersion(world);
  const sets = await Promise.all(Array.from({ length: 20 }, () => loadPolicySet(world.tenant.no, version)));
  expect(new Set(sets).size).toBe(1);
});

test("of two changes at one moment both are versions, or the later is told of the conflict; none is lost in silence", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  const { id } = await createPolicy(ctx, { name: "Busy", effect: "deny" });
  const before = await setVersion(world);
  const settled = await Promise.allSettled([
    updatePolicy(ctx, id, { description: "one" }),
    updatePolicy(ctx, id, { status: "disabled" }),
  ]);
  const done = settled.filter((s) => s.status === "fulfilled").length;
  for (const s of settled) if (s.status === "rejected") expect(s.reason).toMatchObject({ code: "conflict" });
  expect((await getPolicy(ctx, id)).version).toBe(1 + done);
  expect((await listPolicyVersions(ctx, id)).items).toHaveLength(1 + done);
  expect(await setVersion(world)).toBe(before + done);
});

test("policies are listed by status and effect, page by page, each exactly once", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  for (const name of ["a", "b", "c"]) await createPolicy(ctx, { name, effect: "deny" });
  const first = await listPolicies(world.ctx("viewer"), { limit: 3 });
  const second = await listPolicies(world.ctx("viewer"), { limit: 3, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items].map((p) => p.name)).toEqual(["c", "b", "a", "Allow what trust permits"]);
  expect((await listPolicies(ctx, { status: "active" })).items).toHaveLength(1);
  expect((await listPolicies(ctx, { effect: "deny" })).items).toHaveLength(3);
});

test("only who may write policies changes them, and another tenant's policy is not found", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const policy = await createPolicy(world.ctx("admin"), { name: "Mine", effect: "deny" });
  for (const ctx of [world.ctx("auditor"), world.ctx("viewer"), world.keyCtx("policies:read")]) {
    await expect(createPolicy(ctx, { name: "x", effect: "allow" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(updatePolicy(ctx, policy.id, { name: "x" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(deletePolicy(ctx, policy.id)).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(listPolicies(world.keyCtx("events:read"))).rejects.toMatchObject({ code: "forbidden" });
  const stranger = other.ctx("owner");
  await expect(getPolicy(stranger, policy.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(listPolicyVersions(stranger, policy.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(updatePolicy(stranger, policy.id, { name: "x" })).rejects.toMatchObject({ code: "not_found" });
  await expect(deletePolicy(stranger, policy.id)).rejects.toMatchObject({ code: "not_found" });
  expect(await getPolicy(world.ctx("viewer"), policy.id)).toEqual(policy);
});
