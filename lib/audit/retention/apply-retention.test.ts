import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { pool } from "@/lib/db/pool";
import { nowMs } from "@/lib/kernel/clock";
import { databaseUrl } from "@/lib/kernel/env";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import type { AuditEvent } from "../event";
import { verifyLog } from "../proof/verify-log";
import { applyRetention } from "./apply-retention";
import { recordPast } from "./internal/past-events";
import { untilSealed } from "./internal/until-sealed";
import { placeHold } from "./place-hold";
import { releaseHold } from "./release-hold";
import { updateRetention } from "./update-retention";

/*
 * Whatever else runs on this database may apply retention at any moment, too: so the tests read from the log what was cut,
 * whoever cut it. Each test that needs a month of its own takes one that no other has.
 */

const dayMs = 86_400_000;
const daysAgo = (days: number) => nowMs() - days * dayMs;

/** A run of our own, when nobody else's is on. */
async function apply(batch?: number): Promise<void> {
  while ((await applyRetention(batch === undefined ? {} : { batch })) === undefined) await sleep(20);
}

/** As the user who migrates: the owner of everything. */
async function asOwner<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    const answer: pg.QueryResult<Row> | pg.QueryResult<Row>[] = await client.query<Row>(text, values);
    return Array.isArray(answer) ? [] : answer.rows;
  } finally {
    await client.end();
  }
}

/** While `work` runs nothing is sealed: somebody's transaction is open, and what came after it is left for later. */
async function unsealed(work: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    await client.query("BEGIN; SELECT pg_current_xact_id()");
    await work();
  } finally {
    await client.end();
  }
}

async function makeShort(days = 30): Promise<World> {
  const world = await makeTenant();
  await updateRetention(world.ctx("admin"), { days, payloadDays: 30, version: 0 });
  return world;
}

async function uuidsOf(world: World): Promise<string[]> {
  const rows = await asOwner<{ id: string }>("SELECT id FROM audit.event WHERE tenant_no = $1 ORDER BY id", [
    world.tenant.no,
  ]);
  return rows.map(({ id }) => id);
}
const left = async (world: World, of: readonly string[]) => {
  const there = await uuidsOf(world);
  return of.filter((uuid) => there.includes(uuid));
};
const applied = (world: World) => readEvents(world, { type: ["audit.retention_applied"] });
const sumOf = (events: readonly AuditEvent[]) =>
  events.reduce((sum, { details }) => sum + Number(details["events"]), 0);

test("what is past the retention of its tenant goes with its arguments and words, the younger stays, and an event says all of it", async () => {
  const [world, other] = [await makeShort(), await makeTenant()];
  const { no } = world.tenant;
  const old = [
    await recordPast(no, daysAgo(100)),
    await recordPast(no, daysAgo(50)),
    await recordPast(no, daysAgo(32)),
  ];
  const young = [await recordPast(no, daysAgo(29)), await recordPast(no, daysAgo(1))];
  const theirs = [await recordPast(other.tenant.no, daysAgo(100)), await recordPast(other.tenant.no, daysAgo(50))];
  await untilSealed(world.tenant);
  await untilSealed(other.tenant);
  await apply();

  expect(await left(world, [...old, ...young])).toEqual(young);
  expect(await left(other, theirs), "another tenant keeps its events longer").toEqual(theirs);
  expect(await applied(other)).toEqual([]);
  const [event, ...more] = await applied(world);
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    actor: { type: "system", key: "retention" },
    outcome: "success",
    surface: "system",
    resource: { type: "tenant", key: world.tenant.slug },
    details: { events: 3, partitions: [], oldestEventAt: expect.any(String) },
  });
  const { before, oldestEventAt } = event?.details ?? {};
  expect(Date.parse(String(before))).toBeLessThanOrEqual(daysAgo(30));
  expect(Date.parse(String(oldestEventAt))).toBe(
    Number.parseInt((young[0] ?? "").replaceAll("-", "").slice(0, 12), 16),
  );
  for (const [table, column] of [
    ["payload", "event_id"],
    ["term", "id"],
  ]) {
    const rows = await asOwner<{ id: string }>(
      `SELECT DISTINCT ${column} AS id FROM audit.${table} WHERE tenant_no = $1 ORDER BY 1`,
      [no],
    );
    expect(
      rows.map(({ id }) => id).filter((id) => old.includes(id)),
      table,
    ).toEqual([]);
    expect(
      rows.map(({ id }) => id),
      table,
    ).toEqual(expect.arrayContaining(young));
  }
  const counts = await asOwner<{ n: number }>(
    "SELECT sum(n)::int AS n FROM audit.rollup_hour WHERE tenant_no = $1 AND hour < $2",
    [no, before],
  );
  expect(counts).toEqual([{ n: null }]);
  await apply();
  expect(await applied(world), "a run that cuts nothing leaves nothing").toHaveLength(1);
});

/** The tenant's leaves in their order, by the UUIDs of their events. */
const leavesOf = async (world: World) =>
  (
    await asOwner<{ ids: string[] }>(
      "SELECT event_ids AS ids FROM audit.tile WHERE tenant_no = $1 AND level = 0 ORDER BY n",
      [world.tenant.no],
    )
  ).flatMap(({ ids }) => ids);

test("the cut is on record before it is made: every leaf that lost its event is below an index and before an instant that were written down", async () => {
  const world = await makeShort();
  const { no } = world.tenant;
  const old: string[] = [];
  for (let i = 0; i < 300; i += 1) {
    // Now and then something recent is recorded among the old, as by a process whose clock is wrong.
    const uuid = await recordPast(no, i % 50 === 7 ? daysAgo(2) : daysAgo(100 - i / 10));
    if (i % 50 !== 7) old.push(uuid);
  }
  await recordPast(no, daysAgo(3));
  await untilSealed(world.tenant);
  const leaves = await leavesOf(world);
  await apply(100);
  const there = new Set(await uuidsOf(world));
  const lost = leaves.flatMap((uuid, index) => (there.has(uuid) ? [] : [{ uuid, index }]));
  expect(lost.map(({ uuid }) => uuid).toSorted()).toEqual(old.toSorted());
  const cuts = await asOwner<{ below: string; before: string }>(
    "SELECT below_index AS below, before_id AS before FROM audit.cut WHERE tenant_no = $1",
    [no],
  );
  for (const { uuid, index } of lost)
    expect(cuts.some(({ below, before }) => index < Number(below) && uuid < before)).toBe(true);
  const events = await applied(world);
  expect(sumOf(events)).toBe(old.length);
  expect(Math.max(...cuts.map(({ below }) => Number(below)))).toBe(leaves.indexOf(old.at(-1) ?? "") + 1);
  await untilSealed(world.tenant);
  expect(await verifyLog(world.ctx("auditor")), "the proof goes on holding").toMatchObject({ ok: true, problems: [] });
  expect(events.at(-1)?.details).toMatchObject({ belowIndex: leaves.indexOf(old.at(-1) ?? "") + 1 });
});

test("what is not sealed yet is never cut", async () => {
  const world = await makeShort();
  const at = Date.UTC(2011, 0, 14);
  await unsealed(async () => {
    const old = [await recordPast(world.tenant.no, at), await recordPast(world.tenant.no, daysAgo(100))];
    await apply();
    expect(await left(world, old)).toEqual(old);
    expect(await partitionExists("event_2011_01")).toBe(true);
    expect(await applied(world)).toEqual([]);
  });
  await untilSealed(world.tenant);
  await apply();
  expect(sumOf(await applied(world))).toBe(2);
});

test("a held event stays with its arguments, whoever holds what; what is released goes with the next run", async () => {
  const world = await makeShort();
  const { no } = world.tenant;
  const ctx = world.ctx("admin");
  const who = async (kind: "human" | "agent" | "resource", id: string, key: string) => ({ [kind]: { id, key } });
  const refs = {
    human: await who("human", `hum_${no}`, "human|alice"),
    agent: await who("agent", `agt_${no}`, "cursor"),
    server: await who("resource", `srv_${no}`, "linear"),
  };
  const old = {
    human: await recordPast(no, daysAgo(100), { refs: refs.human }),
    agent: await recordPast(no, daysAgo(99), { refs: refs.agent }),
    server: await recordPast(no, daysAgo(98), { refs: refs.server }),
    range: await recordPast(no, daysAgo(60)),
    none: await recordPast(no, daysAgo(50), { refs: { human: { id: `hum_${no}x`, key: "human|alicex" } } }),
  };
  const holds = {
    human: await placeHold(ctx, { reason: "Case 1", human: "human|alice" }),
    agent: await placeHold(ctx, { reason: "Case 2", agent: "cursor" }),
    server: await placeHold(ctx, { reason: "Case 3", server: "linear" }),
    range: await placeHold(ctx, {
      reason: "Case 4",
      from: new Date(daysAgo(61)).toISOString(),
      to: new Date(daysAgo(59)).toISOString(),
    }),
  };
  await untilSealed(world.tenant);
  await apply();
  const held = [old.human, old.agent, old.server, old.range];
  expect(await left(world, Object.values(old))).toEqual(held);
  const kept = await asOwner<{ id: string }>("SELECT event_id AS id FROM audit.payload WHERE tenant_no = $1", [no]);
  expect(kept.map(({ id }) => id).toSorted()).toEqual(held.toSorted());

  const counts = await asOwner<{ n: number }>(
    "SELECT sum(n)::int AS n FROM audit.rollup_hour WHERE tenant_no = $1 AND hour < now() - interval '31 days'",
    [no],
  );
  expect(counts, "what is held is still counted").toEqual([{ n: held.length }]);
  expect(await verifyLog(world.ctx("auditor"))).toMatchObject({ ok: true });

  for (const kind of ["human", "agent", "server", "range"] as const) {
    await releaseHold(ctx, holds[kind].id);
    await apply();
    expect(await left(world, [old[kind]]), kind).toEqual([]);
  }
  expect(sumOf(await applied(world))).toBe(5);
});

test("a hold of the whole log keeps everything, also what is recorded later", async () => {
  const world = await makeShort();
  const { id } = await placeHold(world.ctx("admin"), { reason: "Everything" });
  const old = [await recordPast(world.tenant.no, daysAgo(100)), await recordPast(world.tenant.no, daysAgo(40))];
  await untilSealed(world.tenant);
  await apply();
  expect(await left(world, old)).toEqual(old);
  await releaseHold(world.ctx("admin"), id);
  await apply();
  expect(await left(world, old)).toEqual([]);
});

const partitionExists = async (name: string) =>
  (await asOwner<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [`audit.${name}`]))[0]?.there;

test("a month that is past everybody's retention goes as a whole, with an event in each tenant that it had events of", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const at = Date.UTC(2011, 2, 14);
  const gone = [await recordPast(world.tenant.no, at), await recordPast(world.tenant.no, at + dayMs)];
  const theirs = [await recordPast(other.tenant.no, at)];
  const young = [await recordPast(world.tenant.no, daysAgo(10))];
  await untilSealed(world.tenant);
  await untilSealed(other.tenant);
  await apply();
  expect(await partitionExists("event_2011_03")).toBe(false);
  expect(await partitionExists("term_2011_03")).toBe(false);
  expect(await left(world, [...gone, ...young])).toEqual(young);
  expect(await left(other, theirs)).toEqual([]);
  for (const [tenant, events] of [
    [world, 2],
    [other, 1],
  ] as const)
    expect(await applied(tenant)).toMatchObject([{ details: { events, partitions: ["event_2011_03"] } }]);
  const payloads = "SELECT event_id FROM audit.payload WHERE tenant_no = $1 AND event_id < $2";
  expect(await asOwner(payloads, [world.tenant.no, young[0]])).toEqual([]);
});

test("a month that somebody reads goes when they have finished; whoever writes does not wait for that", async () => {
  const world = await makeTenant();
  await recordPast(world.tenant.no, Date.UTC(2011, 8, 14));
  await untilSealed(world.tenant);
  const reader = new pg.Client({ connectionString: databaseUrl() });
  await reader.connect();
  await reader.query("BEGIN; SELECT count(*) FROM audit.event");
  const running = apply();
  const written: string[] = [];
  for (let i = 0; i < 5; i += 1) written.push(await recordPast(world.tenant.no, nowMs()));
  expect(await partitionExists("event_2011_09")).toBe(true);
  await reader.end();
  await running;
  await apply();
  expect(await partitionExists("event_2011_09")).toBe(false);
  expect(await left(world, written)).toEqual(written);
  await untilSealed(world.tenant);
  expect(await verifyLog(world.ctx("auditor"))).toMatchObject({ ok: true });
});

test("a month with a hold in it stays, and loses what is not held", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const at = Date.UTC(2011, 5, 14);
  const held = await recordPast(world.tenant.no, at, {
    refs: { agent: { id: `agt_${world.tenant.no}`, key: "cursor" } },
  });
  const { id } = await placeHold(world.ctx("admin"), { reason: "Case", agent: "cursor" });
  const gone = await recordPast(world.tenant.no, at + dayMs);
  const theirs = await recordPast(other.tenant.no, at);
  await untilSealed(world.tenant);
  await untilSealed(other.tenant);
  await apply();
  expect(await partitionExists("event_2011_06")).toBe(true);
  expect(await left(world, [held, gone])).toEqual([held]);
  expect(await left(other, [theirs])).toEqual([]);
  expect(await applied(other)).toMatchObject([{ details: { events: 1, partitions: [] } }]);
  await releaseHold(world.ctx("admin"), id);
  await apply();
  expect(await partitionExists("event_2011_06")).toBe(false);
  expect(sumOf(await applied(world))).toBe(2);
});

test("whoever calls the functions that delete, nothing goes that is younger than its tenant's retention", async () => {
  const [short, long] = [await makeShort(), await makeTenant()];
  const young = await recordPast(short.tenant.no, daysAgo(29));
  const kept = await recordPast(long.tenant.no, daysAgo(399));
  await untilSealed(short.tenant);
  await untilSealed(long.tenant);
  for (const { tenant } of [short, long])
    expect((await pool("writer").query("SELECT * FROM audit.purge($1, 1000)", [tenant.no])).rows).toEqual([]);
  for (const days of [0, 29, 399]) {
    const month = new Date(daysAgo(days)).toISOString().slice(0, 10);
    const asked = pool("writer").query("SELECT * FROM audit.drop_month($1::date)", [month]);
    expect((await asked).rows).toEqual([]);
  }
  expect(await left(short, [young])).toEqual([young]);
  expect(await left(long, [kept])).toEqual([kept]);
});

test("no role of the product deletes or changes an event by itself, and the one that deletes for it takes nothing of the last 30 days", async () => {
  const world = await makeShort();
  const young = await recordPast(world.tenant.no, daysAgo(29));
  const old = await recordPast(world.tenant.no, daysAgo(100));
  const at = `tenant_no = ${world.tenant.no}`;
  for (const role of ["app", "writer", "sealer"]) {
    for (const change of [`DELETE FROM audit.event WHERE ${at}`, `UPDATE audit.event SET outcome = 1 WHERE ${at}`])
      await expect(asOwner(`SET ROLE countersign_${role}; ${change}`), role).rejects.toThrow("permission denied");
    if (role !== "writer")
      await expect(asOwner(`SET ROLE countersign_${role}; SELECT audit.purge(${world.tenant.no}, 10)`)).rejects.toThrow(
        "permission denied",
      );
  }
  await expect(asOwner(`DELETE FROM audit.event WHERE ${at}`)).rejects.toThrow("append-only");
  await expect(asOwner(`UPDATE audit.event SET outcome = 1 WHERE ${at}`)).rejects.toThrow("append-only");
  await expect(
    asOwner(`SET ROLE countersign_keeper; DELETE FROM audit.event WHERE ${at} AND id = '${young}'`),
  ).rejects.toThrow("append-only");
  await expect(asOwner(`SET ROLE countersign_keeper; UPDATE audit.event SET outcome = 1 WHERE ${at}`)).rejects.toThrow(
    "permission denied",
  );
  expect(await left(world, [young, old])).toEqual([young, old]);
});
