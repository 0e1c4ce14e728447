import "server-only";
import { withinTenant } from "@/lib/db/within-tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { uuidMs } from "../internal/uuid-time";
import { type Retention, readRetention } from "./retention-view";

export type RetentionView = Retention & {
  /** Events from before this instant go with the next run, unless they are held. ISO 8601. */
  cutsBefore: string;
  /** Whether events go by whole months: so it is for whoever keeps them the longest in this installation. */
  byMonth: boolean;
  /** When the oldest event that is still there was recorded; null for an empty log. */
  oldestEventAt: string | null;
};

/** How long the tenant keeps its events and their arguments, and where that cuts today. */
export async function getRetention(ctx: Ctx): Promise<RetentionView> {
  requireScope(ctx, "tenant:read");
  return withinTenant(ctx.tenant.no, async (sql) => {
    const retention = await readRetention(sql, ctx.tenant.no);
    const { rows } = await sql.query<{ cuts_before: Date; longest: number; oldest: string | null }>(
      `SELECT audit.cut_time($1) AS cuts_before, audit.longest_retention_days() AS longest,
              (SELECT e.id FROM audit.event e WHERE e.tenant_no = $1 ORDER BY e.id LIMIT 1) AS oldest`,
      [ctx.tenant.no],
    );
    const [row] = rows;
    if (!row) throw new Error("The database did not say where retention cuts.");
    return {
      ...retention,
      cutsBefore: row.cuts_before.toISOString(),
      byMonth: retention.days >= row.longest,
      oldestEventAt: row.oldest === null ? null : new Date(uuidMs(row.oldest)).toISOString(),
    };
  });
}
