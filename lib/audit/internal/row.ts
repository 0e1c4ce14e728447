import "server-only";
import { hash } from "node:crypto";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import { randomBytesOf } from "@/lib/kernel/random";
import type { EventDraft, Personal, Ref } from "../draft";
import type { Outcome } from "../event";
import { commitmentTo, type DimKind, dimNo, known, reasonNo, typeNo } from "./dictionary";
import type { TermRow } from "./insert";
import { storableJson } from "./storable";
import { toWordNo } from "./word";

/**
 * One row of audit.event, ready to be written: `columns` as the batch statement takes them, the canonical body, and the words
 * that find this one event.
 */
export type EventRow = { id: string; leaf: string; columns: EventColumns; body: string; terms: readonly TermRow[] };

export type EventColumns = {
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
  actor_no: number | null;
  total_ms: number | null;
  upstream_ms: number | null;
  leaf: string;
};

const outcomeNo: Record<Outcome, number> = { success: 1, denied: 2, error: 3, unknown: 4 };

/** Version of the envelope. Never reused; readers keep understanding every old one. 2: with the numbers of the index columns. */
const envelopeVersion = 2;

/**
 * Turns what a producer says into a row: personal values become commitments, names become numbers, and the canonical
 * form is hashed into the leaf. At once where every name was met before; else after they were looked up or made.
 */
export function toEventRow(tenantNo: number, uuid: string, draft: EventDraft): EventRow | Promise<EventRow> {
  const names = new Names(tenantNo);
  const row = build(names, tenantNo, uuid, draft);
  return names.missing.length === 0 ? row : Promise.all(names.missing).then(() => toEventRow(tenantNo, uuid, draft));
}

/** Looks names up in what the process knows, and fetches those that it does not. */
class Names {
  readonly missing: Promise<unknown>[] = [];
  readonly #tenantNo: number;

  constructor(tenantNo: number) {
    this.#tenantNo = tenantNo;
  }

  /** `name` is what else it is called now, for whoever looks for it by words. */
  dim(kind: DimKind, ref: Ref | undefined, name?: string | null): number | null {
    if (!ref) return null;
    const met = known.dim(this.#tenantNo, kind, ref, name);
    return met ?? this.#fetch(dimNo(this.#tenantNo, kind, ref, name));
  }

  type(name: string): number {
    return known.type(name) ?? this.#fetch(typeNo(name)) ?? 0;
  }

  reason(code: string | undefined): number | null {
    return code === undefined ? null : (known.reason(code) ?? this.#fetch(reasonNo(code)));
  }

  /** A personal value as the envelope holds it. */
  hide(subject: string, value: string | null | undefined): { commitment: string } | null {
    if (value === null || value === undefined) return null;
    const commitment = known.commitment(this.#tenantNo, subject, value);
    return commitment === undefined ? this.#fetch(commitmentTo(this.#tenantNo, subject, value)) : { commitment };
  }

  #fetch(work: Promise<unknown>): null {
    this.missing.push(work);
    return null;
  }
}

function build(names: Names, tenantNo: number, uuid: string, draft: EventDraft): EventRow {
  const { actor, human, refs, resource } = draft;
  const typeNo = names.type(draft.type);
  const reasonNo = names.reason(draft.reason?.code);
  const nameOf = (type: string) => (resource?.type === type ? resource.name : undefined);
  // Names of people are erasable and looked up elsewhere.
  const dims = {
    agent_no: names.dim("agent", refs.agent, draft.agent?.name),
    instance_no: names.dim("instance", refs.instance, draft.instance?.label),
    human_no: names.dim("human", refs.human),
    resource_no: names.dim("resource", refs.resource, resource && !isPerson(resource.type) ? resource.name : undefined),
    // Tools are found by their names, on whatever server.
    tool_no: names.dim("tool", refs.tool && { id: refs.tool.key, key: refs.tool.key }, draft.tool?.slug),
    policy_no: names.dim("policy", refs.policy, draft.policy?.name ?? nameOf("policy")),
    actor_no:
      actor.type === "agent"
        ? null
        : names.dim("actor", { id: actor.key, key: actor.key }, isPerson(actor.type) ? undefined : actor.name),
  };
  const occurredAt = new Date(draft.occurredAtMs).toISOString();
  const hideFields = (fields: Record<string, unknown> | null) =>
    fields &&
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        isPersonal(value) ? names.hide(value.personal.subject, value.personal.value) : value,
      ]),
    );
  // Keys in the canonical order, here and in what it is made of, so that none has to be put in order.
  const body = storableJson(
    {
      actor: isPerson(actor.type) ? { ...actor, name: names.hide(actor.key, actor.name) } : actor,
      agent: draft.agent ?? undefined,
      arguments: draft.arguments ?? undefined,
      buckets: draft.buckets ?? undefined,
      chain: draft.chain,
      changes: draft.changes
        ? { before: hideFields(draft.changes.before), after: hideFields(draft.changes.after) }
        : undefined,
      check: draft.check ?? undefined,
      decision: draft.decision ?? undefined,
      details: draft.details,
      durationMs: draft.durationMs ?? undefined,
      error: draft.error ?? undefined,
      human: human
        ? { email: names.hide(human.key, human.email), key: human.key, name: names.hide(human.key, human.name) }
        : undefined,
      id: uuid,
      // What the filters go by, so that a row which was moved to other filters shows.
      index: Object.values(dims),
      instance: draft.instance ?? undefined,
      ip: names.hide("ip", draft.ip) ?? undefined,
      nonce: randomBytesOf(16).toString("base64url"),
      occurredAt,
      outcome: draft.outcome,
      policy: draft.policy ?? undefined,
      reason: draft.reason ?? undefined,
      requestId: draft.requestId,
      resource:
        resource && isPerson(resource.type)
          ? { ...resource, name: names.hide(resource.key, resource.name) }
          : (resource ?? undefined),
      result: draft.result ?? undefined,
      server: draft.server ?? undefined,
      session: draft.session ?? undefined,
      surface: draft.surface,
      tool: draft.tool ?? undefined,
      traceId: draft.traceId ?? undefined,
      type: draft.type,
      userAgent: draft.userAgent ?? undefined,
      v: envelopeVersion,
    },
    canonicalJson,
  );
  const leaf = leafHash(body);
  const columns = {
    tenant_no: tenantNo,
    id: uuid,
    occurred_at: occurredAt,
    type_no: typeNo,
    outcome: outcomeNo[draft.outcome],
    decision: draft.decision === "allow" ? 1 : draft.decision === "deny" ? 2 : null,
    reason_no: reasonNo,
    ...dims,
    total_ms: draft.durationMs ? Math.round(draft.durationMs.total) : null,
    upstream_ms: draft.durationMs?.upstream == null ? null : Math.round(draft.durationMs.upstream),
    leaf,
  };
  const terms = [draft.traceId, draft.session].flatMap((word) => toTermRows(tenantNo, uuid, word));
  return { id: uuid, leaf, columns, body, terms };
}

/** SHA-256(0x00 ‖ canonical body), RFC 6962 §2.1, hexadecimal. */
export const leafHash = (canonicalBody: string): string => hash("sha256", `\0${canonicalBody}`, "hex");

const isPerson = (type: string): boolean => type === "member" || type === "human";

const isPersonal = (value: unknown): value is Personal =>
  typeof value === "object" && value !== null && "personal" in value;

const toTermRows = (tenantNo: number, uuid: string, word: string | null | undefined): TermRow[] =>
  word ? [{ tenant_no: tenantNo, word: toWordNo(tenantNo, word), id: uuid }] : [];
