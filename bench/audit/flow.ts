import { parseArgs } from "node:util";
import { exportEvents } from "@/lib/audit/export/export-events";
import { beginIntent, endIntent, recordNow } from "@/lib/audit/journal";
import { openLog } from "@/lib/audit/open-log";
import { sealNow } from "@/lib/audit/proof/sealer";
import { verifyTenant } from "@/lib/audit/proof/verify/verify-tenant";
import { AuditSearch } from "@/lib/audit/search";
import { pool } from "@/lib/db/pool";
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

const flows: Flow[] = [];
const sealer = pool("sealer");
flows.push(await measured("seal", async () => ({ rows: await sealNow(sealer) })));
const verified = { ok: true, problems: [] as unknown[] };
flows.push(
  await measured("verify", async () => {
    const result = await verifyTenant(tenantNo);
    verified.problems = result.problems.slice(0, 3);
    verified.ok = result.ok;
    return { rows: result.size };
  }),
);
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
