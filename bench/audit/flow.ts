import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { exportEvents } from "@/lib/audit/export/export-events";
import { beginIntent, endIntent, recordNow } from "@/lib/audit/journal";
import { openLog } from "@/lib/audit/open-log";
import { sealNow } from "@/lib/audit/proof/sealer";
import { verifyTenant } from "@/lib/audit/proof/verify/verify-tenant";
import { AuditSearch } from "@/lib/audit/search";
import { pool } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import { nowMs } from "@/lib/kernel/clock";
import { databaseCpu } from "./database-cpu";
import { benchCtx, toDraft } from "./subjects";

/**
 * What a log costs to write, seal, verify and export, as JSON on stdout. `--postmaster`: the process whose descendants' CPU
 * counts as the database's; `--rows`: of an export; `--seconds`: how long is written.
 */
const { values } = parseArgs({
  options: {
    tenant: { type: "string", default: "1" },
    postmaster: { type: "string" },
    rows: { type: "string", default: "300000" },
    seconds: { type: "string", default: "4" },
  },
});
const tenantNo = Number(values.tenant);
const postmaster = Number(values.postmaster);
const seconds = Number(values.seconds);

type Flow = { name: string; rows: number; perSecond: number; databaseUs: number; ownUs: number; rssMiB?: number };

/** Rows a second, and the CPU of the database and of this process for one. */
async function measured(name: string, work: () => Promise<{ rows: number; rssMiB?: number }>): Promise<Flow> {
  const before = { at: performance.now(), own: process.cpuUsage(), database: databaseCpu(postmaster) };
  const { rows, ...more } = await work();
  const own = process.cpuUsage(before.own);
  return {
    name,
    rows,
    perSecond: rows / ((performance.now() - before.at) / 1000),
    databaseUs: ((databaseCpu(postmaster) - before.database) * 1e6) / rows,
    ownUs: (own.user + own.system) / rows,
    ...more,
  };
}

/** Callers that write one event after the other, each waiting until its own is durable. */
async function write(callers: number, one: (i: number) => Promise<unknown>): Promise<{ rows: number }> {
  const until = performance.now() + seconds * 1000;
  let rows = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() < until) {
      await one(rows);
      rows += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { rows };
}

/** What no verification in the database can do without: each row of the tenant is found and hashed, on two connections. */
async function hashRows(): Promise<{ rows: number }> {
  const counts = await Promise.all(
    ["<=", ">"].map((half) =>
      withinTenant(tenantNo, async (sql) => {
        await sql.query("SET LOCAL statement_timeout = '30min'");
        const { rows } = await sql.query<{ n: string; fit: string }>(
          `SELECT count(*) AS n, count(*) FILTER (WHERE sha256('\\x00'::bytea || json_send(e.body)) = e.leaf) AS fit FROM audit.event e
           WHERE e.tenant_no = $1 AND e.id ${half} (SELECT event_ids[1] FROM audit.tile WHERE tenant_no = $1 AND level = 0
             AND n = (SELECT max(n) / 2 FROM audit.tile WHERE tenant_no = $1 AND level = 0))`,
          [tenantNo],
        );
        return Number(rows[0]?.n);
      }),
    ),
  );
  return { rows: counts.reduce((sum, n) => sum + n, 0) };
}

/** What no export by this process can do without: the driver reads each row, and its text becomes part of a file that is hashed. */
async function hashLines(wanted: number): Promise<{ rows: number }> {
  const hash = createHash("sha256");
  let rows = 0;
  for (let below = "ffffffff-ffff-ffff-ffff-ffffffffffff"; rows < wanted; ) {
    const batch = await withinTenant(tenantNo, (sql) =>
      sql.query<{ id: string; body: string }>(
        "SELECT id, body::text AS body FROM audit.event WHERE tenant_no = $1 AND id < $2 ORDER BY id DESC LIMIT 500",
        [tenantNo, below],
      ),
    );
    hash.update(batch.rows.map(({ body }) => `${body}\n`).join(""));
    rows += batch.rows.length;
    const last = batch.rows.at(-1);
    if (!last) break;
    below = last.id;
  }
  return { rows };
}

const flows: Flow[] = [];
const sealer = pool("sealer");
flows.push(await measured("seal", async () => ({ rows: await sealNow(sealer) })));
flows.push(await measured("verify, floor", hashRows));
const verified = { ok: true, problems: [] as unknown[] };
flows.push(
  await measured("verify", async () => {
    const result = await verifyTenant(tenantNo);
    verified.problems = result.problems.slice(0, 3);
    verified.ok = result.ok;
    return { rows: result.size };
  }),
);
flows.push(await measured("export, floor", () => hashLines(Number(values.rows))));
for (const format of ["jsonl", "csv"] as const)
  flows.push(
    await measured(`export ${format}`, async () => {
      let lines = 0;
      let rssMiB = 0;
      const search = AuditSearch.parse({});
      for await (const piece of exportEvents(benchCtx(tenantNo), search, { format, rows: Number(values.rows) })) {
        for (let at = piece.indexOf("\n"); at >= 0; at = piece.indexOf("\n", at + 1)) lines += 1;
        rssMiB = Math.max(rssMiB, process.memoryUsage().rss / 2 ** 20);
      }
      return { rows: lines, rssMiB: Math.round(rssMiB) };
    }),
  );

const log = await openLog();
flows.push(await measured("write, one caller", () => write(1, (i) => recordNow(tenantNo, toDraft(i, nowMs())))));
flows.push(await measured("write, 64 callers", () => write(64, (i) => recordNow(tenantNo, toDraft(i, nowMs())))));
flows.push(
  await measured("intent and event, 64 callers", () =>
    write(64, async (i) => {
      const draft = toDraft(i, nowMs());
      await endIntent(await beginIntent(tenantNo, draft), draft);
    }),
  ),
);
console.log(JSON.stringify({ flows, verified }));
await log.close();
process.exit();
