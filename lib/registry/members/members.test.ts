import { expect, test } from "@playwright/test";
import { database } from "@/lib/db/client";
import type { Ctx } from "@/lib/kernel/ctx";
import { roleScopes } from "@/lib/kernel/scope";
import { makeHuman } from "@/prisma/world/make-human";
import { makeTenant, unique, type World } from "@/prisma/world/make-tenant";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import { findLiveSession, newSession, storeSession } from "../sessions/session-rows";
import { createMember } from "./create-member";
import { deleteMember } from "./delete-member";
import { findMembership } from "./find-membership";
import { listMembers } from "./list-members";
import { listTenantsOf } from "./list-tenants-of";
import { verifyPassword } from "./password";
import { updateMember } from "./update-member";

const newEmail = () => `eve-${unique()}@acme.example`;
const userOf = (email: string) => database().user.findUniqueOrThrow({ where: { email } });
/** The context of a member as the console makes it. */
const ctxOf = (world: World, id: string, role: keyof typeof roleScopes): Ctx => ({
  ...world.ctx("owner"),
  actor: { type: "member", id, email: "someone@acme.example", name: null },
  scopes: roleScopes[role],
});

test("a new member gets an account whose password is shown once and works, and leaves an event", async () => {
  const world = await makeTenant();
  const email = newEmail();
  const { member, password } = await createMember(world.ctx("owner"), {
    email: email.toUpperCase(),
    role: "auditor",
    name: "Eve",
  });
  expect(member).toMatchObject({ email, name: "Eve", role: "auditor", tenantOnly: false });
  const user = await userOf(email);
  expect(await verifyPassword(password ?? "", user.passwordHash)).toBe(true);
  expect(await findMembership(user.id, world.tenant.slug)).toEqual({
    ctxTenant: world.tenant,
    role: "auditor",
    memberId: member.id,
  });
  const event = await readEvent(world, { type: ["member.created"] });
  expect(event).toMatchObject({
    resource: { type: "member", key: member.id },
    changes: { before: null, after: { email, name: "Eve", role: "auditor", tenantOnly: false } },
  });
  expect(JSON.stringify(event)).not.toContain(password);
});

test("a password that was given is used and not given back", async () => {
  const world = await makeTenant();
  const email = newEmail();
  const made = await createMember(world.ctx("owner"), { email, role: "viewer", password: "chosen by hand" });
  expect(made).not.toHaveProperty("password");
  expect(await verifyPassword("chosen by hand", (await userOf(email)).passwordHash)).toBe(true);
});

test("an account that another organization made gets no role by its e-mail, and one that is proved keeps its password", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const email = newEmail();
  await createMember(world.ctx("owner"), { email, role: "viewer", password: "known to the other" });
  const { id, passwordHash } = await userOf(email);
  const add = () => createMember(other.ctx("owner"), { email, role: "owner", password: "taken over!", name: "M" });
  await expect(add()).rejects.toMatchObject({ code: "conflict", issues: [{ path: "email" }] });
  expect(await findMembership(id, other.tenant.slug)).toBeUndefined();
  expect(JSON.stringify(await readEvents(other))).not.toContain(email);

  await database().user.update({ where: { id }, data: { emailVerified: new Date() } });
  expect(await add()).not.toHaveProperty("password");
  expect(await userOf(email)).toMatchObject({ passwordHash, name: null });
  expect(await findMembership(id, other.tenant.slug)).toMatchObject({ role: "owner" });
});

test("an account that a human of the organization was invited with is known there, and the operator needs no proof", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  for (const prove of ["invitation", "operator"] as const) {
    const email = newEmail();
    await createMember(world.ctx("owner"), { email, role: "viewer" });
    const { id } = await userOf(email);
    const human = await makeHuman(other);
    if (prove === "invitation")
      await database().human.updateMany({ where: { tenantNo: other.tenant.no, id: human.id }, data: { userId: id } });
    const ctx: Ctx =
      prove === "operator"
        ? { ...other.ctx("owner"), actor: { type: "system", id: "cli", name: "Command line" } }
        : other.ctx("owner");
    expect(await createMember(ctx, { email, role: "viewer" })).not.toHaveProperty("password");
  }
});

test("an account that was left over begins anew: another password, and no session of before", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const email = newEmail();
  const { member } = await createMember(world.ctx("owner"), { email, role: "viewer", password: "known to the other" });
  const { id } = await userOf(email);
  const session = newSession(id, { ip: null, userAgent: null });
  await storeSession(session.row);
  await deleteMember(world.ctx("owner"), member.id);
  const { password } = await createMember(other.ctx("owner"), { email, role: "owner", name: "Eve" });
  const after = await userOf(email);
  expect(after).toMatchObject({ id, name: "Eve" });
  expect(await verifyPassword("known to the other", after.passwordHash)).toBe(false);
  expect(await verifyPassword(password ?? "", after.passwordHash)).toBe(true);
  expect(await findLiveSession(session.ref)).toBeUndefined();
});

test("a person is a member once in the organization and once in a tenant, and the narrower role counts", async () => {
  const world = await makeTenant();
  const second = await makeTenant({ organization: world.organization });
  const email = newEmail();
  const ctx = world.ctx("owner");
  await createMember(ctx, { email, role: "viewer" });
  await expect(createMember(ctx, { email, role: "admin" })).rejects.toMatchObject({
    code: "conflict",
    issues: [{ path: "email" }],
  });
  await createMember(ctx, { email, role: "admin", tenantOnly: true });
  const { id } = await userOf(email);
  expect(await findMembership(id, world.tenant.slug)).toMatchObject({ role: "admin" });
  expect(await findMembership(id, second.tenant.slug)).toMatchObject({ role: "viewer" });
  const tenants = await listTenantsOf(id);
  expect(tenants).toHaveLength(2);
  expect(tenants).toContainEqual({
    slug: world.tenant.slug,
    name: "Production",
    organization: { slug: expect.any(String), name: world.organization },
    role: "admin",
  });
  expect(tenants).toContainEqual(expect.objectContaining({ slug: second.tenant.slug, role: "viewer" }));
});

test("a role for one tenant gives nothing in another, and is not seen there", async () => {
  const world = await makeTenant();
  const second = await makeTenant({ organization: world.organization });
  const email = newEmail();
  const { member } = await createMember(world.ctx("owner"), { email, role: "admin", tenantOnly: true });
  const { id } = await userOf(email);
  expect(await findMembership(id, second.tenant.slug)).toBeUndefined();
  expect(await listTenantsOf(id)).toHaveLength(1);
  const notFound = { code: "not_found" };
  await expect(updateMember(second.ctx("owner"), member.id, { role: "viewer" })).rejects.toMatchObject(notFound);
  await expect(deleteMember(second.ctx("owner"), member.id)).rejects.toMatchObject(notFound);
  expect((await listMembers(second.ctx("owner"))).items.map((m) => m.email)).not.toContain(email);
  expect((await listMembers(world.ctx("viewer"))).items.at(-1)).toMatchObject({ email, tenantOnly: true });
});

test("a stranger and an unknown tenant are no membership", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  expect(await findMembership(world.members.owner.userId, other.tenant.slug)).toBeUndefined();
  expect(await findMembership(world.members.owner.userId, "no-such-tenant")).toBeUndefined();
  expect(await listTenantsOf("usr_nobody")).toEqual([]);
});

test("a role is changed and taken away with what it was before, and doing nothing records nothing", async () => {
  const world = await makeTenant();
  const { id, email, userId } = world.members.viewer;
  const ctx = world.ctx("owner");
  expect(await updateMember(ctx, id, { role: "auditor" })).toMatchObject({ id, role: "auditor" });
  await updateMember(ctx, id, { role: "auditor" });
  await deleteMember(ctx, id);
  expect(await findMembership(userId, world.tenant.slug)).toBeUndefined();
  expect(await userOf(email)).toMatchObject({ id: userId });
  expect(await readEvents(world, { type: ["member.updated", "member.deleted"] })).toMatchObject([
    { type: "member.updated", changes: { before: { role: "viewer" }, after: { role: "auditor" } } },
    { type: "member.deleted", changes: { before: { email, role: "auditor" }, after: null } },
  ]);
});

test("the last owner can be neither removed nor demoted, not even by themselves or beside an owner of one tenant only", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("owner");
  const { id } = world.members.owner;
  await createMember(ctx, { email: newEmail(), role: "owner", tenantOnly: true });
  const refusal = { code: "conflict", message: expect.stringContaining("last owner") };
  await expect(deleteMember(ctx, id)).rejects.toMatchObject(refusal);
  await expect(updateMember(ctx, id, { role: "admin" })).rejects.toMatchObject(refusal);
  expect(await readEvents(world, { type: ["member.updated", "member.deleted"] })).toEqual([]);
});

test("two owners who demote each other at the same moment leave one owner", async () => {
  const world = await makeTenant();
  const { member } = await createMember(world.ctx("owner"), { email: newEmail(), role: "owner" });
  const settled = await Promise.allSettled([
    updateMember(ctxOf(world, member.id, "owner"), world.members.owner.id, { role: "viewer" }),
    updateMember(world.ctx("owner"), member.id, { role: "viewer" }),
  ]);
  expect(settled.map((s) => s.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect((await listMembers(world.ctx("viewer"))).items.filter((m) => m.role === "owner")).toHaveLength(1);
});

test("whoever manages one tenant cannot reach the organization: neither an owner of one tenant nor an API key", async () => {
  const world = await makeTenant();
  const { member } = await createMember(world.ctx("owner"), { email: newEmail(), role: "owner", tenantOnly: true });
  for (const ctx of [ctxOf(world, member.id, "owner"), world.keyCtx("*")]) {
    const forbidden = { code: "forbidden" };
    await expect(createMember(ctx, { email: newEmail(), role: "viewer" })).rejects.toMatchObject(forbidden);
    await expect(updateMember(ctx, world.members.viewer.id, { role: "owner" })).rejects.toMatchObject(forbidden);
    await expect(deleteMember(ctx, world.members.viewer.id)).rejects.toMatchObject(forbidden);
    expect(await createMember(ctx, { email: newEmail(), role: "viewer", tenantOnly: true })).toMatchObject({
      member: { role: "viewer", tenantOnly: true },
    });
  }
});

test("nobody can give a role that holds more than they have themselves", async () => {
  const world = await makeTenant();
  const ctx = world.keyCtx("members:write", "members:read", ...roleScopes.viewer);
  const make = (role: "owner" | "admin" | "auditor" | "viewer") =>
    createMember(ctx, { email: newEmail(), role, tenantOnly: true });
  for (const role of ["owner", "admin", "auditor"] as const)
    await expect(make(role)).rejects.toMatchObject({ code: "forbidden" });
  const { member } = await make("viewer");
  await expect(updateMember(ctx, member.id, { role: "owner" })).rejects.toMatchObject({ code: "forbidden" });
});

test("only owners manage members, and members of another organization are not found", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const { id } = world.members.viewer;
  for (const role of ["admin", "auditor", "viewer"] as const) {
    const ctx = world.ctx(role);
    await expect(createMember(ctx, { email: newEmail(), role: "viewer" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(updateMember(ctx, id, { role: "owner" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteMember(ctx, id)).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(listMembers(world.keyCtx("humans:read"))).rejects.toMatchObject({ code: "forbidden" });
  await expect(updateMember(other.ctx("owner"), id, { role: "owner" })).rejects.toMatchObject({ code: "not_found" });
  await expect(deleteMember(other.ctx("owner"), id)).rejects.toMatchObject({ code: "not_found" });
  expect((await listMembers(other.ctx("owner"))).items.map((m) => m.id)).not.toContain(id);
});
