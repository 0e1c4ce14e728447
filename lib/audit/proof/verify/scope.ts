import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import { trustedKeys } from "../signer";

/** A place in the order of sealing. */
export type Position = { epoch: number; xid: bigint; seq: bigint };

export type StoredCheckpoint = { size: number; root: Buffer; note: string; at: Date };

/** What a verification goes by, read at one moment: the log may grow meanwhile. */
export type Scope = {
  tenantNo: number;
  /** Undefined where nothing was ever sealed. */
  origin: string | undefined;
  size: number;
  range: Buffer[];
  /** Every event up to here is sealed. */
  through: Position;
  stalled: string | null;
  /** The smallest seq of epoch 1, 2, … */
  epochs: string[];
  checkpoints: StoredCheckpoint[];
  keys: Buffer[];
  /** Names by number, from 1 on. */
  types: (string | null)[];
  reasons: (string | null)[];
};

type Row = {
  origin: string | null;
  size: string | null;
  range: Buffer[] | null;
  stalled: string | null;
  epoch: number;
  xid: string;
  seq: string;
};

/** Reads what the log of a tenant is at this moment. */
export async function readScope(tenantNo: number): Promise<Scope> {
  return withinTenant(tenantNo, async (sql) => {
    const { rows } = await sql.query<Row>(
      `SELECT t.origin, t.size::text, t.range, t.stalled,
              CASE WHEN t.stalled IS NULL THEN s.epoch ELSE t.epoch END AS epoch,
              (CASE WHEN t.stalled IS NULL THEN s.last_xid ELSE t.last_xid END)::text AS xid,
              (CASE WHEN t.stalled IS NULL THEN s.last_seq ELSE t.last_seq END)::text AS seq
       FROM audit.sweep s LEFT JOIN audit.tree t ON t.tenant_no = $1`,
      [tenantNo],
    );
    const [row] = rows;
    if (!row) throw new Error("audit.sweep has lost its row.");
    const { rows: epochs } = await sql.query<{ first: string }>(
      "SELECT (floor_seq + 1)::text AS first FROM audit.epoch ORDER BY no",
    );
    const { rows: checkpoints } = await sql.query<{ size: string; root: Buffer; note: string; created_at: Date }>(
      "SELECT size::text, root, note, created_at FROM audit.checkpoint c WHERE tenant_no = $1 ORDER BY c.size",
      [tenantNo],
    );
    return {
      tenantNo,
      origin: row.origin ?? undefined,
      size: Number(row.size ?? 0),
      range: row.range ?? [],
      through: { epoch: row.epoch, xid: BigInt(row.xid), seq: BigInt(row.seq) },
      stalled: row.stalled,
      epochs: epochs.map(({ first }) => first),
      checkpoints: checkpoints.map(({ size, root, note, created_at: at }) => ({ size: Number(size), root, note, at })),
      keys: (await trustedKeys(sql)).map(({ publicKey }) => publicKey),
      types: await namesByNumber(sql, "event_type", "name"),
      reasons: await namesByNumber(sql, "reason", "code"),
    };
  });
}

async function namesByNumber(sql: PoolClient, table: "event_type" | "reason", column: "name" | "code") {
  const { rows } = await sql.query<{ no: number; name: string }>(`SELECT no, ${column} AS name FROM audit.${table}`);
  const names: (string | null)[] = [];
  for (const { no, name } of rows) {
    while (names.length < no) names.push(null);
    names[no - 1] = name;
  }
  return names;
}
