import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { v7 as uuidv7 } from "uuid";
import { nowMs } from "@/lib/kernel/clock";
import { databaseUrl } from "@/lib/kernel/env";
import { migrate } from "@/scripts/migrate.mjs";
import { leafIndexOf } from "./leaf-indexes";
import { readLedger } from "./ledger";
import { sealerHealth, sealNow, startSealer } from "./sealer";
import { hashLeaf } from "./tree";

/* What happens to a whole database. Each test has one of its own, in the same cluster. */

/** Transactions of other tests in the same cluster may hold sealing back for a while. */
const patient = { timeout: 40_000 };

type Own = { url: string; name: string; owner: pg.Client; sealer: pg.Pool; slug: string; no: number };

const own = test.extend<{ own: Own }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
  own: async ({}, use) => {
    const name = `own_${randomBytes(5).toString("hex")}`;
    const cluster = new pg.Client({ connectionString: databaseUrl() });
    cluster.on("error", () => {});
    await cluster.connect();
    await cluster.query(`CREATE DATABASE ${name}`);
    const url = Object.assign(new URL(databaseUrl()), { pathname: `/${name}` }).href;
    await migrate(url);
    const owner = new pg.Client({ connectionString: url });
    owner.on("error", () => {});
    await owner.connect();
    const slug = name.replace("_", "-");
    await owner.query("INSERT INTO organization (id, slug, name) VALUES ('org_1', $1, $1)", [slug]);
    const { rows } = await owner.query<{ no: number }>(
      "INSERT INTO tenant (slug, name, organization_id, updated_at) VALUES ($1, $1, 'org_1', now()) RETURNING no",
      [slug],
    );
    const sealer = new pg.Pool({
      connectionString: url,
      max: 1,
      options: "-c role=countersign_sealer",
      connectionTimeoutMillis: 2_000,
    });
    sealer.on("error", () => {});
    await use({ url, name, owner, sealer, slug, no: rows[0]?.no ?? 0 });
    await sealer.end();
    await owner.end().catch(() => {});
    await cluster.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await cluster.end();
  },
});

async function insertEvents(sql: pg.Client, tenantNo: number, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const id = uuidv7();
    const occurredAt = new Date(nowMs()).toISOString();
    const body = JSON.stringify({ id, occurredAt, outcome: "success", type: "gateway.tool.executed", v: 1 });
    await sql.query(
      "INSERT INTO audit.event (tenant_no, id, occurred_at, type_no, outcome, body, leaf) VALUES ($1, $2, $3, 1, 1, $4::json, $5)",
      [tenantNo, id, occurredAt, body, hashLeaf(Buffer.from(body))],
    );
    ids.push(id);
  }
  return ids;
}

/** Seals until nothing is left, whatever transactions of other tests hold back for a moment. */
async function sealAll({ sealer, owner, no }: Own): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    await sealNow(sealer);
    const { rows } = await owner.query<{ left: number }>(
      `SELECT (SELECT count(*) FROM audit.event WHERE tenant_no = $1)::int
            - coalesce((SELECT size FROM audit.tree WHERE tenant_no = $1), 0)::int AS left`,
      [no],
    );
    if (rows[0]?.left === 0) return;
    await sleep(20);
  }
  throw new Error("Some events are never sealed.");
}

async function ledgerIn({ url, no }: Own): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on("error", () => {});
  const client = await pool.connect();
  client.on("error", () => {});
  try {
    const entries = await readLedger(client, no, 0, 100_000);
    for (const { id, index } of entries.filter(({ index }) => index % 17 === 0 || index > entries.length - 20))
      expect(await leafIndexOf(client, no, id)).toBe(index);
    return entries.map(({ id }) => id);
  } finally {
    client.release(true);
    await pool.end();
  }
}

/** `npm run -s cli -- audit verify --json` on that database. */
async function verifyByCli(url: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["scripts/cli.mjs", "audit", "verify", "--json", ...args],
      { env: { ...env, DATABASE_URL: url } },
      (error, stdout, stderr) => resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });
}

own(
  "restored into a cluster that counts its transactions from lower on: what was left over first, then what is new, each once",
  async ({ own: place }) => {
    const { owner, no, url } = place;
    const old = await insertEvents(owner, no, 300);
    await sealAll(place);
    const leftOver = await insertEvents(owner, no, 5);
    // As a dump carries them: with the numbers of the old cluster, far above those of this one.
    await owner.query("BEGIN; SET LOCAL session_replication_role = replica");
    for (const [table, column] of [
      ["event", "xid"],
      ["tree", "last_xid"],
      ["tile", "first_xid"],
      ["sweep", "last_xid"],
    ])
      await owner.query(`UPDATE audit.${table} SET ${column} = (${column}::text::bigint + 1000000000)::text::xid8`);
    await owner.query("COMMIT");
    const fresh = await insertEvents(owner, no, 10);
    await sealAll(place);
    expect(await ledgerIn(place)).toEqual([...old, ...leftOver, ...fresh]);
    const more = await insertEvents(owner, no, 280);
    await sealAll(place);
    expect(await ledgerIn(place)).toEqual([...old, ...leftOver, ...fresh, ...more]);
    const { rows } = await owner.query("SELECT epoch FROM audit.sweep");
    expect(rows).toEqual([{ epoch: 1 }]);
    const verified = await verifyByCli(url);
    expect(verified).toMatchObject({ code: 0 });
    expect(JSON.parse(verified.stdout)).toMatchObject({
      ok: true,
      tenants: [{ tenant: place.slug, size: 595, problems: [] }],
    });
    // With the event that verifying has left, and nothing twice.
    await sealNow(place.sealer);
    expect(new Set(await ledgerIn(place)).size).toBe(596);
  },
);

own("while the database is away the sealer waits, and goes on when it is back", async ({ own: place }) => {
  const { owner, name, no } = place;
  const stop = startSealer(place.sealer);
  const cluster = new pg.Client({ connectionString: databaseUrl() });
  await cluster.connect();
  try {
    const before = await insertEvents(owner, no, 3);
    await expect.poll(() => ledgerIn(place), patient).toEqual(before);
    await cluster.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
    await cluster.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename IS NOT NULL AND pid <> pg_backend_pid()",
      [name],
    );
    await expect.poll(() => sealerHealth().failure, patient).toBeDefined();
    await cluster.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`);
    const again = new pg.Client({ connectionString: place.url });
    again.on("error", () => {});
    await again.connect();
    const after = await insertEvents(again, no, 3);
    await again.end();
    await expect.poll(() => ledgerIn(place), patient).toEqual([...before, ...after]);
    await expect.poll(() => sealerHealth().failure, patient).toBeUndefined();
  } finally {
    await stop();
    await cluster.end();
  }
});

own(
  "checkpoints of an earlier secret stay valid where the new one met them, and those of a planted key never are",
  async ({ own: place }) => {
    const { owner, no, url } = place;
    await insertEvents(owner, no, 3);
    await sealAll(place);
    const secret = { COUNTERSIGN_SECRET: randomBytes(32).toString("base64url") };
    const { NODE_OPTIONS: _, ...env } = process.env;
    const inNewProcess = (code: string) =>
      new Promise<string>((resolve, reject) => {
        execFile(
          process.execPath,
          ["--conditions=react-server", "--import", "tsx", "--input-type=module", "-e", code],
          { env: { ...env, ...secret, DATABASE_URL: url } },
          (error, stdout, stderr) => (error ? reject(new Error(stderr)) : resolve(stdout)),
        );
      });
    const sealAndVerify = `
    const { sealNow } = await import("./lib/audit/proof/sealer.ts");
    const { verifyTenant } = await import("./lib/audit/proof/verify/verify-tenant.ts");
    const { endPools } = await import("./lib/db/pool.ts");
    await sealNow();
    console.log(JSON.stringify((await verifyTenant(${no})).problems));
    await endPools();`;
    const more = await insertEvents(owner, no, 3);
    await expect.poll(async () => JSON.parse(await inNewProcess(sealAndVerify)), patient).toEqual([]);
    expect((await ledgerIn(place)).slice(3)).toEqual(more);
    const { rows } = await owner.query(
      "SELECT endorsed_by IS NOT NULL AS endorsed FROM audit.signing_key ORDER BY created_at",
    );
    expect(rows).toEqual([{ endorsed: true }, { endorsed: false }]);
    await owner.query(
      "UPDATE audit.signing_key SET endorsement = sha256('x') || sha256('y') WHERE endorsement IS NOT NULL",
    );
    expect(JSON.parse(await inNewProcess(sealAndVerify)).map(({ kind }: { kind: string }) => kind)).toContain(
      "signature",
    );
  },
);
