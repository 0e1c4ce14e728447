import { expect, test } from "@playwright/test";
import pg from "pg";
import { nowMs } from "@/lib/kernel/clock";
import { databaseUrl } from "@/lib/kernel/env";
import { readEventId, toEventId } from "@/lib/kernel/ids";
import { eraseHuman } from "@/lib/registry/humans/erase-human";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { sealLog } from "@/prisma/world/seal-log";
import { recordNow } from "../journal";
import { daysMs, type PayloadPart } from "../payload";
import { erasePayload } from "../payload/erase-payload";
import { erasePayloads } from "../payload/erase-payloads";
import { expirePayloads } from "../payload/expire-payloads";
import { keepArguments, keepResult } from "../payload/keep-call";
import { keepAll } from "../payload/rules";
import { verifyTenant } from "./verify/verify-tenant";
import { verifyLog } from "./verify-log";

/*
 * Arguments and results are stored beside the log, sealed. Whoever owns the database can move, change and remove them; each test
 * does one such thing, and says what verification has to find.
 */

type Log = { no: number; ids: string[]; world: World; sql: pg.Client };

const human = { key: "human|alice", name: "Alice Archer", email: "alice@people.example" };

/** Puts a call into the log as the gateway does; gives the UUID of its event. */
async function makeCall(
  no: number,
  args: unknown,
  { result, keepDays = 30 }: { result?: unknown; keepDays?: number } = {},
) {
  const untilMs = nowMs() + daysMs(keepDays);
  const rules = { arguments: keepAll, results: keepAll, keepDays: 30 };
  const kept = args === undefined ? undefined : keepArguments(args, rules, untilMs);
  const answered = result === undefined ? undefined : keepResult(result, rules, untilMs);
  const parts = [kept?.part, answered?.part].filter((part): part is PayloadPart => part !== undefined);
  const { eventId } = await recordNow(
    no,
    {
      type: "gateway.tool.executed",
      outcome: "success",
      occurredAtMs: nowMs(),
      actor: { type: "agent", key: "agent|claude-code", name: "Claude Code" },
      requestId: "req_1",
      surface: "mcp",
      decision: "allow",
      reason: { code: "ALLOWED", text: "Allowed" },
      refs: { human: { id: "hum_1", key: human.key } },
      human,
      arguments: kept?.summary ?? null,
      result:
        answered === undefined ? null : { digest: "d", isError: false, bytes: 4, progress: 0, ...answered.summary },
    },
    parts.length === 0 ? undefined : { parts, expiresAtMs: untilMs },
  );
  return eventId;
}

/** Six calls: four with arguments, of which the last two have a result; one with a result alone, one with nothing. */
const log = test.extend<{ log: Log }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
  log: async ({}, use) => {
    const world = await makeTenant();
    const no = world.tenant.no;
    const ids: string[] = [];
    const done = { content: [{ type: "text", text: "done" }] };
    ids.push(
      await makeCall(no, { repo: "one" }),
      await makeCall(no, { repo: "two" }),
      await makeCall(no, { repo: "three" }, { result: done }),
      await makeCall(no, { repo: "four", note: "ü".repeat(5_000) }, { result: { content: [] } }),
      await makeCall(no, undefined, { result: done }),
      await makeCall(no, undefined),
    );
    await sealLog(no);
    const sql = new pg.Client({ connectionString: databaseUrl() });
    await sql.connect();
    await sql.query("SET session_replication_role = replica");
    await use({ no, ids, world, sql });
    await sql.end();
  },
});

/** What is found, by event: nothing but payloads was touched. */
async function found(no: number): Promise<[string | undefined, string][]> {
  const { ok, problems } = await verifyTenant(no);
  expect(ok).toBe(problems.length === 0);
  for (const { kind, text } of problems) {
    expect(kind).toBe("payload");
    expect(text).toMatch(/^[A-Z].*\.$/);
  }
  return problems.map(({ event, text }) => [event && readEventId(event), text]);
}

const erasing = { reason: "Request 88" };

log("nothing was touched: every part is opened, and nothing is found", async ({ log: { no } }) => {
  expect(await verifyTenant(no)).toMatchObject({ ok: true, payloads: 7, problems: [] });
  expect(await verifyTenant(no, { payloads: false })).toMatchObject({ ok: true, payloads: null });
});

log("the payloads of two events that changed places are found", async ({ log: { no, ids, sql } }) => {
  await sql.query(
    `UPDATE audit.payload p SET salt = o.salt, ciphertext = o.ciphertext FROM audit.payload o
     WHERE p.tenant_no = $1 AND o.tenant_no = $1 AND p.part = 1 AND o.part = 1
       AND (p.event_id, o.event_id) IN (($2::uuid, $3::uuid), ($3::uuid, $2::uuid))`,
    [no, ids[0], ids[1]],
  );
  expect(await found(no)).toEqual([
    [ids[0], expect.stringContaining("cannot be opened")],
    [ids[1], expect.stringContaining("cannot be opened")],
  ]);
  expect(await verifyTenant(no, { payloads: false }), "left out when asked").toMatchObject({ ok: true });
});

log("a result that was put in the place of the arguments is found", async ({ log: { no, ids, sql } }) => {
  await sql.query(
    `UPDATE audit.payload p SET salt = o.salt, ciphertext = o.ciphertext FROM audit.payload o
     WHERE p.tenant_no = $1 AND o.tenant_no = $1 AND p.event_id = $2 AND o.event_id = $2 AND p.part = 1 AND o.part = 2`,
    [no, ids[2]],
  );
  expect(await found(no)).toEqual([[ids[2], expect.stringMatching(/^Arguments .*cannot be opened/)]]);
});

for (const at of [1, 13, 29])
  log(`one changed byte of a sealed payload is found (${at})`, async ({ log: { no, ids, sql } }) => {
    await sql.query(
      "UPDATE audit.payload SET ciphertext = set_byte(ciphertext, $3, 255 - get_byte(ciphertext, $3)) WHERE tenant_no = $1 AND event_id = $2 AND part = 2",
      [no, ids[2], at],
    );
    expect(await found(no)).toEqual([[ids[2], expect.stringMatching(/^Results .*changed/)]]);
  });

log(
  "one that is cut off, has another salt, or was sealed for the event anew is found",
  async ({ log: { no, ids, sql } }) => {
    const change = (id: string | undefined, sets: string) =>
      sql.query(`UPDATE audit.payload SET ${sets} WHERE tenant_no = $1 AND event_id = $2`, [no, id]);
    await change(ids[0], "ciphertext = substr(ciphertext, 1, 5)");
    await change(ids[1], "salt = sha256(salt)");
    const { toPart, toPayloadRow } = await import("../payload");
    const other = toPayloadRow(no, ids[4] ?? "", { parts: [toPart("result", { content: [1] })], expiresAtMs: nowMs() });
    await change(ids[4], `ciphertext = decode('${other.columns[0]?.ciphertext}', 'base64')`);
    expect(await found(no)).toEqual([
      [ids[0], expect.stringContaining("cannot be opened")],
      [ids[1], expect.stringContaining("not those that it has committed to")],
      [ids[4], expect.stringContaining("not those that it has committed to")],
    ]);
  },
);

log("what is stored and should not be is found", async ({ log: { no, ids, sql } }) => {
  const nobody = "0198f000-0000-7000-8000-000000000000";
  for (const [id, part] of [
    [nobody, 1],
    [ids[0], 3],
    [ids[5], 1],
  ])
    await sql.query(
      `INSERT INTO audit.payload (tenant_no, event_id, part, key_id, salt, ciphertext, expires_at)
       SELECT tenant_no, $3, $4, key_id, salt, ciphertext, expires_at FROM audit.payload
       WHERE tenant_no = $1 AND event_id = $2 AND part = 1`,
      [no, ids[0], id, part],
    );
  expect(await found(no)).toEqual([
    [nobody, expect.stringContaining("not in the log")],
    [ids[0], expect.stringContaining("neither")],
    [ids[5], expect.stringContaining("cannot be opened")],
  ]);
});

log("what was deleted and not erased is found", async ({ log: { no, ids, sql } }) => {
  const remove = (id: string | undefined, part: number) =>
    sql.query("DELETE FROM audit.payload WHERE tenant_no = $1 AND event_id = $2 AND part = $3", [no, id, part]);
  await remove(ids[0], 1);
  await remove(ids[2], 1);
  await remove(ids[3], 2);
  await remove(ids[4], 2);
  expect(await found(no)).toEqual([
    [ids[0], expect.stringMatching(/^Arguments were stored/)],
    [ids[2], expect.stringMatching(/^Arguments were stored/)],
    [ids[3], expect.stringMatching(/^A result was stored/)],
    [ids[4], expect.stringMatching(/^A result was stored/)],
  ]);
});

log("erasing, expiring and holding back leave nothing to find", async ({ log: { no, ids, world } }) => {
  const ctx = world.ctx("owner");
  await erasePayload(ctx, toEventId(ids[2] ?? ""), erasing);
  expect(await verifyTenant(no)).toMatchObject({ ok: true, payloads: 5, problems: [] });
  await makeCall(no, { repo: "old" }, { keepDays: -1 });
  await expirePayloads();
  await makeCall(no, { repo: "old, and not yet deleted" }, { keepDays: -1 });
  // A call that was refused because nothing could be written: nothing is stored beside it either.
  const { summary } = keepArguments(
    { a: 1 },
    { arguments: keepAll, results: keepAll, keepDays: 30 },
    nowMs() + daysMs(30),
  );
  await recordNow(no, {
    type: "gateway.tool.error",
    outcome: "error",
    occurredAtMs: nowMs(),
    actor: { type: "agent", key: "agent|claude-code", name: "Claude Code" },
    requestId: "req_2",
    surface: "mcp",
    refs: {},
    arguments: summary,
    error: { type: "audit_unavailable", message: "The call was refused." },
  });
  expect(await verifyTenant(no)).toMatchObject({ ok: true, payloads: 6, problems: [] });
  expect(await erasePayloads(ctx, { human: human.key, ...erasing })).toMatchObject({ erased: 5 });
  await eraseHuman(ctx, human.key, erasing);
  expect(await verifyTenant(no)).toMatchObject({ ok: true, payloads: 0, problems: [] });
  await makeCall(no, { repo: "later" });
  await erasePayloads(ctx, { before: new Date(nowMs()).toISOString(), ...erasing });
  expect(await verifyTenant(no)).toMatchObject({ ok: true, problems: [] });
});

log("what was emptied as if it had been erased is found", async ({ log: { no, ids, sql, world } }) => {
  const empty = (id: string | undefined) =>
    sql.query(
      "UPDATE audit.payload SET ciphertext = '', salt = '', words = '{}', erased_at = now() WHERE tenant_no = $1 AND event_id = $2",
      [no, id],
    );
  await empty(ids[0]);
  expect(await found(no)).toEqual([[ids[0], expect.stringContaining("no erasure of it is on record")]]);
  // An erasure of something else is none of this.
  await erasePayload(world.ctx("owner"), toEventId(ids[1] ?? ""), erasing);
  expect(await found(no)).toEqual([[ids[0], expect.stringContaining("no erasure of it is on record")]]);
  // And one that says of all of a human, but of fewer events, does not cover it.
  await erasePayloads(world.ctx("owner"), { human: human.key, ...erasing });
  expect(await found(no)).toEqual([
    [undefined, expect.stringMatching(/^What was stored of \d events is erased; erasures of \d are/)],
  ]);
});

log(
  "what the present secret cannot open, and an earlier one may have sealed, is a finding of its own",
  async ({ log: { no, ids, sql } }) => {
    await sql.query("UPDATE audit.payload SET ciphertext = sha256(ciphertext) || ciphertext WHERE tenant_no = $1", [
      no,
    ]);
    const { readScope } = await import("./verify/scope");
    const { checkPayloads } = await import("./verify/check-payloads");
    const { noProblems } = await import("./verify/problem");
    const problems = noProblems();
    const scope = await readScope(no);
    expect(await checkPayloads({ ...scope, secretSinceMs: nowMs() + 1 }, problems)).toBe(0);
    expect(problems.kept).toEqual([
      {
        kind: "unopened",
        event: toEventId(ids[0] ?? ""),
        text: expect.stringMatching(/COUNTERSIGN_SECRET.*: 7 stored/),
      },
    ]);
  },
);

log(
  "content that PostgreSQL cannot read does not keep the others from being compared",
  async ({ log: { no, ids, sql } }) => {
    await sql.query(
      `UPDATE audit.event SET body = replace(body::text, '"surface":"', '"surface":"\\u0000')::json WHERE tenant_no = $1 AND id = $2`,
      [no, ids[0]],
    );
    await sql.query("UPDATE audit.payload SET salt = sha256(salt) WHERE tenant_no = $1 AND event_id = $2", [
      no,
      ids[1],
    ]);
    const { problems } = await verifyTenant(no);
    expect(problems.map(({ kind, event }) => [kind, event])).toEqual([
      ["content", toEventId(ids[0] ?? "")],
      ["payload", toEventId(ids[1] ?? "")],
    ]);
  },
);

log("the event of a verification says how many were opened, or that it was left out", async ({ log: { world } }) => {
  await verifyLog(world.ctx("auditor"));
  await verifyLog(world.ctx("auditor"), { payloads: false });
  const events = await readEvents(world, { type: ["audit.verified"] });
  expect(events.map(({ details }) => details["payloads"])).toEqual([7, null]);
});

log("parts of every size are read in batches of bounded size", async ({ log: { no } }) => {
  const big = { text: "x".repeat(60_000) };
  await Promise.all(Array.from({ length: 100 }, () => makeCall(no, big, { result: big })));
  expect(await verifyTenant(no)).toMatchObject({ ok: true, payloads: 207 });
});
