import { expect, test } from "@playwright/test";
import { withinTenant } from "@/lib/db/within-tenant";
import { holdClock, nowMs } from "@/lib/kernel/clock";
import { readEventId } from "@/lib/kernel/ids";
import { makeTenant } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { beginIntent, endIntent, recordNow } from "./journal";
import { leafIndexOf } from "./proof/leaf-indexes";
import { verifyLog } from "./proof/verify-log";
import { recordPast } from "./retention/internal/past-events";
import { untilSealed } from "./retention/internal/until-sealed";

const draft = (tool: string) =>
  ({
    type: "gateway.tool.executed",
    outcome: "success",
    occurredAtMs: nowMs(),
    actor: { type: "agent", key: "a", name: "A" },
    requestId: "req_x",
    surface: "mcp",
    refs: {},
    traceId: tool,
  }) as const;

/** Events of the tenant's calls in the order of their leaves, and whether that is the order of `seq`. */
async function inLedgerOrder(world: Awaited<ReturnType<typeof makeTenant>>) {
  const events = await readEvents(world, { type: ["gateway.tool.executed"] });
  const placed = await withinTenant(world.tenant.no, async (sql) => {
    const all: { index: number; seq: number; trace: string | null; occurredAt: string }[] = [];
    for (const { id, seq, traceId, occurredAt } of events) {
      const index = await leafIndexOf(sql, world.tenant.no, readEventId(id) ?? "");
      all.push({ index: index ?? -1, seq, trace: traceId, occurredAt });
    }
    return all;
  });
  return placed.toSorted((a, b) => a.index - b.index);
}

test("a clock that goes back by hours in the middle of everything: the ledger and seq keep the order of recording, nothing is refused, and all of it verifies", async () => {
  const world = await makeTenant();
  const { no } = world.tenant;
  const real = Date.now;
  const write = async (name: string) => {
    await recordNow(no, draft(name));
  };
  const names = ["first", "second", "third", "call", "after"];
  await write("first");
  const intent = await beginIntent(no, draft("call"));
  // The product's clock and the one that ids are made by.
  const behind = () => real() - 5 * 3_600_000;
  const release = holdClock(behind);
  Date.now = behind;
  try {
    await write("second");
    await write("third");
    await endIntent(intent, draft("call"));
  } finally {
    Date.now = real;
    release();
  }
  await write("after");
  await untilSealed(world.tenant);

  const ledger = await inLedgerOrder(world);
  expect(ledger.map(({ trace }) => trace)).toEqual(names);
  expect(ledger.map(({ seq }) => seq)).toEqual(ledger.map(({ seq }) => seq).toSorted((a, b) => a - b));
  expect(ledger.every(({ index }) => index >= 0)).toBe(true);
  // What the events say of the time is what the clock said.
  const times = ledger.map(({ occurredAt }) => Date.parse(occurredAt));
  expect(times[1]).toBeLessThan((times[0] ?? 0) - 4 * 3_600_000);
  expect(await verifyLog(world.ctx("auditor"))).toMatchObject({ ok: true, problems: [] });
});

test("within a process ids go on rising while its clock is behind, so that the feed keeps the order, too", async () => {
  const world = await makeTenant();
  const real = Date.now;
  const ids = [(await recordNow(world.tenant.no, draft("1"))).eventId];
  Date.now = () => real() - 3_600_000;
  try {
    for (let i = 2; i < 50; i += 1) ids.push((await recordNow(world.tenant.no, draft(String(i)))).eventId);
  } finally {
    Date.now = real;
  }
  ids.push((await recordNow(world.tenant.no, draft("50"))).eventId);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(50);
});

test("a process that starts with a clock that is a day behind: its events sort by its clock in the feed and by recording in the ledger", async () => {
  const world = await makeTenant();
  const dayMs = 86_400_000;
  await recordPast(world.tenant.no, nowMs(), { traceId: "now" });
  await recordPast(world.tenant.no, nowMs() - dayMs, { traceId: "a day behind" });
  await recordPast(world.tenant.no, nowMs(), { traceId: "now again" });
  await untilSealed(world.tenant);
  expect((await inLedgerOrder(world)).map(({ trace }) => trace)).toEqual(["now", "a day behind", "now again"]);
  expect((await readEvents(world, { type: ["gateway.tool.executed"] })).map(({ traceId }) => traceId)).toEqual([
    "a day behind",
    "now",
    "now again",
  ]);
  expect(await verifyLog(world.ctx("auditor"))).toMatchObject({ ok: true });
});
