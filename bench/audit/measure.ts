import { parseArgs } from "node:util";
import { selectRows } from "@/lib/audit/internal/feed-sql";
import { storedColumns } from "@/lib/audit/internal/read-row";
import { resolveSearch } from "@/lib/audit/internal/resolve-search";
import { uuidFloor } from "@/lib/audit/internal/uuid-time";
import { queryAudit } from "@/lib/audit/query";
import { AuditSearch, listFields } from "@/lib/audit/search";
import { summarizeAudit } from "@/lib/audit/summarize";
import { endPools } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import { type Asked, toAsked } from "./queries";
import { benchCtx } from "./subjects";

/**
 * What one log costs to read, as JSON on stdout. `--tenant`: number of the tenant that is asked; `--now`: time of the youngest
 * event, in epoch milliseconds; `--rounds`: times that each question is asked, of which the median counts.
 */
const { values } = parseArgs({
  options: {
    tenant: { type: "string", default: "1" },
    now: { type: "string" },
    rounds: { type: "string", default: "11" },
    only: { type: "string", default: "" },
  },
});
const tenantNo = Number(values.tenant);
const now = Number(values.now);
const rounds = Number(values.rounds);

const ctx = benchCtx(tenantNo);

const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;

type Plan = { "Node Type": string; "Actual Rows": number; "Relation Name"?: string; Plans?: Plan[] };
type Explained = {
  Plan: Plan & { "Shared Hit Blocks": number; "Shared Read Blocks": number };
  "Planning Time": number;
  "Execution Time": number;
};

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** Whole tables read, and sorts of more rows than a page: what must never be in a plan. */
const blamed = (plan: Plan): string[] =>
  nodesOf(plan).flatMap((node) => {
    if (
      node["Node Type"] === "Seq Scan" &&
      /^(event|term)_/.test(node["Relation Name"] ?? "") &&
      node["Actual Rows"] > 0
    )
      return ["sequential scan"];
    if (/Sort$/.test(node["Node Type"]) && node["Actual Rows"] > 25_000) return [`sort of ${node["Actual Rows"]}`];
    return [];
  });

async function measure({ name, search, goalMs }: Asked, place?: string) {
  const asked = AuditSearch.parse(search);
  const walls: number[] = [];
  const found = place === undefined ? (await queryAudit(ctx, asked)).items.length : 50;
  for (let i = 0; i < rounds && place === undefined; i += 1) {
    const started = performance.now();
    await queryAudit(ctx, asked);
    walls.push(performance.now() - started);
  }
  const explained = await withinTenant(
    tenantNo,
    async (sql) => {
      const resolved = await resolveSearch(sql, ctx, asked);
      if (!resolved) return [];
      const span = place === undefined ? {} : { below: place };
      const { text, values } = selectRows(tenantNo, resolved, { span, order: asked.order, limit: 51 }, storedColumns);
      const plans: Explained[] = [];
      for (let i = 0; i < rounds; i += 1) {
        const { rows } = await sql.query<{ "QUERY PLAN": [Explained] }>(
          `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${text}`,
          values,
        );
        const [row] = rows;
        if (row) plans.push(row["QUERY PLAN"][0]);
      }
      return plans;
    },
    { inOrder: true },
  );
  return {
    name,
    goalMs,
    rows: found,
    databaseMs: median(explained.map((one) => one["Execution Time"])),
    planningMs: median(explained.map((one) => one["Planning Time"])),
    buffers: median(explained.map((one) => one.Plan["Shared Hit Blocks"] + one.Plan["Shared Read Blocks"])),
    readMs: median(walls),
    blamed: [...new Set(explained.flatMap((one) => blamed(one.Plan)))],
  };
}

async function timed<T>(work: () => Promise<T>): Promise<number> {
  const figures: number[] = [];
  for (let i = 0; i < Math.max(3, Math.floor(rounds / 2)); i += 1) {
    const started = performance.now();
    await work();
    figures.push(performance.now() - started);
  }
  return median(figures);
}

const wanted = (name: string) => values.only === "" || name.includes(values.only);
const queries = [];
for (const asked of toAsked(now)) if (wanted(asked.name)) queries.push(await measure(asked));
// 500,000 rows of the largest tenant of the large log lie above this place.
if (wanted("page 10,000")) {
  const deep = await withinTenant(tenantNo, async (sql) => {
    const { rows } = await sql.query<{ id: string }>(
      "SELECT id FROM audit.event WHERE tenant_no = $1 ORDER BY id DESC OFFSET least(500000, (SELECT count(*) / 2 FROM audit.event WHERE tenant_no = $1)) LIMIT 1",
      [tenantNo],
    );
    return rows[0]?.id ?? uuidFloor(now);
  });
  queries.push(await measure({ name: "page 10,000", search: {}, goalMs: 1 }, deep));
}

const day = (days: number) => new Date(now - days * 86_400_000).toISOString();
const to = new Date(now).toISOString();
const summaries = [];
for (const [name, search, fields] of [
  ["histogram 30 days", { from: day(30), to }, []],
  ["histogram 1 hour", { from: new Date(now - 3_600_000).toISOString(), to }, []],
  ["histogram 30 days, one busy agent", { from: day(30), to, agent: ["agent-0"] }, []],
  ["facet of agents", { from: day(30), to }, ["agent"]],
  ["every facet", { from: day(30), to }, listFields],
] as const)
  if (wanted(name))
    summaries.push({ name, ms: await timed(() => summarizeAudit(ctx, AuditSearch.parse(search), fields)) });

console.log(JSON.stringify({ queries, summaries }));
await endPools();
