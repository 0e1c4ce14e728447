import "server-only";
import { z } from "zod";
import { withinTenant } from "@/lib/db/within-tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { uuidFloor, uuidMs } from "../internal/uuid-time";
import { retentionBounds } from "./retention-view";

const dayMs = 86_400_000;

/** Counted no further than this: what to expect is clear by then. */
const countMax = 100_000;

export const PreviewRetentionInput = z.strictObject({
  days: z.coerce.number().int().min(retentionBounds.days.min).max(retentionBounds.days.max),
});
export type PreviewRetentionInput = z.infer<typeof PreviewRetentionInput>;

/** What keeping events for only so many days would take away now. */
export type RetentionPreview = {
  /** Everything from before this instant, ISO 8601. */
  before: string;
  /** Events that would go; held ones are among them, although they stay. Not more than `countMax`. */
  events: number;
  /** Whether there are more than were counted. */
  isMore: boolean;
  /** Months that these events are of. */
  months: number;
  /** Whether a legal hold is in force, so that some of them may stay. */
  someHeld: boolean;
};

export async function previewRetention(ctx: Ctx, { days }: PreviewRetentionInput): Promise<RetentionPreview> {
  requireScope(ctx, "tenant:read");
  const beforeMs = Math.floor((nowMs() - days * dayMs) / dayMs) * dayMs;
  const { rows } = await withinTenant(ctx.tenant.no, (sql) =>
    sql.query<{ n: number; oldest: string | null; held: boolean }>(
      `SELECT (SELECT count(*)::int FROM (
                SELECT FROM audit.event e WHERE e.tenant_no = $1 AND e.id < $2::uuid LIMIT ${countMax + 1}) x) AS n,
              (SELECT e.id FROM audit.event e WHERE e.tenant_no = $1 ORDER BY e.id LIMIT 1) AS oldest,
              EXISTS (SELECT FROM audit.holds_of($1)) AS held`,
      [ctx.tenant.no, uuidFloor(beforeMs)],
    ),
  );
  const { n = 0, oldest = null, held = false } = rows[0] ?? {};
  return {
    before: new Date(beforeMs).toISOString(),
    events: Math.min(n, countMax),
    isMore: n > countMax,
    months: n === 0 || oldest === null ? 0 : monthOf(beforeMs - 1) - monthOf(uuidMs(oldest)) + 1,
    someHeld: held,
  };
}

/** Months since the year 0, in UTC. */
function monthOf(ms: number): number {
  const at = new Date(ms);
  return at.getUTCFullYear() * 12 + at.getUTCMonth();
}
