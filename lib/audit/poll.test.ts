import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { makeCall } from "@/prisma/world/make-calls";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { sealLog } from "@/prisma/world/seal-log";
import { type PollFrom, pollAudit } from "./poll";
import { sealNow } from "./proof/sealer";
import { AuditSearch } from "./search";
import { write } from "./write";

const poll = (world: World, from: PollFrom, search: Partial<AuditSearch> = {}) =>
  pollAudit(world.ctx("viewer"), AuditSearch.parse(search), from);

/** Follows the log from `from` until it is told to stop, and is then at its end. */
async function follow(world: World, from: PollFrom, isOver: () => boolean, search: Partial<AuditSearch> = {}) {
  const ids: string[] = [];
  let place = from;
  for (;;) {
    const wasOver = isOver();
    await (wasOver ? sealLog(world.tenant.no) : sealNow());
    const { items, nextCursor, caughtUp } = await poll(world, place, search);
    ids.push(...items.map(({ id }) => id));
    place = { cursor: nextCursor };
    if (wasOver && caughtUp && items.length === 0) return ids;
  }
}

test("whoever follows the cursor gets every event exactly once, however late its transaction commits", async () => {
  test.slow();
  const world = await makeTenant();
  const made: string[] = [];
  let over = false;
  const writers = Array.from({ length: 16 }, async (_, writer) => {
    for (let i = 0; i < 20; i += 1) {
      if (writer % 2 === 0) made.push(await makeCall(world, { note: `${writer}/${i}` }));
      // The event is made now; others become visible before this transaction ends.
      else
        await write(world.ctx("admin"), async (_tx, record) => {
          await record({ type: "tenant.updated" });
          await sleep((writer * 7 + i * 13) % 25);
        });
    }
  });
  const following = follow(world, "start", () => over, { limit: 37 });
  const filtered = follow(world, "start", () => over, { limit: 11, type: ["tenant.updated"] });
  await Promise.all(writers);
  over = true;
  const [all, some] = [await following, await filtered];
  expect(new Set(all).size).toBe(all.length);
  for (const id of made) expect(all).toContain(id);
  expect(some).toHaveLength(8 * 20);
  expect(all.filter((id) => some.includes(id))).toEqual(some);
});

test("now begins behind what is there; a cursor is for its own search and tenant only", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  await makeCall(world);
  await sealLog(world.tenant.no);
  const begun = await poll(world, "now");
  expect(begun).toMatchObject({ items: [], caughtUp: true });
  const id = await makeCall(world);
  await makeCall(other);
  await sealLog(world.tenant.no);
  const next = await poll(world, { cursor: begun.nextCursor });
  expect(next.items.map((event) => event.id)).toEqual([id]);
  expect((await poll(world, { cursor: next.nextCursor })).items).toEqual([]);

  const refused = { code: "invalid" };
  await expect(poll(other, { cursor: begun.nextCursor })).rejects.toMatchObject(refused);
  await expect(poll(world, { cursor: begun.nextCursor }, { outcome: ["denied"] })).rejects.toMatchObject(refused);
  await expect(poll(world, { cursor: "1.000000000000000000000000" })).rejects.toMatchObject(refused);
});

test("a filter that finds nothing moves the cursor on all the same", async () => {
  const world = await makeTenant();
  const search = { agent: ["nobody"] };
  await makeCall(world);
  await sealLog(world.tenant.no);
  const first = await poll(world, "start", search);
  expect(first).toMatchObject({ items: [], caughtUp: true });
  expect((await poll(world, "now", search)).nextCursor).toBe(first.nextCursor);
});
