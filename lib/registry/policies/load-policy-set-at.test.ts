import { expect, test } from "@playwright/test";
import { database } from "@/lib/db/client";
import type { PolicySet } from "@/lib/policy/policy-set";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { createPolicy } from "./create-policy";
import { deletePolicy } from "./delete-policy";
import { loadPolicySet } from "./load-policy-set";
import { loadPolicySetAt } from "./load-policy-set-at";
import { restorePolicyVersion } from "./restore-policy-version";
import { updatePolicy } from "./update-policy";

const setVersion = async ({ tenant }: World): Promise<number> =>
  (await database().tenant.findUniqueOrThrow({ where: { no: tenant.no } })).policySetVersion;

const byId = ({ version, policies }: PolicySet) => ({
  version,
  policies: [...policies].sort((a, b) => (a.id < b.id ? -1 : 1)),
});

test("every past set is the one that was loaded then, whatever was changed, deleted or restored since", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  const then = new Map<number, PolicySet>();
  const keep = async () =>
    then.set(await setVersion(world), await loadPolicySet(world.tenant.no, await setVersion(world)));
  await keep();
  const made: string[] = [];
  const steps: (() => Promise<unknown>)[] = [
    async () =>
      made.push((await createPolicy(ctx, { name: "A", effect: "deny", status: "active", when: "args.a == 1" })).id),
    async () => made.push((await createPolicy(ctx, { name: "B", effect: "deny", status: "shadow" })).id),
    async () => made.push((await createPolicy(ctx, { name: "C", effect: "allow" })).id),
    () => updatePolicy(ctx, made[0] ?? "", { when: null, unless: { arg: "b", op: "exists" }, name: "A2" }),
    () => updatePolicy(ctx, made[1] ?? "", { status: "active", scope: { groups: ["x"], tools: ["t_*"] } }),
    () => updatePolicy(ctx, made[2] ?? "", { status: "active" }),
    () => deletePolicy(ctx, made[1] ?? ""),
    () => updatePolicy(ctx, made[0] ?? "", { status: "disabled" }),
    () => restorePolicyVersion(ctx, made[0] ?? "", { version: 1 }),
    () => updatePolicy(ctx, made[0] ?? "", { status: "active" }),
    () => deletePolicy(ctx, made[0] ?? ""),
    () => updatePolicy(ctx, made[2] ?? "", { status: "draft" }),
  ];
  for (const step of steps) {
    await step();
    await keep();
  }
  expect(then.size).toBe(steps.length + 1);
  for (const [version, set] of then)
    expect(byId(await loadPolicySetAt(world.tenant.no, version)), `version ${version}`).toEqual(byId(set));
  expect(new Set([...then.values()].map(({ policies }) => JSON.stringify(policies))).size).toBeGreaterThan(8);
});

test("a past set in which nothing counted is empty, and one that has not been yet is not found", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const start = await setVersion(world);
  expect((await loadPolicySetAt(world.tenant.no, 1)).policies).toEqual([]);
  await expect(loadPolicySetAt(world.tenant.no, start + 1)).rejects.toMatchObject({ code: "not_found" });
  await createPolicy(world.ctx("admin"), { name: "New", effect: "deny", status: "active" });
  expect((await loadPolicySetAt(world.tenant.no, start + 1)).policies.map(({ name }) => name)).toContain("New");
  await expect(loadPolicySetAt(other.tenant.no, start + 1)).rejects.toMatchObject({ code: "not_found" });
});

test("a past set is read once, and always the same object", async () => {
  const world = await makeTenant();
  const version = await setVersion(world);
  const [first, second] = await Promise.all([
    loadPolicySetAt(world.tenant.no, version),
    loadPolicySetAt(world.tenant.no, version),
  ]);
  expect(second).toBe(first);
  expect(await loadPolicySetAt(world.tenant.no, version)).toBe(first);
});
