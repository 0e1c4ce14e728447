import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import { commitmentsIn, type StoredRow } from "../internal/read-row";
import { envelopeOf } from "../proof/envelope";
import { InclusionPaths } from "../proof/inclusion-paths";
import { leafIndexes } from "../proof/leaf-indexes";
import type { StoredCheckpoint } from "../proof/newest-checkpoint";

/** Salts that are remembered. */
const saltsMax = 100_000;

/**
 * That rows are leaves of the tree which one checkpoint signs, a batch at a time: a query for the places of its rows, one for the
 * tiles that are not known yet, one for salts that are not.
 */
export class RowProofs {
  /** The checkpoint that all of them lead to; none where nothing was sealed. */
  readonly checkpoint: StoredCheckpoint | undefined;
  readonly #paths: InclusionPaths;
  readonly #salts = new Map<string, string>();

  constructor(checkpoint: StoredCheckpoint | undefined) {
    this.checkpoint = checkpoint;
    this.#paths = new InclusionPaths(checkpoint?.size ?? 0);
  }

  /** The proofs of rows as JSON, by UUID. A row that the checkpoint does not cover has none. Within the tenant. */
  async of(sql: PoolClient, tenantNo: number, rows: readonly StoredRow[]): Promise<Map<string, string>> {
    const size = this.checkpoint?.size ?? 0;
    if (rows.length === 0 || size === 0) return new Map();
    const found = await leafIndexes(
      sql,
      tenantNo,
      rows.map(({ id }) => id),
    );
    const covered = rows.flatMap((row) => {
      const index = found.get(row.id);
      return index === undefined || index >= size ? [] : [{ row, index }];
    });
    await this.#readSalts(sql, tenantNo, rows);
    const paths = await this.#paths.of(
      sql,
      tenantNo,
      covered.map(({ index }) => index),
    );
    return new Map(covered.map(({ row, index }, i) => [row.id, this.#toJson(row, index, paths[i] ?? [])]));
  }

  #toJson(row: StoredRow, index: number, path: readonly string[]): string {
    const envelope = envelopeOf(row.body, Buffer.from(row.leaf, "hex"));
    const salts = [...commitmentsIn([row.body])].flatMap((commitment) => {
      const salt = this.#salts.get(commitment);
      return salt === undefined ? [] : [[commitment, salt]];
    });
    return JSON.stringify({ envelope, index, path, salts: Object.fromEntries(salts) });
  }

  /** Salts of values that are shown: an erased one has none any more, and of arguments none is read. */
  async #readSalts(sql: PoolClient, tenantNo: number, rows: readonly StoredRow[]): Promise<void> {
    if (this.#salts.size > saltsMax) this.#salts.clear();
    const wanted = [...commitmentsIn(rows.map(({ body }) => body))].filter((one) => !this.#salts.has(one));
    if (wanted.length === 0) return;
    const { rows: found } = await sql.query<{ commitment: string; salt: Buffer }>(
      `SELECT commitment, salt FROM audit.personal
       WHERE tenant_no = $1 AND commitment = ANY($2) AND value IS NOT NULL AND salt IS NOT NULL`,
      [tenantNo, wanted],
    );
    for (const { commitment, salt } of found) this.#salts.set(commitment, salt.toString("base64url"));
  }
}
