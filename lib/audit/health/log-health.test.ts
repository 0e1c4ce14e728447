import { expect, test } from "@playwright/test";
import { pool } from "@/lib/db/pool";
import { nowMs } from "@/lib/kernel/clock";
import { makeTenant } from "@/prisma/world/make-tenant";
import { ensurePartitions, monthsAhead } from "../ensure-partitions";
import { beginIntent, endIntent } from "../journal";
import { recordPast } from "../retention/internal/past-events";
import { untilSealed } from "../retention/internal/until-sealed";
import { placeHold } from "../retention/place-hold";
import { getLogHealth } from "./get-log-health";
import { healthStates, judgeLog, worstOf } from "./judge-log";
import type { LogFigures } from "./log-figures";

const at = "2026-11-22T12:00:00.000Z";
const ago = (seconds: number) => new Date(Date.parse(at) - seconds * 1_000).toISOString();

const none = { success: 0, denied: 0, error: 0, unknown: 0 };
const fine: LogFigures = {
  at,
  writer: { waiting: 0, lastWriteAt: ago(5) },
  intents: { open: 1, oldestSeconds: 3, longestCallSeconds: 180 },
  ledger: {
    size: 10,
    checkpoint: { size: 10, at: ago(3) },
    unsealed: 2,
    oldestUnsealedSeconds: 0.4,
    stalled: null,
  },
  verification: { at: ago(86_400), ok: true, size: 9, problems: 0, seconds: 0.1 },
  completeness: { day: { ...none, success: 3, denied: 1 }, month: { ...none, success: 9 }, doubles: 0 },
  partitions: { monthsAhead: 2, until: "2027-02-01T00:00:00.000Z" },
  oldestEventAt: ago(1e6),
  diskBytes: 1e6,
  retention: { days: 400, payloadDays: 30, activeHolds: 0, failure: null },
};

test("a log that is well is fine in every line, and no line says what to do", () => {
  const checks = judgeLog(fine);
  expect(checks.filter(({ state, todo }) => state !== "fine" || todo !== null)).toEqual([]);
  expect(worstOf(checks)).toBe("fine");
  expect(checks.find(({ id }) => id === "completeness")?.says).toBe(
    "4 calls ended in the last 24 hours and 9 in the last 30 days; 1 open; none ended twice.",
  );
});

const wrong: [line: string, state: string, change: Partial<LogFigures>][] = [
  ["writer", "behind", { writer: { waiting: 3, lastWriteAt: ago(10) } }],
  ["writer", "attention", { writer: { waiting: 3, lastWriteAt: ago(90) } }],
  ["writer", "attention", { writer: { waiting: 2_000, lastWriteAt: ago(10) } }],
  ["writer", "attention", { writer: { waiting: 1, lastWriteAt: null } }],
  ["intents", "behind", { intents: { open: 1, oldestSeconds: 200, longestCallSeconds: 180 } }],
  ["intents", "attention", { intents: { open: 1, oldestSeconds: 20_000, longestCallSeconds: 180 } }],
  ["completeness", "attention", { completeness: { ...fine.completeness, doubles: 1 } }],
  ["sealing", "behind", { ledger: { ...fine.ledger, oldestUnsealedSeconds: 60 } }],
  ["sealing", "attention", { ledger: { ...fine.ledger, oldestUnsealedSeconds: 3_600 } }],
  ["sealing", "attention", { ledger: { ...fine.ledger, stalled: "The tree was changed." } }],
  ["checkpoint", "behind", { ledger: { ...fine.ledger, checkpoint: { size: 8, at } } }],
  ["checkpoint", "attention", { ledger: { ...fine.ledger, checkpoint: null } }],
  ["verification", "behind", { verification: null, oldestEventAt: ago(40 * 86_400) }],
  ["verification", "behind", { verification: { at: ago(40 * 86_400), ok: true, size: 9, problems: 0, seconds: 1 } }],
  ["verification", "attention", { verification: { at, ok: false, size: 9, problems: 2, seconds: 1 } }],
  ["partitions", "behind", { partitions: { monthsAhead: 0, until: "2026-12-01T00:00:00.000Z" } }],
  ["partitions", "attention", { partitions: { monthsAhead: -1, until: null } }],
  ["retention", "behind", { retention: { ...fine.retention, failure: "connection refused" } }],
];
for (const [index, [line, state, change]] of wrong.entries())
  test(`what is not well is said with what to do about it: ${line}, ${state} (${index + 1})`, () => {
    const checks = judgeLog({ ...fine, ...change });
    const others = checks.filter((check) => check.state !== "fine");
    expect(others).toMatchObject([{ id: line, state, todo: expect.stringMatching(/\w/) }]);
    expect(worstOf(checks)).toBe(state);
  });

test("a log that is younger than the time between two verifications is fine without one", () => {
  expect(worstOf(judgeLog({ ...fine, verification: null }))).toBe("fine");
  expect(worstOf(judgeLog({ ...fine, verification: null, oldestEventAt: null }))).toBe("fine");
});

test("the worst line names the whole", () => {
  const checks = judgeLog({
    ...fine,
    verification: null,
    oldestEventAt: ago(40 * 86_400),
    partitions: { monthsAhead: -1, until: null },
  });
  expect(worstOf(checks)).toBe("attention");
  expect(healthStates).toEqual(["fine", "behind", "attention"]);
});

test("a tenant sees its own open calls, leaves and holds, and no other's", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const draft = {
    type: "gateway.tool.executed",
    outcome: "success",
    occurredAtMs: nowMs(),
    actor: { type: "agent", key: "a", name: "A" },
    requestId: "req_x",
    surface: "mcp",
    refs: {},
  } as const;
  const intent = await beginIntent(world.tenant.no, draft);
  await placeHold(world.ctx("admin"), { reason: "r" });
  for (let i = 0; i < 3; i += 1) await recordPast(world.tenant.no, nowMs());
  await untilSealed(world.tenant);
  const mine = (await getLogHealth(world.ctx("viewer"))).figures;
  expect(mine).toMatchObject({
    intents: { open: 1, oldestSeconds: expect.any(Number) },
    completeness: { day: { ...none, success: 3 }, month: { ...none, success: 3 }, doubles: 0 },
    retention: { days: 400, payloadDays: 30, activeHolds: 1 },
    partitions: { monthsAhead: expect.any(Number) },
  });
  expect(mine.ledger.size).toBeGreaterThan(3);
  expect(mine.ledger.checkpoint?.size).toBe(mine.ledger.size);
  expect(mine.diskBytes).toBeGreaterThan(0);
  const theirs = (await getLogHealth(other.ctx("viewer"))).figures;
  expect(theirs).toMatchObject({
    intents: { open: 0, oldestSeconds: null },
    completeness: { day: none, month: none },
    retention: { activeHolds: 0 },
  });
  expect(theirs.ledger.size).toBeLessThan(mine.ledger.size);

  await endIntent(intent, draft);
  await untilSealed(world.tenant);
  expect((await getLogHealth(world.ctx("viewer"))).figures).toMatchObject({
    intents: { open: 0 },
    completeness: { day: { success: 4 } },
  });
  await expect(getLogHealth(world.keyCtx("tenant:read"))).rejects.toMatchObject({ code: "forbidden" });
});

test("an intent whose event is there, too, is found", async () => {
  const world = await makeTenant();
  const uuid = await recordPast(world.tenant.no, nowMs());
  await pool("writer").query("INSERT INTO audit.intent (event_id, tenant_no, node_no, body) VALUES ($1, $2, 0, '{}')", [
    uuid,
    world.tenant.no,
  ]);
  const { checks, figures } = await getLogHealth(world.ctx("viewer"));
  await pool("writer").query("DELETE FROM audit.intent WHERE event_id = $1", [uuid]);
  expect(figures.completeness.doubles).toBe(1);
  expect(checks.find(({ id }) => id === "completeness")?.state).toBe("attention");
});

const hasPartitions = async (month: string) => {
  const { rows } = await pool("writer").query<{ there: boolean }>(
    "SELECT to_regclass($1) IS NOT NULL AND to_regclass($2) IS NOT NULL AS there",
    [`audit.event_${month}`, `audit.term_${month}`],
  );
  return rows[0]?.there;
};

test("there is a place for events before they come: after months off, over the turn of a year, and for a clock that is behind", async () => {
  // A server that starts in December after years without one.
  const start = Date.UTC(2093, 11, 31, 23, 59, 59, 999);
  expect(await hasPartitions("2093_12")).toBe(false);
  await ensurePartitions(start);
  const months = ["2093_11", "2093_12", "2094_01", "2094_02"];
  for (const month of months) expect(await hasPartitions(month), month).toBe(true);
  expect(months).toHaveLength(monthsAhead + 2);
  expect(await hasPartitions("2094_03")).toBe(false);
  // It is still there a moment later, when the month has changed.
  const world = await makeTenant();
  await recordPast(world.tenant.no, start + 1);
  await ensurePartitions(start + 1);
  expect(await hasPartitions("2094_03")).toBe(true);
  await ensurePartitions(start + 1);
});

test("however many processes make them at once, each month is made once", async () => {
  await Promise.all(Array.from({ length: 8 }, () => ensurePartitions(Date.UTC(2090, 5, 1))));
  for (const month of ["2090_05", "2090_06", "2090_07", "2090_08"]) expect(await hasPartitions(month)).toBe(true);
});
