import "server-only";
import { withinTenant } from "@/lib/db/within-tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import type { Outcome } from "./event";
import { countFacets } from "./internal/facets";
import { countOverTime } from "./internal/histogram";
import { refuseHuman } from "./internal/own-events";
import { resolveSearch } from "./internal/resolve-search";
import type { AuditSearch, ListField } from "./search";

/** Events of one stretch of time, which begins `at` (ISO 8601) and lasts `bucketSeconds`. */
export type TimeBucket = { at: string } & Record<Outcome, number>;

export type Histogram = {
  from: string;
  to: string;
  bucketSeconds: number;
  buckets: TimeBucket[];
  /** How many events it counts. */
  total: number;
  /** False: more match than are counted; it holds the newest of them, and `countedFrom` is where it stops. */
  exact: boolean;
  countedFrom: string | null;
};

/** One value of a filter, how a person calls it, and how many of the events that were looked at have it. */
export type FacetCount = { value: string; label: string; n: number };

/** Counts of one filter's values, as if that filter were not set. `exact`: every matching event was looked at. */
export type Facet = { values: FacetCount[]; of: number; exact: boolean };

export type Summary = { histogram: Histogram; facets: Partial<Record<ListField, Facet>> };

/**
 * How what a search finds is spread over time and over the values of filters. Its cost is bounded whatever it is asked: where
 * not everything was counted it says so. Without `from` it begins with the oldest event there is.
 * Throws `forbidden` for a human.
 */
export async function summarizeAudit(ctx: Ctx, search: AuditSearch, fields: readonly ListField[]): Promise<Summary> {
  refuseHuman(ctx);
  const tenantNo = ctx.tenant.no;
  return withinTenant(
    tenantNo,
    async (sql) => {
      const facets: Summary["facets"] = {};
      for (const field of fields) {
        const others = { ...search, [field]: [] };
        const resolved = await resolveSearch(sql, ctx, others);
        facets[field] = resolved
          ? await countFacets(sql, tenantNo, resolved, field)
          : { values: [], of: 0, exact: true };
      }
      const resolved = await resolveSearch(sql, ctx, search);
      return { histogram: await countOverTime(sql, tenantNo, resolved, nowMs()), facets };
    },
    { inOrder: true },
  );
}
