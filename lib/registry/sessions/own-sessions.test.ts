import { expect, test } from "@playwright/test";
import { database } from "@/lib/db/client";
import { makeTenant } from "@/prisma/world/make-tenant";
import {
  deleteExpiredSessions,
  endSessionOf,
  findLiveSession,
  listSessions,
  newSession,
  sessionSeconds,
  storeSession,
} from "./session-rows";

test("somebody sees and ends their own sessions, and nobody else's", async () => {
  const { members } = await makeTenant();
  const start = async (userId: string) => {
    const { ref, row } = newSession(userId, { ip: "192.0.2.7", userAgent: "test" });
    await storeSession(row);
    return ref;
  };
  const [mine, other] = [await start(members.admin.userId), await start(members.admin.userId)];
  const theirs = await start(members.viewer.userId);
  const ids = async (userId: string) => (await listSessions(userId)).map(({ id }) => id).sort();
  expect(await ids(members.admin.userId)).toEqual([mine.id, other.id].sort());
  expect(JSON.stringify(await listSessions(members.admin.userId))).not.toContain(mine.secret);

  expect(await endSessionOf(members.admin.userId, theirs.id)).toBe(false);
  expect(await findLiveSession(theirs)).toMatchObject({ id: members.viewer.userId });
  expect(await endSessionOf(members.admin.userId, other.id)).toBe(true);
  expect(await endSessionOf(members.admin.userId, other.id)).toBe(false);
  expect(await findLiveSession(other)).toBeUndefined();
  expect(await findLiveSession(mine)).toBeDefined();
  expect(await ids(members.admin.userId)).toEqual([mine.id]);
});

test("sessions go when their time is over, and no sooner, whether they were ended or not", async () => {
  const { members } = await makeTenant();
  const { userId } = members.viewer;
  const start = async (secondsAgo: number) => {
    const { ref, row } = newSession(userId, { ip: "192.0.2.7", userAgent: "test" });
    await storeSession({ ...row, expires: new Date(row.expires.getTime() - secondsAgo * 1_000) });
    return ref.id;
  };
  const [young, ended] = [await start(0), await start(sessionSeconds - 60)];
  const [over, endedBefore] = [await start(sessionSeconds), await start(sessionSeconds + 60)];
  for (const id of [ended, endedBefore]) expect(await endSessionOf(userId, id)).toBe(true);
  const ids = async () => (await database().session.findMany({ where: { userId } })).map(({ id }) => id).sort();
  expect(await ids()).toEqual([young, ended, over, endedBefore].sort());
  expect(await deleteExpiredSessions()).toBeGreaterThanOrEqual(2);
  expect(await ids()).toEqual([young, ended].sort());
});
