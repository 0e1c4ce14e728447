import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { v7 as uuidv7 } from "uuid";
import { pool } from "@/lib/db/pool";
import { databaseUrl } from "@/lib/kernel/env";
import { readEventId, toEventId } from "@/lib/kernel/ids";
import { makeTenant } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { asOnlySealer, ledgerOf, recordCalls, sealLog } from "@/prisma/world/seal-log";
import { growTree, type Leaf, widthAfter } from "./grow-tree";
import { latestCheckpoint } from "./list-checkpoints";
import { keyHashOf, readCheckpoint, readNotes, toCheckpointText, toNote } from "./note";
import { copyCheckpoints, keptCheckpoints } from "./outside-copy";
import { keyIdOf, toKeyBytes } from "./public-key";
import { signCheckpoint } from "./signer";
import { hashLeaf, rootOf } from "./tree";
import type { Problem } from "./verify/problem";
import { verifyTenant } from "./verify/verify-tenant";
import { verifyLog } from "./verify-log";

/*
 * Whoever owns the database can switch off triggers and change what they like. Each test does one thing to a log of more than two
 * tiles, and says what verification has to find, and where.
 */

type Log = { no: number; ids: string[]; slug: string; world: Awaited<ReturnType<typeof makeTenant>>; sql: pg.Client };

/** Calls made in a row of two sealings, so that there are checkpoints in the middle. */
const log = test.extend<{ log: Log }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
  log: async ({}, use) => {
    const world = await makeTenant();
    const no = world.tenant.no;
    await recordCalls(no, 200);
    await sealLog(no);
    await recordCalls(no, 400);
    await sealLog(no);
    const sql = new pg.Client({ connectionString: databaseUrl() });
    await sql.connect();
    await sql.query("SET session_replication_role = replica");
    await use({ no, ids: await ledgerOf(no), slug: world.tenant.slug, world, sql });
    await sql.end();
  },
});

const found = async (no: number, notes: string[] = []): Promise<Problem[]> => {
  const { ok, problems } = await verifyTenant(no, { notes });
  expect(ok).toBe(problems.length === 0);
  for (const { text } of problems) expect(text).toMatch(/^[A-Z0-9].*\.$/);
  return problems;
};

const brief = (problems: readonly Problem[]) =>
  problems.map(({ kind, index, event }) => [kind, index, event && readEventId(event)]);

log("nothing was changed: nothing is found", async ({ log: { no, ids, world } }) => {
  expect(await verifyTenant(no)).toMatchObject({ ok: true, size: ids.length, problems: [] });
  expect(await found(no, [(await latestCheckpoint(world.ctx("owner"))).note])).toEqual([]);
});

for (const place of [0, 255, 256, 400])
  log(`a changed event is found at its place (${place})`, async ({ log: { no, ids, sql } }) => {
    const id = ids[place] ?? "";
    await sql.query(
      `UPDATE audit.event SET body = replace(body::text, '"surface":"', '"surface":"x')::json WHERE tenant_no = $1 AND id = $2`,
      [no, id],
    );
    expect(brief(await found(no))).toEqual([["content", place, id]]);
    // And with the leaf hash made to fit.
    await sql.query(
      `UPDATE audit.event SET leaf = sha256('\\x00'::bytea || convert_to(body::text, 'UTF8')) WHERE tenant_no = $1 AND id = $2`,
      [no, id],
    );
    expect(brief(await found(no))).toEqual([["content", place, id]]);
  });

log("content that is no JSON object any more is found, too", async ({ log: { no, ids, sql } }) => {
  await sql.query("UPDATE audit.event SET body = '[1]' WHERE tenant_no = $1 AND id = $2", [no, ids[30]]);
  await sql.query(
    `UPDATE audit.event SET body = '{"occurredAt":"never"}', leaf = sha256('\\x00'::bytea || convert_to('{"occurredAt":"never"}', 'UTF8'))
     WHERE tenant_no = $1 AND id = $2`,
    [no, ids[40]],
  );
  expect(brief(await found(no))).toEqual([
    ["content", 30, ids[30]],
    ["content", 40, ids[40]],
  ]);
});

const columns: Record<string, string> = {
  type: "type_no = 3 - type_no",
  outcome: "outcome = 4",
  decision: "decision = 3 - decision",
  "no decision": "decision = NULL",
  reason: "reason_no = (SELECT min(no) FROM audit.reason r WHERE r.no <> e.reason_no)",
  time: "occurred_at = occurred_at - interval '1 day'",
  agent: "agent_no = agent_no + 1",
  human: "human_no = NULL",
  resource: "resource_no = resource_no + 1",
  tool: "tool_no = NULL",
  policy: "policy_no = 1",
  actor: "actor_no = 1",
  instance: "instance_no = 1",
};
log("every changed column that searches go by is found and named", async ({ log: { no, ids, sql } }) => {
  let place = 250;
  const changed: [string, number][] = [];
  for (const [name, change] of Object.entries(columns)) {
    place += 7;
    await sql.query(`UPDATE audit.event e SET ${change} WHERE tenant_no = $1 AND id = $2`, [no, ids[place]]);
    changed.push([name, place]);
  }
  const problems = await found(no);
  expect(brief(problems)).toEqual(changed.map(([, at]) => ["columns", at, ids[at]]));
  for (const [i, [name]] of changed.entries()) expect(problems[i]?.text).toContain(name.replace("no ", ""));
});

log("a changed leaf hash is told from changed content", async ({ log: { no, ids, sql } }) => {
  await sql.query("UPDATE audit.event SET leaf = sha256('x') WHERE tenant_no = $1 AND id = $2", [no, ids[300]]);
  expect(brief(await found(no))).toEqual([["leaf", 300, ids[300]]]);
});

log("a deleted event is found, and what retention has removed is none", async ({ log: { no, ids, sql } }) => {
  await sql.query("DELETE FROM audit.event WHERE tenant_no = $1 AND id = ANY($2::uuid[])", [no, ids.slice(0, 20)]);
  expect(brief(await found(no))).toEqual(ids.slice(0, 20).map((id, i) => ["deleted", i, id]));
  await sql.query("INSERT INTO audit.cut (tenant_no, below_index, before_id) VALUES ($1, 15, $2)", [no, ids[599]]);
  expect(brief(await found(no))).toEqual(ids.slice(15, 20).map((id, i) => ["deleted", 15 + i, id]));
  await sql.query("INSERT INTO audit.cut (tenant_no, below_index, before_id) VALUES ($1, 20, $2)", [no, ids[599]]);
  expect(await found(no)).toEqual([]);
});

log("an inserted event is found, with the place it was put at", async ({ log: { no, ids, sql } }) => {
  const id = uuidv7();
  const body = `{"id":"${id}","v":1}`;
  // Between two others, in a transaction long past: the sealer will never look there again.
  await sql.query(
    `INSERT INTO audit.event (tenant_no, id, xid, seq, occurred_at, type_no, outcome, body, leaf)
     SELECT $1, $2, xid, seq, occurred_at, type_no, outcome, $4::json, $5 FROM audit.event WHERE tenant_no = $1 AND id = $3`,
    [no, id, ids[300], body, hashLeaf(Buffer.from(body))],
  );
  const problems = await found(no);
  expect(brief(problems)).toEqual([["inserted", 256, id]]);
  // Taking another one away does not make up for it.
  await sql.query("DELETE FROM audit.event WHERE tenant_no = $1 AND id = $2", [no, ids[10]]);
  expect(brief(await found(no))).toEqual([
    ["deleted", 10, ids[10]],
    ["inserted", 256, id],
  ]);
});

log("events that changed places are found", async ({ log: { no, ids, sql } }) => {
  await sql.query(
    `UPDATE audit.event e SET xid = o.xid, seq = o.seq FROM audit.event o
     WHERE e.tenant_no = $1 AND o.tenant_no = $1 AND (e.id, o.id) IN (($2::uuid, $3::uuid), ($3::uuid, $2::uuid))`,
    [no, ids[100], ids[110]],
  );
  const problems = await found(no);
  expect(new Set(problems.map(({ kind }) => kind))).toEqual(new Set(["reordered"]));
  for (const { index = -1 } of problems) expect([101, 110, 111]).toContain(index);
  // The contents of two rows: each is at the other's place then.
  const world = await makeTenant();
  await recordCalls(world.tenant.no, 20);
  await sealLog(world.tenant.no);
  const other = await ledgerOf(world.tenant.no);
  await sql.query(
    `UPDATE audit.event e SET body = o.body, leaf = o.leaf, type_no = o.type_no, outcome = o.outcome, decision = o.decision, reason_no = o.reason_no
     FROM audit.event o WHERE e.tenant_no = $1 AND o.tenant_no = $1 AND (e.id, o.id) IN (($2::uuid, $3::uuid), ($3::uuid, $2::uuid))`,
    [world.tenant.no, other[8], other[9]],
  );
  expect(brief(await found(world.tenant.no))).toEqual([
    ["content", 8, other[8]],
    ["content", 9, other[9]],
  ]);
});

log("a sealed event that was moved among the unsealed ones is found", async ({ log: { no, ids, sql } }) => {
  await sql.query("UPDATE audit.event SET xid = '9000000000000000000' WHERE tenant_no = $1 AND id = $2", [
    no,
    ids.at(-1),
  ]);
  expect(brief(await found(no))).toContainEqual(["reordered", ids.length - 1, undefined]);
  // Or the sealer of every other test would take the number for another cluster's.
  await sql.query("DELETE FROM audit.event WHERE tenant_no = $1 AND id = $2", [no, ids.at(-1)]);
});

log("changed hashes of the tree are found on every level", async ({ log: { no, ids, sql } }) => {
  const patch = (level: number, n: number, place: number) =>
    sql.query(
      "UPDATE audit.tile SET hashes = overlay(hashes PLACING sha256('x') FROM $4::int * 32 + 1 FOR 32) WHERE tenant_no = $1 AND level = $2 AND n = $3",
      [no, level, n, place],
    );
  const tiles = await sql.query("SELECT level, n, width, hashes FROM audit.tile WHERE tenant_no = $1", [no]);
  const restore = async () => {
    for (const { level, n, hashes } of tiles.rows)
      await sql.query("UPDATE audit.tile SET hashes = $4 WHERE tenant_no = $1 AND level = $2 AND n = $3", [
        no,
        level,
        n,
        hashes,
      ]);
  };
  await patch(0, 1, 3);
  expect(brief(await found(no))).toContainEqual(["tile", 259, ids[259]]);
  await restore();
  await patch(0, 2, 1);
  expect(brief(await found(no))).toContainEqual(["tile", 513, ids[513]]);
  await restore();
  await patch(1, 0, 1);
  expect(brief(await found(no))).toEqual([["tile", 256, undefined]]);
  await restore();
  expect(await found(no)).toEqual([]);
  await sql.query("DELETE FROM audit.tile WHERE tenant_no = $1 AND level = 0 AND n = 1", [no]);
  const problems = await found(no);
  expect(brief(problems)).toContainEqual(["tile", 256, undefined]);
  expect(problems.map(({ kind }) => kind)).not.toContain("rolled_back");
});

log("a changed head is found", async ({ log: { no, sql } }) => {
  await sql.query("UPDATE audit.tree SET range[1] = sha256('x') WHERE tenant_no = $1", [no]);
  expect((await found(no)).map(({ kind }) => kind)).toEqual(["head"]);
});

log("changed, forged and unsigned checkpoints are found", async ({ log: { no, sql, world } }) => {
  const { note, size } = await latestCheckpoint(world.ctx("owner"));
  const set = (text: string, root?: Buffer) =>
    sql.query("UPDATE audit.checkpoint SET note = $3, root = coalesce($4, root) WHERE tenant_no = $1 AND size = $2", [
      no,
      size,
      text,
      root ?? null,
    ]);
  const says = readCheckpoint(note);
  const origin = says?.origin ?? "";
  const forged = { origin, size, root: hashLeaf(Buffer.from("forged")) };
  await sql.query("UPDATE audit.checkpoint SET root = sha256('x') WHERE tenant_no = $1 AND size = $2", [no, size]);
  expect((await found(no)).map(({ kind }) => kind)).toEqual(["checkpoint"]);
  // Signed by somebody else, whose key was put among ours.
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const bytes = toKeyBytes(publicKey);
  await sql.query("INSERT INTO audit.signing_key (key_id, public_key) VALUES ($1, $2)", [keyIdOf(bytes), bytes]);
  const text = toCheckpointText(forged);
  const theirs = toNote(text, {
    name: origin,
    keyHash: keyHashOf(origin, bytes),
    signature: sign(null, Buffer.from(text), privateKey),
  });
  await set(theirs, forged.root);
  expect((await found(no)).map(({ kind }) => kind)).toEqual(["signature", "checkpoint"]);
  await set("nothing");
  expect((await found(no)).map(({ kind }) => kind)).toEqual(["checkpoint"]);
  await sql.query("DELETE FROM audit.signing_key WHERE key_id = $1", [keyIdOf(bytes)]);
});

/** Rewrites a tree from the rows as they are now, as its owner would who knows how. */
async function rebuild(
  { no, sql }: Log,
  signer: (checkpoint: { origin: string; size: number; root: Buffer }) => string,
) {
  await sql.query(
    "UPDATE audit.event SET leaf = sha256('\\x00'::bytea || convert_to(body::text, 'UTF8')) WHERE tenant_no = $1",
    [no],
  );
  const { rows } = await sql.query<{ id: string; leaf: Buffer; xid: string; seq: string }>(
    `SELECT e.id, e.leaf, e.xid::text, e.seq::text FROM audit.event e, audit.tree t
     WHERE e.tenant_no = $1 AND t.tenant_no = $1 AND (e.xid, e.seq) <= (t.last_xid, t.last_seq) ORDER BY e.xid, e.seq`,
    [no],
  );
  const { origin } = (await sql.query("SELECT origin FROM audit.tree WHERE tenant_no = $1", [no])).rows[0];
  const leaves: Leaf[] = rows.map((row) => ({ ...row, typeNo: 1, outcome: 1 }));
  const empty = { tenantNo: no, origin, size: 0, range: [], epoch: 0, lastXid: "0", lastSeq: "-1" };
  const { head, tiles } = growTree(empty, 0, leaves);
  await sql.query("DELETE FROM audit.tile WHERE tenant_no = $1", [no]);
  await sql.query("DELETE FROM audit.checkpoint WHERE tenant_no = $1", [no]);
  await sql.query("UPDATE audit.tree SET size = $2, range = $3 WHERE tenant_no = $1", [no, head.size, head.range]);
  for (const tile of tiles)
    await sql.query(
      "INSERT INTO audit.tile (tenant_no, level, n, width, hashes, event_ids, epoch, first_xid, first_seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      [
        ...[no, tile.level, tile.n, widthAfter(tile), Buffer.concat(tile.hashes), tile.level === 0 ? tile.ids : null],
        ...[tile.first?.epoch, tile.first?.xid, tile.first?.seq],
      ],
    );
  const root = rootOf(head);
  await sql.query("INSERT INTO audit.checkpoint (tenant_no, size, root, note) VALUES ($1, $2, $3, $4)", [
    no,
    head.size,
    root,
    signer({ origin, size: head.size, root }),
  ]);
}

log("everything recomputed by the owner of the database is found by the signature", async ({ log: all }) => {
  const { no, ids, sql } = all;
  await sql.query(
    `UPDATE audit.event SET body = replace(body::text, '"surface":"', '"surface":"x')::json WHERE tenant_no = $1 AND id = $2`,
    [no, ids[123]],
  );
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const bytes = toKeyBytes(publicKey);
  await rebuild(all, (checkpoint) => {
    const text = toCheckpointText(checkpoint);
    const keyHash = keyHashOf(checkpoint.origin, bytes);
    return toNote(text, { name: checkpoint.origin, keyHash, signature: sign(null, Buffer.from(text), privateKey) });
  });
  expect((await found(no)).map(({ kind }) => kind)).toEqual(["signature"]);
});

log(
  "everything recomputed and signed with the stolen secret is found by a checkpoint from outside",
  async ({ log: all }) => {
    const { no, ids, sql, world } = all;
    const old = await sql.query<{ note: string; size: string }>(
      "SELECT note, size FROM audit.checkpoint WHERE tenant_no = $1 ORDER BY size",
      [no],
    );
    const notes = old.rows.map(({ note }) => note);
    const newest = await latestCheckpoint(world.ctx("owner"));
    await sql.query(
      `UPDATE audit.event SET body = replace(body::text, '"surface":"', '"surface":"x')::json WHERE tenant_no = $1 AND id = $2`,
      [no, ids[450]],
    );
    await rebuild(all, signCheckpoint);
    expect(await found(no)).toEqual([]);
    const problems = await found(no, [newest.note]);
    expect(problems.map(({ kind }) => kind)).toEqual(["checkpoint"]);
    // The more checkpoints were kept, the closer the place is known.
    const sizes = old.rows.map(({ size }) => Number(size));
    const below = Math.max(0, ...sizes.filter((size) => size <= 450));
    const closer = await found(no, notes);
    expect(closer[0]).toMatchObject({ kind: "checkpoint", index: below });
  },
);

log(
  "a log that was set back to an earlier state is found by a checkpoint from outside",
  async ({ log: { no, sql, world, ids } }) => {
    await asOnlySealer(async () => {
      const tables = ["event", "tile", "tree", "checkpoint"];
      for (const table of tables)
        await sql.query(`CREATE TEMP TABLE kept_${table} AS SELECT * FROM audit.${table} WHERE tenant_no = ${no}`);
      await recordCalls(no, 30);
      await sealLog(no);
      const { note, size } = await latestCheckpoint(world.ctx("owner"));
      expect(size).toBeGreaterThan(ids.length);
      for (const table of tables) {
        await sql.query(`DELETE FROM audit.${table} WHERE tenant_no = $1`, [no]);
        await sql.query(`INSERT INTO audit.${table} OVERRIDING SYSTEM VALUE SELECT * FROM kept_${table}`);
      }
      expect(await found(no)).toEqual([]);
      const problems = await found(no, [note]);
      expect(brief(problems)).toEqual([["rolled_back", ids.length, undefined]]);
      // The sealer that knows better does not sign over it.
      await recordCalls(no, 1);
      await sealLog(no);
      const { ledgerHealth } = await import("./ledger-health");
      expect(await ledgerHealth(no)).toMatchObject({ size: ids.length, stalled: expect.stringContaining("set back") });
      // And where all of it is gone.
      for (const table of tables) await sql.query(`DELETE FROM audit.${table} WHERE tenant_no = $1`, [no]);
      expect((await found(no, [note])).map(({ kind }) => kind)).toEqual(["rolled_back"]);
    });
  },
);

log("a changed personal value is found; an erased one is none", async ({ log: { no, sql } }) => {
  await sql.query("UPDATE audit.personal SET value = 'Mallory' WHERE tenant_no = $1 AND value = 'Alice Archer'", [no]);
  const problems = await found(no);
  expect(problems.map(({ kind }) => kind)).toEqual(["personal"]);
  expect(problems[0]?.text).toContain("human|alice");
  expect(JSON.stringify(problems)).not.toContain("Mallory");
  await sql.query("UPDATE audit.personal SET value = NULL, salt = NULL WHERE tenant_no = $1", [no]);
  expect(await found(no)).toEqual([]);
});

log(
  "checkpoints are copied to files outside the database, once each, and found again",
  async ({ log: { no, sql, world, slug } }) => {
    const dir = await mkdtemp(path.join(tmpdir(), "checkpoints-"));
    try {
      await copyCheckpoints(pool("sealer"), dir);
      await copyCheckpoints(pool("sealer"), dir);
      const first = await latestCheckpoint(world.ctx("owner"));
      const file = path.join(dir, "checkpoints", `${slug}.txt`);
      expect(readNotes(await readFile(file, "utf8"))).toEqual([first.note]);
      await recordCalls(no, 3);
      await sealLog(no);
      await copyCheckpoints(pool("sealer"), dir);
      const second = await latestCheckpoint(world.ctx("owner"));
      const origin = readCheckpoint(first.note)?.origin ?? "";
      expect(await keptCheckpoints(origin, dir)).toEqual([first.note, second.note]);
      // A file that has become long is put aside, and read as well.
      await writeFile(file, `${first.note}\n${"# old\n".repeat(400_000)}\n${first.note}\n`);
      await copyCheckpoints(pool("sealer"), dir);
      expect(readNotes(await readFile(file, "utf8"))).toEqual([second.note]);
      expect(await copyCheckpoints(pool("sealer"), path.join(dir, "nowhere"))).toBe(0);
      await sql.query("SELECT 1");
    } finally {
      await rm(dir, { recursive: true });
    }
  },
);

log(
  "verifying leaves an event with its result, and is kept for the health page",
  async ({ log: { no, ids, sql, world } }) => {
    const ctx = world.ctx("auditor");
    const [first, second] = await Promise.allSettled([verifyLog(ctx), verifyLog(ctx)]);
    expect([first.status, second.status].sort()).toEqual(["fulfilled", "rejected"]);
    await sql.query("UPDATE audit.event SET outcome = 4 WHERE tenant_no = $1 AND id = $2", [no, ids[7]]);
    const verification = await verifyLog(ctx);
    expect(verification).toMatchObject({
      ok: false,
      problemCount: 1,
      problems: [{ kind: "columns", event: toEventId(ids[7] ?? "") }],
    });
    const events = await readEvents(world, { type: ["audit.verified"] });
    expect(events.map(({ outcome, details }) => [outcome, details["problems"]])).toEqual([
      ["success", 0],
      ["error", 1],
    ]);
    const { ledgerHealth } = await import("./ledger-health");
    expect((await ledgerHealth(no)).verification).toMatchObject({ ok: false, problems: 1 });
    await expect(verifyLog(world.keyCtx("events:read"))).rejects.toMatchObject({ code: "forbidden" });
  },
);
