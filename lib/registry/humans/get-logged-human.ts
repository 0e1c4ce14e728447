import "server-only";
import { findLogged } from "@/lib/audit/payload/erase-payloads";
import { withinTenant } from "@/lib/db/within-tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";

/** A human as the log knows them, who need not be in the registry any more. */
export type LoggedHumanView = {
  key: string;
  /** The newest name, else e-mail address, that is on record; null where there is none any more. */
  name: string | null;
  /** How many names and e-mail addresses are on record; the key, which stays, is none of them. */
  values: number;
  /** When the last of them was erased. */
  erasedAt: string | null;
};

/** A human of the log by key, id or (until it is erased) e-mail address. Throws `not_found`, also for another tenant's human. */
export async function getLoggedHuman(ctx: Ctx, ref: string): Promise<LoggedHumanView> {
  requireScope(ctx, "events:read");
  return withinTenant(ctx.tenant.no, async (sql) => {
    const { key } = await findLogged(sql, ctx, ref);
    const { rows } = await sql.query<{ name: string | null; values: number; erased_at: Date | null }>(
      `SELECT (array_agg(value ORDER BY strpos(value, '@') > 0, created_at DESC)
                 FILTER (WHERE value IS NOT NULL AND value <> subject))[1] AS name,
              count(*) FILTER (WHERE value IS NOT NULL AND value <> subject)::int AS values, max(erased_at) AS erased_at
       FROM audit.personal WHERE tenant_no = $1 AND subject = $2`,
      [ctx.tenant.no, key],
    );
    const [row] = rows;
    return {
      key,
      name: row?.name ?? null,
      values: row?.values ?? 0,
      erasedAt: row?.erased_at?.toISOString() ?? null,
    };
  });
}
