import { toEventId } from "@/lib/kernel/ids";
import { explainStep } from "@/lib/policy/trust";
import type { AuditEvent } from "../event";

/** A row as the queries select it, all of it text; `body` is the canonical text of the envelope, `leaf` hexadecimal. */
export type StoredRow = { id: string; seq: string; recordedAt: string; leaf: string; body: string };

/** The envelope as it was stored; anything may be missing from an old one. */
type Body = Partial<Omit<AuditEvent, "id" | "seq" | "hash" | "recordedAt">> & { type: string; occurredAt: string };

export const storedColumns = `e.id, e.seq::text AS seq,
  to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "recordedAt",
  encode(e.leaf, 'hex') AS leaf, e.body::text AS body`;

/** What stands where a personal value was erased. */
export const erased = "[erased]";

/** A commitment as it stands in an envelope. No text within a value looks like it: its quotes would be escaped. */
const commitment = /\{"commitment": ?"([\w-]{43})"\}/g;

/** Every commitment that these bodies mention, to be looked up in one go. */
export function commitmentsIn(bodies: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const body of bodies) for (const [, one = ""] of body.matchAll(commitment)) found.add(one);
  return found;
}

/** The text of an envelope with the values that it commits to; those that are not known are erased. */
export const withValues = (body: string, values: ReadonlyMap<string, string | null>): string =>
  body.replace(commitment, (_, one: string) => JSON.stringify(values.get(one) ?? erased));

/** The envelope of a row, with the values that it commits to. */
export const readBody = (body: string, values: ReadonlyMap<string, string | null>): Body =>
  JSON.parse(withValues(body, values)) as Body; // safe because the log wrote it, and whoever reads it takes any field to be missing

/** A stored row as the event that the API, the console and exports show. Fields that an old row lacks are null. */
export function toAuditEvent(row: StoredRow, values: ReadonlyMap<string, string | null>): AuditEvent {
  const body = readBody(row.body, values);
  return {
    id: toEventId(row.id),
    type: body.type,
    occurredAt: body.occurredAt,
    recordedAt: row.recordedAt,
    outcome: body.outcome ?? "unknown",
    actor: body.actor ?? { type: "system", key: "unknown", name: null },
    human: body.human ?? null,
    agent: body.agent ?? null,
    instance: body.instance ?? null,
    session: body.session ?? null,
    requestId: body.requestId ?? "",
    traceId: body.traceId ?? null,
    resource: body.resource ?? null,
    server: body.server ?? null,
    tool: body.tool ?? null,
    check: body.check ?? null,
    decision: body.decision ?? null,
    reason: body.reason ?? null,
    policy: body.policy ?? null,
    chain: (body.chain ?? []).map(explainStep),
    buckets: body.buckets ?? null,
    error: body.error ?? null,
    arguments: body.arguments ?? null,
    result: body.result ?? null,
    changes: body.changes ?? null,
    details: body.details ?? {},
    durationMs: body.durationMs ?? null,
    ip: body.ip ?? null,
    userAgent: body.userAgent ?? null,
    surface: body.surface ?? "system",
    seq: Number(row.seq),
    hash: row.leaf,
  };
}
