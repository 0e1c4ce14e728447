import "server-only";
import { withinTenant } from "@/lib/db/within-tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { type Outcome, outcomes } from "./event";
import { countOverTime } from "./internal/histogram";
import { refuseHuman, requireReader } from "./internal/own-events";
import { resolveSearch } from "./internal/resolve-search";
import { emptySearch, toolCallTypes } from "./search";

/** Tool calls by what became of them. `exact`: none were left out because there were too many. */
export type CallCounts = { counts: Record<Outcome, number>; exact: boolean };

/**
 * How many tool calls there were from `from` until before `to`, by outcome: whole hours from the hourly counts of the sealer, what is left at both
 * ends one by one. Its cost does not grow with the calls. Throws `forbidden` for a human.
 */
export async function countCalls(ctx: Ctx, { from, to }: { from: string; to: string }): Promise<CallCounts> {
  requireReader(ctx);
  refuseHuman(ctx);
  return withinTenant(
    ctx.tenant.no,
    async (sql) => {
      const resolved = await resolveSearch(sql, ctx, { ...emptySearch(), type: [...toolCallTypes], from, to });
      const { buckets, exact } = await countOverTime(sql, ctx.tenant.no, resolved, nowMs(), { byHour: true });
      const of = (outcome: Outcome) => buckets.reduce((sum, bucket) => sum + bucket[outcome], 0);
      // safe because there is one entry for every outcome
      const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, of(outcome)])) as CallCounts["counts"];
      return { counts, exact };
    },
    { inOrder: true },
  );
}
