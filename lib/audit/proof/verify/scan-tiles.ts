import "server-only";
import { withinTenant } from "@/lib/db/within-tenant";
import { tileWidth } from "../tile";
import type { Position, Scope } from "./scope";

/** What the database says of one tile of leaves and its events. Places are counted from 1. */
export type ScannedTile = {
  n: number;
  hashes: Buffer;
  /** UUIDs, with a comma between them: see `idAt`. */
  ids: string;
  /** The leaf hashes of the events' rows, zeros where there is none. */
  leaves: Buffer;
  /** Places whose row does not seem to be what it was; to be looked at. */
  suspect: number[];
  gone: number[];
  disordered: number[];
  /** Of the first and the last event that is there; undefined where none is. */
  first: Position | undefined;
  last: Position | undefined;
  /** Where the tile says that its first event stands. */
  claimed: Position;
};

/** Tiles asked for at once: enough to keep the database busy, few enough that memory stays small. */
export const tilesAtOnce = 32;

/** Of each row: its place, its leaf hash, its xid and its seq. */
const rowBytes = 50;

/** Whether a row's columns say what its envelope says. `$3` and `$4` are the names of types and reasons by number. */
const columnsFit = `(
  SELECT b.id = e.id AND b.type IS NOT DISTINCT FROM ($3::text[])[e.type_no]
     AND b.outcome IS NOT DISTINCT FROM (ARRAY['success', 'denied', 'error', 'unknown'])[e.outcome]
     AND b.decision IS NOT DISTINCT FROM (ARRAY['allow', 'deny'])[e.decision]
     AND (b.reason ->> 'code') IS NOT DISTINCT FROM ($4::text[])[e.reason_no]
     AND b."occurredAt" = e.occurred_at
     AND b.index = ARRAY[e.agent_no, e.instance_no, e.human_no, e.resource_no, e.tool_no, e.policy_no, e.actor_no]
  FROM json_to_record(e.body) AS b(id uuid, type text, outcome text, decision text, reason json, "occurredAt" timestamptz, index int[]))`;

const dimTexts = ["agent", "instance", "human", "resource", "tool", "policy", "actor"]
  .map((dim) => `coalesce(e.${dim}_no::text, 'null')`)
  .join(", ");

/*
 * The same for what most rows are, decided calls, without taking the JSON apart. A quotation mark inside a text of the envelope is
 * escaped, so what is searched for can only be a name with its value. Each part is searched for in what stands behind the one
 * before, in the order of canonical JSON, and behind the event's own id nothing follows whose shape somebody else has a say in.
 * What stands before it is the decision, which a call's outcome gives away. `split_part` searches faster than a pattern of LIKE:
 * it goes on by many bytes at a time.
 */
const looksLikeItsColumns = [
  `'"decision":"', (ARRAY['allow', 'deny'])[e.decision], '",'`,
  `'"id":"', e.id, '","index":[', concat_ws(',', ${dimTexts}), '],'`,
  `'"occurredAt":"', to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
   '","outcome":"', (ARRAY['success', 'denied', 'error', 'unknown'])[e.outcome], '",'`,
  `'"reason":{"code":"', ($4::text[])[e.reason_no], '",'`,
  `'"type":"', ($3::text[])[e.type_no], '",'`,
].reduce((rest, part) => `split_part(${rest}, concat(${part}), 2)`, "e.body::text");

const isDecidedCall =
  "e.type_no IN (1, 2) AND e.reason_no IS NOT NULL AND e.decision = CASE e.outcome WHEN 2 THEN 2 ELSE 1 END";

/** What a client is sent of JSON are the bytes of its text, in UTF-8. */
const contentFits = `sha256('\\x00'::bytea || json_send(e.body)) = e.leaf`;

/**
 * `looksRight` is evaluated in the database, next to the rows: what is right never leaves it. Rows say their places, so that
 * nothing has to be sorted. `$5` is the size of the log.
 */
const statement = (looksRight: string) => `
  SELECT t.n::text, t.hashes, array_to_string(t.event_ids, ',') AS ids, t.epoch, t.first_xid::text AS xid, t.first_seq::text AS seq, r.*
  FROM audit.tile t CROSS JOIN LATERAL (
    SELECT string_agg(int2send(u.place::int2) || e.leaf || xid8send(e.xid) || int8send(e.seq), ''::bytea) AS rows,
           array_agg(u.place) FILTER (WHERE e.leaf IS NOT NULL AND e.fits IS NOT TRUE)::int[] AS suspect
    FROM unnest(t.event_ids[1:least($5::bigint - t.n * ${tileWidth}, ${tileWidth})]) WITH ORDINALITY u(id, place)
    LEFT JOIN LATERAL (
      SELECT e.leaf, e.xid, e.seq, ${looksRight} AS fits
      FROM audit.event e WHERE e.tenant_no = $1 AND e.id = u.id
      OFFSET 0
    ) e ON true
  ) r
  WHERE t.tenant_no = $1 AND t.level = 0 AND t.n >= $2 AND t.n < $2 + ${tilesAtOnce}
  ORDER BY t.n`;

const statements = {
  quick: {
    name: "verify-tiles",
    text: statement(
      `CASE WHEN ${contentFits} THEN CASE WHEN ${isDecidedCall} AND ${looksLikeItsColumns} <> '' THEN true ELSE ${columnsFit} END END`,
    ),
  },
  // Where content was changed so that PostgreSQL cannot read it, every row is looked at.
  slow: {
    name: "verify-tiles-slowly",
    text: statement("false AND num_nulls($3::text[], $4::text[]) = 2"),
  },
};

type Row = {
  n: string;
  hashes: Buffer;
  ids: string | null;
  epoch: number | null;
  xid: string | null;
  seq: string | null;
  rows: Buffer | null;
  suspect: number[] | null;
};

/** Reads the tiles of leaves from `n` on with what has become of their events. */
export async function scanTiles(scope: Scope, n: number): Promise<ScannedTile[]> {
  const { tenantNo, size, types, reasons } = scope;
  const values = [tenantNo, n, types, reasons, size];
  const ask = (how: keyof typeof statements) =>
    withinTenant(tenantNo, async (sql) => (await sql.query<Row>({ ...statements[how], values })).rows);
  const rows = await ask("quick").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && /^22...$/.test(String(error.code))) return ask("slow");
    throw error;
  });
  const floors = scope.epochs.map(BigInt);
  return rows.map((row) => ({
    n: Number(row.n),
    hashes: row.hashes,
    ids: row.ids ?? "",
    suspect: row.suspect ?? [],
    ...readRows(row.rows ?? Buffer.alloc(0), widthOf(row, size), floors),
    claimed: { epoch: row.epoch ?? -1, xid: BigInt(row.xid ?? -1), seq: BigInt(row.seq ?? -1) },
  }));
}

/** How many events a tile names that are sealed. */
const widthOf = ({ n, ids }: Row, size: number): number =>
  Math.min(tileWidth, size - Number(n) * tileWidth, Math.ceil((ids ?? "").length / idLength));

/** Takes the rows of a tile apart, and compares each with the one before that is there. */
function readRows(
  rows: Buffer,
  width: number,
  floors: readonly bigint[],
): Pick<ScannedTile, "leaves" | "gone" | "disordered" | "first" | "last"> {
  const starts = new Int32Array(width).fill(-1);
  for (let at = 0; at < rows.length; at += rowBytes) starts[rows.readInt16BE(at) - 1] = at;
  const leaves = Buffer.alloc(width * 32);
  const gone: number[] = [];
  const disordered: number[] = [];
  let first: Position | undefined;
  let last: Position | undefined;
  for (const [i, at] of starts.entries()) {
    const place = i + 1;
    if (at < 0) {
      gone.push(place);
      continue;
    }
    rows.copy(leaves, i * 32, at + 2, at + 34);
    const seq = rows.readBigInt64BE(at + 42);
    const position = { epoch: epochOf(seq, floors), xid: rows.readBigUInt64BE(at + 34), seq };
    if (last && !isAfter(position, last)) disordered.push(place);
    first ??= position;
    last = position;
  }
  return { leaves, gone, disordered, first, last };
}

function epochOf(seq: bigint, firsts: readonly bigint[]): number {
  let epoch = 0;
  for (const first of firsts) if (seq >= first) epoch += 1;
  return epoch;
}

/** A UUID and the comma behind it. */
const idLength = 37;

/** The UUID at a place; undefined beyond the end. */
export const idAt = ({ ids }: Pick<ScannedTile, "ids">, place: number): string | undefined =>
  ids.slice((place - 1) * idLength, place * idLength - 1) || undefined;

/** Whether one place in the order of sealing is after another. */
export const isAfter = (a: Position, b: Position): boolean =>
  a.epoch !== b.epoch ? a.epoch > b.epoch : a.xid !== b.xid ? a.xid > b.xid : a.seq > b.seq;
