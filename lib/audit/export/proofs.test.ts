import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { databaseUrl } from "@/lib/kernel/env";
import { makeCall } from "@/prisma/world/make-calls";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { recordCalls, sealLog } from "@/prisma/world/seal-log";
import { writtenTypes } from "../catalog";
import { exampleOf } from "../catalog/reference";
import type { AuditEvent } from "../event";
import { recordNow } from "../journal";
import { AuditSearch } from "../search";
import { exportEvents } from "./export-events";

/** A new tenant has events of its own. */
const calls: AuditSearch["type"] = ["gateway.tool.executed", "gateway.tool.error"];

type Row = AuditEvent & { proof?: { envelope: string; index: number; path: string[]; salts: Record<string, string> } };

async function exported(world: World, search: Partial<AuditSearch> = {}, rows?: number) {
  let text = "";
  const how = { format: "jsonl", proofs: true, rows } as const;
  for await (const piece of exportEvents(world.ctx("viewer"), AuditSearch.parse(search), how)) text += piece;
  const lines = text.trimEnd().split("\n");
  const { manifest } = JSON.parse(lines.at(-1) ?? "");
  return { text, manifest, rows: lines.slice(0, -1).map((line) => JSON.parse(line) as Row) };
}

/** What the verifier says, without the server. */
async function verify(text: string): Promise<{ code: number; said: string }> {
  const dir = await mkdtemp(path.join(tmpdir(), "proofs-"));
  const file = path.join(dir, "events.jsonl");
  await writeFile(file, text);
  const { NODE_OPTIONS: _, ...env } = process.env;
  const answer = await new Promise<{ code: number; said: string }>((resolve) => {
    execFile(process.execPath, ["public/verify-export.mjs", file], { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, said: stdout + stderr }),
    );
  });
  await rm(dir, { recursive: true });
  return answer;
}

/** The same file with another row in one line. */
const withRow = (text: string, line: number, row: Row): string =>
  text
    .split("\n")
    .map((old, i) => (i === line - 1 ? JSON.stringify(row) : old))
    .join("\n");

async function ask(statement: string, values: unknown[] = []): Promise<void> {
  const sql = new pg.Client({ connectionString: databaseUrl() });
  await sql.connect();
  await sql.query(statement, values).finally(() => sql.end());
}

test("an event of every kind is exported as the API shows it, and its line alone proves that it is in the signed log", async () => {
  const world = await makeTenant();
  await Promise.all(
    writtenTypes.map((type) => {
      const { id: _, seq: __, hash: ___, recordedAt: ____, occurredAt, ...example } = exampleOf(type);
      return recordNow(world.tenant.no, { ...example, type, occurredAtMs: Date.parse(occurredAt), refs: {} });
    }),
  );
  await sealLog(world.tenant.no);
  const shown = (await readEvents(world)).reverse();
  const { text, rows, manifest } = await exported(world);
  expect(rows.map(({ proof: _, ...row }) => row)).toEqual(shown);
  expect(manifest).toMatchObject({ rows: shown.length, unproved: 0, checkpoint: expect.stringContaining("/audit/") });
  const { code, said } = await verify(text);
  expect(said).toContain(`✓ ${shown.length} rows proved`);
  expect(said).not.toContain("could not be validated");
  expect(code).toBe(0);
});

test("what was changed after sealing is found, and on its line", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  await recordNow(world.tenant.no, {
    ...exampleOf("gateway.tool.error"),
    ...{ type: "gateway.tool.error", occurredAtMs: Date.parse("2026-11-22T00:00:00.000Z"), refs: {} },
    chain: [
      { stage: "identity", passed: true, text: "known", agent: "cursor", human: "human|ada", instance: "ins_1" },
      {
        ...{ stage: "trust", passed: false, text: "too low", required: "high" },
        ...{ ceiling: "low", consent: null, effective: null },
      },
    ],
  });
  for (const { tenant } of [world, other]) {
    await recordCalls(tenant.no, 6);
    await sealLog(tenant.no);
  }
  const { text, rows } = await exported(world, { order: "asc", type: calls });
  const [foreign] = (await exported(other, { order: "asc", type: calls })).rows.slice(3);
  const [, , third, fourth] = rows;
  const explained = rows.find((row) => row.chain.length > 1);
  if (!explained || !third?.proof || !fourth?.proof || !foreign?.proof) throw new Error("A proof is missing.");
  const found = async (line: number, row: Row, said: string) => {
    const answer = await verify(withRow(text, line, row));
    expect(answer.said, said).toMatch(new RegExp(`${said}.*\\(line ${line}\\)`));
    expect(answer.code).toBe(1);
  };
  await found(3, { ...third, server: "github" }, "server does not say what was sealed");
  await found(3, { ...third, human: third.human && { ...third.human, name: "Mallory" } }, "human.name does not say");
  await found(3, { ...third, proof: { ...third.proof, index: third.proof.index + 1 } }, "does not lead");
  await found(3, { ...third, proof: fourth.proof }, "does not hash to its leaf");
  await found(3, { ...third, hash: fourth.hash, proof: fourth.proof }, "its id is not the one that was sealed");
  await found(3, { ...third, proof: foreign.proof }, "does not hash to its leaf");
  await found(3, foreign, "does not lead to the checkpoint");
  const { proof: _, ...bare } = third;
  expect((await verify(withRow(text, 3, bare))).said).toContain("1 rows carry no proof, the manifest says 0.");
  const explainedLine = rows.indexOf(explained) + 1;
  const chain = (change: (step: AuditEvent["chain"][number]) => object) =>
    ({ ...explained, chain: explained.chain.map((step) => ({ ...step, ...change(step) })) }) as Row; // safe because it is only written out
  await found(
    explainedLine,
    chain((step) => (step.stage === "trust" ? { required: "low", text: "." } : {})),
    "chain.* does not say",
  );
  await found(
    explainedLine,
    chain((step) => (step.stage === "trust" ? { cells: step.cells.map((cell) => ({ ...cell, holds: true })) } : {})),
    "a derivation in its chain",
  );
});

test("rows that were not sealed when it began are there without a proof, and are counted", async () => {
  const world = await makeTenant();
  await recordCalls(world.tenant.no, 3);
  await sealLog(world.tenant.no);
  const holder = new pg.Client({ connectionString: databaseUrl() });
  await holder.connect();
  // Nothing that comes after a running transaction is sealed.
  await holder.query("BEGIN; SELECT pg_current_xact_id()");
  await makeCall(world);
  const { text, rows, manifest } = await exported(world, { order: "asc", type: calls });
  await holder.end();
  expect(rows.map(({ proof }) => proof !== undefined)).toEqual([true, true, true, false]);
  expect(manifest).toMatchObject({ rows: 4, unproved: 1 });
  expect(await verify(text)).toMatchObject({ code: 0, said: expect.stringContaining("1 rows carry no proof") });
});

test("a log that was never sealed proves nothing, and says so", async () => {
  const holder = new pg.Client({ connectionString: databaseUrl() });
  await holder.connect();
  await holder.query("BEGIN; SELECT pg_current_xact_id()");
  const world = await makeTenant();
  await makeCall(world);
  const { text, manifest } = await exported(world, { type: calls });
  await holder.end();
  expect(manifest).toMatchObject({ rows: 1, unproved: 1, checkpoint: null });
  expect(await verify(text)).toMatchObject({ code: 0 });
});

test("salts are those of values that are shown: of an erased person none, of arguments none", async () => {
  const world = await makeTenant();
  await makeCall(world, { human: "ada" });
  await makeCall(world, { human: "bob" });
  await sealLog(world.tenant.no);
  await ask("UPDATE audit.personal SET value = NULL, salt = NULL WHERE tenant_no = $1 AND subject = 'human|bob'", [
    world.tenant.no,
  ]);
  const { text, rows } = await exported(world, { order: "asc", type: calls });
  const [ada, bob] = rows;
  expect(ada?.human?.name).toBe("Name of ada");
  expect(bob?.human?.name).toBe("[erased]");
  // Name, e-mail and address; then the address alone.
  expect(Object.keys(ada?.proof?.salts ?? {})).toHaveLength(3);
  expect(Object.keys(bob?.proof?.salts ?? {})).toHaveLength(1);
  for (const row of rows) expect(Object.keys(row.proof?.salts ?? {})).not.toContain(row.arguments?.commitment);
  const { code, said } = await verify(text);
  expect(code).toBe(0);
  expect(said).toContain("✓ 2 rows proved");
});

test("portions of an export are proved each by itself, in either order", async () => {
  const world = await makeTenant();
  await recordCalls(world.tenant.no, 7);
  await sealLog(world.tenant.no);
  for (const order of ["asc", "desc"] as const) {
    const { text, manifest } = await exported(world, { order, type: ["gateway.tool.executed"] }, 2);
    expect(manifest).toMatchObject({ rows: 2, unproved: 0, complete: false });
    expect(await verify(text)).toMatchObject({ code: 0, said: expect.stringContaining("✓ 2 rows proved") });
  }
});
