import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { v7 as uuidv7 } from "uuid";
import { pool } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import { nowMs } from "@/lib/kernel/clock";
import { databaseUrl } from "@/lib/kernel/env";
import { toEventId } from "@/lib/kernel/ids";
import { makeTenant } from "@/prisma/world/make-tenant";
import { ledgerOf, recordCalls, sealLog } from "@/prisma/world/seal-log";
import { leafIndexOf } from "./leaf-indexes";
import { ledgerSize, readLedger } from "./ledger";
import { ledgerHealth } from "./ledger-health";
import { latestCheckpoint, listCheckpointKeys, listCheckpoints } from "./list-checkpoints";
import { isSignedBy, readCheckpoint } from "./note";
import { proveEvent, provePath } from "./prove-event";
import { sealNow, startSealer } from "./sealer";
import { signText } from "./signer";
import { thinCheckpoints } from "./thin-checkpoints";
import { readTlogProof } from "./tlog-proof";
import { consistencyPlan, hashLeaf, isConsistent, rootFromPath } from "./tree";
import { verifyTenant } from "./verify/verify-tenant";

const admin = () => new pg.Client({ connectionString: databaseUrl() });

async function asOwner<T>(work: (sql: pg.Client) => Promise<T>): Promise<T> {
  const client = admin();
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The events of a tenant in the order that they should be sealed in. */
const inOrder = (tenantNo: number): Promise<string[]> =>
  asOwner(async (sql) => {
    const { rows } = await sql.query<{ id: string }>(
      "SELECT id FROM audit.event WHERE tenant_no = $1 ORDER BY xid, seq",
      [tenantNo],
    );
    return rows.map(({ id }) => id);
  });

/** One event in the transaction of a connection, whatever else that transaction does. */
async function insertOne(sql: pg.Client, tenantNo: number, atMs = nowMs()): Promise<string> {
  const id = uuidv7({ msecs: atMs });
  const occurredAt = new Date(atMs).toISOString();
  const body = JSON.stringify({ id, occurredAt, outcome: "success", type: "gateway.tool.executed", v: 1 });
  await sql.query(
    "INSERT INTO audit.event (tenant_no, id, occurred_at, type_no, outcome, body, leaf) VALUES ($1, $2, $3, 1, 1, $4::json, $5)",
    [tenantNo, id, occurredAt, body, hashLeaf(Buffer.from(body))],
  );
  return id;
}

test("what was recorded is sealed in order, has its index, and every checkpoint is signed and fits the others", async () => {
  const world = await makeTenant();
  const no = world.tenant.no;
  const made = await recordCalls(no, 300);
  await sealLog(no);
  await recordCalls(no, 500);
  await sealLog(no);
  const ledger = await ledgerOf(no);
  expect(ledger).toEqual(await inOrder(no));
  expect(new Set(ledger).size).toBe(ledger.length);
  await withinTenant(no, async (sql) => {
    expect(await ledgerSize(sql, no)).toBe(ledger.length);
    expect(await readLedger(sql, no, 250, 10)).toEqual(ledger.slice(250, 260).map((id, i) => ({ index: 250 + i, id })));
    expect(await readLedger(sql, no, ledger.length, 10)).toEqual([]);
    for (const id of [made[0] ?? "", made[299] ?? "", ledger[256] ?? "", ledger.at(-1) ?? ""])
      expect(await leafIndexOf(sql, no, id)).toBe(ledger.indexOf(id));
    expect(await leafIndexOf(sql, no, uuidv7())).toBeUndefined();
  });

  const ctx = world.ctx("auditor");
  const { items, nextCursor } = await listCheckpoints(ctx, { limit: 200 });
  expect(nextCursor).toBeNull();
  expect(items.length).toBeGreaterThanOrEqual(2);
  expect(await latestCheckpoint(ctx)).toEqual(items[0]);
  const keys = await listCheckpointKeys(ctx);
  const publicKeys = keys.items.map(({ publicKey }) => Buffer.from(publicKey, "base64"));
  expect(keys.origin).toMatch(new RegExp(`^[^/]+/audit/${world.tenant.slug}$`));
  for (const { note, size, root } of items) {
    expect(isSignedBy(note, keys.origin ?? "", publicKeys)).toBe(true);
    expect(isSignedBy(note.replace(`\n${size}\n`, `\n${size + 1}\n`), keys.origin ?? "", publicKeys)).toBe(false);
    expect(readCheckpoint(note)).toEqual({ origin: keys.origin, size, root: Buffer.from(root, "hex") });
  }
  await withinTenant(no, async (sql) => {
    for (const [newer, older] of items.slice(0, -1).map((item, i) => [item, items[i + 1] ?? item] as const)) {
      const path = await provePath(sql, no, consistencyPlan(older.size, newer.size));
      const head = ({ size, root }: typeof newer) => ({ size, root: Buffer.from(root, "hex") });
      expect(isConsistent(head(older), head(newer), path)).toBe(true);
    }
  });
  const page = await listCheckpoints(ctx, { limit: 1 });
  expect(page.nextCursor).toBe(String(page.items[0]?.size));
  expect((await listCheckpoints(ctx, { limit: 1, cursor: page.nextCursor ?? "" })).items[0]).toEqual(items[1]);

  const verification = await verifyTenant(no);
  expect(verification).toMatchObject({
    ok: true,
    size: ledger.length,
    root: items[0]?.root,
    problems: [],
    unsealed: 0,
  });
});

test("hours are counted as the events' ids say", async () => {
  const { tenant } = await makeTenant();
  await recordCalls(tenant.no, 30);
  await sealLog(tenant.no);
  const counts = await asOwner(async (sql) => {
    const { rows } = await sql.query<{ type_no: number; outcome: number; n: number }>(
      "SELECT type_no, outcome, sum(n)::int AS n FROM audit.rollup_hour WHERE tenant_no = $1 AND type_no IN (1, 2) GROUP BY 1, 2 ORDER BY 1, 2",
      [tenant.no],
    );
    return rows;
  });
  expect(counts).toEqual([
    { type_no: 1, outcome: 1, n: 20 },
    { type_no: 2, outcome: 2, n: 10 },
  ]);
});

test("an event is proved by its path and the newest checkpoint, also after its personal values were erased", async () => {
  const world = await makeTenant();
  const other = await makeTenant();
  const ctx = world.ctx("viewer");
  const made = await recordCalls(world.tenant.no, 270);
  await sealLog(world.tenant.no);
  for (const id of [made[0] ?? "", made[255] ?? "", made[269] ?? ""]) {
    const proof = await proveEvent(ctx, toEventId(id));
    const leaf = hashLeaf(Buffer.from(proof.envelope));
    expect(leaf.toString("hex")).toBe(proof.leaf);
    const path = proof.path.map((hash) => Buffer.from(hash, "hex"));
    expect(rootFromPath(leaf, proof.index, proof.size, path)?.toString("hex")).toBe(proof.root);
    expect(readTlogProof(proof.text)).toEqual({ index: proof.index, path, note: proof.checkpoint });
    expect(readCheckpoint(proof.checkpoint)).toMatchObject({ size: proof.size, root: Buffer.from(proof.root, "hex") });
    expect(proof.envelope).not.toContain("alice@people.example");
  }
  const before = await proveEvent(ctx, toEventId(made[5] ?? ""));
  await asOwner((sql) =>
    sql.query("UPDATE audit.personal SET value = NULL, salt = NULL, erased_at = now() WHERE tenant_no = $1", [
      world.tenant.no,
    ]),
  );
  expect(await proveEvent(ctx, toEventId(made[5] ?? ""))).toEqual(before);
  expect((await verifyTenant(world.tenant.no)).problems).toEqual([]);
  await expect(proveEvent(other.ctx("owner"), toEventId(made[0] ?? ""))).rejects.toMatchObject({ code: "not_found" });
  await expect(proveEvent(world.keyCtx("agents:read"), toEventId(made[0] ?? ""))).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("an event that is not sealed yet says so, and is proved a moment later", async () => {
  const world = await makeTenant();
  await sealLog(world.tenant.no);
  // A transaction that has a number and has not ended holds back everything after it.
  await asOwner(async (holder) => {
    await holder.query("BEGIN");
    await holder.query("SELECT pg_current_xact_id()");
    const [id = ""] = await recordCalls(world.tenant.no, 1);
    await sealNow();
    await expect(proveEvent(world.ctx("owner"), toEventId(id))).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("not sealed yet"),
    });
    expect(await ledgerHealth(world.tenant.no)).toMatchObject({ unsealed: 1, stalled: null });
    await holder.query("COMMIT");
    await sealLog(world.tenant.no);
    expect(await proveEvent(world.ctx("owner"), toEventId(id))).toMatchObject({
      envelope: expect.stringContaining(id),
    });
  });
});

test("twelve writers with open transactions, two sealers, and ids out of order: every event exactly once, in order", async () => {
  const worlds = [await makeTenant(), await makeTenant()];
  const stop = startSealer();
  const made = new Map(worlds.map(({ tenant }) => [tenant.no, new Set<string>()]));
  let writing = true;
  const second = (async () => {
    while (writing) {
      await sealNow(pool("sealer"));
      await sleep(3);
    }
  })();
  try {
    await Promise.all(
      Array.from({ length: 12 }, (_, writer) =>
        asOwner(async (sql) => {
          for (let i = 0; i < 25; i += 1) {
            await sql.query("BEGIN");
            const tenantNo = worlds[(writer + i) % 2]?.tenant.no ?? 0;
            const ids = [await insertOne(sql, tenantNo)];
            // Half of the transactions stay open, so that later ones commit first.
            if ((writer + i) % 2 === 0) await sleep((writer * 7 + i * 3) % 20);
            ids.push(await insertOne(sql, tenantNo));
            const keep = i % 10 !== 9;
            await sql.query(keep ? "COMMIT" : "ROLLBACK");
            if (keep) for (const id of ids) made.get(tenantNo)?.add(id);
          }
        }),
      ),
    );
  } finally {
    writing = false;
    await second;
    await stop();
  }
  for (const { tenant } of worlds) {
    await sealLog(tenant.no);
    const ledger = await ledgerOf(tenant.no);
    assert.deepEqual(ledger, await inOrder(tenant.no));
    const own = made.get(tenant.no) ?? new Set();
    assert.equal(ledger.filter((id) => own.has(id)).length, own.size);
    expect((await verifyTenant(tenant.no)).problems).toEqual([]);
  }
});

test("a sealer that dies in the middle of a round leaves nothing behind, and the next one goes on", async () => {
  const { tenant } = await makeTenant();
  await sealLog(tenant.no);
  await recordCalls(tenant.no, 40);
  const db = new pg.Pool({ connectionString: databaseUrl(), max: 1, application_name: `dying ${tenant.no}` });
  db.on("error", () => {});
  await asOwner(async (sql) => {
    // The round stops where it writes the checkpoint, and its connection is then cut.
    await sql.query("BEGIN");
    await sql.query("LOCK TABLE audit.checkpoint IN SHARE ROW EXCLUSIVE MODE");
    const round = sealNow(db).catch((error: unknown) => error);
    for (let tries = 0; tries < 200; tries += 1) {
      const { rowCount } = await sql.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'",
        [`dying ${tenant.no}`],
      );
      if (rowCount) break;
      await sleep(10);
    }
    await sql.query("COMMIT");
    await round;
  });
  await db.end();
  await sealLog(tenant.no);
  expect(await ledgerOf(tenant.no)).toEqual(await inOrder(tenant.no));
  expect((await verifyTenant(tenant.no)).problems).toEqual([]);
});

test("a tree that was tampered with is left behind and not signed over; the others go on, and it catches up when it is whole again", async () => {
  const [hurt, well] = [await makeTenant(), await makeTenant()];
  await sealLog(hurt.tenant.no);
  await sealLog(well.tenant.no);
  const original = await asOwner(async (sql) => {
    const { rows } = await sql.query<{ range: Buffer[] }>("SELECT range FROM audit.tree WHERE tenant_no = $1", [
      hurt.tenant.no,
    ]);
    await sql.query("UPDATE audit.tree SET range[1] = sha256('forged') WHERE tenant_no = $1", [hurt.tenant.no]);
    return rows[0]?.range;
  });
  await recordCalls(hurt.tenant.no, 5);
  await recordCalls(well.tenant.no, 5);
  await sealLog(well.tenant.no);
  await sealLog(hurt.tenant.no);
  expect(await ledgerOf(well.tenant.no)).toEqual(await inOrder(well.tenant.no));
  expect((await ledgerHealth(hurt.tenant.no)).stalled).toMatch(/does not fit/);
  expect((await verifyTenant(hurt.tenant.no)).problems.map(({ kind }) => kind)).toContain("head");

  await asOwner((sql) =>
    sql.query("UPDATE audit.tree SET range = $2 WHERE tenant_no = $1", [hurt.tenant.no, original]),
  );
  const { resumeStalled } = await import("./seal");
  for (let tries = 0; (await ledgerHealth(hurt.tenant.no)).stalled !== null && tries < 100; tries += 1) {
    await resumeStalled(pool("sealer"));
    await sleep(20);
  }
  await sealLog(hurt.tenant.no);
  expect(await ledgerOf(hurt.tenant.no)).toEqual(await inOrder(hurt.tenant.no));
  expect((await verifyTenant(hurt.tenant.no)).problems).toEqual([]);
});

test("of earlier hours the last checkpoint stays, of the last hour all, and the newest always", async () => {
  const { tenant } = await makeTenant();
  const hours = [9, 9, 9, 5, 5, 2, 0, 0];
  await asOwner(async (sql) => {
    // Nobody else sees these: a sealer that starts meanwhile would thin them, too. What it seals of this tenant is far below 100.
    await sql.query("BEGIN");
    for (const [size, hour] of hours.entries())
      await sql.query(
        `INSERT INTO audit.checkpoint (tenant_no, size, root, note, created_at)
         VALUES ($1, 100 + $2::bigint, '', '', date_trunc('hour', now()) - make_interval(hours => $3) + make_interval(secs => $2::bigint))`,
        [tenant.no, size + 1, hour],
      );
    await sql.query("UPDATE audit.checkpoint SET created_at = now() WHERE tenant_no = $1 AND size > 106", [tenant.no]);
    const kept = async () => {
      const { rows } = await sql.query<{ n: number }>(
        "SELECT size::int - 100 AS n FROM audit.checkpoint c WHERE tenant_no = $1 AND size > 100 ORDER BY c.size",
        [tenant.no],
      );
      return rows.map(({ n }) => n);
    };
    await thinCheckpoints(sql, 4 * 3_600_000);
    expect(await kept()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    await thinCheckpoints(sql);
    expect(await kept()).toEqual([3, 5, 6, 7, 8]);
    await sql.query("ROLLBACK");
  });
});

test("a clock that goes backwards changes nothing of the order", async () => {
  const { tenant } = await makeTenant();
  await sealLog(tenant.no);
  const before = (await ledgerOf(tenant.no)).length;
  const made = await asOwner(async (sql) => {
    const ids: string[] = [];
    for (let minute = 10; minute >= 0; minute -= 1)
      ids.push(await insertOne(sql, tenant.no, nowMs() + minute * 60_000));
    return ids;
  });
  await sealLog(tenant.no);
  expect((await ledgerOf(tenant.no)).slice(before)).toEqual(made);
  await withinTenant(tenant.no, async (sql) => {
    for (const [i, id] of made.entries()) expect(await leafIndexOf(sql, tenant.no, id)).toBe(before + i);
  });
  expect((await verifyTenant(tenant.no)).problems).toEqual([]);
});

test("a signature of a text is verified by the public key beside it, and says nothing of another text", async () => {
  const { verify } = await import("node:crypto");
  const { toPublicKey } = await import("./public-key");
  const { publicKey, signature, keyId } = signText('{"a":1}');
  const key = toPublicKey(Buffer.from(publicKey, "base64"));
  expect(keyId).toMatch(/^[0-9a-f]{16}$/);
  expect(verify(null, Buffer.from('{"a":1}'), key, Buffer.from(signature, "base64"))).toBe(true);
  expect(verify(null, Buffer.from('{"a":2}'), key, Buffer.from(signature, "base64"))).toBe(false);
});
