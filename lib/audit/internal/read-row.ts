import { toEventId } from "@/lib/kernel/ids";
import { explainStep } from "@/lib/policy/trust";
import type { AuditEvent } from "../event";

/** A row as the queries select it. */
export type StoredRow = { id: string; seq: string; recorded_at: Date; leaf: Buffer; body: Body };

/** The envelope as it was stored; anything may be missing from an old one. */
type Body = Partial<Omit<AuditEvent, "id" | "seq" | "hash" | "recordedAt">> & { type: string; occurredAt: string };

export const storedColumns = "e.id, e.seq::text AS seq, e.recorded_at, e.leaf, e.body";

/** Every commitment that a body mentions, to be looked up in one go. */
export function commitmentsIn(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) for (const item of value) commitmentsIn(item, found);
  else if (value !== null && typeof value === "object") {
    if (isCommitment(value)) found.add(value.commitment);
    else for (const item of Object.values(value)) commitmentsIn(item, found);
  }
  return found;
}

const isCommitment = (value: object): value is { commitment: string } =>
  "commitment" in value && typeof value.commitment === "string" && Object.keys(value).length === 1;

/** What stands where a personal value was erased. */
export const erased = "[erased]";

function reveal(value: unknown, values: ReadonlyMap<string, string | null>): unknown {
  if (Array.isArray(value)) return value.map((item) => reveal(item, values));
  if (value !== null && typeof value === "object") {
    if (isCommitment(value)) return values.get(value.commitment) ?? erased;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reveal(item, values)]));
  }
  return value;
}

/** A stored row as the event that the API, the console and exports show. Fields that an old row lacks are null. */
export function toAuditEvent(row: StoredRow, values: ReadonlyMap<string, string | null>): AuditEvent {
  // safe because reveal keeps the shape and only replaces commitments by texts
  const body = reveal(row.body, values) as Body;
  return {
    id: toEventId(row.id),
    type: body.type,
    occurredAt: body.occurredAt,
    recordedAt: row.recorded_at.toISOString(),
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
    hash: row.leaf.toString("hex"),
  };
}
