import "server-only";
import { withinTenant } from "@/lib/db/within-tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { readEventId } from "@/lib/kernel/ids";
import { requireScope } from "@/lib/kernel/scope";
import type { AuditEvent } from "../event";
import { partNo } from "../payload";
import { getEvent } from "../query";
import { recordEvent } from "../write";
import type { PayloadView } from "./payload-view";
import { readPart, type StoredPart } from "./read-payload";

/**
 * What is stored of a call's arguments and result, or why nothing is. Whoever sees something leaves `audit.payload_viewed`, which
 * is durable before this resolves; `why` says there what it was for. Throws `not_found`, also for another tenant's event.
 */
export async function viewPayload(ctx: Ctx, eventId: string, why?: string): Promise<PayloadView> {
  requireScope(ctx, "payloads:read");
  const uuid = readEventId(eventId);
  if (uuid === undefined) throw notFound("The event");
  const event = await getEvent(ctx, eventId);
  const rows = await storedParts(ctx, uuid);
  const at = nowMs();
  const view = {
    event: event.id,
    arguments: readPart(ctx.tenant.no, uuid, "arguments", event, rows.get(partNo.arguments), at),
    result: readPart(ctx.tenant.no, uuid, "result", event, rows.get(partNo.result), at),
  };
  const parts = (["arguments", "result"] as const).filter((part) => view[part].state === "kept");
  if (parts.length > 0) await recordViewed(ctx, event, { ...(why !== undefined && { why }), parts });
  return view;
}

/** Leaves the event of somebody having seen what is stored of a call. */
const recordViewed = (ctx: Ctx, event: AuditEvent, details: Record<string, unknown>): Promise<void> =>
  recordEvent(ctx, {
    type: "audit.payload_viewed",
    resource: { type: "event", key: event.id, name: event.id },
    human: event.human && { ...event.human, name: null },
    details,
  });

async function storedParts(ctx: Ctx, uuid: string): Promise<Map<number, StoredPart>> {
  return withinTenant(ctx.tenant.no, async (sql) => {
    const { rows } = await sql.query<StoredPart & { part: number }>(
      `SELECT part, salt, ciphertext, expires_at, erased_at, expires_at <= now() AND NOT audit.is_held(tenant_no, event_id) AS expired
       FROM audit.payload WHERE tenant_no = $1 AND event_id = $2`,
      [ctx.tenant.no, uuid],
    );
    return new Map(rows.map(({ part, ...row }) => [part, row]));
  });
}
