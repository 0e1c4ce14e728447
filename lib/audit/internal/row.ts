import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import type { Step } from "@/lib/policy/decision";
import type { EventDraft, Personal } from "../draft";
import type { Outcome } from "../event";
import { commitmentTo, dimNo, reasonNo, typeNo } from "./dictionary";
import { storable } from "./storable";

/** One row of audit.event, ready to be written. Bytes are hexadecimal, as the batch statement takes them. */
export type EventRow = {
  tenant_no: number;
  id: string;
  occurred_at: string;
  type_no: number;
  outcome: number;
  decision: number | null;
  reason_no: number | null;
  agent_no: number | null;
  instance_no: number | null;
  human_no: number | null;
  resource_no: number | null;
  tool_no: number | null;
  policy_no: number | null;
  total_ms: number | null;
  upstream_ms: number | null;
  body: unknown;
  terms: string[];
  leaf: string;
};

const outcomeNo: Record<Outcome, number> = { success: 1, denied: 2, error: 3, unknown: 4 };

/** Version of the envelope. Never reused; readers keep understanding every old one. */
const envelopeVersion = 1;

/**
 * Turns what a producer says into a row: personal values become commitments, names become numbers, and the canonical
 * form is hashed into the leaf. Touches the database only for names it has not met before.
 */
export async function toEventRow(tenantNo: number, uuid: string, draft: EventDraft): Promise<EventRow> {
  const hide = async (subject: string, value: string | null | undefined) =>
    value === null || value === undefined ? null : { commitment: await commitmentTo(tenantNo, subject, value) };

  const { actor, human, refs } = draft;
  const actorIsPerson = actor.type === "member" || actor.type === "human";
  const body = storable({
    v: envelopeVersion,
    id: uuid,
    nonce: randomBytes(16).toString("base64url"),
    type: draft.type,
    occurredAt: new Date(draft.occurredAtMs).toISOString(),
    outcome: draft.outcome,
    actor: { ...actor, name: actorIsPerson ? await hide(actor.key, actor.name) : actor.name },
    human: human
      ? { key: human.key, name: await hide(human.key, human.name), email: await hide(human.key, human.email) }
      : undefined,
    agent: draft.agent ?? undefined,
    instance: draft.instance ?? undefined,
    session: draft.session ?? undefined,
    requestId: draft.requestId,
    traceId: draft.traceId ?? undefined,
    resource: draft.resource ?? undefined,
    server: draft.server ?? undefined,
    tool: draft.tool ?? undefined,
    check: draft.check ?? undefined,
    decision: draft.decision ?? undefined,
    reason: draft.reason ?? undefined,
    policy: draft.policy ?? undefined,
    chain: draft.chain?.map(withoutCells),
    buckets: draft.buckets ?? undefined,
    error: draft.error ?? undefined,
    arguments: draft.arguments ?? undefined,
    result: draft.result ?? undefined,
    changes: draft.changes
      ? { before: await hideFields(draft.changes.before), after: await hideFields(draft.changes.after) }
      : undefined,
    details: draft.details,
    durationMs: draft.durationMs ?? undefined,
    ip: (await hide("ip", draft.ip)) ?? undefined,
    userAgent: draft.userAgent ?? undefined,
    surface: draft.surface,
  });

  async function hideFields(fields: Record<string, unknown> | null) {
    if (fields === null) return null;
    const hidden: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(fields))
      hidden[name] = isPersonal(value) ? await hide(value.personal.subject, value.personal.value) : value;
    return hidden;
  }

  const dim = async (
    kind: "agent" | "instance" | "human" | "resource" | "tool" | "policy",
    ref: { id: string; key: string } | undefined,
  ) => (ref ? await dimNo(tenantNo, kind, ref.id, ref.key) : null);

  return {
    tenant_no: tenantNo,
    id: uuid,
    occurred_at: new Date(draft.occurredAtMs).toISOString(),
    type_no: await typeNo(draft.type),
    outcome: outcomeNo[draft.outcome],
    decision: draft.decision === "allow" ? 1 : draft.decision === "deny" ? 2 : null,
    reason_no: draft.reason ? await reasonNo(draft.reason.code) : null,
    agent_no: await dim("agent", refs.agent),
    instance_no: await dim("instance", refs.instance),
    human_no: await dim("human", refs.human),
    resource_no: await dim("resource", refs.resource),
    tool_no: await dim("tool", refs.tool),
    policy_no: await dim("policy", refs.policy),
    total_ms: draft.durationMs ? Math.round(draft.durationMs.total) : null,
    upstream_ms: draft.durationMs?.upstream == null ? null : Math.round(draft.durationMs.upstream),
    body,
    terms: toTerms(draft),
    leaf: leafHash(body),
  };
}

/** SHA-256(0x00 ‖ canonical body), RFC 6962 §2.1, hexadecimal. */
export const leafHash = (body: unknown): string =>
  createHash("sha256").update(Buffer.of(0)).update(canonicalJson(body), "utf8").digest("hex");

const isPersonal = (value: unknown): value is Personal =>
  typeof value === "object" && value !== null && "personal" in value;

/** The nine derivation cells follow from ceiling and consent: readers put them back (`toAuditEvent`). */
function withoutCells(step: Step): unknown {
  if (step.stage !== "trust") return step;
  const { cells: _, ...rest } = step;
  return rest;
}

/** The exact words a search finds an event by. */
function toTerms(draft: EventDraft): string[] {
  const words = [
    draft.requestId,
    draft.agent?.slug,
    draft.agent?.key,
    draft.instance?.id,
    draft.human?.key,
    draft.human?.email,
    draft.server,
    draft.tool?.name,
    draft.tool?.slug,
    draft.policy?.id,
    draft.reason?.code,
    draft.resource?.key,
    draft.actor.key,
  ];
  return [...new Set(words.flatMap((w) => (w === null || w === undefined || w === "" ? [] : [term(w)])))];
}
const term = (word: string): string => word.toLowerCase().slice(0, 200).replaceAll("\0", "").toWellFormed();
