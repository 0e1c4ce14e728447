import { expect, test } from "@playwright/test";
import { database } from "@/lib/db/client";
import { holdClock } from "@/lib/kernel/clock";
import { newId } from "@/lib/kernel/ids";
import { makeHuman } from "@/prisma/world/make-human";
import { makeTenant } from "@/prisma/world/make-tenant";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import { humansOfUser } from "../humans/humans-of-user";
import { updateHuman } from "../humans/update-human";
import { verifyPassword } from "../members/password";
import { acceptInvitation } from "./accept-invitation";
import { createInvitation } from "./create-invitation";
import { findInvitation } from "./find-invitation";

const from = () => ({ requestId: newId("request"), ip: "192.0.2.9", userAgent: "test" });
const password = "a password of ten or more";

test("an invitation makes an account that speaks for that human, counts once, and leaves its events without its secret", async () => {
  const world = await makeTenant();
  const human = await makeHuman(world);
  const { token } = await createInvitation(world.ctx("admin"), human.key);
  expect(await findInvitation(token)).toMatchObject({
    human: { id: human.id },
    email: human.email,
    leadsTo: "/me",
    hasAccount: false,
  });
  expect(await acceptInvitation(token, { password }, from())).toEqual({ email: human.email, leadsTo: "/me" });

  const user = await database().user.findUniqueOrThrow({ where: { email: human.email ?? "" } });
  expect(user.emailVerified).toBeNull();
  expect(await verifyPassword(password, user.passwordHash)).toBe(true);
  expect(await humansOfUser(user.id)).toMatchObject([{ tenant: { slug: world.tenant.slug }, human: { id: human.id } }]);
  expect(await findInvitation(token)).toBeUndefined();
  await expect(acceptInvitation(token, { password }, from())).rejects.toMatchObject({ code: "not_found" });

  const events = (await readEvents(world, { human: [human.key] })).slice(-2);
  expect(events).toMatchObject([
    { type: "human.invited", actor: { type: "member" } },
    {
      type: "human.joined",
      actor: { type: "human", key: human.key },
      details: { account: "created", sameEmail: true },
    },
  ]);
  expect(JSON.stringify(events)).not.toContain(token);
});

test("of two who open one link at the same moment one gets the human", async () => {
  const world = await makeTenant();
  const human = await makeHuman(world);
  const { token } = await createInvitation(world.ctx("admin"), human.id);
  const { owner, admin } = world.members;
  const took = await Promise.allSettled(
    [owner, admin].map(({ userId }) => acceptInvitation(token, { userId }, from())),
  );
  expect(took.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await readEvents(world, { type: ["human.joined"] })).toHaveLength(1);
});

test("a link that is replaced, too old, made up, or of a suspended or deleted human is worth nothing", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  const human = await makeHuman(world);
  const missing = { code: "not_found" };
  const first = await createInvitation(ctx, human.key);
  const second = await createInvitation(ctx, human.key);
  for (const token of [first.token, "", "csi_x"])
    await expect(acceptInvitation(token, { password }, from())).rejects.toMatchObject(missing);

  const release = holdClock(() => Date.now() + 8 * 86_400_000);
  try {
    expect(await findInvitation(second.token)).toBeUndefined();
    await expect(acceptInvitation(second.token, { password }, from())).rejects.toMatchObject(missing);
  } finally {
    release();
  }
  await updateHuman(ctx, human.key, { status: "suspended" });
  await expect(acceptInvitation(second.token, { password }, from())).rejects.toMatchObject(missing);
  await expect(createInvitation(ctx, human.key)).rejects.toMatchObject({ code: "conflict" });
  await updateHuman(ctx, human.key, { status: "active" });
  await acceptInvitation(second.token, { password }, from());
});

test("where the e-mail has an account, the link makes no second one and changes no password: that account signs in and accepts", async () => {
  const world = await makeTenant();
  const human = await makeHuman(world);
  const user = await database().user.create({
    data: { id: newId("user"), email: human.email ?? "", passwordHash: "kept" },
  });
  const { token } = await createInvitation(world.ctx("admin"), human.key);
  expect((await findInvitation(token))?.hasAccount).toBe(true);
  await expect(acceptInvitation(token, { password }, from())).rejects.toMatchObject({ code: "conflict" });
  expect(await findInvitation(token), "what was refused uses nothing up").toBeDefined();
  await acceptInvitation(token, { userId: user.id }, from());
  expect((await database().user.findUniqueOrThrow({ where: { id: user.id } })).passwordHash).toBe("kept");
  expect(await humansOfUser(user.id)).toHaveLength(1);
});

test("an account that another organization made does not get a human by its e-mail; an invitation gives it exactly that one", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const human = await makeHuman(world);
  const inOther = await makeHuman(other, { subject: human.key.slice("human|".length) });
  expect(inOther.email).toBe(human.email);
  // The other organization invites this e-mail and knows the password of the account that comes of it.
  const { token } = await createInvitation(other.ctx("admin"), inOther.key);
  await acceptInvitation(token, { password }, from());
  const user = await database().user.findUniqueOrThrow({ where: { email: human.email ?? "" } });
  expect((await humansOfUser(user.id)).map(({ tenant }) => tenant.slug)).toEqual([other.tenant.slug]);
  expect(await humansOfUser(user.id, world.tenant.slug)).toEqual([]);

  const own = await createInvitation(world.ctx("admin"), human.key);
  await acceptInvitation(own.token, { userId: world.members.viewer.userId }, from());
  expect((await readEvent(world, { type: ["human.joined"] })).details).toEqual({
    account: "existing",
    sameEmail: false,
  });
  expect(await humansOfUser(user.id, world.tenant.slug), "a tied human is nobody else's, not even by e-mail").toEqual(
    [],
  );
  expect(await humansOfUser(world.members.viewer.userId, world.tenant.slug)).toHaveLength(1);
});

test("only who may write humans invites, and only humans of their tenant", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const human = await makeHuman(world);
  for (const ctx of [world.ctx("auditor"), world.ctx("viewer"), world.keyCtx("humans:read")])
    await expect(createInvitation(ctx, human.key)).rejects.toMatchObject({ code: "forbidden" });
  await expect(createInvitation(other.ctx("owner"), human.id)).rejects.toMatchObject({ code: "not_found" });
  await createInvitation(world.keyCtx("humans:write"), human.id);
});
