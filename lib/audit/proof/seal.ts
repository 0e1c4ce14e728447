import "server-only";
import type { Pool, PoolClient } from "@/lib/db/pool";
import { type Grown, growTree, type Leaf } from "./grow-tree";
import { type FoundHead, findHeads, findStalled, rememberHead } from "./heads";
import { recordKey, trustedKeys } from "./signer";
import { beginEpoch, endEpoch, moveSweep, readSweep, type Seen, type Sweep } from "./sweep";
import { TreeChanged, writeGrown } from "./write-grown";

/** Advisory lock of whoever seals: one at a time in the whole database, so one at a time for every tenant. */
export const sealerLock = 727_074;

/** Most events of one transaction. */
const batchMax = 5_000;
/**
 * … while there is a backlog. Every round writes a tile, a head and a signature for each tenant in it, which is most of the cost
 * where hundreds of tenants share the backlog.
 */
export const backlogMax = 50_000;

/** What one round has done. `more`: there was more than fits a round. `seen`: below there, nothing is left. */
export type Round = { sealed: number; more: boolean; seen: Seen | undefined };

/** Rows as arrays cost less than as objects. */
type Raw = [tenantNo: number, id: string, leaf: Buffer, xid: string, seq: string, typeNo: number, outcome: number];
const leafColumns = "tenant_no, id, leaf, xid::text, seq::text, type_no, outcome";

/**
 * Seals the next events of all tenants, in one transaction: leaves, tiles, heads, hourly counts, checkpoints and the position.
 * Undefined while another process does. What stops this process in the middle leaves nothing behind.
 */
export async function sealRound(db: Pool, seen?: Seen, max = batchMax): Promise<Round | undefined> {
  const client = await db.connect();
  try {
    await client.query("BEGIN");
    const round = (await isOurs(client)) ? await seal(client, seen, max) : undefined;
    await client.query("COMMIT");
    for (const head of round?.heads ?? []) rememberHead(head);
    client.release();
    return round;
  } catch (error) {
    // Ends the transaction as well: nothing of it was committed.
    client.release(true);
    throw error;
  }
}

async function isOurs(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ ours: boolean }>("SELECT pg_try_advisory_xact_lock($1) AS ours", [sealerLock]);
  return rows[0]?.ours === true;
}

async function seal(
  client: PoolClient,
  seen: Seen | undefined,
  max: number,
): Promise<Round & { heads: Grown["head"][] }> {
  const sweep = await readSweep(client, seen);
  if (sweep.restored) sweep.ceiling = await endEpoch(client, sweep);
  const rows = await nextRows(client, sweep, seen, max);
  const more = rows.length === max;
  const heads = rows.length === 0 ? [] : await growAll(client, sweep.epoch, rows);
  if (rows.length > 0) await moveSweep(client, sweep, endOf(rows));
  if (sweep.ceiling !== null && !more) {
    await beginEpoch(client, sweep);
    return { sealed: rows.length, more: true, seen: undefined, heads };
  }
  return { sealed: rows.length, more, seen: more ? undefined : { epoch: sweep.epoch, xid: sweep.xmin }, heads };
}

async function nextRows(client: PoolClient, sweep: Sweep, seen: Seen | undefined, max: number): Promise<Raw[]> {
  const from = seen?.epoch === sweep.epoch ? seen.xid : "0";
  const { rows } = await client.query<Raw>({
    // Of an epoch that has ended, no transaction can be running any more.
    text: `SELECT ${leafColumns} FROM audit.event e
           WHERE (e.xid, e.seq) > ($1::xid8, $2::bigint) AND e.xid >= $3::xid8 AND e.seq > $4 AND
             ${sweep.ceiling === null ? "$5::bigint IS NULL AND e.xid < pg_snapshot_xmin(pg_current_snapshot())" : "e.seq <= $5::bigint"}
           ORDER BY e.xid, e.seq LIMIT $6`,
    values: [sweep.lastXid, sweep.lastSeq, from, sweep.floor, sweep.ceiling, max],
    rowMode: "array",
  });
  return rows;
}

function endOf(rows: readonly Raw[]): { xid: string; seq: string; maxSeq: string } {
  const last = rows.at(-1);
  let maxSeq = -1;
  for (const [, , , , seq] of rows) maxSeq = Math.max(maxSeq, Number(seq));
  return { xid: last?.[3] ?? "0", seq: last?.[4] ?? "-1", maxSeq: String(maxSeq) };
}

/** Adds rows to the trees of their tenants. A tenant whose tree is not as it should be is left behind, and the others go on. */
async function growAll(client: PoolClient, epoch: number, rows: readonly Raw[]): Promise<Grown["head"][]> {
  const byTenant = new Map<number, Leaf[]>();
  for (const row of rows) {
    const leaves = byTenant.get(row[0]);
    if (leaves) leaves.push(toLeaf(row));
    else byTenant.set(row[0], [toLeaf(row)]);
  }
  const keys = await usableKeys(client);
  const found = await findHeads(client, [...byTenant.keys()], keys);
  const grown: Grown[] = [];
  for (const [tenantNo, leaves] of byTenant) {
    const tree = found.get(tenantNo);
    if (!tree || tree.stalled) continue;
    if (tree.fault === undefined) grown.push(growTree(tree.head, epoch, leaves));
    else await stall(client, tenantNo, tree.fault);
  }
  if (grown.length === 0) return [];
  if (await tryWrite(client, grown)) return grown.map(({ head }) => head);
  // One of them cannot be written: it must not hold up the others.
  const written: Grown["head"][] = [];
  for (const one of grown)
    if (await tryWrite(client, [one])) written.push(one.head);
    else await stall(client, one.head.tenantNo, "The tiles of the tree do not fit its head.", one);
  return written;
}

const toLeaf = ([, id, leaf, xid, seq, typeNo, outcome]: Raw): Leaf => ({ id, leaf, xid, seq, typeNo, outcome });

async function usableKeys(client: PoolClient): Promise<Buffer[]> {
  let keys = await trustedKeys(client);
  if (!keys.some(({ current }) => current)) {
    await recordKey(client);
    keys = await trustedKeys(client);
  }
  return keys.map(({ publicKey }) => publicKey);
}

/** False where a tree was not as it was read, or what is written already contradicts it. */
async function tryWrite(client: PoolClient, grown: readonly Grown[]): Promise<boolean> {
  await client.query("SAVEPOINT trees");
  try {
    await writeGrown(client, grown);
    await client.query("RELEASE SAVEPOINT trees");
    return true;
  } catch (error) {
    const isOfTree =
      error instanceof TreeChanged || (error instanceof Error && "code" in error && error.code === "23505");
    if (!isOfTree) throw error;
    await client.query("ROLLBACK TO SAVEPOINT trees");
    return false;
  }
}

/** Leaves a tree where it is. `seal` goes on with the others; `resume` looks at it again. */
async function stall(client: PoolClient, tenantNo: number, why: string, grown?: Grown): Promise<void> {
  const { rowCount } = await client.query("UPDATE audit.tree SET stalled = $2 WHERE tenant_no = $1", [tenantNo, why]);
  if (rowCount === 0)
    // It has leaves or checkpoints without a head: the head was taken away.
    await client.query("INSERT INTO audit.tree (tenant_no, origin, stalled) VALUES ($1, $2, $3)", [
      tenantNo,
      grown?.head.origin ?? "",
      why,
    ]);
}

/** Seals what trees that were left behind have missed, where they are as they should be again. Gives how many events that were. */
export async function resumeStalled(db: Pool): Promise<number> {
  const client = await db.connect();
  try {
    await client.query("BEGIN");
    let sealed = 0;
    if (await isOurs(client)) {
      const found = await findStalled(client, await usableKeys(client));
      for (const tree of found) if (tree.fault === undefined) sealed += await resume(client, tree);
    }
    await client.query("COMMIT");
    client.release();
    return sealed;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function resume(client: PoolClient, { head }: FoundHead): Promise<number> {
  const { rows } = await client.query<[...Raw, epoch: number]>({
    text: `SELECT ${leafColumns}, audit.epoch_of(e.seq) AS epoch FROM audit.event e, audit.sweep s
           WHERE e.tenant_no = $1 AND (audit.epoch_of(e.seq), e.xid, e.seq) > ($2, $3::xid8, $4::bigint)
             AND (audit.epoch_of(e.seq), e.xid, e.seq) <= (s.epoch, s.last_xid, s.last_seq)
           ORDER BY epoch, e.xid, e.seq LIMIT ${batchMax}`,
    values: [head.tenantNo, head.epoch, head.lastXid, head.lastSeq],
    rowMode: "array",
  });
  const [first] = rows;
  const epoch = first?.[7] ?? head.epoch;
  const leaves = rows
    .filter((row) => row[7] === epoch)
    .map(([no, id, leaf, xid, seq, type, outcome]) => toLeaf([no, id, leaf, xid, seq, type, outcome]));
  if (leaves.length > 0 && !(await tryWrite(client, [growTree(head, epoch, leaves)]))) return 0;
  if (leaves.length === rows.length && rows.length < batchMax)
    await client.query("UPDATE audit.tree SET stalled = NULL WHERE tenant_no = $1", [head.tenantNo]);
  return leaves.length;
}
