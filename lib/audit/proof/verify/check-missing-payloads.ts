import "server-only";
import { withinTenant } from "@/lib/db/within-tenant";
import { nowMs } from "@/lib/kernel/clock";
import { callTypeNos } from "../../call-types";
import { partNo } from "../../payload";
import { tileWidth } from "../tile";
import { patient } from "./check-rest";
import { found, type Problems } from "./problem";
import type { Scope } from "./scope";

const rowsAtOnce = 1_000;
/** What is about to expire may do so while it is looked at. */
const slackMs = 60_000;

/*
 * Events that say that more is kept of them, and for longer, than is there. The text of the envelope is searched and not read, so
 * that most events are passed over cheaply: it says `keptUntil` once for each part, the same of both. Too many are no harm.
 */
const statement = {
  name: "verify-missing-payloads",
  text: `SELECT e.id, e.body::text AS body, p.parts
    FROM audit.event e CROSS JOIN LATERAL (
      SELECT coalesce(array_agg(p.part), '{}')::int[] AS parts FROM audit.payload p WHERE p.tenant_no = $1 AND p.event_id = e.id
    ) p
    WHERE e.tenant_no = $1 AND e.id > $2 AND e.id <= $4 AND e.type_no IN (${callTypeNos}) AND e.outcome <> 4
      AND left(split_part(e.body::text, '"keptUntil":"', 2), 24) > $3
      AND cardinality(p.parts) < CASE WHEN split_part(e.body::text, '"keptUntil":"', 3) = '' THEN 1 ELSE 2 END
    ORDER BY e.id LIMIT ${rowsAtOnce}`,
};
type Row = { id: string; body: string; parts: number[] };

const [firstId, lastId] = ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"];

/** Finds arguments and results that should be stored and are not. Both halves of the log at once: what it costs is the database's CPU. */
export async function checkMissingPayloads(scope: Scope, problems: Problems): Promise<void> {
  const middle = await middleOf(scope);
  await Promise.all([checkSpan(scope, firstId, middle, problems), checkSpan(scope, middle, lastId, problems)]);
}

/** An id about which half of the log lies. */
async function middleOf({ tenantNo, size }: Scope): Promise<string> {
  return withinTenant(tenantNo, async (sql) => {
    const { rows } = await sql.query<{ id: string }>(
      "SELECT event_ids[1] AS id FROM audit.tile WHERE tenant_no = $1 AND level = 0 AND n = $2 AND event_ids[1] IS NOT NULL",
      [tenantNo, Math.floor(size / 2 / tileWidth)],
    );
    return rows[0]?.id ?? lastId;
  });
}

/** The events above `from`, up to `to`. */
async function checkSpan({ tenantNo }: Scope, from: string, to: string, problems: Problems): Promise<void> {
  const until = new Date(nowMs() + slackMs).toISOString();
  for (let after = from; ; ) {
    const rows = await withinTenant(tenantNo, async (sql) => {
      await sql.query(patient);
      return (await sql.query<Row>({ ...statement, values: [tenantNo, after, until, to] })).rows;
    });
    for (const { id, body, parts } of rows)
      for (const part of ["arguments", "result"] as const)
        if (!parts.includes(partNo[part]) && isKept(body, part, until))
          found(
            problems,
            "payload",
            `${part === "arguments" ? "Arguments were" : "A result was"} stored of this event, and nobody has erased what is gone.`,
            {
              uuid: id,
            },
          );
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return;
    after = last.id;
  }
}

/** Whether an envelope says that a part of it is still kept. */
function isKept(body: string, part: keyof typeof partNo, until: string): boolean {
  try {
    const envelope = JSON.parse(body);
    const { commitment, keptUntil } = envelope[part] ?? {};
    // A call that was refused because nothing could be written has nothing stored.
    return typeof commitment === "string" && keptUntil > until && envelope.error?.type !== "audit_unavailable";
  } catch {
    // What cannot be read was changed, which is found elsewhere.
    return false;
  }
}
