import "server-only";
import { withinTenant } from "@/lib/db/within-tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { readEventId } from "@/lib/kernel/ids";
import { requireScope } from "@/lib/kernel/scope";
import type { AuditEvent } from "../event";
import { queryAudit } from "../query";
import { emptySearch } from "../search";

/** Whether something is stored of a call. `recordedBy` is the event that its erasure left, where that is still in the log. */
export type StoredState = { state: "kept" | "none" } | { state: "erased"; at: string; recordedBy: string | undefined };

/** How far the clock of the database, which erases, may be from ours, which records. */
const skewMs = 60_000;

/** Whether something is stored of a call, without looking at it: this leaves no event. Nothing of another tenant's event. */
export async function findStored(ctx: Ctx, event: AuditEvent): Promise<StoredState> {
  requireScope(ctx, "events:read");
  const rows = await withinTenant(ctx.tenant.no, async (sql) => {
    const found = await sql.query<{ erased_at: Date | null }>(
      "SELECT erased_at FROM audit.payload WHERE tenant_no = $1 AND event_id = $2",
      [ctx.tenant.no, readEventId(event.id) ?? null],
    );
    return found.rows;
  });
  if (rows.some((row) => row.erased_at === null)) return { state: "kept" };
  const [first] = rows;
  if (!first?.erased_at) return { state: "none" };
  const at = first.erased_at;
  return { state: "erased", at: at.toISOString(), recordedBy: await findRecord(ctx, event, at.getTime()) };
}

/** The event of an erasure: the one that names the call, else the nearest in time of those that erased many at once. */
async function findRecord(ctx: Ctx, event: AuditEvent, atMs: number): Promise<string | undefined> {
  const { items } = await queryAudit(ctx, {
    ...emptySearch(),
    type: ["audit.payload_erased"],
    from: new Date(atMs - skewMs).toISOString(),
    to: new Date(atMs + skewMs).toISOString(),
    limit: 200,
  });
  const own = items.find(({ resource }) => resource?.key === event.id);
  if (own) return own.id;
  const away = ({ occurredAt }: AuditEvent): number => Math.abs(Date.parse(occurredAt) - atMs);
  const ofMany = items.filter(({ resource }) => resource?.type === "log" || resource?.key === event.human?.key);
  return ofMany.toSorted((a, b) => away(a) - away(b))[0]?.id;
}
