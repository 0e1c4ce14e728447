import "server-only";
import { createHmac } from "node:crypto";
import { withinTenant } from "@/lib/db/within-tenant";
import { tileWidth } from "../tile";
import { checkRow, type EventFacts, factColumns } from "./check-row";
import { found, type Problems } from "./problem";
import type { Scope } from "./scope";

/** `($n, $n + 1, $n + 2)` is the place that the log is sealed through. */
const isSealed = (n: number) =>
  `(audit.epoch_of(e.seq), e.xid, e.seq) <= ($${n}::int, $${n + 1}::xid8, $${n + 2}::bigint)`;

/** Counting and looking for rows may take as long as reading the log does. */
export const patient = "SET LOCAL statement_timeout = '30min'";

const insertedMax = 100;

/**
 * Rows that stand among the sealed ones and are in no tile. `sealedRows` is how many rows the tiles have: only where there are
 * more, the odd ones are looked for, which takes longer.
 */
export async function checkInserted(scope: Scope, sealedRows: number, problems: Problems): Promise<void> {
  const { tenantNo, through } = scope;
  const place = [through.epoch, String(through.xid), String(through.seq)];
  await withinTenant(tenantNo, async (sql) => {
    await sql.query(patient);
    const { rows: counted } = await sql.query<{ n: string }>(
      through.epoch === 0
        ? "SELECT count(*)::text AS n FROM audit.event e WHERE e.tenant_no = $1 AND $2::int = 0 AND (e.xid, e.seq) <= ($3::xid8, $4::bigint)"
        : `SELECT count(*)::text AS n FROM audit.event e WHERE e.tenant_no = $1 AND ${isSealed(2)}`,
      [tenantNo, ...place],
    );
    const extra = Number(counted[0]?.n ?? 0) - sealedRows;
    if (extra <= 0) return;
    const { rows } = await sql.query<{ id: string; index: string | null }>(
      `SELECT e.id, (t.n * ${tileWidth})::text AS index
       FROM audit.event e LEFT JOIN LATERAL (
         SELECT n, event_ids FROM audit.tile
         WHERE tenant_no = $1 AND level = 0 AND (epoch, first_xid, first_seq) <= (audit.epoch_of(e.seq), e.xid, e.seq)
         ORDER BY epoch DESC, first_xid DESC, first_seq DESC LIMIT 1
       ) t ON true
       WHERE e.tenant_no = $1 AND ${isSealed(2)} AND coalesce(array_position(t.event_ids, e.id) IS NULL, true)
         AND NOT EXISTS (
           SELECT FROM audit.tile o WHERE o.tenant_no = $1 AND o.level = 0 AND o.event_ids @> ARRAY[e.id] OFFSET 0)
       LIMIT ${insertedMax}`,
      [tenantNo, ...place],
    );
    for (const { id, index } of rows)
      found(problems, "inserted", "This event stands among sealed ones and was never sealed.", {
        uuid: id,
        ...(index === null ? {} : { index: Number(index) }),
      });
    const rest = extra - rows.length;
    if (rest > 0) found(problems, "inserted", `${rest} more events stand among sealed ones and were never sealed.`);
  });
}

const unsealedMax = 20_000;

/** Events that are not sealed yet, compared with their own leaf hash. Gives how many there are, up to a bound. */
export async function checkUnsealed(scope: Scope, problems: Problems): Promise<number> {
  const { tenantNo, through } = scope;
  const rows = await withinTenant(tenantNo, async (sql) => {
    await sql.query(patient);
    const { rows } = await sql.query<EventFacts>(
      `SELECT ${factColumns} FROM audit.event e
       WHERE e.tenant_no = $1 AND NOT ${isSealed(2)}
         ${through.epoch === 0 ? "AND e.xid >= $3::xid8" : ""}
       LIMIT ${unsealedMax}`,
      [tenantNo, through.epoch, String(through.xid), String(through.seq)],
    );
    return rows;
  });
  for (const row of rows)
    for (const { kind, text } of checkRow(row, undefined, scope)) found(problems, kind, text, { uuid: row.id });
  return rows.length;
}

type PersonalRow = { commitment: string; subject: string; value: string; salt: Buffer | null };
const personalAtOnce = 5_000;

/** Personal values against what events have committed to: HMAC-SHA-256(salt, value). Erased ones have nothing to compare. */
export async function checkPersonal(scope: Scope, problems: Problems): Promise<void> {
  for (let after = ""; ; ) {
    const rows = await withinTenant(scope.tenantNo, async (sql) => {
      const { rows } = await sql.query<PersonalRow>(
        `SELECT commitment, subject, value, salt FROM audit.personal
         WHERE tenant_no = $1 AND commitment > $2 AND value IS NOT NULL ORDER BY commitment LIMIT ${personalAtOnce}`,
        [scope.tenantNo, after],
      );
      return rows;
    });
    for (const { commitment, subject, value, salt } of rows) {
      const fits = salt !== null && createHmac("sha256", salt).update(value, "utf8").digest("base64url") === commitment;
      if (!fits)
        found(
          problems,
          "personal",
          `A personal value of ${subject} is not the one that events have committed to (${commitment}).`,
        );
    }
    const last = rows.at(-1);
    if (!last || rows.length < personalAtOnce) return;
    after = last.commitment;
  }
}
