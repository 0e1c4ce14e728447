import "server-only";
import { withinTenant } from "@/lib/db/within-tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { readEventId } from "@/lib/kernel/ids";
import type { AuditEvent } from "./event";
import { readCursor, searchFingerprint, toCursor } from "./internal/cursor";
import { ownNumber } from "./internal/own-events";
import { readRows, reveal } from "./internal/read-events";
import { type StoredRow, storedColumns } from "./internal/read-row";
import { resolveSearch } from "./internal/resolve-search";
import type { AuditSearch } from "./search";

/** In the order of the search. `nextCursor` is null at the end of the log. */
export type AuditPage = { items: AuditEvent[]; nextCursor: string | null };

/**
 * One page of the tenant's log: the only reader behind the feed, the activity tabs, the API and exports. A human gets what happened
 * under their own authority, whatever the search says.
 * A filter that names nothing the log knows gives an empty page, never a wider one. A cursor stays where it is while rows
 * arrive. Throws `invalid` for a cursor of another search.
 */
export async function queryAudit(ctx: Ctx, search: AuditSearch): Promise<AuditPage> {
  const tenantNo = ctx.tenant.no;
  const fingerprint = searchFingerprint(ctx, search);
  const place = search.cursor === undefined ? undefined : readCursor(search.cursor, fingerprint);
  return withinTenant(
    tenantNo,
    async (sql) => {
      const resolved = await resolveSearch(sql, ctx, search);
      if (resolved === undefined) return { items: [], nextCursor: null };
      const span = search.order === "desc" ? { below: place } : { above: place };
      const rows = await readRows(sql, tenantNo, resolved, { span, order: search.order, limit: search.limit + 1 });
      const shown = rows.slice(0, search.limit);
      const last = shown.at(-1);
      return {
        items: await reveal(sql, tenantNo, shown),
        nextCursor: rows.length > search.limit && last ? toCursor(last.id, fingerprint) : null,
      };
    },
    { inOrder: true },
  );
}

/** One event by its id (`evt_…`). Another tenant's is not found, and to a human neither is one of another human. */
export async function getEvent(ctx: Ctx, eventId: string): Promise<AuditEvent> {
  const uuid = readEventId(eventId);
  if (uuid === undefined) throw notFound("The event");
  return withinTenant(ctx.tenant.no, async (sql) => {
    const own = await ownNumber(sql, ctx);
    if (own === "none") throw notFound("The event");
    const { rows } = await sql.query<StoredRow>(
      `SELECT ${storedColumns} FROM audit.event e
       WHERE e.tenant_no = $1 AND e.id = $2 AND ($3::int IS NULL OR e.human_no = $3)`,
      [ctx.tenant.no, uuid, own ?? null],
    );
    const [event] = await reveal(sql, ctx.tenant.no, rows);
    if (!event) throw notFound("The event");
    return event;
  });
}
