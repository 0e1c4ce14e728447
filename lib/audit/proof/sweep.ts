import "server-only";
import type { Queryable } from "@/lib/db/pool";

/*
 * How far sealing has come. Events are sealed in the order (xid, seq) below the oldest transaction that still runs: whatever is
 * below it can no longer change, so that order is final and nothing can slip in behind.
 *
 * Restored from a dump, a new cluster hands out transaction numbers that are smaller than those of the rows it was given. Then
 * an epoch ends: what the old cluster left unsealed comes first, in its own order, and from then on only rows count whose seq
 * (the sequence goes on where it was) is above everything of the old one.
 */

/** `floor` and `ceiling` bound the seq of the rows of this epoch; there is a ceiling where a newer epoch has begun. */
export type Sweep = {
  epoch: number;
  lastXid: string;
  lastSeq: string;
  floor: string;
  ceiling: string | null;
  /** Below this number every transaction has ended. */
  xmin: string;
  /** The position is of a cluster that has handed out more transaction numbers than this one. */
  restored: boolean;
  /** There is something to seal. */
  due: boolean;
};

/** Where an earlier look has found nothing below: spares looking there again. */
export type Seen = { epoch: number; xid: string };

type Row = {
  epoch: number;
  last_xid: string;
  last_seq: string;
  floor: string;
  ceiling: string | null;
  xmin: string;
  restored: boolean;
  due: boolean;
};

/** Looks whether there is something to seal, for all tenants at once. One probe a partition when there is nothing. */
export async function readSweep(sql: Queryable, seen?: Seen): Promise<Sweep> {
  const { rows } = await sql.query<Row>({
    name: "seal-sweep",
    text: `
      SELECT s.epoch, s.last_xid::text, s.last_seq::text, coalesce(f.floor_seq, -1)::text AS floor, c.floor_seq::text AS ceiling,
             pg_snapshot_xmin(pg_current_snapshot())::text AS xmin,
             s.last_xid >= pg_snapshot_xmax(pg_current_snapshot()) AND c.no IS NULL AS restored,
             EXISTS (
               SELECT FROM audit.event e
               WHERE (e.xid, e.seq) > (s.last_xid, s.last_seq) AND e.xid >= CASE WHEN s.epoch = $1 THEN $2::xid8 ELSE '0' END
                 AND e.xid < pg_snapshot_xmin(pg_current_snapshot()) AND e.seq > coalesce(f.floor_seq, -1)
             ) AS due
      FROM audit.sweep s
      LEFT JOIN audit.epoch f ON f.no = s.epoch
      LEFT JOIN audit.epoch c ON c.no = s.epoch + 1`,
    values: [seen?.epoch ?? -1, seen?.xid ?? "0"],
  });
  const [row] = rows;
  if (!row) throw new Error("audit.sweep has lost its row.");
  const { epoch, floor, ceiling, xmin, restored } = row;
  const due = row.due || restored || ceiling !== null;
  return { epoch, lastXid: row.last_xid, lastSeq: row.last_seq, floor, ceiling, xmin, restored, due };
}

/** Ends the epoch of a sweep at the highest seq of its cluster, and gives that ceiling. */
export async function endEpoch(sql: Queryable, sweep: Sweep): Promise<string> {
  const { rows } = await sql.query<{ ceiling: string }>(
    `INSERT INTO audit.epoch (no, floor_seq)
     SELECT s.epoch + 1, greatest(s.max_seq, (SELECT max(seq) FROM audit.event WHERE (xid, seq) > (s.last_xid, s.last_seq)))
     FROM audit.sweep s WHERE s.epoch = $1
     RETURNING floor_seq::text AS ceiling`,
    [sweep.epoch],
  );
  const [row] = rows;
  if (!row) throw new Error("The epoch has ended already.");
  return row.ceiling;
}

/** Begins the next epoch, when nothing of this one is left. */
export async function beginEpoch(sql: Queryable, sweep: Sweep): Promise<void> {
  await sql.query("UPDATE audit.sweep SET epoch = epoch + 1, last_xid = '0', last_seq = -1 WHERE epoch = $1", [
    sweep.epoch,
  ]);
}

/** Moves the position. Throws where it is not where it was read. */
export async function moveSweep(
  sql: Queryable,
  from: Sweep,
  to: { xid: string; seq: string; maxSeq: string },
): Promise<void> {
  const { rowCount } = await sql.query({
    name: "seal-move",
    text: `UPDATE audit.sweep SET last_xid = $4, last_seq = $5, max_seq = greatest(max_seq, $6), swept_at = now()
           WHERE epoch = $1 AND last_xid = $2::xid8 AND last_seq = $3`,
    values: [from.epoch, from.lastXid, from.lastSeq, to.xid, to.seq, to.maxSeq],
  });
  if (rowCount !== 1) throw new Error("Sealing has moved on meanwhile.");
}
