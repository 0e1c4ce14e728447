import { expect, test } from "@playwright/test";
import { database } from "@/lib/db/client";
import { makeInstance } from "@/prisma/world/make-instance";
import { makeTenant } from "@/prisma/world/make-tenant";
import { makeTransfers } from "@/prisma/world/make-transfers";
import { readEvents } from "@/prisma/world/read-events";
import { updateAgent } from "../agents/update-agent";
import { deleteHuman } from "../humans/delete-human";
import { updateHuman } from "../humans/update-human";
import { deleteServer } from "../servers/delete-server";
import { checkPolicy } from "./check-policy";
import { createPolicy } from "./create-policy";
import { createPolicyTest } from "./create-policy-test";
import { deletePolicy } from "./delete-policy";
import { deletePolicyTest } from "./delete-policy-test";
import { listPolicyTests } from "./list-policy-tests";
import { CreatePolicyTestInput } from "./policy-test-input";
import { runPolicyTests } from "./run-policy-tests";
import { updatePolicy } from "./update-policy";
import { updatePolicyTest } from "./update-policy-test";

/** A tenant with a bank, somebody who uses it, and a draft that blocks transfers of 500 and more. */
async function makeCap() {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  await makeTransfers(world);
  const { human } = await makeInstance(world);
  const policy = await createPolicy(ctx, {
    name: "Small sums",
    effect: "deny",
    scope: { servers: ["bank"], tools: ["transfer"] },
    when: "args.amount >= 500",
  });
  const of = (amount: number) => ({
    name: `Of ${amount}`,
    human: human.email ?? "",
    agent: "claude-code",
    server: "bank",
    tool: "transfer",
    arguments: { amount, currency: "EUR" },
  });
  const denied = { decision: "deny", code: "BLOCKED_BY_POLICY", policy: "this" } as const;
  return { world, ctx, human, policy, of, denied };
}

test("a test is written down, listed, changed and removed, each with an event of the policy", async () => {
  const { world, ctx, human, policy, of, denied } = await makeCap();
  const made = await createPolicyTest(ctx, policy.id, {
    ...of(750),
    arguments: { amount: 750, currency: "EUR", password: "hunter2" },
    ip: "10.0.0.1",
    at: "2026-11-22T10:00:00+01:00",
    expect: denied,
  });
  expect(made).toMatchObject({
    name: "Of 750",
    human: human.key,
    arguments: { password: "hunter2" },
    ip: "10.0.0.1",
    at: "2026-11-22T09:00:00.000Z",
    expect: denied,
  });
  expect(await listPolicyTests(world.ctx("viewer"), policy.id)).toEqual({ items: [made], nextCursor: null });

  const changed = await updatePolicyTest(ctx, policy.id, made.id, {
    name: "Big",
    ip: null,
    expect: { decision: "deny" },
  });
  expect(changed).toEqual({
    ...made,
    name: "Big",
    ip: null,
    expect: { decision: "deny" },
    updatedAt: changed.updatedAt,
  });
  expect(await updatePolicyTest(ctx, policy.id, made.id, { name: "Big", arguments: made.arguments })).toEqual(changed);
  await deletePolicyTest(ctx, policy.id, made.id);
  await expect(deletePolicyTest(ctx, policy.id, made.id)).rejects.toMatchObject({ code: "not_found" });
  expect((await listPolicyTests(ctx, policy.id)).items).toEqual([]);

  const events = await readEvents(world, { type: ["policy.tests_changed"], policy: [policy.id] });
  expect(events).toMatchObject([
    { policy: { id: policy.id, version: 1 }, changes: { before: null, after: { name: "Of 750", expect: denied } } },
    { changes: { before: { name: "Of 750", ip: "10.0.0.1" }, after: { name: "Big", ip: null } } },
    { changes: { before: { name: "Big" }, after: null }, details: { test: { id: made.id, name: "Big" } } },
  ]);
  expect(JSON.stringify(events)).not.toContain("hunter2");
});

test("a test names what exists: whoever misspells is told where", async () => {
  const { ctx, policy, of } = await makeCap();
  await expect(
    createPolicyTest(ctx, policy.id, {
      ...of(1),
      human: "human|nobody",
      agent: "nothing",
      tool: "transfers",
      expect: { decision: "deny", policy: "pol_unknown" },
    }),
  ).rejects.toMatchObject({
    code: "invalid",
    issues: [
      { path: "human", message: 'There is no human "human|nobody".' },
      { path: "agent" },
      { path: "tool", message: 'There is no tool "transfers" on the server "bank".' },
      { path: "expect.policy" },
    ],
  });
  await expect(
    createPolicyTest(ctx, policy.id, { ...of(1), server: "banks", expect: { decision: "deny" } }),
  ).rejects.toMatchObject({ issues: [{ path: "server" }] });
  const made = await createPolicyTest(ctx, policy.id, { ...of(1), expect: { decision: "allow" } });
  await expect(updatePolicyTest(ctx, policy.id, made.id, { tool: "gone" })).rejects.toMatchObject({
    issues: [{ path: "tool" }],
  });
  const unclear = (more: object) =>
    CreatePolicyTestInput.safeParse({ ...of(1), expect: { decision: "deny" }, ...more });
  expect(unclear({}).success).toBe(true);
  for (const more of [
    { arguments: [] },
    { arguments: { a: "\u0000" } },
    { arguments: { a: "x".repeat(65_536) } },
    { ip: "10.0.0.0/8" },
    { at: "tomorrow" },
    { expect: { decision: "maybe" } },
    { expect: { decision: "deny", code: "BLOCKED" } },
    { surprise: 1 },
  ])
    expect(unclear(more).success, JSON.stringify(more).slice(0, 60)).toBe(false);
});

test("tests are decided under the tenant's policies with this one counted as active, without a stored change", async () => {
  const { world, ctx, policy, of, denied } = await makeCap();
  const seed = { decision: "allow", code: "ALLOWED" } as const;
  await createPolicyTest(ctx, policy.id, { ...of(750), expect: denied });
  await createPolicyTest(ctx, policy.id, { ...of(499), expect: seed });
  expect(await runPolicyTests(world.ctx("viewer"), policy.id)).toMatchObject({
    passed: true,
    results: [
      { name: "Of 750", passed: true, got: { decision: "deny", policy: { id: policy.id } } },
      { name: "Of 499", passed: true, got: { decision: "allow" } },
    ],
  });
  const drafted = await runPolicyTests(ctx, policy.id, { draft: { when: "args.amount >= 1000" } });
  expect(drafted).toMatchObject({
    passed: false,
    results: [
      { passed: false, text: expect.stringContaining("allowed"), got: { decision: "allow" } },
      { passed: true },
    ],
  });
  await expect(runPolicyTests(ctx, policy.id, { draft: { when: "args.amount >=" } })).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "when", position: 14 }],
  });
  expect((await listPolicyTests(ctx, policy.id)).items).toHaveLength(2);
  expect(await readEvents(world, { type: ["policy.updated"] })).toEqual([]);
});

test("a failing test keeps the policy from being active, and says which and why", async () => {
  const { ctx, policy, of, denied } = await makeCap();
  const wrong = await createPolicyTest(ctx, policy.id, { ...of(400), expect: denied });
  await expect(updatePolicy(ctx, policy.id, { status: "active" })).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: `tests.${wrong.id}`, message: expect.stringMatching(/^Of 400: .*allowed/) }],
  });
  await updatePolicy(ctx, policy.id, { status: "shadow" });
  const active = await updatePolicy(ctx, policy.id, { status: "active", when: "args.amount >= 300" });
  expect(active).toMatchObject({ status: "active", version: 3 });
  await expect(updatePolicy(ctx, policy.id, { when: "args.amount >= 500" })).rejects.toMatchObject({ code: "invalid" });
  await updatePolicyTest(ctx, policy.id, wrong.id, { expect: { decision: "allow" } });
  await expect(updatePolicy(ctx, policy.id, { name: "Any" })).rejects.toMatchObject({ code: "invalid" });
  expect(await updatePolicy(ctx, policy.id, { status: "disabled" })).toMatchObject({ status: "disabled" });
});

test("a test rests on groups, tags, address and time as conditions do, and not on trust", async () => {
  const { world, ctx, human, policy, of } = await makeCap();
  await updatePolicy(ctx, policy.id, {
    when: '"contractors" in human.groups && "ide" in agent.tags && request.ip.inRange(["10.0.0.0/8"]) && request.time.between("09:00", "17:00")',
    scope: { groups: ["contractors"] },
  });
  const at = { ip: "10.1.2.3", at: "2026-11-23T12:00:00Z" };
  await createPolicyTest(ctx, policy.id, { ...of(1), ...at, expect: { decision: "deny", policy: "this" } });
  await createPolicyTest(ctx, policy.id, { ...of(1), ...at, ip: "192.0.2.1", expect: { decision: "allow" } });
  await createPolicyTest(ctx, policy.id, {
    ...of(1),
    ...at,
    at: "2026-11-23T20:00:00Z",
    expect: { decision: "allow" },
  });
  expect((await runPolicyTests(ctx, policy.id)).results.map(({ passed }) => passed)).toEqual([false, true, true]);
  await updateHuman(ctx, human.key, { groups: ["contractors"], status: "suspended" });
  await updateAgent(ctx, "claude-code", { tags: ["ide"] });
  expect((await runPolicyTests(world.ctx("viewer"), policy.id)).results.map(({ passed }) => passed)).toEqual([
    true,
    true,
    true,
  ]);
});

test("a test of what is not there any more fails with a sentence", async () => {
  const { world, ctx, human, policy, of, denied } = await makeCap();
  await createPolicyTest(ctx, policy.id, { ...of(750), expect: denied });
  const text = async () => (await runPolicyTests(ctx, policy.id)).results[0];
  await database().tool.updateMany({
    where: { tenantNo: world.tenant.no, name: "transfer" },
    data: { state: "removed" },
  });
  expect(await text()).toMatchObject({
    passed: false,
    got: null,
    text: 'The server "bank" does not offer the tool "transfer" any more.',
  });
  await deleteServer(ctx, "bank");
  expect(await text()).toMatchObject({ passed: false, text: 'The server "bank" does not exist any more.' });
  await deleteHuman(ctx, human.key);
  expect(await text()).toMatchObject({ passed: false, text: `The human "${human.key}" does not exist any more.` });
});

test("a policy has two hundred tests at most, however many are written at one moment", async () => {
  const { world, ctx, policy, of } = await makeCap();
  const first = await createPolicyTest(ctx, policy.id, { ...of(1), expect: { decision: "allow" } });
  await database().$executeRaw`
    INSERT INTO policy_test (tenant_no, id, policy_id, name, human, agent, server, tool, arguments, expect_decision, updated_at)
    SELECT tenant_no, id || n, policy_id, name, human, agent, server, tool, arguments, expect_decision, now()
    FROM policy_test, generate_series(1, 198) n WHERE id = ${first.id} AND tenant_no = ${world.tenant.no}`;
  const settled = await Promise.allSettled(
    [1, 2, 3].map((n) => createPolicyTest(ctx, policy.id, { ...of(n), expect: { decision: "allow" } })),
  );
  expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of settled) if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "conflict" });
  expect((await runPolicyTests(ctx, policy.id)).results).toHaveLength(200);
});

test("tests go with the rights on policies, and another tenant's are not found", async () => {
  const { world, ctx, policy, of } = await makeCap();
  const [other, input] = [await makeTenant(), { ...of(1), expect: { decision: "allow" } as const }];
  const made = await createPolicyTest(ctx, policy.id, input);
  for (const reader of [world.ctx("auditor"), world.keyCtx("policies:read")]) {
    await expect(createPolicyTest(reader, policy.id, input)).rejects.toMatchObject({ code: "forbidden" });
    await expect(updatePolicyTest(reader, policy.id, made.id, {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(deletePolicyTest(reader, policy.id, made.id)).rejects.toMatchObject({ code: "forbidden" });
    expect((await runPolicyTests(reader, policy.id)).results).toHaveLength(1);
  }
  const nobody = world.keyCtx("events:read");
  await expect(listPolicyTests(nobody, policy.id)).rejects.toMatchObject({ code: "forbidden" });
  await expect(runPolicyTests(nobody, policy.id)).rejects.toMatchObject({ code: "forbidden" });
  const stranger = other.ctx("owner");
  const foreign = await createPolicy(stranger, { name: "Theirs", effect: "deny" });
  for (const id of [policy.id, foreign.id]) {
    await expect(updatePolicyTest(stranger, id, made.id, {})).rejects.toMatchObject({ code: "not_found" });
    await expect(deletePolicyTest(stranger, id, made.id)).rejects.toMatchObject({ code: "not_found" });
  }
  await expect(listPolicyTests(stranger, policy.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(runPolicyTests(stranger, policy.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(createPolicyTest(stranger, policy.id, input)).rejects.toMatchObject({ code: "not_found" });
  await expect(createPolicyTest(stranger, foreign.id, input)).rejects.toMatchObject({ code: "invalid" });
  await deletePolicy(ctx, policy.id);
  await expect(listPolicyTests(ctx, policy.id)).rejects.toMatchObject({ code: "not_found" });
});

test("a check says what would become of a policy, and stores nothing", async () => {
  const { world, ctx, policy, of, denied } = await makeCap();
  await createPolicyTest(ctx, policy.id, { ...of(750), expect: denied });
  const draft = { name: "P", effect: "deny" as const, scope: { servers: ["bank"], tools: ["transfer"] } };
  const viewer = world.ctx("viewer");
  const before = (await readEvents(world)).length;
  expect(await checkPolicy(viewer, { ...draft, when: "args.amount >= 500", policy: policy.id })).toMatchObject({
    ok: true,
    when: { arg: ["amount"], op: "gte", value: 500 },
    whenText: "args.amount >= 500",
    unless: null,
    unlessText: null,
    covers: { tools: 1, liveInstances: 0 },
    tests: [{ passed: true }],
  });
  expect(await checkPolicy(viewer, { ...draft, when: "args.amount >= 900", policy: policy.id })).toMatchObject({
    ok: false,
    tests: [{ passed: false }],
  });
  const misspelt = await checkPolicy(viewer, { ...draft, when: "args.ammount >= 900" });
  expect(misspelt).toMatchObject({ ok: false, tests: [] });
  expect(misspelt.findings).toContainEqual(expect.objectContaining({ level: "error" }));
  expect(await checkPolicy(viewer, { ...draft, when: "args.amount >=", unless: { op: "?" } })).toMatchObject({
    ok: false,
    when: null,
    whenText: null,
    findings: [
      {
        level: "error",
        code: "syntax",
        at: "when",
        position: 14,
        message: expect.stringMatching(/^At character 15: /),
      },
      { level: "error", code: "syntax", at: expect.stringMatching(/^unless/) },
    ],
    covers: { tools: 1 },
    tests: [],
  });
  await expect(checkPolicy(viewer, { ...draft, scope: { servers: ["none"] } })).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "scope.servers.0" }],
  });
  await expect(checkPolicy(world.keyCtx("events:read"), draft)).rejects.toMatchObject({ code: "forbidden" });
  const other = await makeTenant();
  await expect(checkPolicy(other.ctx("owner"), { ...draft, scope: {}, policy: policy.id })).rejects.toMatchObject({
    code: "not_found",
  });
  expect((await readEvents(world)).length).toBe(before);
});
