import "server-only";
import type { Queryable } from "@/lib/db/pool";
import { type Grown, widthAfter } from "./grow-tree";
import { signCheckpoint } from "./signer";
import { rootOf } from "./tree";

/** What was read is no longer what is there: somebody else has written to this tree. */
export class TreeChanged extends Error {
  override readonly name = "TreeChanged";
}

/*
 * Everything of some trees in one statement. Every part names what it was computed from (the size of the tree, the width of the
 * tile); what is not as it was is not written, which shows in the counts.
 */
const statement = `
  WITH trees AS (
    SELECT * FROM json_to_recordset($1::json)
      AS x(tenant_no int, origin text, before bigint, size bigint, range bytea[], epoch int, xid xid8, seq bigint, root bytea, note text)
  ), tiles AS (
    SELECT * FROM json_to_recordset($2::json)
      AS x(tenant_no int, level smallint, n bigint, before smallint, width smallint, hashes bytea, ids uuid[], epoch int, xid xid8, seq bigint)
  ), new_trees AS (
    INSERT INTO audit.tree (tenant_no, origin, size, range, epoch, last_xid, last_seq)
    SELECT tenant_no, origin, size, range, epoch, xid, seq FROM trees WHERE before = 0
    ON CONFLICT DO NOTHING RETURNING 1
  ), grown_trees AS (
    UPDATE audit.tree t SET size = x.size, range = x.range, epoch = x.epoch, last_xid = x.xid, last_seq = x.seq
    FROM trees x WHERE t.tenant_no = x.tenant_no AND t.size = x.before AND x.before > 0 RETURNING 1
  ), new_tiles AS (
    INSERT INTO audit.tile (tenant_no, level, n, width, hashes, event_ids, epoch, first_xid, first_seq)
    SELECT tenant_no, level, n, width, hashes, ids, epoch, xid, seq FROM tiles WHERE before = 0 RETURNING 1
  ), grown_tiles AS (
    UPDATE audit.tile t SET width = x.width, hashes = t.hashes || x.hashes, event_ids = t.event_ids || x.ids
    FROM tiles x
    WHERE t.tenant_no = x.tenant_no AND t.level = x.level AND t.n = x.n AND t.width = x.before AND x.before > 0 RETURNING 1
  ), checkpoints AS (
    INSERT INTO audit.checkpoint (tenant_no, size, root, note) SELECT tenant_no, size, root, note FROM trees
  ), hours AS (
    INSERT INTO audit.rollup_hour AS h (tenant_no, hour, type_no, outcome, n)
    SELECT tenant_no, to_timestamp(hour_ms / 1000.0), type_no, outcome, n
    FROM json_to_recordset($3::json) AS x(tenant_no int, hour_ms bigint, type_no smallint, outcome smallint, n int)
    ON CONFLICT (tenant_no, hour, type_no, outcome) DO UPDATE SET n = h.n + excluded.n
  )
  SELECT (SELECT count(*) FROM new_trees)::int + (SELECT count(*) FROM grown_trees)::int AS trees,
         (SELECT count(*) FROM new_tiles)::int + (SELECT count(*) FROM grown_tiles)::int AS tiles`;

/**
 * Writes grown trees with their tiles, hourly counts and signed checkpoints, in the transaction of `sql`. Throws `TreeChanged`
 * where a tree is not the one that was grown: nothing may then be committed, or two heads would be signed that do not fit.
 */
export async function writeGrown(sql: Queryable, grown: readonly Grown[]): Promise<void> {
  const hex = (bytes: Buffer) => `\\x${bytes.toString("hex")}`;
  const trees = grown.map(({ before, head }) => {
    const root = rootOf(head);
    return {
      tenant_no: head.tenantNo,
      origin: head.origin,
      before,
      size: head.size,
      range: head.range.map(hex),
      epoch: head.epoch,
      xid: head.lastXid,
      seq: head.lastSeq,
      root: hex(root),
      note: signCheckpoint({ origin: head.origin, size: head.size, root }),
    };
  });
  const tiles = grown.flatMap(({ head, tiles }) =>
    tiles.map((tile) => ({
      tenant_no: head.tenantNo,
      level: tile.level,
      n: tile.n,
      before: tile.widthBefore,
      width: widthAfter(tile),
      hashes: hex(Buffer.concat(tile.hashes)),
      ids: tile.level === 0 ? tile.ids : null,
      epoch: tile.first?.epoch ?? null,
      xid: tile.first?.xid ?? null,
      seq: tile.first?.seq ?? null,
    })),
  );
  const hours = grown.flatMap(({ head, hours }) =>
    hours.map(({ hourMs, typeNo, outcome, n }) => ({
      tenant_no: head.tenantNo,
      hour_ms: hourMs,
      type_no: typeNo,
      outcome,
      n,
    })),
  );
  const { rows } = await sql.query<{ trees: number; tiles: number }>({
    name: "seal-write",
    text: statement,
    values: [trees, tiles, hours].map((value) => JSON.stringify(value)),
  });
  const [written] = rows;
  if (written?.trees !== trees.length || written.tiles !== tiles.length)
    throw new TreeChanged("A tree or a tile is not as it was when it was read.");
}
