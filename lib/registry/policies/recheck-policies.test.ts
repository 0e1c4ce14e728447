import { expect, test } from "@playwright/test";
import { database } from "@/lib/db/client";
import { makeTenant } from "@/prisma/world/make-tenant";
import { discoveredTransfers, makeTransfers, transferSchema } from "@/prisma/world/make-transfers";
import { readEvents } from "@/prisma/world/read-events";
import { createServer } from "../servers/create-server";
import { deleteServer } from "../servers/delete-server";
import { replaceTools } from "../servers/replace-tools";
import { updateServer } from "../servers/update-server";
import { createPolicy } from "./create-policy";
import { getPolicy } from "./get-policy";
import { listPolicyVersions } from "./list-policy-versions";
import { updatePolicy } from "./update-policy";

const { amount, ...others } = transferSchema.properties;
/** `amount` is called `sum` from now on. */
const renamed = { ...transferSchema, properties: { ...others, sum: amount }, required: ["sum", "currency"] };

const levels = (findings: { level: string }[]) => new Set(findings.map(({ level }) => level));

async function makeBank(tags: string[] = []) {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  await makeTransfers(world, tags);
  const create = (name: string, more: object) =>
    createPolicy(ctx, { name, effect: "deny", status: "active", scope: { tools: ["transfer"] }, ...more });
  const failed = () => readEvents(world, { type: ["policy.check_failed"] });
  return { world, ctx, create, failed };
}

test("when an argument is renamed, the policies in force that ask for it leave an event, and all findings are new", async () => {
  const { world, ctx, create, failed } = await makeBank();
  const active = await create("Active", { when: "args.amount > 500" });
  const shadow = await create("Shadow", { unless: "args.amount < 500", status: "shadow" });
  const draft = await create("Draft", { when: "args.amount > 500", status: "draft" });
  const disabled = await create("Disabled", { when: "args.amount > 500", status: "disabled" });
  const elsewhere = await create("Elsewhere", {
    when: "args.currency == 'EUR'",
    scope: { servers: ["bank"], tools: ["transfer"] },
  });
  const setVersion = async () =>
    (await database().tenant.findUniqueOrThrow({ where: { no: world.tenant.no } })).policySetVersion;
  const before = await setVersion();

  expect(await replaceTools(ctx, "bank", discoveredTransfers(renamed))).toMatchObject({
    changed: ["transfer", "list_accounts"],
  });
  expect(await failed()).toMatchObject(
    [active, shadow].map(({ id, name }) => ({
      outcome: "error",
      server: "bank",
      policy: { id, name, version: 1 },
      resource: { type: "policy", key: id },
      error: { type: "policy_check", message: expect.stringContaining("amount") },
      details: { server: "bank", findings: [{ level: "error" }] },
      actor: { type: "member" },
    })),
  );
  for (const { id, updatedAt } of [active, shadow, draft, disabled]) {
    const now = await getPolicy(ctx, id);
    expect(levels(now.findings), now.name).toContain("error");
    expect(now).toMatchObject({ version: 1, updatedAt });
    expect((await listPolicyVersions(ctx, id)).items).toHaveLength(1);
  }
  expect(levels((await getPolicy(ctx, elsewhere.id)).findings)).not.toContain("error");
  expect(await setVersion()).toBe(before);
  expect(await readEvents(world, { server: ["bank"], type: ["policy.check_failed"] })).toHaveLength(2);

  // What was wrong already is not said twice; what is right again is no longer said.
  await replaceTools(ctx, "bank", discoveredTransfers({ ...renamed, description: "Again" }));
  expect(await failed()).toHaveLength(2);
  await replaceTools(ctx, "bank", discoveredTransfers());
  expect(levels((await getPolicy(ctx, active.id)).findings)).not.toContain("error");
  await replaceTools(ctx, "bank", discoveredTransfers(renamed));
  expect(await failed()).toHaveLength(4);
});

test("a discovery that finds nothing new checks nothing", async () => {
  const { world, ctx, create } = await makeBank();
  await create("Active", { when: "args.amount > 500" });
  await replaceTools(ctx, "bank", discoveredTransfers());
  const before = (await readEvents(world)).length;
  await replaceTools(ctx, "bank", discoveredTransfers());
  expect(await readEvents(world)).toHaveLength(before);
});

test("a server that is imported, tagged or deleted has the policies that cover it checked", async () => {
  const { ctx, create, failed } = await makeBank();
  const byTag = await create("By tag", { when: "args.amount > 500", scope: { serverTags: ["money"] } });
  const everywhere = await create("Everywhere", { when: "args.amount > 500", scope: { tools: ["transfer*"] } });

  // Not all of its tools have the argument, but one has.
  await updateServer(ctx, "bank", { tags: ["money"] });
  expect(await failed()).toEqual([]);
  expect((await getPolicy(ctx, byTag.id)).findings).not.toEqual(byTag.findings);
  const covered = (await getPolicy(ctx, byTag.id)).findings;
  await updateServer(ctx, "bank", { tags: [] });
  expect((await getPolicy(ctx, byTag.id)).findings).toEqual(byTag.findings);
  await updateServer(ctx, "bank", { tags: ["money"] });
  expect((await getPolicy(ctx, byTag.id)).findings).toEqual(covered);

  const second = {
    key: "second",
    name: "Second",
    description: "",
    url: "http://127.0.0.1:9/mcp",
    auth: { kind: "none" },
  } as const;
  await createServer(ctx, second, {
    ...discoveredTransfers(),
    tools: [{ name: "transfer_all", inputSchema: { type: "object", properties: { amount: { type: "string" } } } }],
  });
  expect(await failed()).toMatchObject([{ policy: { id: everywhere.id }, server: "second" }]);
  await deleteServer(ctx, "second");
  expect(levels((await getPolicy(ctx, everywhere.id)).findings)).not.toContain("error");
  expect(await failed()).toHaveLength(1);
});

test("a policy that cannot be read does not keep a server's tools from being stored, and says so", async () => {
  const { world, ctx, create, failed } = await makeBank();
  const { id } = await create("Newer", { when: "args.amount > 500" });
  await database().$executeRaw`UPDATE policy SET "when" = '{"op": "newer"}' WHERE id = ${id}`;
  await replaceTools(ctx, "bank", discoveredTransfers(renamed));
  expect(await failed()).toMatchObject([{ policy: { id }, details: { findings: [{ code: "unchecked" }] } }]);
  expect(await readEvents(world, { type: ["resource.tools_changed"] })).toHaveLength(1);
});

test("another tenant's policies are left alone", async () => {
  const [here, there] = [await makeBank(), await makeBank()];
  const theirs = await there.create("Theirs", { when: "args.amount > 500" });
  await here.create("Ours", { when: "args.amount > 500" });
  await replaceTools(here.ctx, "bank", discoveredTransfers(renamed));
  expect(await here.failed()).toHaveLength(1);
  expect(await there.failed()).toEqual([]);
  expect(await getPolicy(there.ctx, theirs.id)).toEqual(theirs);
});

test("a policy that is saved at the very moment in which the tools change is held against the new ones", async () => {
  const { ctx, create } = await makeBank();
  const kept = await create("Kept", { when: "args.amount > 500" });
  for (const [round, schema, level] of [
    [1, renamed, "error"],
    [2, transferSchema, "none"],
    [3, renamed, "error"],
  ] as const) {
    const [made, saved] = await Promise.allSettled([
      create(`New ${round}`, { when: "args.amount > 1", status: "draft" }),
      updatePolicy(ctx, kept.id, { description: `Round ${round}`, status: "shadow" }),
      replaceTools(ctx, "bank", discoveredTransfers(schema)),
    ]);
    expect([made.status, saved.status]).toEqual(["fulfilled", "fulfilled"]);
    for (const id of [kept.id, made.status === "fulfilled" ? made.value.id : ""]) {
      const { findings } = await getPolicy(ctx, id);
      expect(levels(findings).has("error"), `round ${round}`).toBe(level === "error");
    }
  }
});
