import { expect, test } from "@playwright/test";
import { database } from "@/lib/db/client";
import { makeHuman } from "@/prisma/world/make-human";
import { makeTenant, unique } from "@/prisma/world/make-tenant";
import { humansOfUser } from "../humans/humans-of-user";
import { updateHuman } from "../humans/update-human";
import { createMember } from "../members/create-member";
import { findUserOfLogin } from "./find-user-of-login";
import { findLiveSession, newSession, storeSession } from "./session-rows";

const issuer = "https://issuer.example";
const login = (email: string | null, subject = unique()) => ({ issuer, subject, email: email ?? "", name: "Alice" });
const userOf = (email: string | null) => database().user.findUnique({ where: { email: email ?? "" } });

test("somebody whom an admin made known as a human comes in without an account, and is found by their login from then on", async () => {
  const world = await makeTenant();
  const human = await makeHuman(world);
  const first = login(human.email);
  const found = await findUserOfLogin(first);
  expect(found).toMatchObject({ tiedNow: true, passwordDropped: false, user: { email: human.email } });
  expect(await userOf(human.email)).toMatchObject({ passwordHash: null, emailVerified: expect.any(Date) });
  expect(await humansOfUser(found?.user.id ?? "")).toMatchObject([{ human: { id: human.id } }]);
  expect(await findUserOfLogin(first)).toEqual({ ...found, tiedNow: false });
  expect(await findUserOfLogin(login(human.email)), "another login with this e-mail").toBeUndefined();
});

test("nobody else is created: an unknown e-mail, a suspended human, a human who is somebody else's account", async () => {
  const world = await makeTenant();
  const [suspended, tied] = [await makeHuman(world), await makeHuman(world)];
  await updateHuman(world.ctx("admin"), suspended.key, { status: "suspended" });
  await database().human.updateMany({ where: { id: tied.id }, data: { userId: world.members.viewer.userId } });
  for (const email of [`${unique()}@nobody.example`, suspended.email, tied.email]) {
    expect(await findUserOfLogin(login(email))).toBeUndefined();
    expect(await userOf(email)).toBeNull();
  }
});

test("an account whose password another organization knows speaks for nobody new before that password and its sessions are gone", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const human = await makeHuman(world);
  // Somebody elsewhere makes an account for Alice's address before she comes.
  await createMember(other.ctx("owner"), { email: human.email ?? "", role: "viewer", password: "known to the other" });
  const before = await userOf(human.email);
  const planted = newSession(before?.id ?? "", { ip: null, userAgent: null });
  await storeSession(planted.row);
  expect(await humansOfUser(before?.id ?? "")).toEqual([]);

  expect(await findUserOfLogin(login(human.email))).toMatchObject({ passwordDropped: true, user: { id: before?.id } });
  expect(await userOf(human.email)).toMatchObject({ passwordHash: null, emailVerified: expect.any(Date) });
  expect(await findLiveSession(planted.ref)).toBeUndefined();
  expect(await humansOfUser(before?.id ?? "")).toMatchObject([{ human: { id: human.id } }]);
});

test("an account that gains nothing by it keeps its password, and gives it up on the day it would", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const email = `dual-${unique()}@people.example`;
  await createMember(world.ctx("owner"), { email, role: "admin", password: "her own password" });
  const mine = login(email);
  expect(await findUserOfLogin(mine)).toMatchObject({ tiedNow: true, passwordDropped: false });
  // A human of her own organization: as a member there she speaks for them already.
  await makeHuman(world, { subject: email.split("@")[0] ?? "" });
  expect(await findUserOfLogin(mine)).toMatchObject({ passwordDropped: false });
  const { id } = (await userOf(email)) ?? { id: "" };
  expect((await userOf(email))?.passwordHash).not.toBeNull();
  expect((await humansOfUser(id)).map(({ tenant }) => tenant.slug)).toEqual([world.tenant.slug]);

  await makeHuman(other, { subject: email.split("@")[0] ?? "" });
  expect(await humansOfUser(id, other.tenant.slug)).toEqual([]);
  expect(await findUserOfLogin(mine)).toMatchObject({ passwordDropped: true });
  expect(await humansOfUser(id, other.tenant.slug)).toHaveLength(1);
});

test("whose address has become another one is no longer vouched for under the old one", async () => {
  const world = await makeTenant();
  const human = await makeHuman(world);
  const first = login(human.email);
  const found = await findUserOfLogin(first);
  expect(await humansOfUser(found?.user.id ?? "")).toHaveLength(1);
  const renamed = await findUserOfLogin({ ...first, email: `${unique()}@people.example` });
  expect(renamed?.user.id).toBe(found?.user.id);
  expect(await humansOfUser(found?.user.id ?? "")).toEqual([]);
  await findUserOfLogin(first);
  expect(await humansOfUser(found?.user.id ?? "")).toHaveLength(1);
});
