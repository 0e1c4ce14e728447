import "server-only";
import type { Queryable } from "@/lib/db/pool";
import { publicUrl } from "@/lib/kernel/env";
import type { Head } from "./grow-tree";
import { isSignedBy, readCheckpoint } from "./note";
import { rangeLength, rootOf } from "./tree";

/** A tree as it is read for sealing: `fault` says in a sentence why nothing may be built upon it. */
export type FoundHead = { head: Head; stalled: boolean; fault: string | undefined };

type Row = {
  tenant_no: number;
  origin: string;
  size: string;
  range: Buffer[];
  epoch: number;
  last_xid: string;
  last_seq: string;
  stalled: string | null;
  checkpoint_size: string | null;
  root: Buffer | null;
  note: string | null;
};

const columns = `t.tenant_no, t.origin, t.size::text, t.range, t.epoch, t.last_xid::text, t.last_seq::text, t.stalled,
  c.size::text AS checkpoint_size, c.root, c.note`;
const newest = `LEFT JOIN LATERAL (
  SELECT size, root, note FROM audit.checkpoint WHERE tenant_no = t.tenant_no ORDER BY size DESC LIMIT 1) c ON true`;

/** The newest heads that this process has signed itself, by origin: they need not be verified again, and none may be shorter. */
const signedHere = new Map<string, { size: number; root: string }>();
const signedHereMax = 20_000;

/** Remembers what was just committed. */
export function rememberHead({ origin, size, range }: Head): void {
  if (signedHere.size >= signedHereMax) signedHere.clear();
  signedHere.set(origin, { size, root: rootOf({ range }).toString("hex") });
}

/** The trees of some tenants; one that was never sealed has a new and empty tree, named after PUBLIC_URL and the tenant's slug. */
export async function findHeads(
  sql: Queryable,
  tenantNos: readonly number[],
  publicKeys: readonly Buffer[],
): Promise<Map<number, FoundHead>> {
  const { rows } = await sql.query<Row>({
    name: "seal-heads",
    text: `SELECT ${columns} FROM audit.tree t ${newest} WHERE t.tenant_no = ANY($1::int[])`,
    values: [tenantNos],
  });
  const found = new Map(rows.map((row) => [row.tenant_no, toFound(row, publicKeys)]));
  const fresh = tenantNos.filter((no) => !found.has(no));
  if (fresh.length > 0) {
    const { rows: tenants } = await sql.query<{ no: number; slug: string }>(
      "SELECT no, slug FROM public.tenant WHERE no = ANY($1::int[])",
      [fresh],
    );
    const slugs = new Map(tenants.map(({ no, slug }) => [no, slug]));
    for (const no of fresh) {
      const head = emptyHead(no, originOf(slugs.get(no) ?? `tenant-${no}`));
      found.set(no, { head, stalled: false, fault: setBack(head) });
    }
  }
  return found;
}

/** Trees that are not sealed on, because of what was wrong with them. */
export async function findStalled(sql: Queryable, publicKeys: readonly Buffer[]): Promise<FoundHead[]> {
  const { rows } = await sql.query<Row>(
    `SELECT ${columns} FROM audit.tree t ${newest} WHERE t.stalled IS NOT NULL ORDER BY t.tenant_no LIMIT 50`,
  );
  return rows.map((row) => toFound(row, publicKeys));
}

const originOf = (slug: string): string => `${new URL(publicUrl()).host}/audit/${slug}`;

const emptyHead = (tenantNo: number, origin: string): Head => ({
  ...{ tenantNo, origin, size: 0, range: [] },
  ...{ epoch: 0, lastXid: "0", lastSeq: "-1" },
});

function toFound(row: Row, publicKeys: readonly Buffer[]): FoundHead {
  const head: Head = {
    tenantNo: row.tenant_no,
    origin: row.origin,
    size: Number(row.size),
    range: row.range,
    epoch: row.epoch,
    lastXid: row.last_xid,
    lastSeq: row.last_seq,
  };
  return { head, stalled: row.stalled !== null, fault: faultOf(head, row, publicKeys) };
}

/** Two heads that do not fit would be signed. Where a backup was restored on purpose, a new process knows nothing of the longer one. */
function setBack({ origin, size }: Head): string | undefined {
  const signed = signedHere.get(origin)?.size ?? 0;
  return size < signed
    ? `The tree has ${size} events, and this process has signed it with ${signed}: it was set back. Verify the log, then restart.`
    : undefined;
}

/** Nothing is built upon a head that this installation did not sign: what was written by another hand must not be signed over. */
function faultOf(head: Head, { checkpoint_size, root, note }: Row, publicKeys: readonly Buffer[]): string | undefined {
  const shorter = setBack(head);
  if (shorter !== undefined) return shorter;
  if (head.size === 0 && checkpoint_size === null) return undefined;
  if (head.range.length !== rangeLength(head.size)) return "The head of the tree does not fit its size.";
  if (root === null || note === null || Number(checkpoint_size) !== head.size)
    return "The newest checkpoint is not of the tree's size.";
  const own = rootOf(head);
  if (!own.equals(root)) return "The newest checkpoint does not fit the head of the tree.";
  if (signedHere.get(head.origin)?.root === own.toString("hex")) return undefined;
  const says = readCheckpoint(note);
  if (!says || says.origin !== head.origin || says.size !== head.size || !says.root.equals(own))
    return "The newest checkpoint says something else than its row.";
  return isSignedBy(note, head.origin, publicKeys)
    ? undefined
    : "The newest checkpoint is not signed by a key of this installation.";
}
