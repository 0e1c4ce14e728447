import { expect, test } from "@playwright/test";
import { database } from "@/lib/db/client";
import { makeHuman } from "@/prisma/world/make-human";
import { makeInstance } from "@/prisma/world/make-instance";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { makeTransfers } from "@/prisma/world/make-transfers";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import { updateAgent } from "../agents/update-agent";
import { updateServer } from "../servers/update-server";
import { createPolicy } from "./create-policy";
import { getPolicy } from "./get-policy";
import { listPolicies } from "./list-policies";
import { listPolicyVersions } from "./list-policy-versions";
import { loadPolicySet } from "./load-policy-set";
import { restorePolicyVersion } from "./restore-policy-version";
import { updatePolicy } from "./update-policy";

const small = { arg: ["amount"], op: "lt", value: 500, onMissing: "error" };
const onTransfer = { servers: ["bank"], tools: ["transfer"] };

async function makeBank() {
  const world = await makeTenant();
  await makeTransfers(world);
  return { world, ctx: world.ctx("admin") };
}
const load = async ({ tenant }: World) =>
  loadPolicySet(tenant.no, (await database().tenant.findUniqueOrThrow({ where: { no: tenant.no } })).policySetVersion);

test("a condition is written as text or as tree, and read back in both forms", async () => {
  const { world, ctx } = await makeBank();
  const asText = await createPolicy(ctx, { name: "T", effect: "allow", scope: onTransfer, when: "args.amount < 500" });
  expect(asText).toMatchObject({ when: small, whenText: "args.amount < 500", unless: null, unlessText: null });
  const asTree = await createPolicy(ctx, {
    name: "U",
    effect: "deny",
    scope: onTransfer,
    unless: {
      all: [
        { arg: "amount", op: "lt", value: 500 },
        { arg: "currency", op: "in", value: ["EUR"] },
      ],
    },
  });
  expect(asTree).toMatchObject({
    when: null,
    unless: { all: [small, { arg: ["currency"], op: "in", value: ["EUR"], onMissing: "error" }] },
    unlessText: 'args.amount < 500 && args.currency in ["EUR"]',
  });
  expect(await getPolicy(world.ctx("viewer"), asTree.id)).toEqual(asTree);
  expect(await readEvent(world, { policy: [asText.id] })).toMatchObject({
    changes: { before: null, after: { when: small, unless: null } },
  });
});

test("a condition that cannot be read is refused with the place in the tree or the character of the text", async () => {
  const { world, ctx } = await makeBank();
  const create = (more: object) => createPolicy(ctx, { name: "P", effect: "deny", ...more });
  await expect(create({ when: "args.amount < " })).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "when", position: 14, message: expect.stringMatching(/^At character 15: /) }],
  });
  await expect(
    create({ when: { all: [small, { arg: "memo", op: "regex", value: "(" }] }, unless: "args.memo ==" }),
  ).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "when.all.1.value" }, { path: "unless", position: 12 }],
  });
  // What only the tree can tell of a text: it has no place in it.
  await expect(create({ unless: 'args.memo.matches("(")' })).rejects.toMatchObject({ issues: [{ path: "unless" }] });
  await expect(create({ when: { arg: "memo", op: "eq", value: "a\u0000" } })).rejects.toMatchObject({
    issues: [{ path: "when", message: expect.stringContaining("NUL") }],
  });
  await expect(create({ when: { arg: "memo", op: "eq", value: "\ud800" } })).rejects.toMatchObject({ code: "invalid" });
  const escaped = await create({ when: { arg: "memo", op: "eq", value: "\\u0000 \\ud800" } });
  expect(escaped.when).toMatchObject({ value: "\\u0000 \\ud800" });
  expect((await listPolicies(ctx)).items).toHaveLength(2);
  expect(await readEvents(world, { type: ["policy.updated"] })).toEqual([]);
});

test("an update keeps the condition that it does not mention, replaces the one it does, and takes it away for null or an empty text", async () => {
  const { world, ctx } = await makeBank();
  const { id } = await createPolicy(ctx, { name: "P", effect: "allow", scope: onTransfer, when: "args.amount < 500" });
  expect(await updatePolicy(ctx, id, { description: "d" })).toMatchObject({ version: 2, when: small });
  expect(await updatePolicy(ctx, id, { when: { arg: "amount", op: "lt", value: 500 } })).toMatchObject({ version: 2 });
  expect(await updatePolicy(ctx, id, { unless: 'args.currency == "USD"' })).toMatchObject({ version: 3, when: small });
  expect(await updatePolicy(ctx, id, { when: null })).toMatchObject({ version: 4, when: null, whenText: null });
  expect(await updatePolicy(ctx, id, { unless: " " })).toMatchObject({ version: 5, unless: null });
  expect(
    (await listPolicyVersions(ctx, id)).items.map(({ version, whenText, unlessText }) => [
      version,
      whenText,
      unlessText,
    ]),
  ).toEqual([
    [5, null, null],
    [4, null, 'args.currency == "USD"'],
    [3, "args.amount < 500", 'args.currency == "USD"'],
    [2, "args.amount < 500", null],
    [1, "args.amount < 500", null],
  ]);
  expect((await readEvents(world, { policy: [id] })).slice(3).map((e) => e.changes)).toEqual([
    { before: { when: small }, after: { when: null } },
    { before: { unless: expect.objectContaining({ op: "eq" }) }, after: { unless: null } },
  ]);
});

test("conditions that do not fit the tools keep a policy from being active, and from nothing else", async () => {
  const { world, ctx } = await makeBank();
  const wrong = { name: "P", effect: "deny", scope: onTransfer, when: "args.ammount > 500" } as const;
  await expect(createPolicy(ctx, { ...wrong, status: "active" })).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringContaining("draft"),
    issues: [{ path: expect.stringMatching(/^when/), message: expect.stringContaining("ammount") }],
  });
  const draft = await createPolicy(ctx, { ...wrong, status: "draft" });
  expect(draft.findings).toContainEqual(expect.objectContaining({ level: "error", suggestion: expect.any(String) }));
  expect(await getPolicy(ctx, draft.id)).toEqual(draft);
  await updatePolicy(ctx, draft.id, { status: "shadow" });
  await updatePolicy(ctx, draft.id, { status: "disabled" });
  await expect(updatePolicy(ctx, draft.id, { status: "active" })).rejects.toMatchObject({ code: "invalid" });
  const fixed = await updatePolicy(ctx, draft.id, { status: "active", when: "args.amount > 500" });
  expect(fixed.findings.filter(({ level }) => level === "error")).toEqual([]);
  await expect(updatePolicy(ctx, draft.id, { when: 'args.amount > "500"' })).rejects.toMatchObject({ code: "invalid" });
  expect(await getPolicy(ctx, draft.id)).toEqual(fixed);
  expect((await load(world)).policies).toHaveLength(2);
});

test("an active policy can be taken out of force whatever is wrong with it", async () => {
  const { ctx } = await makeBank();
  const { id } = await createPolicy(ctx, {
    name: "P",
    effect: "deny",
    status: "active",
    scope: onTransfer,
    when: "args.amount > 500",
  });
  await database()
    .$executeRaw`UPDATE tool SET input_schema = '{"type": "object", "properties": {}, "additionalProperties": false}' WHERE name = 'transfer' AND tenant_no = ${ctx.tenant.no}`;
  await expect(updatePolicy(ctx, id, { name: "Q" })).rejects.toMatchObject({ code: "invalid" });
  expect(await updatePolicy(ctx, id, { status: "disabled" })).toMatchObject({
    status: "disabled",
    findings: expect.arrayContaining([expect.objectContaining({ level: "error" })]),
  });
});

test("a policy is checked against the tools it covers: by server, by tag, by pattern, and not those that are gone", async () => {
  const { world, ctx } = await makeBank();
  const errors = async (scope: object) => {
    const { findings } = await createPolicy(ctx, { name: "P", effect: "deny", scope, when: "args.amount > 500" });
    return findings.filter(({ level }) => level === "error").length;
  };
  expect(await errors({ servers: ["bank"], tools: ["tr*"] })).toBe(0);
  expect(await errors({ servers: ["bank"], tools: ["list_*"] })).toBeGreaterThan(0);
  await updateServer(ctx, "bank", { tags: ["money"] });
  expect(await errors({ serverTags: ["money"], tools: ["list_*"] })).toBeGreaterThan(0);
  expect(await errors({ serverTags: ["other"], tools: ["list_*"] })).toBe(0);
  await database().tool.updateMany({
    where: { tenantNo: world.tenant.no, name: "list_accounts" },
    data: { state: "removed" },
  });
  expect(await errors({ servers: ["bank"], tools: ["list_*"] })).toBe(0);
});

test("a scope names many at once by groups and tags, which need not exist yet and are counted when they do", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  const { human } = await makeInstance(world);
  await makeHuman(world, { groups: ["contractors"] });
  const scope = { groups: ["contractors", "contractors", "staff"], agentTags: ["ide"], serverTags: ["prod"] };
  const live = async () => {
    const { id } = await createPolicy(ctx, { name: "P", effect: "deny", scope });
    return (await readEvent(world, { policy: [id] })).details["liveInstances"];
  };
  const stored = await createPolicy(ctx, { name: "S", effect: "deny", scope });
  expect(stored.scope).toEqual({ groups: ["contractors", "staff"], agentTags: ["ide"], serverTags: ["prod"] });
  expect(await live()).toBe(0);
  await database().human.updateMany({
    where: { key: human.key, tenantNo: world.tenant.no },
    data: { groups: ["staff"] },
  });
  await updateAgent(ctx, "claude-code", { tags: ["ide", "beta"] });
  expect(await live()).toBe(0);
  await updateServer(ctx, "linear", { tags: ["prod"] });
  expect(await live()).toBe(1);
});

test("restoring makes a new version that says what the old one said, in the present status", async () => {
  const { world, ctx } = await makeBank();
  const first = await createPolicy(ctx, {
    name: "First",
    description: "one",
    effect: "allow",
    scope: onTransfer,
    when: "args.amount < 500",
  });
  const { id } = first;
  await updatePolicy(ctx, id, { name: "Second", effect: "deny", scope: {}, when: null, unless: "has(args.memo)" });
  await updatePolicy(ctx, id, { status: "shadow" });
  const restored = await restorePolicyVersion(ctx, id, { version: 1, note: "back" });
  const { name, description, effect, scope, when, whenText, unless, unlessText } = first;
  expect(restored).toMatchObject({ version: 4, status: "shadow" });
  expect(restored).toMatchObject({ name, description, effect, scope, when, whenText, unless, unlessText });
  expect((await listPolicyVersions(ctx, id)).items[0]).toMatchObject({ version: 4, note: "back", name: "First" });
  expect(await readEvent(world, { policy: [id] })).toMatchObject({
    type: "policy.updated",
    changes: { before: { name: "Second", when: null }, after: { name: "First", when: small } },
    details: { restoredFrom: 1, note: "back" },
  });
  expect(await restorePolicyVersion(ctx, id, { version: 4 })).toEqual(restored);
  await expect(restorePolicyVersion(ctx, id, { version: 9 })).rejects.toMatchObject({ code: "not_found" });

  const other = await makeTenant();
  await expect(restorePolicyVersion(other.ctx("owner"), id, { version: 1 })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(restorePolicyVersion(world.ctx("auditor"), id, { version: 1 })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("an old version that does not fit the tools any more cannot be restored into force", async () => {
  const { ctx } = await makeBank();
  const { id } = await createPolicy(ctx, { name: "P", effect: "deny", scope: onTransfer, when: "args.ammount > 1" });
  await updatePolicy(ctx, id, { when: "args.amount > 1", status: "active" });
  await expect(restorePolicyVersion(ctx, id, { version: 1 })).rejects.toMatchObject({ code: "invalid" });
  await updatePolicy(ctx, id, { status: "draft" });
  expect(await restorePolicyVersion(ctx, id, { version: 1 })).toMatchObject({ version: 4, status: "draft" });
});

test("a stored condition that is not understood is never taken for none", async () => {
  const { world, ctx } = await makeBank();
  const { id } = await createPolicy(ctx, {
    name: "P",
    effect: "allow",
    status: "active",
    scope: onTransfer,
    when: "args.amount < 5",
  });
  await database().$executeRaw`UPDATE policy SET "when" = '{"op": "newer"}' WHERE id = ${id}`;
  await database()
    .$executeRaw`UPDATE tenant SET policy_set_version = policy_set_version + 1 WHERE no = ${world.tenant.no}`;
  await expect(load(world)).rejects.toThrow();
  await expect(getPolicy(ctx, id)).rejects.toThrow();
});
