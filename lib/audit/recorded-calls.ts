import "server-only";
import { withinTenant } from "@/lib/db/within-tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { readEventId, toEventId } from "@/lib/kernel/ids";
import type { Step } from "@/lib/policy/decision";
import { callTypeNos } from "./call-types";
import { isLimited } from "./catalog/reasons";
import type { AuditEvent } from "./event";
import { ownNumber, refuseHuman } from "./internal/own-events";
import { readPersonal } from "./internal/read-events";
import { erased, readBody, type StoredRow, storedColumns } from "./internal/read-row";
import { openPayload } from "./payload";

/** What an event says of a decided call; `decision` is what the policies said, before any limit. Of personal values it has the human's e-mail and the address; names are left as they are stored. */
export type CallFacts = Pick<
  AuditEvent,
  | "id"
  | "occurredAt"
  | "decision"
  | "reason"
  | "policy"
  | "human"
  | "agent"
  | "instance"
  | "server"
  | "tool"
  | "arguments"
  | "details"
  | "ip"
> & { chain: readonly Step[] };

/** A decided call as the log holds it, with what was kept of its arguments; undefined where nothing was. */
export type RecordedCall = { event: CallFacts; payload: { value: unknown } | undefined };

export type CallsWindow = { from: Date; to: Date; max: number };

/** Rows asked of the database at once: enough to be quick, few enough that calls in between do not notice. */
const batchSize = 500;

type Row = StoredRow & { ciphertext: Buffer | null };

const withPayload = `SELECT ${storedColumns}, p.ciphertext
  FROM audit.event e
  LEFT JOIN audit.payload p ON p.tenant_no = e.tenant_no AND p.event_id = e.id AND p.part = 1
    AND p.erased_at IS NULL AND p.expires_at > now()`;

/** One decided call by the id of its event. Throws `not_found`, also for an event that is of something else, and to a human for one of another human. */
export async function recordedCall(ctx: Ctx, eventId: string): Promise<RecordedCall> {
  const tenantNo = ctx.tenant.no;
  const uuid = readEventId(eventId);
  if (uuid === undefined) throw notFound("The event");
  return withinTenant(tenantNo, async (sql) => {
    const own = await ownNumber(sql, ctx);
    if (own === "none") throw notFound("The decided call");
    const { rows } = await sql.query<Row>(
      `${withPayload} WHERE e.tenant_no = $1 AND e.id = $2 AND e.type_no IN (${callTypeNos}) AND e.decision IS NOT NULL
         AND ($3::int IS NULL OR e.human_no = $3)`,
      [tenantNo, uuid, own ?? null],
    );
    const [row] = rows;
    if (!row) throw notFound("The decided call");
    return toRecorded(tenantNo, row, await readPersonal(sql, tenantNo, rows));
  });
}

/**
 * Every decided call of a window of time, newest first, in batches: for deciding them again. The payloads are opened here and
 * must not be shown: what leaves is what was decided, not with what.
 */
export async function* recordedCalls(ctx: Ctx, window: CallsWindow): AsyncGenerator<RecordedCall[]> {
  refuseHuman(ctx);
  const tenantNo = ctx.tenant.no;
  const personal = new Map<string, string | null>();
  let before: string | null = null;
  let left = window.max;
  while (left > 0) {
    const rows: Row[] = await withinTenant(tenantNo, async (sql) => {
      const found = await sql.query<Row>(
        `${withPayload}
         WHERE e.tenant_no = $1 AND e.type_no IN (${callTypeNos}) AND e.decision IS NOT NULL
           AND e.id >= audit.uuid7_floor($2::timestamptz) AND e.id < audit.uuid7_floor($3::timestamptz)
           AND ($4::uuid IS NULL OR e.id < $4)
         ORDER BY e.id DESC LIMIT $5`,
        [tenantNo, window.from, window.to, before, Math.min(batchSize, left)],
      );
      await readPersonal(sql, tenantNo, found.rows, personal);
      return found.rows;
    });
    if (rows.length > 0) yield rows.map((row) => toRecorded(tenantNo, row, personal));
    if (rows.length < Math.min(batchSize, left)) return;
    before = rows.at(-1)?.id ?? null;
    left -= rows.length;
  }
}

/** How many decided calls a window holds, counted up to `max`. */
export async function countCalls(ctx: Ctx, window: CallsWindow): Promise<number> {
  refuseHuman(ctx);
  return withinTenant(ctx.tenant.no, async (sql) => {
    const { rows } = await sql.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM (
         SELECT 1 FROM audit.event e
         WHERE e.tenant_no = $1 AND e.type_no IN (${callTypeNos}) AND e.decision IS NOT NULL
           AND e.id >= audit.uuid7_floor($2::timestamptz) AND e.id < audit.uuid7_floor($3::timestamptz)
         LIMIT $4) x`,
      [ctx.tenant.no, window.from, window.to, window.max],
    );
    return rows[0]?.n ?? 0;
  });
}

function toRecorded(tenantNo: number, row: Row, personal: ReadonlyMap<string, string | null>): RecordedCall {
  const body = readBody(row.body, personal);
  return {
    event: {
      id: toEventId(row.id),
      occurredAt: body.occurredAt,
      // A limit refuses what the policies allowed: deciding again asks them only.
      decision: isLimited(body.reason) ? "allow" : (body.decision ?? null),
      reason: body.reason ?? null,
      policy: body.policy ?? null,
      human: body.human ? { ...body.human, email: known(body.human.email) } : null,
      agent: body.agent ?? null,
      instance: body.instance ?? null,
      server: body.server ?? null,
      tool: body.tool ?? null,
      arguments: body.arguments ?? null,
      details: body.details ?? {},
      ip: known(body.ip),
      chain: body.chain ?? [],
    },
    payload: row.ciphertext === null ? undefined : { value: openPayload(tenantNo, row.id, row.ciphertext) },
  };
}

/** What was erased is not known. */
const known = (value: string | null | undefined): string | null => (value === erased ? null : (value ?? null));
