import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import type { PoolClient } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { HouseError, notFound } from "@/lib/kernel/errors";
import { readEventId } from "@/lib/kernel/ids";
import { keyFor } from "@/lib/kernel/keys";
import type { AuditEvent, Outcome } from "./event";
import { commitmentsIn, type StoredRow, storedColumns, toAuditEvent } from "./internal/read-row";
import { type AuditSearch, toSearchParams } from "./search";

/** Newest first. `nextCursor` is null at the end of the log. */
export type AuditPage = { items: AuditEvent[]; nextCursor: string | null };

/**
 * One page of the tenant's log: the only reader behind the feed, the activity tabs and the API.
 * A filter that names nothing the log knows gives an empty page, never a wider one.
 */
export async function queryAudit(ctx: Ctx, search: AuditSearch): Promise<AuditPage> {
  const fingerprint = searchFingerprint(ctx, search);
  const before = search.cursor === undefined ? undefined : readCursor(search.cursor, fingerprint);
  return withinTenant(ctx.tenant.no, async (sql) => {
    const where = await toWhere(sql, ctx.tenant.no, search, before);
    if (where === undefined) return { items: [], nextCursor: null };
    const { rows } = await sql.query<StoredRow>(
      `SELECT ${storedColumns} FROM audit.event e WHERE ${where.text} ORDER BY e.id DESC LIMIT ${search.limit + 1}`,
      where.values,
    );
    const shown = rows.slice(0, search.limit);
    const last = shown.at(-1);
    return {
      items: await reveal(sql, ctx.tenant.no, shown),
      nextCursor: rows.length > search.limit && last ? toCursor(last.id, fingerprint) : null,
    };
  });
}

/** One event by its id (`evt_…`). Another tenant's is not found. */
export async function getEvent(ctx: Ctx, eventId: string): Promise<AuditEvent> {
  const uuid = readEventId(eventId);
  if (uuid === undefined) throw notFound("The event");
  return withinTenant(ctx.tenant.no, async (sql) => {
    const { rows } = await sql.query<StoredRow>(
      `SELECT ${storedColumns} FROM audit.event e WHERE e.tenant_no = $1 AND e.id = $2`,
      [ctx.tenant.no, uuid],
    );
    const [event] = await reveal(sql, ctx.tenant.no, rows);
    if (!event) throw notFound("The event");
    return event;
  });
}

async function reveal(sql: PoolClient, tenantNo: number, rows: readonly StoredRow[]): Promise<AuditEvent[]> {
  const wanted = commitmentsIn(rows.map((r) => r.body));
  const values = new Map<string, string | null>();
  if (wanted.size > 0) {
    const found = await sql.query<{ commitment: string; value: string | null }>(
      "SELECT commitment, value FROM audit.personal WHERE tenant_no = $1 AND commitment = ANY($2)",
      [tenantNo, [...wanted]],
    );
    for (const { commitment, value } of found.rows) values.set(commitment, value);
  }
  return rows.map((row) => toAuditEvent(row, values));
}

const outcomeNo: Record<Outcome, number> = { success: 1, denied: 2, error: 3, unknown: 4 };

type Where = { text: string; values: unknown[] };

/** The conditions of a search, or undefined when one of its filters names nothing that was ever logged. */
async function toWhere(
  sql: PoolClient,
  tenantNo: number,
  search: AuditSearch,
  before: string | undefined,
): Promise<Where | undefined> {
  const parts = ["e.tenant_no = $1"];
  const values: unknown[] = [tenantNo];
  const add = (text: (parameter: string) => string, value: unknown) => {
    values.push(value);
    parts.push(text(`$${values.length}`));
  };
  const anyOf = (column: string, numbers: readonly number[]) => {
    const [only] = numbers;
    if (numbers.length === 1) add((p) => `${column} = ${p}`, only);
    else add((p) => `${column} = ANY(${p}::int[])`, numbers);
  };

  for (const [kind, column] of dimensions) {
    const keys = search[kind];
    if (keys.length === 0) continue;
    const numbers = await dimNumbers(sql, tenantNo, kind === "server" ? "resource" : kind, keys);
    if (numbers.length === 0) return undefined;
    anyOf(column, numbers);
  }
  for (const [field, table, word, column] of words) {
    if (search[field].length === 0) continue;
    const { rows } = await sql.query<{ no: number }>(`SELECT no FROM audit.${table} WHERE ${word} = ANY($1)`, [
      search[field],
    ]);
    if (rows.length === 0) return undefined;
    anyOf(
      column,
      rows.map((r) => r.no),
    );
  }
  if (search.outcome.length > 0)
    anyOf(
      "e.outcome",
      search.outcome.map((o) => outcomeNo[o]),
    );
  if (search.decision.length > 0)
    anyOf(
      "e.decision",
      search.decision.map((d) => (d === "allow" ? 1 : 2)),
    );
  if (search.from !== undefined) add((p) => `e.id >= audit.uuid7_floor(${p}::timestamptz)`, search.from);
  if (search.to !== undefined) add((p) => `e.id < audit.uuid7_floor(${p}::timestamptz)`, search.to);
  if (before !== undefined) add((p) => `e.id < ${p}::uuid`, before);
  return { text: parts.join(" AND "), values };
}

const dimensions = [
  ["agent", "e.agent_no"],
  ["instance", "e.instance_no"],
  ["human", "e.human_no"],
  ["server", "e.resource_no"],
  ["tool", "e.tool_no"],
  ["policy", "e.policy_no"],
] as const;

const words = [
  ["type", "event_type", "name", "e.type_no"],
  ["reason", "reason", "code", "e.reason_no"],
] as const;

/** Numbers of what people name by key or by id. An agent may be named by slug or by `agent|…`, a human also by e-mail. */
async function dimNumbers(
  sql: PoolClient,
  tenantNo: number,
  kind: string,
  names: readonly string[],
): Promise<number[]> {
  const spelled = kind === "agent" ? names.map((n) => n.replace(/^agent\|/, "")) : names;
  const { rows } = await sql.query<{ no: number }>(
    `SELECT no FROM audit.dim WHERE tenant_no = $1 AND kind = $2 AND (key = ANY($3) OR ext_id = ANY($3))
       -- Resources are of many kinds: a policy or member that happens to have a server's key is not that server.
       AND ($2 <> 'resource' OR ext_id LIKE 'srv\\_%' OR ext_id = 'unknown')
     UNION
     SELECT d.no FROM audit.dim d JOIN audit.personal p ON p.tenant_no = d.tenant_no AND p.subject = d.key
     WHERE $2 = 'human' AND d.tenant_no = $1 AND d.kind = 'human' AND p.value = ANY($3)`,
    [tenantNo, kind, spelled],
  );
  return rows.map((r) => r.no);
}

/** A cursor belongs to one tenant and one search: used with another it would silently skip or repeat rows. */
function searchFingerprint(ctx: Ctx, search: AuditSearch): string {
  const { cursor: _, limit: __, from: ___, to: ____, ...filters } = search;
  return `${ctx.tenant.no}?${toSearchParams(filters)}`;
}

const mac = (text: string) => createHmac("sha256", keyFor("cursor")).update(text).digest().subarray(0, 12);

function toCursor(uuid: string, fingerprint: string): string {
  return `${uuid.replaceAll("-", "")}${mac(`${uuid}|${fingerprint}`).toString("hex")}`;
}

function readCursor(cursor: string, fingerprint: string): string {
  const refused = () =>
    new HouseError("invalid", "This cursor belongs to another query. Start again without it.", {
      issues: [{ path: "cursor", message: "belongs to another query" }],
    });
  if (!/^[0-9a-f]{56}$/.test(cursor)) throw refused();
  const hex = cursor.slice(0, 32);
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  if (!timingSafeEqual(mac(`${uuid}|${fingerprint}`), Buffer.from(cursor.slice(32), "hex"))) throw refused();
  return uuid;
}
