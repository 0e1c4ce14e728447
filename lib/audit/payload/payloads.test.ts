import { expect, test } from "@playwright/test";
import { pool } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import { nowMs } from "@/lib/kernel/clock";
import { newId, readEventId, toEventId } from "@/lib/kernel/ids";
import { deleteHuman } from "@/lib/registry/humans/delete-human";
import { eraseHuman } from "@/lib/registry/humans/erase-human";
import { erasePerson } from "@/lib/registry/humans/erase-person";
import { getLoggedHuman } from "@/lib/registry/humans/get-logged-human";
import { makeHuman } from "@/prisma/world/make-human";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import type { EventDraft } from "../draft";
import { leafHash } from "../internal/row";
import { toWordNo } from "../internal/word";
import { recordNow } from "../journal";
import { daysMs } from "../payload";
import { getEvent } from "../query";
import { recordedCall } from "../recorded-calls";
import { erasePayload } from "./erase-payload";
import { erasePayloads } from "./erase-payloads";
import { expirePayloads } from "./expire-payloads";
import { findStored } from "./find-stored";
import { keepArguments, keepResult } from "./keep-call";
import { keepAll, partRules } from "./rules";
import { viewPayload } from "./view-payload";

type Call = {
  args?: unknown;
  result?: unknown;
  keepDays?: number;
  human?: { id: string; key: string; email: string | null };
};

const traceId = "0af7651916cd43dd8448eb211c80319c";

/** Puts a call into the log, as the gateway does; gives the id of its event. */
async function makeCall(
  world: World,
  { args = { repo: "acme/website", count: 3 }, result, keepDays = 30, human }: Call = {},
): Promise<string> {
  const untilMs = nowMs() + daysMs(keepDays);
  const rules = {
    arguments: keepAll,
    results: result === undefined ? partRules("results", []) : keepAll,
    keepDays: 30,
  };
  const kept = keepArguments(args, rules, untilMs);
  const answered = keepResult(result ?? null, rules, untilMs);
  const draft: EventDraft = {
    type: "gateway.tool.executed",
    outcome: "success",
    occurredAtMs: nowMs(),
    actor: { type: "agent", key: "agent|claude-code", name: "Claude Code" },
    requestId: newId("request"),
    surface: "mcp",
    traceId,
    decision: "allow",
    refs: human ? { human: { id: human.id, key: human.key } } : {},
    human: human ? { key: human.key, name: "Alice Archer", email: human.email } : null,
    arguments: kept.summary,
    result: { digest: "d", isError: false, bytes: 4, progress: 0, ...answered.summary },
  };
  const parts = [kept.part, answered.part].filter((part) => part !== undefined);
  const { eventId } = await recordNow(world.tenant.no, draft, { parts, expiresAtMs: untilMs });
  return toEventId(eventId);
}

const rowsOf = (world: World, eventId: string) =>
  withinTenant(world.tenant.no, async (sql) => {
    const uuid = readEventId(eventId);
    const payload = await sql.query<{ part: number; ciphertext: Buffer; salt: Buffer }>(
      "SELECT part, ciphertext, salt FROM audit.payload WHERE tenant_no = $1 AND event_id = $2 ORDER BY part",
      [world.tenant.no, uuid],
    );
    const terms = await sql.query<{ word: string }>(
      "SELECT word::text FROM audit.term WHERE tenant_no = $1 AND id = $2",
      [world.tenant.no, uuid],
    );
    return { payload: payload.rows, words: terms.rows.map(({ word }) => word) };
  });

const wordIn = (world: World, word: string) => toWordNo(world.tenant.no, word);

/** Whether the bytes of an event still have the hash that its row carries. */
async function isIntact(world: World, eventId: string): Promise<boolean> {
  const [row] = await withinTenant(world.tenant.no, async (sql) => {
    const { rows } = await sql.query<{ body: string; leaf: string }>(
      "SELECT body::text AS body, encode(leaf, 'hex') AS leaf FROM audit.event WHERE tenant_no = $1 AND id = $2",
      [world.tenant.no, readEventId(eventId)],
    );
    return rows;
  });
  return row !== undefined && leafHash(row.body) === row.leaf;
}

test("an auditor sees what is stored, and that they looked is in the log before they see it", async () => {
  const world = await makeTenant();
  const id = await makeCall(world, {
    args: { repo: "a/b", token: "x" },
    result: { content: [{ type: "text", text: "done" }] },
  });
  const view = await viewPayload(world.ctx("auditor"), id, "a question");
  expect(view).toMatchObject({
    event: id,
    arguments: {
      state: "kept",
      value: { repo: "a/b", token: "[masked]" },
      redacted: ["token"],
      dropped: 0,
      truncated: 0,
    },
    result: { state: "kept", value: { content: [{ type: "text", text: "done" }] } },
  });
  expect(await readEvent(world, { type: ["audit.payload_viewed"] })).toMatchObject({
    actor: { type: "member", key: world.members.auditor.id },
    resource: { type: "event", key: id },
    details: { why: "a question", parts: ["arguments", "result"] },
  });
});

test("who may not read payloads sees nothing and leaves nothing; another tenant's event is not found", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const id = await makeCall(world);
  for (const ctx of [world.ctx("admin"), world.ctx("viewer"), world.keyCtx("events:read", "payloads:write")])
    await expect(viewPayload(ctx, id)).rejects.toMatchObject({ code: "forbidden" });
  for (const role of ["admin", "auditor", "viewer"] as const) {
    await expect(erasePayload(world.ctx(role), id, { reason: "why" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      erasePayloads(world.ctx(role), { before: new Date(0).toISOString(), reason: "why" }),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
  }
  for (const ref of [id, "evt_nonsense", ""]) {
    await expect(viewPayload(other.ctx("owner"), ref)).rejects.toMatchObject({ code: "not_found" });
    await expect(erasePayload(other.ctx("owner"), ref, { reason: "why" })).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await readEvents(world, { type: ["audit.payload_viewed", "audit.payload_erased"] })).toEqual([]);
  expect((await viewPayload(world.ctx("owner"), id)).arguments.state).toBe("kept");
});

test("where nothing is stored, it is said why", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("auditor");
  const stateOf = async (id: string) => (await viewPayload(ctx, id)).arguments.state;
  const id = await makeCall(world);
  expect((await viewPayload(ctx, id)).result).toEqual({ state: "dropped", why: expect.stringContaining("rules") });

  const created = await readEvent(world, { type: ["policy.created"] });
  expect(await stateOf(created.id)).toBe("none");

  const expired = await makeCall(world, { keepDays: -1 });
  expect(await stateOf(expired)).toBe("expired");

  const viewed = await readEvents(world, { type: ["audit.payload_viewed"] });
  expect(viewed.map(({ resource }) => resource?.key)).toEqual([id]);
});

test("erasing takes arguments, results, salts and words, and leaves the event, its hash and its trace", async () => {
  const world = await makeTenant();
  const id = await makeCall(world, { result: { content: [] } });
  const before = await getEvent(world.ctx("viewer"), id);
  expect((await rowsOf(world, id)).words).toEqual(
    expect.arrayContaining([wordIn(world, "website"), wordIn(world, traceId), wordIn(world, "3")]),
  );

  expect(await erasePayload(world.ctx("owner"), id, { reason: "Request 88" })).toEqual({ event: id, erased: true });
  const { payload, words } = await rowsOf(world, id);
  expect(payload).toEqual([1, 2].map((part) => ({ part, ciphertext: Buffer.alloc(0), salt: Buffer.alloc(0) })));
  expect(words).toEqual([wordIn(world, traceId)]);
  expect(await getEvent(world.ctx("viewer"), id)).toEqual(before);
  expect(await isIntact(world, id)).toBe(true);
  expect(await viewPayload(world.ctx("owner"), id)).toMatchObject({
    arguments: { state: "erased" },
    result: { state: "erased" },
  });
  expect((await recordedCall(world.ctx("owner"), id)).payload).toBeUndefined();
  expect(await readEvents(world, { type: ["audit.payload_erased"] })).toMatchObject([
    { resource: { type: "event", key: id }, details: { events: 1, held: 0, reason: "Request 88" } },
  ]);

  // Once is enough.
  expect(await erasePayload(world.ctx("owner"), id, { reason: "Request 88" })).toEqual({ event: id, erased: false });
  expect(await readEvents(world, { type: ["audit.payload_erased"] })).toHaveLength(1);
});

test("what is stored of one human's calls can be erased at once, and nobody else's with it", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const [alice, bob] = [await makeHuman(world), await makeHuman(world)];
  const hers = [await makeCall(world, { human: alice }), await makeCall(world, { human: alice })];
  const his = await makeCall(world, { human: bob });
  const elsewhere = await makeCall(other);
  const ctx = world.ctx("owner");
  expect(await erasePayloads(ctx, { human: alice.key, reason: "Request 88" })).toEqual({
    erased: 2,
    held: 0,
    more: false,
  });
  for (const id of hers) expect((await viewPayload(ctx, id)).arguments.state).toBe("erased");
  expect((await viewPayload(ctx, his)).arguments.state).toBe("kept");
  expect((await viewPayload(other.ctx("owner"), elsewhere)).arguments.state).toBe("kept");
  expect(await readEvents(world, { type: ["audit.payload_erased"], human: [alice.key] })).toMatchObject([
    { resource: { type: "human", key: alice.key }, details: { events: 2, held: 0, reason: "Request 88" } },
  ]);
  await expect(erasePayloads(other.ctx("owner"), { human: alice.key, reason: "why" })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("what is older than a time can be erased at once", async () => {
  const world = await makeTenant();
  const id = await makeCall(world);
  const ctx = world.ctx("owner");
  const before = (ms: number) => ({ before: new Date(ms).toISOString(), reason: "Too old" });
  expect(await erasePayloads(ctx, before(nowMs() - 60_000))).toMatchObject({ erased: 0 });
  await expect(erasePayloads(ctx, before(nowMs() + 60_000))).rejects.toMatchObject({ code: "invalid" });
  await expect.poll(async () => (await erasePayloads(ctx, before(nowMs()))).erased).toBe(1);
  expect((await viewPayload(ctx, id)).arguments.state).toBe("erased");
});

test("what a legal hold keeps is neither erased nor deleted when its time has passed", async () => {
  const world = await makeTenant();
  const human = await makeHuman(world);
  const [held, expired] = [await makeCall(world, { human }), await makeCall(world, { human, keepDays: -1 })];
  const ctx = world.ctx("owner");
  const hold = async (sql: string) =>
    withinTenantWriting(world.tenant.no, `${sql.replaceAll("$tenant", String(world.tenant.no))}`);
  await hold(
    `INSERT INTO audit.legal_hold (tenant_no, id, scope, reason, created_by)
     VALUES ($tenant, 'hld_1', '{"human": "${human.key}"}', 'Case', 'test')`,
  );
  await expect(erasePayload(ctx, held, { reason: "why" })).rejects.toMatchObject({ code: "conflict" });
  expect(await erasePayloads(ctx, { human: human.key, reason: "why" })).toEqual({ erased: 0, held: 2, more: false });
  await expirePayloads();
  for (const id of [held, expired]) expect((await viewPayload(ctx, id)).arguments.state).toBe("kept");
  await deleteHuman(ctx, human.key);
  await expect(eraseHuman(ctx, human.key, { reason: "why" })).rejects.toMatchObject({ code: "conflict" });

  await hold("UPDATE audit.legal_hold SET released_at = now() WHERE tenant_no = $tenant");
  await expirePayloads();
  expect((await rowsOf(world, expired)).payload).toEqual([]);
  expect((await erasePayload(ctx, held, { reason: "why" })).erased).toBe(true);
});

async function withinTenantWriting(tenantNo: number, sql: string): Promise<void> {
  const client = await pool().connect();
  try {
    await client.query(`BEGIN; SET LOCAL app.tenant_no = '${tenantNo}'; ${sql}; COMMIT`);
  } finally {
    // Its state is not known where it failed.
    client.release(true);
  }
}

test("what has expired is really deleted, with its words, and what has not stays", async () => {
  const world = await makeTenant();
  const [old, young] = [await makeCall(world, { keepDays: -1 }), await makeCall(world)];
  await expirePayloads();
  expect(await rowsOf(world, old)).toEqual({ payload: [], words: [wordIn(world, traceId)] });
  expect((await rowsOf(world, young)).words).toContain(wordIn(world, "website"));
  expect((await viewPayload(world.ctx("owner"), old)).arguments).toMatchObject({ state: "expired" });
});

test("a payload that was moved, exchanged or removed by other means is told from one that is there", async () => {
  const world = await makeTenant();
  const [one, two, three] = [
    await makeCall(world, { args: { a: "one" } }),
    await makeCall(world, { args: { a: "two" } }),
    await makeCall(world),
  ];
  // Nobody but the owner of the database can.
  const owner = await pool().connect();
  try {
    await owner.query("RESET ROLE; SET ROLE none");
    await owner.query(
      `UPDATE audit.payload SET ciphertext = (SELECT ciphertext FROM audit.payload WHERE event_id = $2) WHERE event_id = $1`,
      [readEventId(one), readEventId(two)],
    );
    await owner.query("UPDATE audit.payload SET salt = decode('00', 'hex') WHERE event_id = $1", [readEventId(two)]);
    await owner.query("DELETE FROM audit.payload WHERE event_id = $1", [readEventId(three)]);
  } finally {
    owner.release(true);
  }
  const ctx = world.ctx("owner");
  expect((await viewPayload(ctx, one)).arguments.state).toBe("sealed");
  expect((await viewPayload(ctx, two)).arguments.state).toBe("changed");
  expect((await viewPayload(ctx, three)).arguments.state).toBe("missing");
});

test("the application may not remove or change what is stored but by erasing it", async () => {
  const world = await makeTenant();
  await makeCall(world);
  for (const sql of [
    "DELETE FROM audit.payload",
    "UPDATE audit.payload SET ciphertext = ''",
    "DELETE FROM audit.term",
    "UPDATE audit.personal SET value = NULL",
    "SELECT audit.expire_payloads(1)",
  ])
    await expect(withinTenantWriting(world.tenant.no, sql)).rejects.toThrow(/permission denied/);
  await expect(pool().query("SELECT audit.erase_personal('x')")).rejects.toThrow(/No tenant/);
});

test("a word that stands in the arguments and in the trace is stored once, and the call is recorded", async () => {
  const world = await makeTenant();
  const id = await makeCall(world, { args: { trace: traceId } });
  expect((await rowsOf(world, id)).words).toEqual([wordIn(world, traceId)]);
});

test("words are made of what is kept, and not of what stands in its place", async () => {
  const world = await makeTenant();
  const id = await makeCall(world, {
    args: { password: "hunter2", text: `see ghp_${"a1".repeat(18)} there`, big: "z".repeat(100_000) },
  });
  const { words } = await rowsOf(world, id);
  for (const word of ["there", "see"]) expect(words).toContain(wordIn(world, word));
  for (const word of ["hunter2", "masked", "[masked]", "truncated", `ghp_${"a1".repeat(18)}`])
    expect(words, word).not.toContain(wordIn(world, word));
});

test("a human is erased from the whole log: names go, keys and proofs stay", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const human = await makeHuman(world);
  const ctx = world.ctx("owner");
  const id = await makeCall(world, { human });
  expect((await getEvent(ctx, id)).human).toMatchObject({ name: "Alice Archer", email: human.email });

  await expect(eraseHuman(ctx, human.key, { reason: "Request 88" })).rejects.toMatchObject({ code: "conflict" });
  await deleteHuman(ctx, human.key);
  await expect(eraseHuman(world.ctx("admin"), human.key, { reason: "why" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(eraseHuman(other.ctx("owner"), human.key, { reason: "why" })).rejects.toMatchObject({
    code: "not_found",
  });

  const done = await eraseHuman(ctx, human.key, { reason: "Request 88" });
  expect(done).toMatchObject({ human: human.key, values: expect.any(Number) });
  expect(done.values).toBeGreaterThanOrEqual(2);
  expect((await getEvent(ctx, id)).human).toEqual({ key: human.key, name: "[erased]", email: "[erased]" });
  expect(await isIntact(world, id)).toBe(true);
  const events = await readEvents(world, { human: [human.key] });
  expect(JSON.stringify(events)).not.toContain("Alice Archer");
  expect(JSON.stringify(events)).not.toContain(human.email);
  expect(events.at(-1)).toMatchObject({ type: "human.erased", details: { values: done.values, reason: "Request 88" } });
  expect(await eraseHuman(ctx, human.key, { reason: "Request 88" })).toMatchObject({ values: 0 });
});

test("whoever may read an event is told whether something is stored of it, and which event erased it; that leaves nothing", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const [alice, bob] = [await makeHuman(world), await makeHuman(world)];
  const one = await makeCall(world, { human: alice });
  const [two, his] = [await makeCall(world, { human: alice }), await makeCall(world, { human: bob })];
  const ctx = world.ctx("owner");
  const ask = async (id: string) => findStored(world.ctx("viewer"), await getEvent(ctx, id));
  expect(await ask(one)).toEqual({ state: "kept" });
  expect(await ask((await readEvent(world, { type: ["policy.created"] })).id)).toEqual({ state: "none" });
  expect(await findStored(other.ctx("owner"), await getEvent(ctx, one))).toEqual({ state: "none" });
  await expect(findStored(world.keyCtx("agents:read"), await getEvent(ctx, one))).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await readEvents(world, { type: ["audit.payload_viewed"] })).toEqual([]);

  await erasePayload(ctx, one, { reason: "why" });
  await erasePayloads(ctx, { human: alice.key, reason: "why" });
  const erasures = await readEvents(world, { type: ["audit.payload_erased"] });
  const byKey = (key: string) => erasures.find(({ resource }) => resource?.key === key)?.id;
  expect(await ask(one)).toEqual({ state: "erased", at: expect.any(String), recordedBy: byKey(one) });
  expect(await ask(two)).toEqual({ state: "erased", at: expect.any(String), recordedBy: byKey(alice.key) });
  expect(await ask(his)).toEqual({ state: "kept" });
});

test("a person is erased in two steps: what is stored of calls while they are here, the name once they are deleted", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const human = await makeHuman(world);
  const ctx = world.ctx("owner");
  const both = { reason: "Request 88", calls: true };
  const id = await makeCall(world, { human });
  for (const role of ["admin", "auditor", "viewer"] as const)
    await expect(erasePerson(world.ctx(role), human.key, both)).rejects.toMatchObject({ code: "forbidden" });
  await expect(erasePerson(other.ctx("owner"), human.key, both)).rejects.toMatchObject({ code: "not_found" });
  await expect(getLoggedHuman(other.ctx("owner"), human.key)).rejects.toMatchObject({ code: "not_found" });

  expect(await erasePerson(ctx, human.key, both)).toEqual({ human: human.key, values: 0, calls: 1 });
  expect((await viewPayload(ctx, id)).arguments.state).toBe("erased");
  await expect(erasePerson(ctx, human.key, both)).rejects.toMatchObject({
    code: "conflict",
    message: "Nothing is left to erase.",
  });

  await makeCall(world, { human });
  await deleteHuman(ctx, human.key);
  expect(await getLoggedHuman(world.ctx("viewer"), human.key)).toMatchObject({ name: "Alice Archer", erasedAt: null });
  const done = await erasePerson(ctx, human.key, both);
  expect(done).toMatchObject({ calls: 1 });
  expect(done.values).toBeGreaterThanOrEqual(2);
  expect(await getLoggedHuman(ctx, human.id)).toEqual({
    key: human.key,
    name: null,
    values: 0,
    erasedAt: expect.any(String),
  });
});

test("of a person whom a legal hold keeps in part, what is gone and what stays is said", async () => {
  const world = await makeTenant();
  const human = await makeHuman(world);
  const ctx = world.ctx("owner");
  const old = await makeCall(world, { human });
  await withinTenantWriting(
    world.tenant.no,
    `INSERT INTO audit.legal_hold (tenant_no, id, scope, reason, created_by)
     VALUES (${world.tenant.no}, 'hld_${world.tenant.no}', '{"human": "${human.key}", "to": "${new Date(nowMs() + 60).toISOString()}"}', 'Case', 'test')`,
  );
  await expect(erasePerson(ctx, human.key, { reason: "why", calls: true })).rejects.toMatchObject({
    code: "conflict",
    message: "A legal hold keeps what is stored of 1 call. Release it first.",
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  const young = await makeCall(world, { human });
  await expect(erasePerson(ctx, human.key, { reason: "why", calls: true })).rejects.toMatchObject({
    code: "conflict",
    message: "What was stored of 1 call is erased. A legal hold keeps what is stored of 1 call. Release it first.",
  });
  expect((await viewPayload(ctx, old)).arguments.state).toBe("kept");
  expect((await viewPayload(ctx, young)).arguments.state).toBe("erased");

  await deleteHuman(ctx, human.key);
  await expect(erasePerson(ctx, human.key, { reason: "why", calls: true })).rejects.toMatchObject({
    code: "conflict",
    message: "A legal hold keeps what is on record of this human. Release it first.",
  });
  expect((await getLoggedHuman(ctx, human.key)).name).toBe("Alice Archer");
});
