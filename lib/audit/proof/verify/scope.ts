import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import { type SigningKey, trustedKeys } from "../signer";

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
  /** When the present secret signed for the first time, where there was another one before; infinite where it never has. */
  secretSinceMs: number | undefined;
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
    // All of it at one moment: a tree that is read before it was sealed on, and its checkpoints after, would not fit.
    await sql.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
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
    const keys = await trustedKeys(sql);
    return {
      tenantNo,
      origin: row.origin ?? undefined,
      size: Number(row.size ?? 0),
      range: row.range ?? [],
      through: { epoch: row.epoch, xid: BigInt(row.xid), seq: BigInt(row.seq) },
      stalled: row.stalled,
      epochs: epochs.map(({ first }) => first),
      checkpoints: checkpoints.map(({ size, root, note, created_at: at }) => ({ size: Number(size), root, note, at })),
      keys: keys.map(({ publicKey }) => publicKey),
      secretSinceMs: secretSince(keys),
      types: await namesByNumber(sql, "event_type", "name"),
      reasons: await namesByNumber(sql, "reason", "code"),
    };
  });
}

function secretSince(keys: readonly SigningKey[]): number | undefined {
  const present = keys.find(({ current }) => current);
  if (!present) return Number.POSITIVE_INFINITY;
  return keys.length > 1 ? present.createdAt.getTime() : undefined;
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
