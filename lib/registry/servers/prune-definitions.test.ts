import { expect, test } from "@playwright/test";
import { tenantClient } from "@/lib/db/tenant";
import { newId } from "@/lib/kernel/ids";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { definitionsKept, listOvergrown, pruneDefinitions } from "./prune-definitions";

const dayMs = 86_400_000;

/** A definition of a tool that was seen, and perhaps in force, so many days ago. */
type Kept = { hash: string; seenDaysAgo: number; acceptedDaysAgo?: number };

/** A server with one tool that has these definitions, and the one on record. */
async function grown(world: World, state: "current" | "quarantined" | "removed", kept: readonly Kept[]) {
  const server = await makeServer(world, { tools: [{ name: "pay", level: "high", state }] });
  const db = tenantClient(world.tenant.no);
  const tool = await db.tool.findFirstOrThrow();
  const ago = (days: number) => new Date(Date.now() - days * dayMs);
  const { no: tenantNo } = world.tenant;
  await db.toolDefinition.createMany({
    data: [{ hash: tool.definitionHash, seenDaysAgo: 2_000 }, ...kept].map(
      ({ hash, seenDaysAgo, acceptedDaysAgo }: Kept) => ({
        ...{ tenantNo, id: newId("toolVersion"), toolId: tool.id, hash, definition: {} },
        seenAt: ago(seenDaysAgo),
        ...(acceptedDaysAgo !== undefined && { acceptedAt: ago(acceptedDaysAgo) }),
      }),
    ),
  });
  return {
    ...{ server: server.id, onRecord: tool.definitionHash },
    hashes: async () => new Set((await db.toolDefinition.findMany()).map(({ hash }) => hash)),
    isOvergrown: async () => (await listOvergrown()).some(({ server: id }) => id === server.id),
  };
}

/** `n` definitions, the first of them seen yesterday, each a day older than the one before. */
const daily = (n: number): Kept[] =>
  Array.from({ length: n }, (_, i) => ({ hash: `seen ${i + 1}`, seenDaysAgo: i + 1 }));

for (const state of ["current", "quarantined", "removed"] as const)
  test(`${state}: of definitions without end the newest are kept, and always the one on record and the one last in force`, async () => {
    const world = await makeTenant();
    const { server, onRecord, hashes, isOvergrown } = await grown(world, state, [
      { hash: "in force once", seenDaysAgo: 900, acceptedDaysAgo: 900 },
      { hash: "last in force", seenDaysAgo: 1_000, acceptedDaysAgo: 800 },
      { hash: "in force again", seenDaysAgo: 1_100, acceptedDaysAgo: 850 },
      ...daily(300),
    ]);
    expect(await isOvergrown()).toBe(true);
    const before = await readEvents(world);
    expect(await pruneDefinitions(world.ctx("admin"), server)).toBe(304 - definitionsKept);
    const newest = daily(definitionsKept - 2).map(({ hash }) => hash);
    expect(await hashes()).toEqual(new Set([onRecord, "last in force", ...newest]));
    expect(await isOvergrown()).toBe(false);
    expect(await pruneDefinitions(world.ctx("admin"), server)).toBe(0);
    expect(await readEvents(world)).toEqual(before);
  });

test("what is no more than is kept stays whole, and one tenant's definitions are nobody else's to remove", async () => {
  const [here, there] = [await makeTenant(), await makeTenant()];
  const few = await grown(here, "current", daily(definitionsKept - 1));
  const many = await grown(there, "current", daily(definitionsKept));
  expect(await few.isOvergrown()).toBe(false);
  expect(await many.isOvergrown()).toBe(true);
  expect(await pruneDefinitions(here.ctx("admin"), few.server)).toBe(0);
  expect(await pruneDefinitions(here.ctx("admin"), many.server)).toBe(0);
  expect((await few.hashes()).size).toBe(definitionsKept);
  expect((await many.hashes()).size).toBe(definitionsKept + 1);
});
