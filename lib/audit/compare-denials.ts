import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { selectEvents } from "./internal/feed-sql";
import { nameDims } from "./internal/name-dims";
import { refuseHuman, requireReader } from "./internal/own-events";
import { outcomeNo, type Resolved } from "./internal/resolve-search";

/** By what denials are told apart; each is a filter of the log, too. */
export const denialFields = ["reason", "agent", "tool"] as const;
export type DenialField = (typeof denialFields)[number];

/** One value of a filter: how often it was denied in the time that is asked about, and in the time before. */
export type DenialChange = { value: string; label: string; now: number; before: number };

/** Two stretches of time that are equally long (ISO 8601): `before` ends where `from` begins. */
export type DenialComparison = {
  before: string;
  from: string;
  to: string;
  total: { now: number; before: number };
  /** The values that rose, those that rose most first. */
  rose: Record<DenialField, DenialChange[]>;
  /** False: there were more denials than are looked at, in either stretch; the newest of them are. */
  exact: boolean;
};

/** Most denials that are looked at in each stretch, and most values that are named of each field. */
export const lookedAtMax = 10_000;
const namedMax = 5;

const columns = { reason: "reason_no", agent: "agent_no", tool: "tool_no" } as const satisfies Record<
  DenialField,
  string
>;

/**
 * Which denials rose: how often each reason, agent and tool was denied between `from` and `to`, beside the equally long time before. Its
 * cost is bounded by `lookedAtMax`, whatever happened; rows are not fetched. Throws `forbidden` for a human.
 */
export async function compareDenials(ctx: Ctx, { from, to }: { from: string; to: string }): Promise<DenialComparison> {
  requireReader(ctx);
  refuseHuman(ctx);
  const [fromMs, toMs] = [Math.min(Date.parse(from), Date.parse(to)), Date.parse(to)];
  const begin = new Date(fromMs - (toMs - fromMs)).toISOString();
  const start = new Date(fromMs).toISOString();
  const tenantNo = ctx.tenant.no;
  return withinTenant(
    tenantNo,
    async (sql) => {
      const now = await countBy(sql, tenantNo, start, to);
      const before = await countBy(sql, tenantNo, begin, start);
      const rose = {} as Record<DenialField, DenialChange[]>; // safe because the loop below fills every field
      for (const field of denialFields) rose[field] = await nameRisen(sql, tenantNo, field, now, before);
      return {
        ...{ before: begin, from: start, to, rose },
        total: { now: now.total, before: before.total },
        exact: now.total < lookedAtMax && before.total < lookedAtMax,
      };
    },
    { inOrder: true },
  );
}

type Counts = { total: number } & Record<DenialField, ReadonlyMap<number, number>>;

/** Counts the newest denials of a stretch by every field at once. */
async function countBy(sql: PoolClient, tenantNo: number, from: string, to: string): Promise<Counts> {
  const denied: Resolved = { filters: [{ column: "outcome", numbers: [outcomeNo.denied] }], words: [], from, to };
  const { text, values } = selectEvents(tenantNo, denied, { limit: lookedAtMax, columns: Object.values(columns) });
  // Grouping by hash: the planner may not sort here.
  const { rows } = await sql.query<{ field: DenialField | null; no: number | null; n: number }>(
    `WITH m AS MATERIALIZED (${text})
     SELECT 'reason' AS field, reason_no::int AS no, count(*)::int AS n FROM m GROUP BY reason_no
     UNION ALL SELECT 'agent', agent_no, count(*)::int FROM m GROUP BY agent_no
     UNION ALL SELECT 'tool', tool_no, count(*)::int FROM m GROUP BY tool_no
     UNION ALL SELECT NULL, NULL, count(*)::int FROM m`,
    values,
  );
  const of = (field: DenialField) =>
    new Map(rows.flatMap(({ field: each, no, n }) => (each === field && no !== null ? [[no, n] as const] : [])));
  return {
    total: rows.find(({ field }) => field === null)?.n ?? 0,
    ...{ reason: of("reason"), agent: of("agent"), tool: of("tool") },
  };
}

async function nameRisen(
  sql: PoolClient,
  tenantNo: number,
  field: DenialField,
  now: Counts,
  before: Counts,
): Promise<DenialChange[]> {
  const risen = [...now[field]]
    .map(([no, n]) => ({ no, now: n, before: before[field].get(no) ?? 0 }))
    .filter((each) => each.now > each.before)
    .sort((a, b) => b.now - b.before - (a.now - a.before) || b.now - a.now || a.no - b.no)
    .slice(0, namedMax);
  const numbers = risen.map(({ no }) => no);
  const names = field === "reason" ? await nameReasons(sql, numbers) : await nameDims(sql, tenantNo, numbers);
  return risen.flatMap(({ no, ...counts }) => {
    const name = names.get(no);
    return name === undefined ? [] : [{ ...name, ...counts }];
  });
}

async function nameReasons(sql: PoolClient, numbers: readonly number[]) {
  const { rows } = await sql.query<{ no: number; code: string }>(
    "SELECT no, code FROM audit.reason WHERE no = ANY($1::int[])",
    [numbers],
  );
  return new Map(rows.map(({ no, code }) => [no, { value: code, label: code }]));
}
