import { expect, test } from "@playwright/test";
import { tenantClient } from "@/lib/db/tenant";
import { makeTenant } from "@/prisma/world/make-tenant";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import { authenticateKey } from "./authenticate-key";
import { createKey } from "./create-key";
import { deleteKey } from "./delete-key";
import { listKeys } from "./list-keys";

test("a key is shown once, names its own tenant, and is kept as a hash only", async () => {
  const world = await makeTenant();
  const made = await createKey(world.ctx("admin"), {
    name: "CI",
    scopes: ["humans:read", "humans:write", "humans:read"],
  });
  expect(made).toEqual({ id: expect.stringMatching(/^key_/), key: made.key, scopes: ["humans:read", "humans:write"] });
  expect(made.key).toMatch(/^csk_[A-Za-z0-9_-]{43}$/);
  expect(await authenticateKey(made.key)).toEqual({
    tenantNo: world.tenant.no,
    keyId: made.id,
    name: "CI",
    scopes: made.scopes,
    tenant: world.tenant,
  });

  const [row] = await tenantClient(world.tenant.no).apiKey.findMany({ where: { id: made.id } });
  const event = await readEvent(world, { type: ["key.created"] });
  expect(event).toMatchObject({
    resource: { type: "key", key: made.id, name: "CI" },
    changes: { before: null, after: { name: "CI", scopes: made.scopes, hint: made.key.slice(-4) } },
  });
  expect(JSON.stringify([row, event, await listKeys(world.ctx("admin"))])).not.toContain(made.key.slice(4));
});

test("a revoked key is worth nothing from then on, is no longer listed, and leaves its event", async () => {
  const world = await makeTenant();
  const { id, key } = await createKey(world.ctx("owner"), { name: "Old", scopes: ["*"] });
  expect((await listKeys(world.ctx("admin"))).items).toMatchObject([
    { id, name: "Old", scopes: ["*"], hint: key.slice(-4), createdBy: world.members.owner.id },
    { name: "First key" },
  ]);
  await deleteKey(world.ctx("admin"), id);
  expect(await authenticateKey(key)).toBeUndefined();
  expect((await listKeys(world.ctx("admin"))).items).toMatchObject([{ name: "First key" }]);
  await expect(deleteKey(world.ctx("admin"), id)).rejects.toMatchObject({ code: "not_found" });
  expect(await readEvents(world, { type: ["key.deleted"] })).toMatchObject([
    { changes: { before: { name: "Old", scopes: ["*"] }, after: null } },
  ]);
});

test("whatever is no key of ours belongs to nobody", async () => {
  for (const secret of ["", "csk_", `csk_${"x".repeat(43)}`, `cst_${"x".repeat(43)}`, "x".repeat(10_000)])
    expect(await authenticateKey(secret)).toBeUndefined();
});

test("a key can never be given a permission that its maker lacks", async () => {
  const world = await makeTenant();
  const forbidden = { code: "forbidden" };
  await expect(createKey(world.ctx("admin"), { name: "K", scopes: ["*"] })).rejects.toMatchObject(forbidden);
  await expect(
    createKey(world.ctx("admin"), { name: "K", scopes: ["humans:read", "members:write"] }),
  ).rejects.toMatchObject({
    ...forbidden,
    issues: [{ path: "scopes.1" }],
  });
  const narrow = world.keyCtx("keys:write", "humans:read");
  await expect(createKey(narrow, { name: "K", scopes: ["humans:write"] })).rejects.toMatchObject(forbidden);
  expect(await createKey(narrow, { name: "K", scopes: ["humans:read"] })).toMatchObject({ scopes: ["humans:read"] });
});

test("a scope that does not exist is refused by its place", async () => {
  const world = await makeTenant();
  await expect(
    createKey(world.ctx("owner"), { name: "K", scopes: ["humans:read", "humans:delete"] }),
  ).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "scopes.1", message: '"humans:delete" is not a scope.' }],
  });
});

test("only who may write keys makes or revokes one, and another tenant's key is not found", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const { id, key } = await createKey(world.ctx("owner"), { name: "K", scopes: ["humans:read"] });
  for (const ctx of [world.ctx("auditor"), world.ctx("viewer"), world.keyCtx("keys:read", "humans:read")]) {
    await expect(createKey(ctx, { name: "K", scopes: ["humans:read"] })).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteKey(ctx, id)).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(listKeys(world.ctx("viewer"))).rejects.toMatchObject({ code: "forbidden" });
  await expect(deleteKey(other.ctx("owner"), id)).rejects.toMatchObject({ code: "not_found" });
  expect((await listKeys(other.ctx("owner"))).items.map((item) => item.id)).not.toContain(id);
  expect(await authenticateKey(key)).toMatchObject({ keyId: id });
});
